"""An editor who reviews a text: of that version they see and decide what a reviewer may."""

import datetime

import pytest
from django.test import Client

from articles.models import ArticleVersion, User
from reviews import editors_page, house, reviewing
from tests.reviews.board import Board, fresh, outcome

pytestmark = pytest.mark.django_db


def status(user: User, path: str) -> int:
    client = Client()
    client.force_login(user)
    return client.get(path).status_code


def both(board: Board) -> User:
    """The second editor, who is of the board as well."""
    house.grant(board.second_editor, "board", by=board.editor)
    house.check_licence(board.second_editor, by=board.editor, credential="MD", specialty="general practice")
    return board.second_editor


def held(board: Board, person: User) -> ArticleVersion:
    """Held by this person too; the first reviewer has asked for changes."""
    version = board.under_review()
    board.hold(version, person)
    board.must(version, board.reviewer, "Which dose?")
    reviewing.ask_for_changes(version, by=board.reviewer, reason="A dose is missing.")
    return fresh(version)


@pytest.mark.parametrize("path", ["", "texts/patient/", "assign/"])
def test_editor_who_holds_the_review_finds_no_editors_page(path):
    board = Board(is_small=True)
    person = both(board)
    version = held(board, person)

    assert status(person, f"/desk/versions/{version.pk}/{path}") == 404


def test_editor_who_ended_a_review_of_the_round_finds_no_editors_page():
    board = Board(is_small=True)
    person = both(board)
    version = held(board, person)
    board.fill_in(version, person)
    board.sign(version, person)
    reviewing.hand_back(version, by=person)

    assert status(person, f"/desk/versions/{version.pk}/") == 404


def test_editor_who_gave_an_unbegun_review_back_is_its_editor_again():
    board = Board(is_small=True)
    person = both(board)
    version = held(board, person)

    reviewing.hand_back(version, by=person)

    assert status(person, f"/desk/versions/{version.pk}/") == 200


def test_editor_who_reviewed_is_editor_again_once_the_text_stands():
    board = Board(is_small=True)
    person = both(board)
    version = board.under_review()
    board.ready(version, person)
    for signer in (board.reviewer, person):
        board.sign(version, signer)

    assert fresh(version).state == "approved"
    assert status(person, f"/desk/versions/{version.pk}/") == 200


def test_editor_whose_part_ended_before_anybody_ended_a_review_can_review():
    board = Board(is_small=True)
    person = both(board)
    version = board.under_review()
    house.end_grant(person.grants.get(role="editor"), by=person)
    board.sign(version, board.reviewer)

    board.ready(version, person)

    assert board.sign(version, person).person == person


def test_candidates_name_whoever_would_be_refused_or_could_not_sign():
    board = Board(is_small=True)
    version = board.under_review()
    board.sign(version, board.reviewer)
    house.grant(board.member, "editor", by=board.editor)
    house.check_licence(
        board.other_member, by=board.editor, credential="MD", specialty="", valid_to=datetime.date(2020, 1, 1)
    )

    notes = {entry.uid: entry.note for entry in editors_page.candidates(version)}

    refused = outcome(lambda: reviewing.assign(version, by=board.editor, reviewer=board.member))
    assert refused != ()
    assert notes[str(board.member.uid)] == (
        "Could read as an editor how others ended their review: not in this round."
    )
    assert notes[str(board.other_member.uid)] == "Licence ran out: may not sign."
