"""Objections: each stands over its version, whatever the round, until it is lifted or its objector ends a review otherwise."""

import dataclasses

import pytest
from django.test import Client

from articles.models import ArticleVersion, Edition, User
from reviews import replay, reviewing, workflow
from reviews.editors_page import lacking
from reviews.models import Comment, Review
from reviews.policy import MOVES
from tests.articles.writing_pages import words
from tests.reviews.board import Board, fresh, outcome

pytestmark = pytest.mark.django_db

STANDS = "An objection on safety grounds of round 1 stands."
REASON = "Fatal with warfarin."


def page(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    return words(client.get(path))


def objected(board: Board) -> ArticleVersion:
    version = board.under_review()
    board.fill_in(version, board.second)
    reviewing.object_on_safety(version, by=board.second, reason=REASON)
    return fresh(version)


def again(board: Board, version: ArticleVersion) -> ArticleVersion:
    """Taken back and handed in as it was, by its lead author alone."""
    workflow.withdraw(version, by=board.lead)
    workflow.reopen(fresh(version), by=board.lead)
    return workflow.submit(fresh(version), by=board.lead)


def sign_twice(board: Board, version: ArticleVersion) -> ArticleVersion:
    for person in (board.member, board.other_member):
        board.ready(fresh(version), person)
        board.sign(fresh(version), person)
    return fresh(version)


def test_objection_outlives_a_withdrawal_by_the_author():
    board = Board(is_small=True)
    version = again(board, objected(board))

    version = sign_twice(board, version)

    assert version.state == "under_review"
    assert replay.verify().problems == []


def test_objection_of_an_earlier_round_is_named_as_what_blocks():
    board = Board(is_small=True)
    version = again(board, objected(board))

    found = sign_twice(board, version)

    assert lacking(found) == [STANDS]


def test_objection_of_an_earlier_round_is_lifted_and_one_more_signature_approves():
    board = Board(is_small=True)
    version = sign_twice(board, again(board, objected(board)))
    review = Review.objects.get(end="objection")

    reviewing.lift_objection(review, by=board.second, reason="The text says so already.")
    board.ready(version, board.interested)
    board.sign(version, board.interested)

    assert fresh(version).state == "approved"
    assert replay.verify().problems == []


def test_objection_ends_where_its_objector_signs_a_later_round():
    board = Board(is_small=True)
    version = again(board, objected(board))

    for person in (board.second, board.member):
        board.ready(fresh(version), person)
        board.sign(fresh(version), person)

    assert fresh(version).state == "approved"
    assert replay.verify().problems == []


def test_objection_that_its_objector_gave_up_cannot_be_lifted():
    board = Board(is_small=True)
    version = again(board, objected(board))
    board.ready(version, board.second)
    board.sign(version, board.second)

    said = outcome(
        lambda: reviewing.lift_objection(
            Review.objects.get(end="objection"), by=board.second, reason="Twice."
        )
    )

    assert said == ("There is no standing objection here.",)


def test_points_of_a_round_that_was_taken_back_are_answered_before_the_next():
    board = Board(is_small=True)
    version = board.under_review()
    board.ask_for_changes(version, board.reviewer)

    said = outcome(lambda: again(board, fresh(version)))

    assert said[0] == "1 point of the last review is not answered yet."


def test_points_of_a_round_that_was_taken_back_have_their_page():
    board = Board(is_small=True)
    version = board.under_review()
    point = board.ask_for_changes(version, board.reviewer)
    workflow.withdraw(fresh(version), by=board.lead)
    workflow.reopen(fresh(version), by=board.lead)
    client = Client()
    client.force_login(board.lead)

    kept = client.post(
        f"/write/{version.pk}/points/",
        {
            "seen": client.get(f"/write/{version.pk}/points/").context["seen"],
            f"point-{point.pk}-kind": "not_changed",
            f"point-{point.pk}-body": "It is right.",
        },
    )

    assert kept.status_code == 302
    assert Comment.objects.get(parent=point).body == "It is right."


def test_round_that_was_taken_back_before_any_end_leaves_no_letter():
    board = Board(is_small=True)
    version = board.under_review()
    workflow.withdraw(version, by=board.lead)

    assert not version.rounds.get().has_letter


def test_letter_of_a_round_that_was_taken_back_lies_before_the_next_reviewer():
    board = Board(is_small=True)
    version = board.under_review()
    point = board.ask_for_changes(version, board.reviewer)
    workflow.withdraw(fresh(version), by=board.lead)
    workflow.reopen(fresh(version), by=board.lead)
    board.answer(point, "not_changed")
    version = workflow.submit(fresh(version), by=board.lead)
    board.hold(version, board.member)

    found = page(board.member, f"/desk/versions/{version.pk}/review/")

    assert "The points of round 1, and what the author did" in found
    assert "Which dose?" in found


@pytest.mark.parametrize("path", ["cover", "review"])
def test_objection_of_an_earlier_round_is_said_to_the_next_reviewer(path):
    board = Board(is_small=True)
    version = again(board, objected(board))
    board.hold(version, board.member)

    assert STANDS in page(board.member, f"/desk/versions/{version.pk}/{path}/")


def test_objection_of_the_open_round_is_hidden_until_ones_own_end():
    board = Board(is_small=True)
    version = objected(board)

    before = page(board.reviewer, f"/desk/versions/{version.pk}/review/")
    board.sign(version, board.reviewer)
    after = page(board.reviewer, f"/desk/versions/{version.pk}/review/")

    assert STANDS not in before
    assert REASON not in before
    assert f"{STANDS} {REASON}" in after


def test_objection_is_said_to_editors_and_authors_while_it_stands():
    board = Board(is_small=True)
    version = objected(board)

    for user, path in (
        (board.editor, f"/desk/versions/{version.pk}/"),
        (board.lead, f"/write/{version.pk}/hand-in/"),
        (board.lead, "/write/"),
    ):
        assert STANDS in page(user, path), path


def test_objection_of_an_earlier_round_is_among_what_is_stuck_and_in_the_queue():
    board = Board(is_small=True)
    version = again(board, objected(board))
    board.hold(version, board.member)

    assert "objects on safety grounds" in page(board.editor, "/desk/stuck/")
    assert "An objection on safety grounds stands." in page(board.editor, "/desk/queue/")


def left_behind(board: Board) -> tuple[ArticleVersion, ArticleVersion]:
    """Above an approved text: a draft that was put away, and a newer version that was put away over an objection."""
    base = board.approved()
    older = board.next(base)
    workflow.withdraw(older, by=board.lead)
    newer = workflow.submit(board.next(base), by=board.lead)
    board.ready(newer, board.member)
    reviewing.object_on_safety(newer, by=board.member, reason=REASON)
    workflow.withdraw(newer, by=board.lead)
    return fresh(older), fresh(newer)


def test_version_that_was_objected_to_is_opened_again_where_another_is_not():
    board = Board(is_small=True)
    older, newer = left_behind(board)

    said = outcome(lambda: workflow.reopen(older, by=board.lead))
    workflow.reopen(newer, by=board.lead)

    assert len(said) == 1
    assert fresh(newer).state == "draft"


def test_objection_to_a_version_that_was_put_away_is_lifted_and_the_other_goes_on():
    board = Board(is_small=True)
    older, _newer = left_behind(board)

    reviewing.lift_objection(Review.objects.get(end="objection"), by=board.member, reason="It says so.")

    workflow.reopen(older, by=board.lead)
    assert board.approve(fresh(older)).state == "approved"
    assert replay.verify().problems == []


def test_objection_to_a_version_that_was_put_away_leads_to_lifting_it():
    board = Board(is_small=True)
    older, newer = left_behind(board)
    review = Review.objects.get(end="objection")
    lift = f"/desk/versions/{newer.pk}/objections/{review.pk}/lift/"
    client = Client()
    client.force_login(board.editor)

    found = [client.get(path).content.decode() for path in ("/desk/stuck/", f"/desk/versions/{newer.pk}/")]
    others = [str(person.uid) for person in (board.reviewer, board.second)]
    lifted = client.post(lift, {"reason": "The text says so.", "others": others}, follow=True)

    assert [lift in body for body in found] == [True, True]
    assert "which was put away since" in found[0]
    assert "The text stays put away until it is opened again." in words(lifted)
    assert outcome(lambda: workflow.reopen(older, by=board.lead)) == ()


def test_first_version_that_was_put_away_over_an_objection_is_not_stuck():
    board = Board(is_small=True)
    workflow.withdraw(objected(board), by=board.lead)

    assert "objects on safety grounds" not in page(board.editor, "/desk/stuck/")


def test_approval_above_an_objection_to_a_version_that_was_put_away_is_found(monkeypatch):
    board = Board(is_small=True)
    older, _newer = left_behind(board)
    reopen = MOVES["reopen"]
    monkeypatch.setitem(MOVES, "reopen", dataclasses.replace(reopen, guards=reopen.guards[:-1]))
    workflow.reopen(older, by=board.lead)

    board.approve(fresh(older))

    (problem,) = replay.verify().problems
    assert "or an objection to it or to a newer version stood." in problem


def test_public_record_tells_of_an_objection_once_its_round_is_closed():
    board = Board(is_small=True, pending_public=("patient",))
    version = objected(board)

    open_ = [bytes(row.body).decode() for row in Edition.objects.filter(path__endswith="/record/")]
    again(board, version)
    closed = [bytes(row.body).decode() for row in Edition.objects.filter(path__endswith="/record/")]

    title = "Sven Second objected to version 1 on safety grounds"
    assert not any(title in body for body in open_)
    assert any(title in body for body in closed)
