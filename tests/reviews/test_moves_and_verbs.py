"""The table of moves against the verbs: it says all that a verb takes from a person."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from articles.states import OPEN, State
from reviews import reviewing, workflow
from reviews.entering import REASON_FIELDS
from reviews.policy import MOVES

OTHER_NAMES = {"review": "begin", "object": "object_on_safety"}
# These follow from somebody else's verb, by a function that no person calls.
BY_ITSELF = {"take_up", "release", "send_back", "approve", "supersede"}
BY_HAND = sorted(set(MOVES) - BY_ITSELF)


def verb_of(move: str) -> Callable[..., Any]:
    name = OTHER_NAMES.get(move, move)
    return getattr(workflow, name, None) or getattr(reviewing, name)


@pytest.mark.parametrize("move", BY_HAND)
def test_move_names_every_reason_that_its_verb_takes(move):
    taken = set(inspect.signature(verb_of(move)).parameters) & set(REASON_FIELDS)

    assert taken == {*MOVES[move].reasons, *MOVES[move].optional}


@pytest.mark.parametrize("move", BY_HAND)
def test_move_says_whether_its_verb_asks_for_the_password(move):
    assert ("password" in inspect.signature(verb_of(move)).parameters) is MOVES[move].password


def test_reason_for_opening_again_is_asked_for_where_an_editor_declined():
    asked = {state: MOVES["reopen"].reasons_in(state) for state in (State.DECLINED, State.WITHDRAWN)}

    assert asked == {State.DECLINED: (("to_author",), ()), State.WITHDRAWN: ((), ())}


def test_reason_for_taking_a_text_back_is_for_those_who_had_it():
    asked = {state: MOVES["withdraw"].reasons_in(state) for state in OPEN}

    assert asked == {**dict.fromkeys(OPEN, ((), ("reason",))), State.DRAFT: ((), ())}


def test_taking_a_text_back_is_called_putting_a_draft_away():
    labels = {state: MOVES["withdraw"].words(state)[0] for state in (State.DRAFT, State.SUBMITTED)}

    assert labels == {State.DRAFT: "Put this draft away", State.SUBMITTED: "Take it back"}
