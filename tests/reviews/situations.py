"""Situations: for each guard beyond state and person, a way of meeting it, with the sentences that must come."""

import dataclasses
from collections.abc import Callable

from tests.reviews.board import Board

Prepare = Callable[[Board], Callable[[], object]]


@dataclasses.dataclass(frozen=True)
class Situation:
    """`prepare` brings everything about through verbs and returns the act that must be refused with `sentences`."""

    move: str
    guard: str
    sentences: tuple[str, ...]
    prepare: Prepare

    @property
    def name(self) -> str:
        return f"{self.move}: {self.prepare.__name__}"


SITUATIONS: list[Situation] = []


def situation(move: str, guard: str, *sentences: str) -> Callable[[Prepare], Prepare]:
    """Registers what follows; the same preparation may be a situation of several moves."""

    def register(prepare: Prepare) -> Prepare:
        SITUATIONS.append(Situation(move, guard, sentences, prepare))
        return prepare

    return register
