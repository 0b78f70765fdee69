"""What tests of the mail share: days of an invented month, and what went out on each of them."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core import mail
from django.core.management import call_command

from articles.models import MailChoice, Outbox, User
from reviews import mailing, record
from tests.record_fixtures import House

FIRST_DAY = datetime.date(2025, 3, 3)


def at(day: int, hour: int = 9) -> datetime.datetime:
    """An hour of a day of that month, counted from 0."""
    begin = datetime.datetime.combine(FIRST_DAY, datetime.time(hour), tzinfo=datetime.UTC)
    return begin + datetime.timedelta(days=day)


@contextmanager
def the_hour(day: int, hour: int = 9) -> Iterator[None]:
    with record.clock(at(day, hour)):
        yield


def live(acts: dict[int, Callable[[], object]], *, days: int, ticks: int = 1) -> list[tuple[int, str, str]]:
    """Each day at nine what happens then, at ten the periodic work: (day, address, title) of every mail."""
    found = []
    for day in range(days):
        if day in acts:
            with the_hour(day):
                acts[day]()
        before = len(mail.outbox)
        with the_hour(day, 10):
            for _time in range(ticks):
                call_command("tick", verbosity=0)
                call_command("announce", verbosity=0)
        found += [(day, sent.to[0], title_of(sent.subject)) for sent in mail.outbox[before:]]
    return found


def title_of(subject: str) -> str:
    """Without the name of the site, and the question after it."""
    return subject.split(": ")[1]


def choose(person: User, how: str) -> None:
    MailChoice.objects.update_or_create(person=person, defaults={"how": how})


def sent_now() -> list[tuple[str, str]]:
    """(address, title) of what one run sends."""
    before = len(mail.outbox)
    mailing.announce()
    return [(sent.to[0], title_of(sent.subject)) for sent in mail.outbox[before:]]


def emptied() -> None:
    """Whatever waits has been dealt with, so that a test sees only what follows."""
    mailing.announce()
    mail.outbox.clear()


def fates() -> list[str]:
    return list(Outbox.objects.order_by("pk").values_list("fate", flat=True))


def one_that_waits(the_house: House) -> Outbox:
    """One mail that waits: the editor is told that a text was submitted."""
    emptied()
    the_house.submitted()
    Outbox.objects.filter(fate="waiting").exclude(ids__move="submit").update(fate="left_out")
    return Outbox.objects.get(fate="waiting")
