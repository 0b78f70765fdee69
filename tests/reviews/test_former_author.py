"""A former author: their name stays where it stands, and they write, answer and confirm no more."""

import pytest

from articles import drafting
from reviews import answering_points, house, people
from tests.reviews.board import Board, fresh, outcome

pytestmark = pytest.mark.django_db
ENDED = ("Your part as an author has ended. Ask an editor if you should write on.",)


def test_former_author_writes_no_more():
    board = Board()
    version = board.draft()
    house.end_grant(board.co_author.grants.get(), by=board.editor)

    said = outcome(lambda: drafting.save_facts(version, by=board.co_author, counter=1, funding="x"))

    assert said == ENDED


def test_former_author_answers_no_point():
    board = Board()
    version = board.sent_back()
    house.end_grant(board.co_author.grants.get(), by=board.editor)

    said = outcome(
        lambda: answering_points.answer_points(fresh(version), by=board.co_author, seen="", answers={})
    )

    assert said == ENDED


def test_what_a_former_author_is_named_on_is_said_before_their_part_ends():
    board = Board()
    board.draft()

    said = " ".join(people.hangs_on(board.co_author.grants.get()))

    assert "They are named on 1 other text that is not finished." in said
