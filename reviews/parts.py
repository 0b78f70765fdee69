"""Parts: whether policies, grants and checked licences are those of the house's book."""

from collections.abc import Callable, Mapping
from typing import Any

from articles.models import Contribution, Grant
from reviews import contributions, record
from reviews.models import BoardProfile, EditorialPolicy
from reviews.replay import Report, Story

Policies = Mapping[str, EditorialPolicy]
HOUSE = "the house"


def _check_policies(story: Story, policies: Policies, report: Report) -> None:
    told = [
        (e.facts.get("number"), e.digests.get("policy"), e.said["actor"], e.said["at"])
        for e in story.of("policy")
    ]
    rows = [
        (row.number, record.sha256(row.fields), row.by.uid, row.at)
        for row in EditorialPolicy.objects.select_related("by").order_by("number")
    ]
    report.compare(HOUSE, "policies", told, rows)


def _check_grants(story: Story, policies: Policies, report: Report) -> None:
    """Each part that was given, by whom and when, and when it ended."""
    told: list[list[Any]] = []
    open_: dict[tuple[str, str], list[Any]] = {}
    for entry in story.of("grant", "end_grant"):
        part = (entry.facts["user"], entry.facts["role"])
        if entry.move == "grant":
            open_[part] = [*part, entry.said["actor"], entry.said["at"], None]
            told.append(open_[part])
        elif part in open_:
            open_.pop(part)[-1] = entry.said["at"]
        else:
            report.wrong(entry, "it ends a part that nobody had.")
    rows = [
        (row.user.uid, row.role, row.by and row.by.uid, row.at, row.ended_at)
        for row in Grant.objects.select_related("user", "by").order_by("pk")
    ]
    report.compare(HOUSE, "grants", told, rows)


def _check_licences(story: Story, policies: Policies, report: Report) -> None:
    """What was checked last about each board member; the number of a licence is no part of a decision."""
    told: dict[str, Any] = {}
    for entry in story.of("licence_check"):
        facts, at, by = entry.facts, entry.said["at"], entry.said["actor"]
        told[facts["user"]] = (
            facts["user"], facts["credential"], facts["specialty"], facts["is_clinician"], facts["valid_to"], at[:10], by,
        )  # fmt: skip
    rows = [
        (
            str(row.user.uid), row.credential, row.specialty, row.is_clinician, row.licence_valid_to,
            row.licence_checked_on, row.licence_checked_by and row.licence_checked_by.uid,
        )
        for row in BoardProfile.objects.select_related("user", "licence_checked_by")
    ]  # fmt: skip
    report.compare(HOUSE, "licences", sorted(told.values()), sorted(rows))


def _check_pages_of_people(story: Story, policies: Policies, report: Report) -> None:
    """What people's own pages say of their parts."""
    stored = [contributions.said(row) for row in Contribution.objects.filter(what=Contribution.What.PART)]
    report.counts["lines on pages of people"] += len(stored)
    if sorted(map(repr, stored)) != sorted(repr(contributions.said(row)) for row in contributions.parts()):
        report.wrong(
            HOUSE,
            "what people's pages say of their parts is not what the record gives. Run manage.py republish.",
        )


CHECKS: tuple[Callable[[Story, Policies, Report], None], ...] = (
    _check_policies,
    _check_grants,
    _check_licences,
    _check_pages_of_people,
)
"""All that is compared with the book of the house."""
