"""Holding: whether who held a review, and from when until when, is what the record says."""

import dataclasses
import datetime
from collections.abc import Mapping

from reviews.models import Assignment, Disclosure, EditorialPolicy
from reviews.replay import Entry, Report, Story

How, Ended = Assignment.How, Assignment.Ended
BEGUN = {"assign": How.ASSIGNED, "take": How.TAKEN}
ENDED_FOR_ONE = {
    "hand_back": Ended.HANDED_BACK,
    "lapse": Ended.LAPSED,
    "rule_on_interest": Ended.RECUSED,
}
ENDED_FOR_ALL = dict.fromkeys(("approve", "decline", "withdraw"), Ended.ROUND_CLOSED)


@dataclasses.dataclass
class Held:
    """An assignment as decisions give it, in the words of their payloads."""

    version: int
    reviewer: str
    how: str
    by: str
    at: str
    due_on: str
    ended_why: str = ""
    ended_at: str | None = None


def check(story: Story, policies: Mapping[str, EditorialPolicy], report: Report) -> None:
    """The assignments of an article; until when one is kept from lapsing is no part of a decision."""
    told = [dataclasses.astuple(held) for held in _told(story, policies)]
    assignments = Assignment.objects.filter(version__article=story.book.article).order_by("pk")
    rows = [
        (
            row.version.number, row.reviewer.uid, row.how, row.by.uid, row.at, row.due_on,
            row.ended_why, row.ended_at,
        )
        for row in assignments.select_related("version", "reviewer", "by")
    ]  # fmt: skip
    report.compare(f"article {story.book.name}", "assignments", told, rows)


def _told(story: Story, policies: Mapping[str, EditorialPolicy]) -> list[Held]:
    told: list[Held] = []
    for entry in story.entries:
        if entry.move in BEGUN:
            told.append(_begun(entry))
            continue
        for held in _concerned(told, entry):
            if entry.move == "submit":
                held.due_on = _due_anew(entry, policies)
            elif entry.move == "extend":
                held.due_on = entry.facts["due_on"]
            else:
                held.ended_why = (ENDED_FOR_ONE | ENDED_FOR_ALL)[entry.move]
                held.ended_at = entry.said["at"]
    return told


def _begun(entry: Entry) -> Held:
    said, facts = entry.said, entry.facts
    return Held(
        said["version"], facts["reviewer"], BEGUN[entry.move], said["actor"], said["at"], facts["due_on"]
    )


def _concerned(told: list[Held], entry: Entry) -> list[Held]:
    """Those of the version still held that a decision changes: everybody's, one person's, or none."""
    move, facts = entry.move, entry.facts
    held = [one for one in told if one.ended_at is None and one.version == entry.said["version"]]
    if move == "submit" or move in ENDED_FOR_ALL:
        return held
    if move == "rule_on_interest":
        is_aside = facts["ruling"] == Disclosure.Ruling.STANDS_ASIDE
        return [one for one in held if is_aside and one.reviewer == facts["person"]]
    if move == "extend" or move in ENDED_FOR_ONE:
        return [one for one in held if one.reviewer == facts["reviewer"]]
    return []


def _due_anew(entry: Entry, policies: Mapping[str, EditorialPolicy]) -> str:
    """A text that is handed in again is due anew for those who still hold it."""
    rules = policies[entry.digests["policy"]].rules
    day = datetime.date.fromisoformat(entry.said["at"][:10])
    return str(day + datetime.timedelta(days=rules.due_days))
