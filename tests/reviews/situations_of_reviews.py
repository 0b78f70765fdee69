"""Situations around a review: who is asked, how long it is held, what was declared."""

import datetime
from collections.abc import Callable

import time_machine
from django.utils import timezone

from articles.models import ArticleVersion, Grant, User
from reviews import house, reviewing, workflow
from tests.reviews.board import Board
from tests.reviews.machine_table import EDITOR, WROTE_AS_EDITOR, wrong_state
from tests.reviews.situations import situation

Act = Callable[[], object]
ASIDE = "You stood aside from this article because of an interest."
SHOP = "I own a tea shop."


def ruled(board: Board, person: User, ruling: str, state: str = "under_review") -> ArticleVersion:
    """The person declared an interest, and an editor answered so."""
    version = board[state]
    reviewing.disclose(version, by=person, kind="interest", text=SHOP)
    reviewing.rule_on_interest(version, by=board.editor, person=person, ruling=ruling)
    return version


def later(days: int, act: Act) -> Act:
    def acting() -> object:
        with time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False):
            return act()

    return acting


# Who may be asked


@situation("assign", "reviewer_can_be_asked", "Sam Stranger is not a member of the board.")
def asked_who_is_not_of_the_board(board: Board) -> Act:
    return lambda: reviewing.assign(board["submitted"], by=board.editor, reviewer=board.stranger)


@situation("assign", "reviewer_can_be_asked", "Walter Writing-Member wrote part of this article.")
def asked_who_wrote_part_of_it(board: Board) -> Act:
    return lambda: reviewing.assign(board["submitted"], by=board.editor, reviewer=board.writing_member)


@situation("assign", "reviewer_can_be_asked", "Rita Reviewer has this review already.")
def asked_who_has_it(board: Board) -> Act:
    return lambda: reviewing.assign(board["submitted"], by=board.editor, reviewer=board.reviewer)


@situation("assign", "reviewer_can_be_asked", "Mona Member stood aside because of an interest.")
def asked_who_stood_aside(board: Board) -> Act:
    version = ruled(board, board.member, "stands_aside")
    return lambda: reviewing.assign(version, by=board.editor, reviewer=board.member)


# Who is editor and reviewer, sees what a reviewer may see

REVIEWS_IT = "You review this text, so another editor has to do this."


def signed_by_one_who_is_an_editor_too(board: Board) -> ArticleVersion:
    house.grant(board.reviewer, "editor", by=board.editor)
    board.sign(board["under_review"], board.reviewer)
    return board["under_review"]


@situation("request_changes", "editor", REVIEWS_IT)
def sent_back_by_an_editor_who_holds_the_review(board: Board) -> Act:
    house.grant(board.reviewer, "editor", by=board.editor)
    return lambda: workflow.request_changes(board["under_review"], by=board.reviewer, to_author="See above.")


@situation("decline", "editor", REVIEWS_IT)
def declined_by_an_editor_who_ended_a_review_and_handed_it_back(board: Board) -> Act:
    version = signed_by_one_who_is_an_editor_too(board)
    reviewing.hand_back(version, by=board.reviewer)
    return lambda: workflow.decline(version, by=board.reviewer, to_author="Out of scope.")


@situation(
    "extend", "editor", REVIEWS_IT,
    "There is no other editor apart from this article: somebody has to be given that part first.",
)  # fmt: skip
def extended_by_the_only_editor_left_who_reviews_it(board: Board) -> Act:
    version = signed_by_one_who_is_an_editor_too(board)
    for person in (board.editor, board.second_editor):
        house.end_grant(Grant.objects.get(user=person, role="editor"), by=board.reviewer)
    return more_time(version, board.second, board.reviewer)


COULD_READ = "As an editor you could read how others ended their review of this round. You can review the text in the next."


@situation("take", "could_not_read_others", COULD_READ)
def taken_by_an_editor_after_the_first_end(board: Board) -> Act:
    version = signed_by_one_who_is_an_editor_too(board)
    house.grant(board.member, "editor", by=board.editor)
    return lambda: reviewing.take(version, by=board.member)


@situation("take", "could_not_read_others", COULD_READ)
def taken_by_one_who_ended_their_own_editors_part_after_the_first_end(board: Board) -> Act:
    version = signed_by_one_who_is_an_editor_too(board)
    no_editor_any_more(board, board.member)
    return lambda: reviewing.take(version, by=board.member)


def no_editor_any_more(board: Board, person: User) -> None:
    house.end_grant(house.grant(person, "editor", by=board.editor), by=person)


COULD_READ_TOO = "Mona Member could read as an editor how others ended their review of this round, so they can review it in the next."


@situation("assign", "reviewer_can_be_asked", COULD_READ_TOO)
def asked_who_is_an_editor_after_the_first_end(board: Board) -> Act:
    version = signed_by_one_who_is_an_editor_too(board)
    house.grant(board.member, "editor", by=board.editor)
    return lambda: reviewing.assign(version, by=board.editor, reviewer=board.member)


@situation("assign", "reviewer_can_be_asked", COULD_READ_TOO)
def asked_who_was_an_editor_after_the_first_end(board: Board) -> Act:
    version = signed_by_one_who_is_an_editor_too(board)
    no_editor_any_more(board, board.member)
    return lambda: reviewing.assign(version, by=board.editor, reviewer=board.member)


@situation("take", "not_on_it_yet", "You have this review already.")
def taken_twice(board: Board) -> Act:
    version = board["submitted"]
    reviewing.take(version, by=board.member)
    return lambda: reviewing.take(version, by=board.member)


