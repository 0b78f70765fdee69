"""How texts left: taken back from their review, or put away while their authors had them; read once for a whole list."""

from collections.abc import Iterable, Sequence

from articles.models import ArticleVersion
from articles.states import WRITABLE, State
from reviews.models import Decision


def told(versions: Iterable[ArticleVersion]) -> Sequence[ArticleVersion]:
    """These versions, each knowing whether it was put away. One query, where one of them left after a submission."""
    known = list(versions)
    left = [row for row in known if row.state == State.WITHDRAWN and row.manuscript_id is not None]
    if left:
        moves = Decision.objects.filter(version__in=[row.pk for row in left], move="withdraw").order_by("seq")
        last = dict(moves.values_list("version", "from_state"))
        for row in left:
            row.was_put_away = last.get(row.pk) in WRITABLE
    return known
