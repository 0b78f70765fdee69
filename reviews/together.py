"""Together: one decision on many rows of the library, each through its own verb, with what came of each."""

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import ArticleVersion, Role, User
from articles.refusals import Refused
from reviews import library, reviewing
from reviews.queue import day
from reviews.sealed_facts import with_sealed_facts

MOST = 100
Done = tuple[str, bool]  # a sentence, and whether something changed


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of one row: done, or why not."""

    question: str
    url: str
    sentence: str
    is_done: bool


def board() -> list[tuple[str, str]]:
    """Whom one can ask: (uid, name with specialty and how many reviews they hold now)."""
    held = Count("assignments", filter=Q(assignments__ended_at=None))
    people = (
        User.objects.filter(pk__in=User.objects.holding(Role.BOARD).values("pk"), board_profile__isnull=False)
        .select_related("board_profile")
        .annotate(now=held)
        .order_by("printed_name", "pk")
    )
    return [(str(person.uid), _called(person)) for person in people]


def _called(person: Any) -> str:
    holds = ngettext("holds %(count)d review now", "holds %(count)d reviews now", person.now) % {
        "count": person.now
    }
    words = [person.printed_name, person.board_profile.specialty, holds]
    return ", ".join(word for word in words if word)


def assign(keys: Sequence[int], *, by: User, reviewer: User, due_on: datetime.date | None) -> list[Outcome]:
    """Ask this board member for the review of each."""

    def ask(version: ArticleVersion) -> Iterator[Done]:
        held = reviewing.assign(version, by=by, reviewer=reviewer, due_on=due_on)
        names = {"name": reviewer.printed_name, "date": day(held.due_on)}
        yield _("%(name)s is asked; it is due on %(date)s.") % names, True

    return [_one(version, ask) for version in _chosen(by, keys)]


def set_due(keys: Sequence[int], *, by: User, due_on: datetime.date) -> list[Outcome]:
    """Every review of these that is not finished is due on this day; each person's is a decision of its own."""

    def extend(version: ArticleVersion) -> Iterator[Done]:
        held = list(library.waiting().filter(version=version).select_related("reviewer", "version"))
        if not held:
            yield _("Nobody is reviewing it now, so there is no day to change."), False
        for one in held:
            yield _extended(one, by, due_on)

    return [_one(version, extend) for version in _chosen(by, keys)]


def _extended(held: Any, by: User, due_on: datetime.date) -> Done:
    names = {"name": held.reviewer.printed_name, "date": day(due_on)}
    if held.due_on == due_on:
        return _("%(name)s: it is due on %(date)s already.") % names, False
    try:
        reviewing.extend(held, by=by, due_on=due_on)
    except Refused as refusal:
        return f"{held.reviewer.printed_name}: {' '.join(refusal.sentences)}", False
    return _("%(name)s: it is due on %(date)s now.") % names, True


def _chosen(user: User, keys: Sequence[int]) -> list[Any]:
    """Those of these versions that this person sees as an editor, in the order of the keys."""
    rows: QuerySet[Any] = library.shown(user).exclude(rounds=None).filter(pk__in=keys[:MOST])
    by_key = {row.pk: row for row in with_sealed_facts(rows, "manuscript").select_related("article")}
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]


def _one(version: Any, act: Callable[[ArticleVersion], Iterator[Done]]) -> Outcome:
    try:
        told = list(act(version))
    except Refused as refusal:
        told = [(sentence, False) for sentence in refusal.sentences]
    return Outcome(
        question=version.sealed_question,
        url=reverse("version_desk", args=[version.pk]),
        sentence=" ".join(sentence for sentence, _is_done in told),
        is_done=any(is_done for _sentence, is_done in told),
    )


def in_words(outcomes: Sequence[Outcome], *, asked_for: int) -> str:
    """How many were done, how many not, and how many are not there any more."""
    done = sum(one.is_done for one in outcomes)
    gone = asked_for - len(outcomes)
    words = [
        ngettext("%(n)d text changed.", "%(n)d texts changed.", done) % {"n": done},
    ]
    if len(outcomes) > done:
        left = len(outcomes) - done
        words.append(ngettext("%(n)d is as it was.", "%(n)d are as they were.", left) % {"n": left})
    if gone:
        words.append(
            ngettext("%(n)d is not here any more.", "%(n)d are not here any more.", gone) % {"n": gone}
        )
    return " ".join(words)