@situation("take", "did_not_stand_aside", ASIDE)
def taken_after_standing_aside(board: Board) -> Act:
    version = ruled(board, board.member, "stands_aside")
    return lambda: reviewing.take(version, by=board.member)


# How long it is held


def lapse(version: ArticleVersion, who: User, by: User | None) -> Act:
    return lambda: reviewing.lapse(version.assignments.active().get(reviewer=who), by=by)


@situation("lapse", "stands_in", wrong_state("changes_requested"))
def lapsed_while_it_is_with_its_author(board: Board) -> Act:
    return later(60, lapse(board["changes_requested"], board.reviewer, None))


@situation("lapse", "editor_or_system", EDITOR)
def lapsed_by_a_board_member(board: Board) -> Act:
    return later(60, lapse(board["submitted"], board.reviewer, board.member))


@situation("lapse", "editor_or_system", WROTE_AS_EDITOR)
def lapsed_by_an_editor_who_wrote(board: Board) -> Act:
    return later(60, lapse(board["submitted"], board.reviewer, board.writing_editor))


@situation("lapse", "review_was_not_begun", "This review was begun, so it does not lapse by itself.")
def lapsed_although_begun(board: Board) -> Act:
    return later(60, lapse(board["under_review"], board.reviewer, None))


FAR = timezone.now().date() + datetime.timedelta(days=300)


@situation("lapse", "review_was_not_begun", f"This review is held until {FAR + datetime.timedelta(days=1)}.")
def lapsed_before_its_time(board: Board) -> Act:
    version = board["submitted"]
    held = version.assignments.active().get(reviewer=board.reviewer)
    reviewing.extend(held, by=board.editor, due_on=FAR)
    return lapse(version, board.reviewer, board.editor)


def more_time(version: ArticleVersion, who: User, by: User) -> Act:
    day = timezone.now().date() + datetime.timedelta(days=30)
    return lambda: reviewing.extend(version.assignments.active().get(reviewer=who), by=by, due_on=day)


@situation("extend", "stands_in", wrong_state("changes_requested"))
def extended_while_it_is_with_its_author(board: Board) -> Act:
    return more_time(board["changes_requested"], board.reviewer, board.editor)


@situation("extend", "editor", EDITOR)
def extended_by_its_holder(board: Board) -> Act:
    return more_time(board["under_review"], board.reviewer, board.reviewer)


@situation("extend", "editor", WROTE_AS_EDITOR)
def extended_by_an_editor_who_wrote(board: Board) -> Act:
    return more_time(board["under_review"], board.reviewer, board.writing_editor)


# Interests


@situation("disclose", "did_not_stand_aside", ASIDE)
def declared_anew_after_standing_aside(board: Board) -> Act:
    version = ruled(board, board.member, "stands_aside")
    return lambda: reviewing.disclose(version, by=board.member, kind="interest", text="None that matters.")


STAYS = (
    "You declared an interest for this article. It stays declared, and an editor answers it. "
    "If it has ended, declare that in words."
)


@situation("disclose", "interest_stays_declared", STAYS)
def interest_taken_back_before_its_answer(board: Board) -> Act:
    return lambda: reviewing.disclose(board["under_review"], by=board.interested, kind="none")


@situation("disclose", "interest_stays_declared", STAYS)
def interest_taken_back_after_its_answer(board: Board) -> Act:
    version = ruled(board, board.member, "comment_only")
    return lambda: reviewing.disclose(version, by=board.member, kind="none")


@situation("disclose", "interests_are_described", "Say whether you have an interest.")
def declared_without_a_kind(board: Board) -> Act:
    return lambda: reviewing.disclose(board["submitted"], by=board.reviewer, kind="")


@situation(
    "disclose", "interests_are_described",
    "Describe the interest in a sentence that readers will understand.",
)  # fmt: skip
def declared_without_words(board: Board) -> Act:
    return lambda: reviewing.disclose(board["submitted"], by=board.reviewer, kind="interest", text=" ")


def answer(version: ArticleVersion, by: User, person: User, ruling: str) -> Act:
    return lambda: reviewing.rule_on_interest(version, by=by, person=person, ruling=ruling)


@situation(
    "rule_on_interest", "not_ones_own_interest",
    "You declared this interest yourself, so another editor has to answer it.",
)  # fmt: skip
def answered_by_who_declared_it(board: Board) -> Act:
    house.grant(board.interested, "editor", by=board.editor)
    return answer(board["under_review"], board.interested, board.interested, "not_relevant")


@situation(
    "rule_on_interest", "interest_can_be_answered", "This person declared no interest for this article."
)
def answered_where_nothing_was_declared(board: Board) -> Act:
    return answer(board["under_review"], board.editor, board.second, "not_relevant")


@situation("rule_on_interest", "interest_can_be_answered", "Choose an answer to the declared interest.")
def answered_with_nothing(board: Board) -> Act:
    return answer(board["under_review"], board.editor, board.interested, "")


@situation(
    "rule_on_interest", "interest_can_be_answered",
    "This interest has that answer already (may comment but not decide), so there is nothing to do.",
)  # fmt: skip
def answered_the_same_again(board: Board) -> Act:
    version = ruled(board, board.member, "comment_only")
    return answer(version, board.editor, board.member, "comment_only")


@situation(
    "rule_on_interest", "another_answer_says_why",
    "This interest was answered before (may comment but not decide). Give a reason for another answer.",
)  # fmt: skip
def answered_otherwise_without_a_reason(board: Board) -> Act:
    version = ruled(board, board.member, "comment_only")
    return answer(version, board.editor, board.member, "not_relevant")
