"""Leaving the board: whatever somebody holds is free in that moment, and no round waits for who is gone."""

import pytest

from articles.models import ArticleVersion, Grant, Role, User
from reviews import accounts, house, replay
from reviews.models import Assignment, Decision
from tests.reviews.board import Board, fresh, moves_of

pytestmark = pytest.mark.django_db


def leaves(board: Board, person: User, way: str = "part") -> None:
    if way == "account":
        accounts.close(person, by=board.editor)
    else:
        part = Grant.objects.get(user=person, role=Role.BOARD, ended_at=None)
        house.end_grant(part, by=board.editor)


def held_by(person: User) -> int:
    return Assignment.objects.active().filter(reviewer=person).count()


def newest(version: ArticleVersion, move: str) -> Decision:
    return version.decisions.filter(move=move).order_by("-seq").first()


@pytest.mark.parametrize("way", ["part", "account"])
def test_review_of_who_leaves_ends_although_it_was_begun(way):
    board = Board(is_small=True)
    version = board.under_review()

    leaves(board, board.reviewer, way)

    decision = newest(version, "lapse")
    assert (held_by(board.reviewer), held_by(board.second)) == (0, 1)
    assert (decision.actor, decision.role) == (None, "system")
    assert replay.verify().problems == []


def test_round_that_waited_for_who_leaves_goes_back():
    board = Board(is_small=True)
    version = board.under_review()
    board.fill_in(version, board.second)
    board.ask_for_changes(version, board.second)

    leaves(board, board.reviewer)

    assert moves_of(version)[-2:] == ["lapse", "request_changes"]
    assert fresh(version).state == "changes_requested"
    assert replay.verify().problems == []


def test_text_that_nobody_reviews_any_more_is_in_the_queue_again():
    board = Board(is_small=True)
    version = board.submitted()
    board.hold(version, board.second)
    leaves(board, board.reviewer)

    leaves(board, board.second)

    assert fresh(version).state == "submitted"


def test_review_that_is_held_while_the_text_is_with_its_author_ends_too():
    board = Board(is_small=True)
    version = board.sent_back()

    leaves(board, board.reviewer)

    assert held_by(board.reviewer) == 0
    assert newest(version, "lapse").from_state == "changes_requested"


def test_reviews_stay_where_another_part_ends():
    board = Board(is_small=True)
    board.under_review()
    given = house.grant(board.reviewer, Role.AUTHOR, by=board.editor)

    house.end_grant(given, by=board.editor)

    assert held_by(board.reviewer) == 1


def test_signature_of_who_leaves_stands():
    board = Board(is_small=True)
    version = board.under_review()
    board.sign(version, board.reviewer)

    leaves(board, board.reviewer)

    board.fill_in(version, board.second)
    board.sign(version, board.second)
    assert fresh(version).state == "approved"
