"""Situations of a review's end: declared, answered, signed."""

import datetime
from collections.abc import Callable

from articles.models import ArticleVersion, User
from reviews import accounts, house, reviewing
from reviews.models import BoardProfile
from reviews.printed import Printed
from tests.factories import PASSWORD
from tests.reviews.board import AUDIENCES, Board
from tests.reviews.situations import situation
from tests.reviews.situations_of_reviews import SHOP, later, ruled

Act = Callable[[], object]
DECLARE = "Declare your interests for this article first."
AWAITS = "An editor has to answer your declared interest first."
FINISHED = "You have finished your review of this round already."
NO_DECISION = "Because of your declared interest you may comment on this text, but not decide about it."
AI_UNSAID = "Say whether you used AI for this review; “None” is an answer."
AI_UNNAMED = "Say which AI you used for this review, and for what."


def sign(version: ArticleVersion, who: User, audiences: tuple[str, ...] = AUDIENCES) -> Act:
    return lambda: reviewing.sign(version, by=who, password=PASSWORD, audiences=audiences)


# Declared or not: every work on a text asks for it


def endings(who: User, version: ArticleVersion) -> dict[str, Act]:
    return {
        "review": lambda: reviewing.begin(version, by=who),
        "sign": sign(version, who),
        "ask_for_changes": lambda: reviewing.ask_for_changes(version, by=who, reason="A number."),
        "object": lambda: reviewing.object_on_safety(version, by=who, reason="Not with warfarin."),
        "comment_only": lambda: reviewing.comment_only(version, by=who),
    }


def of_each(
    moves: tuple[str, ...], guard: str, sentence: str
) -> Callable[[Callable[[Board, str], Act]], None]:
    """One situation for each of these moves."""

    def register(prepare: Callable[[Board, str], Act]) -> None:
        for move in moves:

            def prepared(board: Board, move: str = move) -> Act:
                return prepare(board, move)

            prepared.__name__ = prepare.__name__
            situation(move, guard, sentence)(prepared)

    return register


ENDS = ("sign", "ask_for_changes", "object", "comment_only")
DECIDING = ("sign", "ask_for_changes", "object")


@of_each(("review",), "has_declared", DECLARE)
def opened_undeclared(board: Board, move: str) -> Act:
    version = board["under_review"]
    reviewing.take(version, by=board.member)
    return endings(board.member, version)[move]


@of_each(("review", *ENDS), "has_declared", AWAITS)
def an_interest_awaits_its_answer(board: Board, move: str) -> Act:
    version = board["under_review"]
    board.must(version, board.reviewer) if move == "ask_for_changes" else None
    reviewing.disclose(version, by=board.reviewer, kind="interest", text=SHOP)
    return endings(board.reviewer, version)[move]


@of_each(("review", *ENDS), "has_declared", DECLARE)
def the_declaration_is_too_old(board: Board, move: str) -> Act:
    version = board["under_review"]
    board.must(version, board.reviewer) if move == "ask_for_changes" else None
    return later(370, endings(board.reviewer, version)[move])


@of_each(DECIDING, "may_decide", NO_DECISION)
def may_comment_only(board: Board, move: str) -> Act:
    version = ruled(board, board.reviewer, "comment_only")
    board.must(version, board.reviewer) if move == "ask_for_changes" else None
    return endings(board.reviewer, version)[move]


@of_each(("review", "sign", "object", "comment_only"), "review_is_open", FINISHED)
def the_review_has_ended(board: Board, move: str) -> Act:
    version = board["under_review"]
    reviewing.comment_only(version, by=board.reviewer)
    return endings(board.reviewer, version)[move]


@of_each(("ask_for_changes",), "review_is_open", FINISHED)
def the_review_has_ended_with_a_point(board: Board, move: str) -> Act:
    version = board["under_review"]
    board.must(version, board.reviewer)
    reviewing.comment_only(version, by=board.reviewer)
    return endings(board.reviewer, version)[move]


@of_each(ENDS, "ai_use_is_stated", AI_UNSAID)
def use_of_ai_is_unsaid(board: Board, move: str) -> Act:
    version = board["under_review"]
    board.fill_in(version, board.reviewer, ai_used="")
    board.must(version, board.reviewer) if move == "ask_for_changes" else None
    return endings(board.reviewer, version)[move]


