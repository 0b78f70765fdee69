"""Assigning: who holds a review, and until when. Nobody is given one while their part ends: the house is locked for both."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from articles.models import ArticleVersion, User
from articles.refusals import Refused
from reviews import publishing, record
from reviews.case import Case
from reviews.entering import allow, locked, sealed_reasons
from reviews.models import Assignment
from reviews.reviewing.noting import note
from reviews.workflow import end_assignment, lease, settle, take_up_if_ready

# How far ahead a review may be due.
MOST_DAYS = 366


def assign(version: ArticleVersion, *, by: User, reviewer: User, due_on: date | None = None) -> Assignment:
    """An editor asks a board member."""
    with locked(version, by, reviewer=reviewer) as case:
        record.lock_house()
        allow("assign", case)
        return _hold(case, reviewer, Assignment.How.ASSIGNED, due_on)


def take(version: ArticleVersion, *, by: User) -> Assignment:
    """A board member takes a review."""
    with locked(version, by) as case:
        record.lock_house()
        allow("take", case)
        return _hold(case, by, Assignment.How.TAKEN, None)


def _hold(case: Case, reviewer: User, how: str, due_on: date | None) -> Assignment:
    if due_on is not None:
        _check_due(due_on, case)
    due = due_on or case.now.date() + timedelta(days=case.rules.due_days)
    held = Assignment.objects.create(
        version=case.version,
        reviewer=reviewer,
        how=how,
        by=case.by,
        at=case.now,
        due_on=due,
        held_until=lease(case),
    )
    move, role = ("assign", "editor") if how == Assignment.How.ASSIGNED else ("take", "reviewer")
    note(case, move, role=role, round=case.round, facts={"reviewer": str(reviewer.uid), "due_on": due})
    take_up_if_ready(case.version)
    publishing.show(case.article)
    return held


def _check_due(due_on: date, case: Case) -> None:
    if due_on < case.now.date():
        raise Refused(_("The due date lies in the past."))
    if due_on > case.now.date() + timedelta(days=MOST_DAYS):
        raise Refused(_("The due date is more than a year away."))


def hand_back(version: ArticleVersion, *, by: User, reason: str = "") -> None:
    """A reviewer gives a review back; what was begun stays theirs until the round ends."""
    with locked(version, by, reason=reason) as case:
        allow("hand_back", case)
        _let_go(case, case.assignment, "hand_back", "reviewer", Assignment.Ended.HANDED_BACK)


def lapse(assignment: Assignment, *, by: User | None = None) -> None:
    """A review that was never begun is free again after its lease; `by` None is the periodic run."""
    with locked(assignment.version, by, is_system=by is None, assignment=assignment) as case:
        held = case.version.assignments.active().select_related("reviewer").filter(pk=assignment.pk).first()
        if held is None:
            raise Refused(_("This review has ended already."))
        case.given["assignment"] = held
        allow("lapse", case)
        _let_go(case, held, "lapse", "editor" if by else "system", Assignment.Ended.LAPSED)


def free_all_of(reviewer: User) -> None:
    """Who left the board reviews nothing any more: whatever they hold is free, begun or not, and its round goes on.

    The caller holds the locks of `articles_held_by`, and then that of the house.
    """
    for held in (
        Assignment.objects.active().filter(reviewer=reviewer).select_related("version").order_by("pk")
    ):
        with locked(held.version, None, is_system=True) as case:
            _let_go(case, held, "lapse", "system", Assignment.Ended.LAPSED)


def articles_held_by(reviewer: User) -> list[int]:
    """Keys of the articles of which this person holds a review, in the order in which they are locked."""
    held = Assignment.objects.active().filter(reviewer=reviewer)
    return sorted(set(held.values_list("version__article", flat=True)))


def _let_go(case: Case, held: Assignment, move: str, role: str, why: str) -> None:
    end_assignment(held, why, case)
    facts = {"reviewer": str(held.reviewer.uid)}
    note(case, move, role=role, round=case.round, facts=facts, digests=sealed_reasons(case))
    settle(case.version)
    publishing.show(case.article)


def extend(assignment: Assignment, *, by: User, due_on: date) -> None:
    """An editor gives a reviewer more time; the review is held at least until then."""
    with locked(assignment.version, by) as case:
        allow("extend", case)
        held = case.version.assignments.active().select_related("reviewer").filter(pk=assignment.pk).first()
        if held is None:
            raise Refused(_("This review has ended already."))
        _check_due(due_on, case)
        held.due_on = due_on
        held.held_until = max(held.held_until, case.now + timedelta(days=(due_on - case.now.date()).days + 1))
        held.save(update_fields=["due_on", "held_until"])
        note(
            case,
            "extend",
            role="editor",
            round=case.round,
            facts={"reviewer": str(held.reviewer.uid), "due_on": due_on},
        )
