"""Reminders: a review that is due soon or late, an approved text that is to be checked again."""

import datetime
from collections.abc import Iterator, Sequence

from articles import outbox
from articles.models import ArticleVersion, Authorship, Edition, Outbox, Role, User
from articles.outbox import Line
from articles.states import IN_REVIEW, LIVE
from reviews import absences, telling
from reviews.models import Assignment, Review
from reviews.notification_words import AUTHOR, EDITOR, REMINDERS, REVIEWER

TEMPLATE = "reminder"
DAYS_BEFORE = 3
DAYS_BEFORE_A_CHECK = 30


def make(now: datetime.datetime) -> int:
    """Queue every reminder whose day has come and that was not queued yet; how many are new."""
    rows = [*_of_reviews(now), *_of_checks(now)]
    known = set(Outbox.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    outbox.queue(fresh)
    return len(fresh)


def _of_reviews(now: datetime.datetime) -> Iterator[Outbox]:
    today = now.date()
    until = today + datetime.timedelta(days=DAYS_BEFORE)
    held = Assignment.objects.active().filter(version__state__in=IN_REVIEW, due_on__lte=until)
    away = absences.away_today()
    for row in held.select_related("reviewer", "version").order_by("pk"):
        if _has_finished(row):
            continue
        kind = "overdue" if row.due_on < today else "soon"
        # Held back while its reviewer is away: it is made on the day they are back.
        told = [(row.reviewer_id, REVIEWER)] if row.reviewer_id not in away else []
        told += [(editor, EDITOR) for editor in _editors(besides=row.reviewer_id) if kind == "overdue"]
        for person, part in told:
            yield outbox.of(
                TEMPLATE, f"review:{row.pk}:{row.due_on}:{kind}:{person}", person, version=row.version_id,
                part=part, at=now,
                ids={"kind": kind, "assignment": row.pk, "due_on": str(row.due_on), "person": str(row.reviewer.uid)},
            )  # fmt: skip


def _has_finished(held: Assignment) -> bool:
    ended = Review.objects.filter(round__version=held.version_id, round__closed_at=None)
    return ended.filter(reviewer=held.reviewer_id).exclude(submitted_at=None).exists()


def _editors(*, besides: int | None = None) -> list[int]:
    return list(
        User.objects.holding(Role.EDITOR).exclude(pk=besides).order_by("pk").values_list("pk", flat=True)
    )


def _of_checks(now: datetime.datetime) -> Iterator[Outbox]:
    """Of texts that stand and have no newer version under way; the day is the one that their page shows."""
    today = now.date()
    until = today + datetime.timedelta(days=DAYS_BEFORE_A_CHECK)
    for version, due in _standing_until(until):
        kind = "renewal_overdue" if due <= today else "renewal_soon"
        authors = {version.article.lead_author_id, *_named_on(version)}
        told = [(person, AUTHOR) for person in sorted(authors)]
        if kind == "renewal_overdue":
            told += [(editor, EDITOR) for editor in _editors() if editor not in authors]
        for person, part in told:
            yield outbox.of(
                TEMPLATE, f"check:{version.pk}:{due}:{kind}:{person}", person, version=version, part=part, at=now,
                ids={"kind": kind, "due_on": str(due)},
            )  # fmt: skip


def _standing_until(until: datetime.date) -> Iterator[tuple[ArticleVersion, datetime.date]]:
    current = Edition.objects.filter(
        kind=Edition.Kind.CURRENT, overdue_on__lte=until, version__state__in=LIVE
    )
    days = dict(current.order_by("pk").values_list("version", "overdue_on"))
    versions = ArticleVersion.objects.filter(pk__in=days).select_related("article").order_by("pk")
    for version in versions:
        if not ArticleVersion.objects.open().filter(article=version.article_id).exists():
            yield version, days[version.pk]


def _named_on(version: ArticleVersion) -> list[int]:
    return list(Authorship.objects.filter(version=version).values_list("user", flat=True))


def is_still_due(row: Outbox) -> bool:
    """Whether what it reminds of is still to be done: a reminder that comes too late is no help."""
    if "assignment" not in row.ids:
        return bool(row.version and row.version.state in LIVE)
    held = Assignment.objects.active().filter(pk=row.ids["assignment"], due_on=row.ids["due_on"])
    found = held.filter(version__state__in=IN_REVIEW).first()
    return found is not None and not _has_finished(found)


def lines(rows: Sequence[Outbox]) -> dict[int, Line]:
    """By row, its line."""
    known = telling.around(rows)
    found = {}
    for row in rows:
        said = REMINDERS.get((row.ids.get("kind", ""), row.part))
        if said is not None:
            person = known.people.get(row.ids.get("person", ""), "")
            words = {"due": telling.day(row.ids.get("due_on")), "person": person}
            found[row.pk] = telling.line(row, said, words, known)
    return found
