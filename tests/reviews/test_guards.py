"""Guards: each of them refuses in its situation, and none could be taken out without a named cell turning red."""

import dataclasses
from collections.abc import Callable, Iterator

import pytest

from reviews.guards import anywhere
from reviews.policy import MOVES
from tests.reviews import (  # noqa: F401  (each registers what it holds)
    situations_of_endings,
    situations_of_objections,
    situations_of_reviews,
    situations_of_standing,
    situations_of_texts,
)
from tests.reviews.board import Board, made_once, outcome, undone
from tests.reviews.machine_table import CELLS, red_cell, red_cell_around
from tests.reviews.situations import SITUATIONS, Situation

pytestmark = pytest.mark.django_db

IN_THE_MACHINE = {move for _state, move, _role in CELLS}
# That no policy is in force takes a house of its own: test_house says so, and takes that guard out as well.
WITH_A_HOUSE_OF_THEIR_OWN = {("submit", "a_policy_is_in_force")}


def name_of(guard: object) -> str:
    """The name that a guard has in the policy; one made by a function goes by that function."""
    return guard.__qualname__.split(".")[0].replace("leaves", "stands_in")


def guards() -> Iterator[tuple[str, int, str]]:
    for move in MOVES.values():
        for place, guard in enumerate(move.guards):
            if guard is not anywhere and (move.name, name_of(guard)) not in WITH_A_HOUSE_OF_THEIR_OWN:
                yield move.name, place, name_of(guard)


def meet(board: Board, situation: Situation) -> tuple[str, ...]:
    """What refuses the act of a situation; where it could not even be brought about, that is named first."""
    prepared: list[Callable[[], object]] = []
    with undone():
        failed = outcome(lambda: prepared.append(situation.prepare(board)))
        return ("unprepared", *failed) if failed else outcome(prepared[0])


@pytest.fixture(scope="module")
def board(django_db_setup: None, django_db_blocker: object) -> Iterator[Board]:
    with made_once(django_db_blocker) as made:
        yield made


@pytest.mark.parametrize("situation", SITUATIONS, ids=[entry.name for entry in SITUATIONS])
def test_each_situation_is_refused_with_its_sentences(board, situation):
    assert meet(board, situation) == situation.sentences


def test_situations_name_guards_that_their_moves_have():
    named = {(entry.move, entry.guard) for entry in SITUATIONS}

    assert named - {(move, guard) for move, _place, guard in guards()} == set()


@pytest.mark.parametrize(("move", "place", "guard"), list(guards()), ids=lambda value: str(value))
def test_a_guard_that_lets_everything_pass_turns_a_named_cell_red(board, monkeypatch, move, place, guard):
    entry = MOVES[move]
    weakened = (*entry.guards[:place], anywhere, *entry.guards[place + 1 :])
    monkeypatch.setitem(MOVES, move, dataclasses.replace(entry, guards=weakened))

    met = [entry for entry in SITUATIONS if (entry.move, entry.guard) == (move, guard)]
    red = [entry.name for entry in met if meet(board, entry) != entry.sentences]
    if not met:
        red = [red_cell(board, move) if move in IN_THE_MACHINE else red_cell_around(board, move)]

    assert red == [entry.name for entry in met] or " × " in red[0]
