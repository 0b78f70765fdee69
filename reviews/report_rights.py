"""Rights to reports by readers: who may know of which, asked for many people and reports at once."""

from collections.abc import Iterable

from articles.models import Authorship, Contributor, Report, Role, User
from reviews.notification_words import EDITOR


class Rights:
    """Who of these people may know of which of these reports now, and in which part. Three queries for any number."""

    def __init__(self, reports: Iterable[Report], people: Iterable[int]) -> None:
        about = [report.article_id for report in reports]
        named = Authorship.objects.filter(version__article__in=about, user__in=people)
        wrote = Contributor.objects.filter(article__in=about, user__in=people)
        self._editors = set(
            User.objects.holding(Role.EDITOR).filter(pk__in=people).values_list("pk", flat=True)
        )
        self._named = set(named.values_list("version__article", "user"))
        self._wrote = self._named | set(wrote.values_list("article", "user"))

    def know(self, report: Report, person: int, part: str) -> bool:
        """As `for_editor` and `for_author` say it of one person."""
        leads = report.article is not None and report.article.lead_author_id == person
        place = report.article_id, person
        if part == EDITOR:
            return person in self._editors and not leads and place not in self._wrote
        return leads or place in self._named
