"""The numbers of a version, side by side."""

import pytest

from articles import drafting
from reviews import workflow
from tests.reviews.board import Board
from tests.reviews.board_pages import Browser, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return Board()


def held(board: Board, **change: str):
    version = workflow.submit(board.confirm(board.rewrite(board.draft(), **change)), by=board.lead)
    board.hold(version, board.member)
    return version


def test_numbers_stand_by_where_they_are_and_lead_to_their_place(board):
    version = held(board, old="an hour", new="45 minutes")

    page = Browser(board.member, version).get("numbers/")

    labels = {name: [row["label"] for row in rows] for _title, name, rows in page.context["parts"]}
    assert "45 minutes" in labels["alone"]
    row = next(row for row in page.context["parts"][2][2] if row["label"] == "45 minutes")
    (_patients, mine), (_professionals, theirs) = row["cells"]
    assert (mine[0][0].before, mine[0][0].shown) == ("It may soothe a sore throat for ", "45")
    assert mine[0][1].startswith(f"/desk/versions/{version.pk}/review/patient/#p-")
    assert theirs == []
    assert "Not in this text" in page.content.decode()


def test_number_that_only_another_text_gives_comes_first(board):
    draft = board.draft()
    text = draft.variants.get(audience="professional")
    drafting.save_text(
        draft, audience="professional", by=board.lead, counter=text.counter, title=text.title,
        body=f"{text.body}\n\nUp to 99 mg was given.",
    )  # fmt: skip
    version = workflow.submit(board.confirm(draft), by=board.lead)
    board.hold(version, board.member)

    title, name, rows = Browser(board.member, version).get("numbers/").context["parts"][0]

    assert (str(title), name) == ("Not in the patient text, but in another", "elsewhere")
    assert "99 mg" in [row["label"] for row in rows]


def test_numbers_are_those_of_the_sealed_text(board):
    version = held(board, old="an hour", new="45 minutes")
    workflow.withdraw(version, by=board.lead)
    workflow.reopen(version, by=board.lead)
    board.rewrite(version, old="45 minutes", new="77 minutes")

    page = signed_in(board.editor).get(f"/desk/versions/{version.pk}/numbers/").content.decode()

    assert (">45 minutes<" in page, ">77 minutes<" in page) == (True, False)


def test_review_page_leads_to_the_numbers_at_the_question_about_them(board):
    version = held(board, old="an hour", new="45 minutes")

    page = Browser(board.member, version).get().content.decode()

    assert page.count(f'href="/desk/versions/{version.pk}/numbers/"') == 2


def test_numbers_of_a_text_without_any_say_so(board):
    version = board.draft()
    for text in version.variants.all():
        version = board.rewrite(version, old=text.body, new="No number here.[@adeyemi2021; @institute2023]")
    version.variants.exclude(audience="patient").delete()
    version = workflow.submit(board.confirm(version), by=board.lead)
    board.hold(version, board.member)

    page = Browser(board.member, version).get("numbers/")

    assert "None of the texts gives a number." in page.content.decode()
