"""Telling: plays the script in the order of time, through the verbs that everybody else uses, under a set clock."""

import datetime
from collections.abc import Callable, Iterator
from functools import partial

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles.audiences import Audience
from articles.models import Article, Role, SiteFacts, User
from netreview.demo import judging, posting, reading, writing
from netreview.demo.stage import Facts, Stage, read_script
from reviews import house, record, replay, triggers
from reviews.models import Book
from reviews.rules import default_rules

HOUSE_OPENED_AGO = 200
FIRST_HOUR = datetime.time(8, tzinfo=datetime.UTC)
BETWEEN_SCENES = datetime.timedelta(minutes=25)
SITE = {
    "publisher": "The NetReview demonstration",
    "funding_statement": "Nobody paid for this demonstration, and it carries no advertisements.",
    "contact_email": "editor@example.org",
    "country": "United Kingdom",
    "emergency_number": "112",
    "advice_number": "111",
    "crisis_line": "116 123",
    "poison_line": "111",
    "is_demo": True,
}

Scene = tuple[int, Callable[[], None]]
"""Days before today, and what happens."""


class Occupied(RuntimeError):
    """Somebody or something is in the database, and nothing invented may mix with it."""


class Unsound(RuntimeError):
    """What was told does not agree with its own record; `str()` names each disagreement."""


def is_empty() -> bool:
    """Whether nobody and nothing is in the database yet."""
    return not any(model.objects.exists() for model in (User, Article, Book))


def is_demonstration() -> bool:
    return SiteFacts.objects.filter(is_demo=True).exists()


def clear() -> None:
    """Empty a database that holds a demonstration. Raises Occupied, and keeps all, where it holds anything else."""
    if not is_empty() and not is_demonstration():
        raise Occupied
    with triggers.lifted():
        call_command("flush", interactive=False, verbosity=0)


def tell(password: str) -> Stage:
    """Fill an empty database with the demonstration, whole or not at all; everybody signs in with `password`.

    Raises Occupied, or Unsound, and then nothing has changed.
    """
    if not is_empty():
        raise Occupied
    stage = Stage(read_script(), password)
    with transaction.atomic(), record.clock(_morning(HOUSE_OPENED_AGO)):
        SiteFacts.objects.update_or_create(pk=1, defaults=SITE)
        open_house(stage)
        posting.send()
        for at, happens in _in_time(scenes(stage)):
            with record.clock(at):
                happens()
                posting.send()
        posting.read_what_is_old()
        if problems := replay.verify().problems:
            raise Unsound("\n".join(problems))
    return stage


def open_house(stage: Stage) -> None:
    """Accounts, the parts that people have, what was checked about the board, and the policy."""
    for key, said in stage.script["people"].items():
        person = User.objects.create_user(said["email"], stage.password, printed_name=said["printed_name"])
        stage.people[key] = person
        if person == stage.editor:
            house.first_editor(person)
        for role in said["roles"]:
            if (person, role) != (stage.editor, Role.EDITOR):
                house.grant(person, role, by=stage.editor)
        if "specialty" in said:
            house.check_licence(
                person, by=stage.editor, credential=said["credential"], specialty=said["specialty"],
                is_clinician=said["is_clinician"], licence=said["licence"],
            )  # fmt: skip
    rules = default_rules(pending_public=(Audience.PROFESSIONAL, Audience.STUDENT))
    house.set_policy(rules, by=stage.editor, password=stage.password)


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything that happens, article by article."""
    for article in stage.script["articles"]:
        for told in article["versions"]:
            yield told["started_ago"], partial(writing.start, stage, article, told)
            for round_ in told["rounds"]:
                yield round_["submitted_ago"], partial(writing.hand_in, stage, article, round_)
                yield from _board(stage, article["name"], round_)
            if "retraction" in told:
                ending = told["retraction"]
                yield ending["ago"], partial(judging.retract, stage, article["name"], ending)
    yield from reading.scenes(stage)


def _board(stage: Stage, name: str, round_: Facts) -> Iterator[Scene]:
    for part, act in (
        ("assignments", judging.take_on), ("hands_back", judging.hand_back), ("reviews", judging.review),
    ):  # fmt: skip
        for told in round_.get(part, ()):
            yield told["ago"], partial(act, stage, name, told)


def _in_time(told: Iterator[Scene]) -> Iterator[tuple[datetime.datetime, Callable[[], None]]]:
    """The scenes with their times, the earliest first; those of one day follow each other from its first hour."""
    day, hour = 0, datetime.timedelta()
    for ago, happens in sorted(told, key=lambda scene: -scene[0]):
        day, hour = ago, hour + BETWEEN_SCENES if ago == day else datetime.timedelta()
        yield _morning(day) + hour, happens


def _morning(ago: int) -> datetime.datetime:
    """The first hour of a day so many days ago, at least one, so that no scene is still to come."""
    if ago < 1:
        raise ValueError("A scene happens at least one day ago.")
    return datetime.datetime.combine(timezone.now().date() - datetime.timedelta(days=ago), FIRST_HOUR)
