"""Whether one's signatures stand, and where."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.states import ChangeClass
from reviews import reviewing, workflow
from tests.reviews.board import Board
from tests.reviews.board_pages import signed_in

pytestmark = pytest.mark.django_db
PATH = "/desk/signatures/"


@pytest.fixture
def board() -> Board:
    return Board()


def listed(person) -> dict[str, list[str]]:
    """By section, what is said of each signature."""
    sections = signed_in(person).get(PATH).context["sections"]
    return {part.name: [row.who for row in part.rows] for part in sections}


def test_signature_under_what_readers_have_stands_and_leads_there(board):
    version = board.approved()

    page = signed_in(board.reviewer).get(PATH)

    row = page.context["sections"][0].rows[0]
    assert (row.who, row.note) == (
        "Readers have this text.",
        "Version 1, round 1: patient text and professional text.",
    )
    assert row.url == f"/articles/{version.article.slug}/v1/patient/"
    assert signed_in(board.reviewer).get(row.url).status_code == 200


def test_signature_of_an_open_round_waits_for_its_end(board):
    version = board.under_review()
    board.sign(version, board.reviewer)

    page = signed_in(board.reviewer).get(PATH)

    row = page.context["sections"][1].rows[0]
    assert row.who == "It counts when the round ends in an approval."
    assert row.url == f"/desk/versions/{version.pk}/review/"


def test_struck_signature_says_so_whatever_its_text(board):
    version = board.approved()
    signature = version.rounds.get().signatures.get(person=board.reviewer)
    reviewing.strike(signature, by=board.reviewer, public="I misread it.")

    found = listed(board.reviewer)

    assert (found["standing"], [words[:10] for words in found["fallen"]]) == ([], ["Struck on "])


def test_signature_of_a_round_that_went_back_counts_no_more(board):
    version = board.under_review()
    board.sign(version, board.reviewer)
    workflow.request_changes(version, by=board.editor, to_author="Please say for whom.")

    assert listed(board.reviewer)["fallen"] == ["The round ended without an approval: Changes asked."]


def test_signature_below_an_update_is_superseded(board):
    board.superseded()

    found = listed(board.reviewer)

    assert found["standing"] == ["Readers have this text."]
    assert found["fallen"] == ["Superseded: readers have version 2."]


def test_signature_below_a_change_of_wording_still_carries_it(board):
    version = board.approved()
    change = board.next(version, ChangeClass.EDITORIAL, old="soothe", new="*soothe*")
    board.approve_wording(change)

    row = signed_in(board.second).get(PATH).context["sections"][0].rows[0]

    assert (
        row.who == "Version 2 changed the wording only, and rests on your signature. Readers have this text."
    )
    assert row.url == f"/articles/{version.article.slug}/v2/patient/"


def test_signature_of_a_retracted_text_counts_no_more(board):
    board.retracted()

    assert listed(board.reviewer)["fallen"] == ["The text was retracted."]


def test_signature_of_a_suspended_text_says_that_it_is_checked(board):
    board.suspended()

    assert listed(board.reviewer)["standing"] == ["The text is being checked again."]


def test_who_has_not_signed_is_told_what_will_stand_there(board):
    board.approved()

    page = signed_in(board.member).get(PATH)

    assert (page.context["sections"], "No signature yet." in page.content.decode()) == ([], True)


def test_three_signatures_cost_as_many_queries_as_one(board):
    client, counts = signed_in(board.reviewer), []
    for time in range(3):
        board.superseded() if time else board.approved()
        if time == 1:
            continue
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(PATH)
        counts.append(len(queries))

    assert counts[0] == counts[1]
