"""Threads: a reply stands under the point of an earlier round, its author reads both, and it is sealed like any remark."""

import pytest
from django.core.management import call_command

from articles.models import ArticleVersion
from articles.refusals import Refused
from reviews import answering_points, commenting, letters, reviewing, workflow
from reviews.models import Comment
from tests.reviews.board import Board, fresh
from tests.reviews.board_pages import Browser, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def point(board) -> Comment:
    """Of the first round, answered; the text is in its second round with both reviewers."""
    version = board.under_review()
    point = board.ask_for_changes(version, board.reviewer)
    workflow.request_changes(fresh(version), by=board.editor, to_author="One point.")
    answering_points.answer_points(
        fresh(version), by=board.lead, seen=answering_points.mark_of({point.pk: ("", "")}),
        answers={point.pk: ("not_changed", "It says so below.")},
    )  # fmt: skip
    workflow.submit(board.confirm(board.rewrite(version, old="an hour", new="a while")), by=board.lead)
    for person in (board.reviewer, board.second):
        board.fill_in(fresh(version), person)
    return Comment.objects.get(pk=point.pk)


def reply(point: Comment, person, body: str = "Where below?") -> Comment:
    version = ArticleVersion.objects.get(pk=point.version_id)
    given = {"audience": "patient", "anchor": "p-2", "kind": "must", "body": body}
    return commenting.save_comment(version, by=person, reply_to=point.pk, **given)


def test_reply_stands_under_its_point_with_the_answer(board, point):
    reply(point, board.reviewer)

    page = Browser(board.reviewer, point.version).get().content.decode()

    thread = page[page.index("and what the author did") :]
    assert thread.index("Which dose?") < thread.index("It says so below.") < thread.index("Where below?")


def test_reply_of_another_stays_hidden_until_ones_own_end(board, point):
    reply(point, board.reviewer)
    reviewing.ask_for_changes(fresh(point.version), by=board.reviewer, reason="One number is wrong.")
    browser = Browser(board.second, point.version)

    before = browser.get().content.decode()
    reviewing.comment_only(fresh(point.version), by=board.second)
    after = browser.get().content.decode()

    assert ("Where below?" in before, "Where below?" in after) == (False, True)


def test_reply_button_opens_the_form_on_its_point_and_keeps_the_link(board, point):
    browser = Browser(board.reviewer, point.version)
    form = browser.get(f"review/patient/?reply={point.pk}").context["typed"].comment

    sent = browser.send(
        "comments/", on="p-2", kind="question", body="Where below?", reply=form["reply"].value()
    )

    row = Comment.objects.get(body="Where below?")
    assert (sent.status_code, form["on"].value()) == (302, "p-1")
    assert row.selectors["reply_to"] == {"round": 1, "reviewer": str(board.reviewer.uid), "number": 1}


def test_rewording_a_reply_keeps_what_it_replies_to(board, point):
    row = reply(point, board.reviewer)
    browser = Browser(board.reviewer, point.version)
    form = browser.get(f"review/patient/?edit={row.pk}").context["typed"].comment

    assert form["reply"].value() == point.pk


def test_authors_letter_tells_what_is_replied_to(board, point):
    reply(point, board.reviewer)
    reviewing.ask_for_changes(fresh(point.version), by=board.reviewer, reason="One number is wrong.")
    reviewing.comment_only(fresh(point.version), by=board.second)
    version = fresh(point.version)

    page = signed_in(board.lead).get(f"/write/{version.pk}/points/").content.decode()

    told = letters.letter_of(version.rounds.get(number=2)).points[0].about
    assert (told.body, told.round, told.answer.body) == ("Which dose?", 1, "It says so below.")
    assert "In reply to the point of Rita Reviewer in round 1" in page


def test_nobody_replies_to_a_point_of_their_own_round_or_of_another_text(board, point):
    here = commenting.save_comment(
        fresh(point.version), by=board.second, audience="patient", anchor="p-1", kind="must", body="New."
    )
    reviewing.comment_only(fresh(point.version), by=board.second)

    for other in (here.pk, 987_654):
        with pytest.raises(Refused, match="no such point of an earlier round"):
            reply(Comment(pk=other, version_id=point.version_id), board.reviewer)


def test_record_with_a_reply_verifies(board, point, capsys):
    reply(point, board.reviewer)
    reviewing.ask_for_changes(fresh(point.version), by=board.reviewer, reason="One number is wrong.")

    call_command("verify")

    assert "wrong" not in capsys.readouterr().out.lower()
