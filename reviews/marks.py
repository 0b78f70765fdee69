"""Marks from the record: what pages say about a version, out of decisions and signatures and nothing else."""

import dataclasses
import datetime
import json
from collections.abc import Iterator
from typing import Any

from articles import manuscripts
from articles.editions import Author, Marks, Signer, Statement, Suspension
from articles.models import ArticleVersion
from articles.states import PENDING, ChangeClass, State
from reviews.case import months_later
from reviews.models import Round
from reviews.story import Story, Told


def of_shown(story: Story) -> Iterator[tuple[ArticleVersion, Marks]]:
    """The versions that readers may see, newest first: all that were ever approved, and a public pending one."""
    versions = story.article.versions.select_related("base").order_by("-number")
    for version in versions:
        if story.of(version.pk, "approve"):
            yield version, of(version, story)
        elif version.state in PENDING:
            marks = of(version, story)
            if any(marks.shown_to(audience) for audience in marks.audiences):
                yield version, marks


def of(version: ArticleVersion, story: Story) -> Marks:
    """The marks of a version that was approved, or is in review."""
    approved = story.last(version.pk, "approve")
    basis = approved or story.of(version.pk, "submit")[-1]
    digest = basis.digests["manuscript"]
    passage = _round(basis)
    parsed = manuscripts.read(passage.manuscript)
    rules = passage.policy.rules
    is_editorial = parsed["change_class"] == ChangeClass.EDITORIAL
    current = story.article.current
    marks = Marks(
        state=str(version.state), number=version.number, change_class=parsed["change_class"], digest=digest,
        policy=passage.policy.number, written_for=parsed["written_for"],
        audiences=tuple(variant["audience"] for variant in parsed["variants"]),
        question=parsed["question"], heading=parsed["heading"],
        authors=tuple(Author(a["name"], a["credential"], a["interests"], a["user"]) for a in parsed["authors"]),
        countries=tuple(parsed["countries"]),
        searched_to=datetime.date.fromisoformat(parsed["searched_to"]) if parsed["searched_to"] else None,
        funding=parsed["funding"], ai_used=parsed["ai_used"], ai_statement=parsed["ai_statement"],
        # While a round is open nobody learns from a public page what a reviewer decided.
        signers=_signers(story, passage.pk, digest) if approved else (),
        needed=1 if is_editorial else rules.approvals,
        approved_at=approved.row.at if approved else None,
        last_updated=approved.row.at.date() if approved else None,
        suspended=_suspension(version, story), retraction=_retraction(version, story),
        superseded_on=_day(story.last(version.pk, "supersede")),
        notices=tuple(_statement(story, entry) for entry in story.of(version.pk, "notice")),
        approved_number=current.number if current else None,
        pending_public=rules.pending_public,
    )  # fmt: skip
    marks = dataclasses.replace(marks, **_way(version, story))
    return dataclasses.replace(marks, **_last_review(version, story)) if approved else marks


def _round(entry: Told) -> Round:
    """The round of a decision that always has one."""
    if entry.row.round is None:
        raise ValueError(f"Decision {entry.row.uid} names no round.")
    return entry.row.round


def _day(entry: Told | None) -> datetime.date | None:
    return entry.row.at.date() if entry else None


def _signers(story: Story, round: int | None, digest: str) -> tuple[Signer, ...]:
    return tuple(
        Signer(
            name=entry.facts["name"],
            credential=entry.facts["credential"],
            specialty=entry.facts["specialty"],
            interests=story.interests_of(entry),
            signed_at=entry.row.at,
            audiences=tuple(entry.facts["audiences"]),
            uid=str(entry.said["actor"]),
        )
        for entry in story.signed(round, digest)
    )


def _way(version: ArticleVersion, story: Story) -> dict[str, Any]:
    """When the text came to the board: since it was last opened again, if it ever was."""
    reopened = story.last(version.pk, "reopen")
    since = reopened.row.seq if reopened else 0
    submits = [entry for entry in story.of(version.pk, "submit") if entry.row.seq > since]
    taken = [entry for entry in story.of(version.pk, "take_up") if entry.row.seq > since]
    return {
        "submitted_on": submits[0].row.at.date() if submits else None,
        "sent_on": submits[-1].row.at.date() if submits else None,
        # Back in the queue, nobody is reviewing it: the mark would be false.
        "under_review_on": taken[0].row.at.date() if taken and version.state != State.SUBMITTED else None,
    }


def _last_review(version: ArticleVersion, story: Story) -> dict[str, Any]:
    """Who reviewed in full last, when, and until when that holds: below editorial changes, if this is one."""
    approved = foundation(version, story)[-1]
    passage = _round(approved)
    rules = passage.policy.rules
    reviewed = approved.row.at.date()
    overdue_on = months_later(reviewed, rules.review_months)
    return {
        "reviewers": _signers(story, passage.pk, approved.digests["manuscript"]),
        "last_reviewed": reviewed,
        "overdue_on": overdue_on,
        "lapses_on": overdue_on + datetime.timedelta(days=rules.grace_days),
    }


def foundation(version: ArticleVersion, story: Story) -> list[Told]:
    """The approval of a version with those before it down to the last full review.

    By the record alone: a text is submitted only above the one approved last, so that is what it rests on. What
    its row calls its base is compared with this by `verify`, and moves nobody's name.
    """
    approvals = [entry for entry in story.told if entry.row.move == "approve"]
    places = [entry.row.version_id for entry in approvals]
    below = approvals[: places.index(version.pk) + 1]
    found = [below.pop()]
    while below and found[-1].facts["counts_from"] == "editorial":
        found.append(below.pop())
    return found


def _suspension(version: ArticleVersion, story: Story) -> Suspension | None:
    entry = story.last(version.pk, "suspend")
    if version.state != State.SUSPENDED or entry is None:
        return None
    return Suspension(entry.row.at.date(), story.words(entry, "public"))


def _retraction(version: ArticleVersion, story: Story) -> Statement | None:
    entry = story.last(version.pk, "retract")
    return _statement(story, entry) if entry else None


def _statement(story: Story, entry: Told) -> Statement:
    """The notice that a decision published, in its own words."""
    notice = story.notices[entry.digests["notice"]]
    words = json.loads(notice.body)
    return Statement(
        kind=str(notice.kind),
        on=entry.row.at.date(),
        by=entry.row.name,
        text=words["text"],
        instead=words["instead"],
        reason=story.words(entry, "public"),
    )
