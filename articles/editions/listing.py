"""The list of what is published, page by page, from editions alone."""

import datetime
import re
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.audiences import FACTS
from articles.models import Article, Edition

ROWS: Final = 20
EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_CURSOR: Final = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


def page_of_list(
    today: datetime.date, *, before: str = "", after: str = "", topic: int | None = None
) -> dict[str, Any]:
    """One page of the list: `rows`, `newer`, `older` (queries of the neighbours, "" = none). One query.

    `checked` and `public`: how many articles stand and are in time, of how many readers can open; 0 without a row.

    `before` and `after` are places that an earlier page gave; what is no place means the first page.
    `topic`: the key of one, to list its articles alone.
    """
    listed = Edition.objects.filter(is_listed=True).filter(Q(lapses_on=None) | Q(lapses_on__gt=today))
    if topic is not None:
        listed = listed.filter(article__topics=topic)
    listed = listed.only("path", "title", "marks", "listed_at", "overdue_on", "lapses_on")
    listed = listed.annotate(checked=_count_of_checked(today), public=_count_of_public())
    if (place := _place(after)) is not None:
        found, more = _first(listed.filter(_newer(*place)).order_by("listed_at", "id"))
        found.reverse()
        has_newer, has_older = more, True
    elif (place := _place(before)) is not None:
        found, has_older = _first(listed.filter(_older(*place)).order_by("-listed_at", "-id"))
        has_newer = True
    else:
        found, has_older = _first(listed.order_by("-listed_at", "-id"))
        has_newer = False
    return {
        "rows": [_row(edition, today) for edition in found],
        "newer": f"?after={_cursor(found[0])}" if has_newer and found else "",
        "older": f"?before={_cursor(found[-1])}" if has_older and found else "",
        "is_first": not has_newer,
        "checked": found[0].checked if found else 0,
        "public": found[0].public if found else 0,
    }


def _count_of_checked(today: datetime.date) -> Subquery:
    """How many articles stand as approved, and are not overdue; counted once, within the query of the list."""
    stands = Edition.objects.filter(is_listed=True, overdue_on__gt=today).order_by()
    return Subquery(stands.values(every=Value(1)).annotate(n=Count("pk")).values("n"))


def _count_of_public() -> Subquery:
    """How many articles readers can open at all."""
    pages = Edition.objects.filter(
        article=OuterRef("pk"), kind__in=[Edition.Kind.CURRENT, Edition.Kind.PENDING]
    )
    there = Article.objects.filter(Exists(pages), slug__isnull=False).order_by()
    return Subquery(there.values(every=Value(1)).annotate(n=Count("pk")).values("n"))


def _first(rows: QuerySet[Any]) -> tuple[list[Any], bool]:
    found = list(rows[: ROWS + 1])
    return found[:ROWS], len(found) > ROWS


def _place(cursor: str) -> tuple[datetime.datetime, int] | None:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        return None
    try:
        return EPOCH + datetime.timedelta(microseconds=int(found[1])), int(found[2])
    except OverflowError:
        return None


def _cursor(edition: Edition) -> str:
    at = edition.listed_at or EPOCH
    return f"{(at - EPOCH) // datetime.timedelta(microseconds=1)}-{edition.pk}"


def _newer(at: datetime.datetime, pk: int) -> Q:
    return Q(listed_at__gt=at) | Q(listed_at=at, pk__gt=pk)


def _older(at: datetime.datetime, pk: int) -> Q:
    return Q(listed_at__lt=at) | Q(listed_at=at, pk__lt=pk)


def _row(edition: Edition, today: datetime.date) -> dict[str, Any]:
    marks = edition.marks
    reviewed = datetime.date.fromisoformat(marks["last_reviewed"])
    is_overdue = edition.overdue_on is not None and edition.overdue_on <= today
    return {
        "question": marks["question"],
        "title": edition.title,
        "url": edition.path.rsplit("/", 2)[0] + "/",
        "reviewed": formats.date_format(reviewed, "j M Y"),
        "due": formats.date_format(edition.overdue_on, "j M Y") if edition.overdue_on else "",
        "is_overdue": is_overdue,
        "signers": get_text_list(marks["signers"], _("and")),
        "readers": [str(FACTS[audience].tab) for audience in marks["audiences"] if audience in FACTS],
    }