@of_each(ENDS, "ai_use_is_stated", AI_UNNAMED)
def the_ai_is_not_named(board: Board, move: str) -> Act:
    version = board["under_review"]
    board.fill_in(version, board.reviewer, ai_used="yes", ai_statement=" ")
    board.must(version, board.reviewer) if move == "ask_for_changes" else None
    return endings(board.reviewer, version)[move]


# Signing


@situation("sign", "licence_is_valid", "Your licence ran out on 2025-06-30.")
def licence_ran_out(board: Board) -> Act:
    house.check_licence(
        board.reviewer, by=board.editor, credential="MD", specialty="general practice",
        valid_to=datetime.date(2025, 6, 30),
    )  # fmt: skip
    return sign(board["under_review"], board.reviewer)


@situation(
    "sign", "licence_is_valid",
    "Nobody has checked your licence yet. An editor has to do that before you decide.",
)  # fmt: skip
def licence_is_unchecked(board: Board) -> Act:
    profile = BoardProfile.objects.get(user=board.reviewer)
    profile.licence_checked_on = None
    profile.save(update_fields=["licence_checked_on"])
    return sign(board["under_review"], board.reviewer)


def answered(board: Board, **changed: dict[str, str]) -> ArticleVersion:
    """The text under review, `reviewer`'s answers changed so."""
    version = board["under_review"]
    review = reviewing.begin(version, by=board.reviewer)
    reviewing.save_review(version, by=board.reviewer, counter=review.counter, answers=changed)
    return version


@situation("sign", "checklist_is_answered", "The checklist has no answer yet for: 2, 6.")
def checklist_is_blank_in_places(board: Board) -> Act:
    return sign(answered(board, numbers={"answer": ""}, safety={"answer": "perhaps"}), board.reviewer)


NO = "You answered No to a question of the checklist. Ask for changes instead of signing."


UNPLACED = "You answered No to question 3: name the passage."


@situation("sign", "each_no_names_its_passage", UNPLACED, NO)
def a_no_names_no_passage(board: Board) -> Act:
    return sign(answered(board, sources={"answer": "no", "passage": " "}), board.reviewer)


@of_each(("ask_for_changes", "object", "comment_only"), "each_no_names_its_passage", UNPLACED)
def a_no_is_left_without_its_passage(board: Board, move: str) -> Act:
    version = answered(board, sources={"answer": "no", "passage": " "})
    board.must(version, board.reviewer) if move == "ask_for_changes" else None
    return endings(board.reviewer, version)[move]


@situation("sign", "no_answer_is_no", NO)
def an_answer_is_no(board: Board) -> Act:
    return sign(answered(board, sources={"answer": "no", "passage": "p-2"}), board.reviewer)


@situation(
    "sign", "own_points_are_none", "You marked something as “Must change”. Ask for changes, or remove that mark."
)  # fmt: skip
def something_must_change(board: Board) -> Act:
    version = board["under_review"]
    board.must(version, board.reviewer)
    return sign(version, board.reviewer)


@situation("sign", "texts_were_read", "Say which texts you read.")
def no_text_was_read(board: Board) -> Act:
    return sign(board["under_review"], board.reviewer, ())


@situation("sign", "texts_were_read", "You can only sign texts that are there.")
def a_text_was_read_that_is_not_there(board: Board) -> Act:
    return sign(board["under_review"], board.reviewer, (*AUDIENCES, "student"))


@situation(
    "sign", "prints_what_was_seen",
    "What readers will see beside your signature was changed since you opened this page. It is now: "
    "“Prof. Famous, Nobel laureate, oncology”. Sign if that is right. If it is not, ask an editor to correct it first.",
)  # fmt: skip
def signed_after_name_and_licence_were_corrected(board: Board) -> Act:
    person = board.reviewer
    seen = Printed.of(person, BoardProfile.objects.get(user=person)).digest
    other_hand = User.objects.get(pk=person.pk)
    accounts.correct(other_hand, by=board.editor, email=person.email, printed_name="Prof. Famous")
    house.check_licence(other_hand, by=board.editor, credential="Nobel laureate", specialty="oncology")
    return lambda: reviewing.sign(
        board["under_review"], by=person, password=PASSWORD, audiences=AUDIENCES, printed=seen
    )
