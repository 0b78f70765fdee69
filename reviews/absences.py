"""Absences: the days on which somebody of the board does not review, told to who asks them; nothing is forbidden by them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import User
from articles.refusals import Refused
from reviews import record
from reviews.models import Absence

MOST = 20
MOST_DAYS = 366


def day(date: datetime.date) -> str:
    return str(date_format(date, "j M Y"))


def to_come() -> QuerySet[Absence]:
    """Those that are not over."""
    return Absence.objects.filter(until_on__gte=record.now().date())


def of(people: Iterable[int]) -> dict[int, list[Absence]]:
    """By person, what is not over, the next first. One query."""
    found: dict[int, list[Absence]] = defaultdict(list)
    for row in to_come().filter(person__in=set(people)):
        found[row.person_id].append(row)
    return found


def add(person: User, *, from_on: datetime.date, until_on: datetime.date) -> Absence:
    """Say that one is away. The same said twice is kept once."""
    today = record.now().date()
    if until_on < from_on:
        raise Refused(_("The last day is before the first."))
    if until_on < today:
        raise Refused(_("These days are over."))
    if until_on > today + datetime.timedelta(days=MOST_DAYS):
        raise Refused(_("The last day is more than a year away."))
    if to_come().filter(person=person).count() >= MOST:
        raise Refused(_("You have %(most)d entries already. Take one out first.") % {"most": MOST})
    return Absence.objects.get_or_create(person=person, from_on=from_on, until_on=until_on)[0]


def at(rows: Sequence[Absence], on: datetime.date) -> Absence | None:
    """The one that this day falls into."""
    return next((row for row in rows if row.from_on <= on <= row.until_on), None)


def said(row: Absence) -> str:
    return _("away from %(first)s to %(last)s") % {"first": day(row.from_on), "last": day(row.until_on)}


def warning(person: User, due_on: datetime.date) -> str:
    """What an editor is told of a day on which this person is away; "" of any other."""
    row = at(of([person.pk])[person.pk], due_on)
    if row is None:
        return ""
    words = {"name": person.printed_name, "away": said(row), "due": day(due_on)}
    return _("%(name)s is %(away)s, and it is due on %(due)s: a later day may suit better.") % words


def away_today() -> set[int]:
    """Who is away now. One query."""
    today = record.now().date()
    rows = Absence.objects.filter(from_on__lte=today, until_on__gte=today)
    return set(rows.values_list("person", flat=True))
