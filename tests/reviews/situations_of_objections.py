"""Situations of points and objections, and of what is taken back."""

from collections.abc import Callable

from articles.models import User
from reviews import house, reviewing, workflow
from reviews.models import Review, Signature
from tests.reviews.board import Board, fresh
from tests.reviews.machine_table import wrong_state
from tests.reviews.situations import situation

Act = Callable[[], object]

# Asking for changes, objecting


@situation(
    "ask_for_changes", "says_what_must_change",
    "Give a reason: the author reads it at the head of your letter.",
    "Mark at least one passage as “Must change”, so that the author knows what to do.",
)  # fmt: skip
def changes_asked_without_saying_which(board: Board) -> Act:
    return lambda: reviewing.ask_for_changes(board["under_review"], by=board.reviewer, reason=" ")


@situation("object", "gives_reason", "Give a reason.")
def objected_without_a_reason(board: Board) -> Act:
    return lambda: reviewing.object_on_safety(board["under_review"], by=board.reviewer, reason="")


def objection(board: Board) -> Review:
    return reviewing.object_on_safety(board["under_review"], by=board.reviewer, reason="Warfarin.")


@situation("lift_objection", "stands_in", wrong_state("changes_requested"))
def lifted_after_the_round(board: Board) -> Act:
    review = objection(board)
    reviewing.hand_back(review.round.version, by=board.second)
    return lambda: reviewing.lift_objection(review, by=board.reviewer, reason="It says so.")


LIFTERS = "Only the person who objected, or an editor with two named others, can lift an objection."
TWO = "Name two other members of the board who agree. They are published with the decision."


@situation("lift_objection", "objection_can_be_lifted", LIFTERS)
def lifted_by_another_reviewer(board: Board) -> Act:
    review = objection(board)
    return lambda: reviewing.lift_objection(review, by=board.second, reason="It says so.")


@situation("lift_objection", "objection_can_be_lifted", LIFTERS)
def lifted_by_an_editor_who_wrote(board: Board) -> Act:
    review, others = objection(board), (board.second, board.member)
    return lambda: reviewing.lift_objection(review, by=board.writing_editor, reason="No.", others=others)


@situation("lift_objection", "objection_can_be_lifted", LIFTERS)
def lifted_by_an_editor_who_reviews_it(board: Board) -> Act:
    review, others = objection(board), (board.member, board.other_member)
    house.grant(board.second, "editor", by=board.editor)
    return lambda: reviewing.lift_objection(review, by=board.second, reason="No.", others=others)


@situation(
    "lift_objection", "objection_can_be_lifted",
    "You signed this text yourself, so an editor who did not has to lift the objection.",
)  # fmt: skip
def lifted_by_an_editor_who_signed_what_was_objected_to(board: Board) -> Act:
    """In the next round nobody holds them any more, and they are an editor again."""
    review, others = objection(board), (board.member, board.other_member)
    version = review.round.version
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    board.confirm(board.rewrite(fresh(version), old="sore throat", new="sore, dry throat"))
    workflow.submit(fresh(version), by=board.lead)
    reviewing.hand_back(version, by=board.second)
    house.grant(board.second, "editor", by=board.editor)
    return lambda: reviewing.lift_objection(review, by=board.second, reason="It says so.", others=others)


@situation("lift_objection", "objection_can_be_lifted", TWO)
def lifted_by_an_editor_with_one_other(board: Board) -> Act:
    review, others = objection(board), (board.second, board.second)
    return lambda: reviewing.lift_objection(review, by=board.editor, reason="It says so.", others=others)


@situation("lift_objection", "objection_can_be_lifted", TWO)
def lifted_by_an_editor_with_the_objector_and_a_stranger(board: Board) -> Act:
    review, others = objection(board), (board.second, board.reviewer, board.stranger)
    return lambda: reviewing.lift_objection(review, by=board.editor, reason="It says so.", others=others)


@situation("lift_objection", "objection_can_be_lifted", TWO)
def lifted_with_one_who_wrote_part_of_it(board: Board) -> Act:
    review, others = objection(board), (board.second, board.writing_member)
    return lambda: reviewing.lift_objection(review, by=board.editor, reason="It says so.", others=others)


@situation("lift_objection", "objection_can_be_lifted", TWO)
def lifted_with_one_who_stood_aside(board: Board) -> Act:
    review, version = objection(board), board["under_review"]
    reviewing.disclose(version, by=board.member, kind="interest", text="I own a share of it.")
    reviewing.rule_on_interest(version, by=board.editor, person=board.member, ruling="stands_aside")
    others = (board.second, board.member)
    return lambda: reviewing.lift_objection(review, by=board.editor, reason="It says so.", others=others)


@situation("lift_objection", "objection_can_be_lifted", TWO)
def lifted_with_one_who_may_only_comment(board: Board) -> Act:
    review, version = objection(board), board["under_review"]
    reviewing.disclose(version, by=board.member, kind="interest", text="I own a share of it.")
    reviewing.rule_on_interest(version, by=board.editor, person=board.member, ruling="comment_only")
    others = (board.second, board.member)
    return lambda: reviewing.lift_objection(review, by=board.editor, reason="It says so.", others=others)


@situation("lift_objection", "objection_can_be_lifted", TWO)
def lifted_with_one_whose_interest_waits_for_its_answer(board: Board) -> Act:
    review, others = objection(board), (board.second, board.interested)
    return lambda: reviewing.lift_objection(review, by=board.editor, reason="It says so.", others=others)


@situation("lift_objection", "objection_can_be_lifted", "There is no standing objection here.")
def lifted_twice(board: Board) -> Act:
    review = objection(board)
    reviewing.lift_objection(review, by=board.reviewer, reason="It says so.")
    return lambda: reviewing.lift_objection(review, by=board.reviewer, reason="Once more.")


@situation("lift_objection", "gives_reason", "Give a reason.")
def lifted_without_a_reason(board: Board) -> Act:
    review = objection(board)
    return lambda: reviewing.lift_objection(review, by=board.reviewer, reason=" ")


# Striking


def signature(board: Board, state: str = "approved") -> Signature:
    return Signature.objects.get(round__version=board[state], person=board.reviewer)


def strike(row: Signature, by: User, public: str = "I overlooked a trial.") -> Act:
    return lambda: reviewing.strike(row, by=by, public=public)


@situation("strike", "stands_in", wrong_state("retracted"))
def struck_on_a_retracted_text(board: Board) -> Act:
    return strike(signature(board, "retracted"), board.reviewer)


STRIKERS = "Only the person who signed, or an editor, can strike a signature."


@situation("strike", "signature_can_be_struck", STRIKERS)
def struck_by_a_stranger(board: Board) -> Act:
    return strike(signature(board), board.stranger)


@situation("strike", "signature_can_be_struck", STRIKERS)
def struck_by_another_signer(board: Board) -> Act:
    return strike(signature(board), board.second)


@situation("strike", "signature_can_be_struck", STRIKERS)
def struck_by_an_editor_who_wrote(board: Board) -> Act:
    return strike(signature(board), board.writing_editor)


@situation("strike", "signature_can_be_struck", "This signature was struck already.")
def struck_twice(board: Board) -> Act:
    reviewing.strike(signature(board), by=board.reviewer, public="I overlooked a trial.")
    return strike(signature(board), board.editor)


@situation("strike", "gives_reason", "Give a reason: readers see it in the public record.")
def struck_without_a_reason(board: Board) -> Act:
    return strike(signature(board), board.reviewer, " ")
