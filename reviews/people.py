"""People: who has an account, with which parts, what was checked about them, and what hangs on a part."""

import dataclasses
import datetime
from collections.abc import Iterator

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import ArticleVersion, Grant, Role, User
from articles.states import OPEN
from reviews import record
from reviews.models import Assignment, BoardProfile

LICENCE_ENDS_SOON = datetime.timedelta(days=60)


@dataclasses.dataclass(frozen=True)
class Person:
    """A row of the list."""

    name: str
    email: str
    url: str
    parts: str
    checked: str
    is_late: bool


def all_people() -> QuerySet[User]:
    """Everybody with an account, by name, with open grants and what was checked; three queries."""
    grants = Prefetch("grants", Grant.objects.filter(ended_at=None).order_by("at"), to_attr="open_grants")
    return (
        User.objects.select_related("board_profile").prefetch_related(grants).order_by("printed_name", "pk")
    )


def found(people: QuerySet[User], *, part: str, words: str) -> QuerySet[User]:
    """Those with this part ("" = any; "none" = without one, "closed" = no open account) whose name or address has these words."""
    held = Grant.objects.filter(ended_at=None)
    if part in Role.values:
        people = people.filter(is_active=True, pk__in=held.filter(role=part).values("user"))
    elif part == "none":
        people = people.filter(is_active=True).exclude(pk__in=held.values("user"))
    elif part == "closed":
        people = people.filter(is_active=False)
    for word in words.split()[:5]:
        people = people.filter(Q(printed_name__icontains=word) | Q(email__icontains=word))
    return people


def row(person: User) -> Person:
    """`person` as fetched by `all_people`."""
    profile = getattr(person, "board_profile", None)
    on_board = any(grant.role == Role.BOARD for grant in person.open_grants)
    checked, is_late = licence(profile) if on_board else ("", False)
    return Person(
        name=person.printed_name, email=person.email, url=reverse("person", args=[person.uid]),
        parts=parts_of(person), checked=checked, is_late=is_late,
    )  # fmt: skip


def parts_of(person: User) -> str:
    """In words: the open parts of somebody as fetched by `all_people`."""
    if not person.is_active:
        return _("Account closed")
    return ", ".join(str(Role(grant.role).label) for grant in person.open_grants) or _("No part yet")


def licence(profile: BoardProfile | None) -> tuple[str, bool]:
    """What was checked about a board member, and whether an editor has something to do about it."""
    if profile is None or profile.licence_checked_on is None:
        return _("Not checked yet: cannot review."), True
    what = ", ".join(part for part in (profile.credential, profile.specialty) if part)
    valid_to, today = profile.licence_valid_to, record.now().date()
    if valid_to is None:
        return what, False
    date = formats.date_format(valid_to, "j F Y")
    if valid_to < today:
        return _("%(what)s. Licence ended on %(date)s.") % {"what": what, "date": date}, True
    return _("%(what)s. Licence valid to %(date)s.") % {
        "what": what,
        "date": date,
    }, valid_to - today < LICENCE_ENDS_SOON


def hangs_on(given: Grant) -> Iterator[str]:
    """What is left without this person when the part ends, as sentences."""
    if given.role == Role.AUTHOR:
        yield from _led_by(given.user)
    elif given.role == Role.BOARD:
        yield from _held_by(given.user)
    else:
        others = User.objects.holding(Role.EDITOR).exclude(pk=given.user_id).count()
        yield ngettext("%(n)d other editor remains.", "%(n)d other editors remain.", others) % {"n": others}


def _led_by(person: User) -> Iterator[str]:
    led = ArticleVersion.objects.filter(article__lead_author=person, state__in=(*OPEN, "draft"))
    count = led.count()
    if count:
        yield ngettext(
            "They lead %(n)d text that is not finished. Nobody can submit it without them.",
            "They lead %(n)d texts that are not finished. Nobody can submit those without them.",
            count,
        ) % {"n": count}
    named = ArticleVersion.objects.filter(authorships__user=person, state__in=OPEN)
    count = named.exclude(article__lead_author=person).count()
    if count:
        yield ngettext(
            "They are named on %(n)d other text that is not finished. They cannot confirm it any more: its lead author takes their name off.",
            "They are named on %(n)d other texts that are not finished. They cannot confirm those any more: the lead authors take their name off.",
            count,
        ) % {"n": count}
    yield _("What they wrote stays as it is, under their name, and they write no more.")


def _held_by(person: User) -> Iterator[str]:
    held = Assignment.objects.active().filter(reviewer=person)
    count = held.count()
    if count:
        yield ngettext(
            "They hold %(n)d review: it ends with the part, also if it was begun, and the round goes on without them.",
            "They hold %(n)d reviews: those end with the part, also if they were begun, and the rounds go on without them.",
            count,
        ) % {"n": count}
    yield _("Signatures that they gave stand; a text is not suspended because a part ended.")


def grants_of(person: User) -> list[tuple[Grant, str]]:
    """Every part the person has or had, newest first, with since when, by whom, and until when."""
    return [(given, _course(given)) for given in person.grants.select_related("by").order_by("-at", "-pk")]


def _course(given: Grant) -> str:
    since = formats.date_format(given.at, "j F Y")
    if given.by is None:
        words = _("Since %(since)s, the first editor of this installation.") % {"since": since}
    else:
        words = _("Since %(since)s, given by %(name)s.") % {"since": since, "name": given.by.printed_name}
    if given.ended_at is not None:
        until = formats.date_format(given.ended_at, "j F Y")
        words = f"{words} {_('Ended on %(date)s.') % {'date': until}}"
    return words
