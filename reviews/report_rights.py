"""Rights to reports by readers: who may know of which, asked for many people and reports at once."""

from collections.abc import Iterable

from articles.models import Authorship, Report, Role, User
from reviews import writers
from reviews.notification_words import EDITOR


class Rights:
    """Who of these people may know of which of these reports now, and in which part. Four queries for any number.

    The reports come with their articles.
    """

    def __init__(self, reports: Iterable[Report], people: Iterable[int]) -> None:
        about = {report.article.pk: report.article for report in reports if report.article is not None}
        named = Authorship.objects.filter(version__article__in=about, user__in=people)
        self._writers = writers.of(about.values())
        self._editors = set(
            User.objects.holding(Role.EDITOR).filter(pk__in=people).values_list("pk", flat=True)
        )
        self._named = set(named.values_list("version__article", "user"))

    def know(self, report: Report, person: int, part: str) -> bool:
        """As `for_editor` and `for_author` say it of one person."""
        if part == EDITOR:
            return person in self._editors and person not in self._writers.get(report.article_id or 0, ())
        leads = report.article is not None and report.article.lead_author_id == person
        return leads or (report.article_id, person) in self._named
