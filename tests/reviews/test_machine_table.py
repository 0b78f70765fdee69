"""The machine as a table: every state, move and part, tried by the real verbs on real rows."""

from collections.abc import Iterator

import pytest

from articles.models import ArticleVersion
from articles.states import EDGES, MOVE_NAMES, State
from reviews.policy import MOVES
from tests.reviews.board import Board, fresh, made_once
from tests.reviews.machine_table import (
    ACTS,
    AROUND,
    BY_EFFECT,
    CELLS,
    PEOPLE,
    ROLES,
    cell,
    cell_around,
    expected,
    expected_around,
    machine,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def board(django_db_setup: None, django_db_blocker: object) -> Iterator[Board]:
    with made_once(django_db_blocker) as made:
        yield made


def test_the_table_is_whole():
    states, moves = {key[0] for key in CELLS}, {key[1] for key in CELLS}

    assert states == set(State.values)
    assert moves == set(MOVE_NAMES) - {"start"}
    assert len(CELLS) == 10 * 12 * len(ROLES)


def test_edges_are_those_of_the_table():
    drawn = {(move, state, target) for state, move, target, _letters in machine() if target}

    assert {edge for edge in EDGES if edge[0] != "start"} == drawn
    assert [edge for edge in EDGES if edge[0] == "start"] == [("start", "", "draft")]


def test_transitions_of_a_version_are_the_edges():
    field = ArticleVersion._meta.get_field("state")
    transitions = {
        (move.name, str(move.source), str(move.target)) for move in field.get_all_transitions(ArticleVersion)
    }

    assert transitions == {edge for edge in EDGES if edge[0] != "start"}


@pytest.mark.parametrize("state", State.values)
def test_a_version_was_brought_to_its_state_and_stands_there(board, state):
    assert board[state].state == state


@pytest.mark.parametrize("move", [name for name in MOVE_NAMES if name != "start"])
@pytest.mark.parametrize("state", State.values)
def test_every_part_may_do_in_every_state_what_the_table_says(board, state, move):
    found = {role: cell(board, state, move, role) for role in ROLES}

    assert found == {role: expected(state, move, role) for role in ROLES}


@pytest.mark.parametrize("move", sorted(AROUND))
@pytest.mark.parametrize("state", State.values)
def test_every_part_may_decide_around_a_review_what_the_table_says(board, state, move):
    found = {role: cell_around(board, state, move, role) for role in PEOPLE}

    assert found == {role: expected_around(state, move, role) for role in PEOPLE}


def test_every_move_of_the_policy_is_tried():
    tried = set(ACTS) | set(AROUND) | {move for _state, move, _role in BY_EFFECT} | {"start", "send_back"}

    assert set(MOVES) - tried == {"lapse", "extend", "lift_objection", "strike"}


def test_versions_of_the_table_stay_where_they_were(board):
    assert {state: fresh(version).state for state, version in board.versions.items()} == {
        state: state for state in State.values
    }
