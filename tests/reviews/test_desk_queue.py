"""The desk and its queue, for each part that a person may have."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import drafting, manuscripts
from articles.models import Role
from reviews import house, record, reviewing, workflow
from reviews.models import Signature
from tests.articles.writing_pages import signed_in, words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
QUESTION = "Does ginger tea shorten a cold?"


def section(response, name: str) -> list:
    return next(part for part in response.context["sections"] if part.name == name).rows


def test_desk_leads_each_part_to_its_page(the_house):
    people = [the_house.editor, the_house.reviewers[0], the_house.author()]

    led = [signed_in(person).get("/desk/")["Location"] for person in people]

    assert led == ["/desk/queue/", "/desk/queue/", "/write/"]


def test_desk_tells_who_has_no_part_so():
    response = signed_in(make_user("stranger")).get("/desk/")

    assert (response.status_code, "Your account has no part here yet." in words(response)) == (200, True)


def test_desk_asks_who_is_not_signed_in_to_sign_in():
    assert Client().get("/desk/queue/")["Location"] == "/sign-in/?next=/desk/queue/"


def test_queue_is_not_there_for_authors_and_strangers(the_house):
    people = [the_house.author(), make_user("stranger")]

    assert [signed_in(person).get("/desk/queue/").status_code for person in people] == [404, 404]


def test_queue_of_an_empty_house_says_so(the_house):
    board, editor = (signed_in(who).get("/desk/queue/") for who in (the_house.reviewers[0], the_house.editor))

    assert "Nothing waits for you, and there is nothing to do here now." in words(board)
    assert "Every text in review has a reviewer." in words(editor)


def test_queue_is_headed_by_its_name_whatever_waits(the_house):
    client = signed_in(the_house.reviewers[0])
    empty = client.get("/desk/queue/").content.decode()
    the_house.submitted()
    to_take = client.get("/desk/queue/")

    assert [page.count('<h1 class="tool">Queue</h1>') for page in (empty, to_take.content.decode())] == [1, 1]
    assert "You may take 1 text that is in review." in words(to_take)
    assert "Take a text from the list below" in words(to_take)


def test_queue_of_who_is_editor_and_board_member_sums_up_both(the_house):
    house.grant(the_house.reviewers[0], Role.EDITOR, by=the_house.editor)
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])
    the_house.submitted()

    page = words(signed_in(the_house.reviewers[0]).get("/desk/queue/"))

    assert "1 text waits for you. 1 text needs a reviewer." in page


def test_queue_names_all_authors(the_house):
    lead = the_house.author()
    draft, other = the_house.draft(lead), the_house.author()
    drafting.add_author(draft, by=lead, user=other)
    drafting.save_authorship(draft, by=other, credential="RN", interests="none", name="Nora Nurse")
    for author in (lead, other):
        reviewing.confirm_authorship(draft, by=author, digest=manuscripts.draft_digest(draft))
    workflow.submit(draft, by=lead)

    row = section(signed_in(the_house.editor).get("/desk/queue/"), "unassigned")[0]

    assert row.note == "Version 1 by Ada Author and Nora Nurse."


def test_queue_offers_what_is_in_review_to_the_board(the_house):
    the_house.submitted()

    response = signed_in(the_house.reviewers[0]).get("/desk/queue/")

    row = section(response, "open")[0]
    assert (row.title, row.note) == (QUESTION, "Version 1 by Ada Author. About 2 minutes to read.")
    assert row.act[0] == "Take this review"


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (0, "Declare your interests first."),
        (1, "Not opened yet."),
        (2, "You have begun."),
    ],
)
def test_queue_says_what_a_held_review_waits_for(the_house, steps, says):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    if steps:
        reviewing.disclose(version, by=reviewer, kind="none")
    if steps > 1:
        reviewing.begin(version, by=reviewer)

    row = section(signed_in(reviewer).get("/desk/queue/"), "waiting")[0]

    assert row.who == says


def test_queue_puts_what_is_due_first_on_top_and_says_what_is_late(the_house):
    reviewer, today = the_house.reviewers[0], timezone.now().date()
    versions = [the_house.submitted() for _time in range(2)]
    days = [10, 3]
    for version, left in zip(versions, days, strict=True):
        due = today + datetime.timedelta(days=left)
        reviewing.assign(version, by=the_house.editor, reviewer=reviewer, due_on=due)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=5)):
        response = signed_in(reviewer).get("/desk/queue/")

    rows = section(response, "waiting")
    assert [(row.when_note, row.is_late) for row in rows] == [("2 days late", True), ("in 5 days", False)]
    assert "1 is late." in words(response)


def test_queue_moves_a_finished_review_on(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.sign(version, reviewer)
    client = signed_in(reviewer)
    while_open = client.get("/desk/queue/")

    the_house.sign(version, the_house.reviewers[1])
    closed = client.get("/desk/queue/")

    assert [len(section(while_open, name)) for name in ("waiting", "open", "back", "done")] == [0, 0, 1, 0]
    assert [len(section(closed, name)) for name in ("waiting", "open", "back", "done")] == [0, 0, 0, 1]


def test_queue_does_not_offer_what_one_stood_aside_from_or_wrote(the_house):
    aside, author = the_house.reviewers[0], the_house.author()
    house.grant(author, Role.BOARD, by=the_house.editor)
    house.check_licence(author, by=the_house.editor, credential="MD", specialty="x")
    version = workflow.submit(the_house.draft(author), by=author)
    reviewing.disclose(version, by=aside, kind="interest", text="I sell it.")
    reviewing.rule_on_interest(version, by=the_house.editor, person=aside, ruling="stands_aside")

    seen = [section(signed_in(who).get("/desk/queue/"), "open") for who in (aside, author)]

    assert seen == [[], []]


def test_queue_of_an_editor_sorts_versions_by_what_they_need(the_house):
    the_house.submitted()
    held, declared, approved = the_house.submitted(), the_house.submitted(), the_house.approved()
    reviewing.take(held, by=the_house.reviewers[0])
    reviewing.take(declared, by=the_house.reviewers[1])
    reviewing.disclose(declared, by=the_house.reviewers[1], kind="interest", text="I sell it.")
    back = the_house.submitted()
    workflow.request_changes(back, by=the_house.editor, to_author="Please.")
    away = the_house.submitted()
    workflow.decline(away, by=the_house.editor, to_author="No.")
    told = {"patient": "It was wrong.", "professional": "It was wrong."}
    workflow.retract(
        the_house.approved(),
        by=the_house.editor,
        password=PASSWORD,
        public="An error.",
        text=told,
        instead=told,
    )

    response = signed_in(the_house.editor).get("/desk/queue/")

    counts = {part.name: len(part.rows) for part in response.context["sections"]}
    assert counts == {
        "unassigned": 1,
        "in-review": 2,
        "interests": 1,
        "authors": 1,
        "standing": 1,
        "retracted": 1,
        "away": 1,
    }
    assert approved.question in words(response)
    assert "1 declared interest waits for your answer." in words(response)


def test_queue_of_an_editor_tells_of_an_objection(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    other = the_house.reviewers[1]
    reviewing.take(version, by=other)
    the_house.open_review(version, reviewer)
    reviewing.object_on_safety(version, by=reviewer, reason="It is unsafe.")

    row = section(signed_in(the_house.editor).get("/desk/queue/"), "in-review")[0]

    assert row.who.endswith("1 has finished. An objection on safety grounds stands.")


def test_queue_of_an_editor_tells_of_a_signature_that_was_taken_back(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.sign(version, reviewer)
    reviewing.strike(Signature.objects.get(person=reviewer), by=reviewer, public="I misread it.")

    row = section(signed_in(the_house.editor).get("/desk/queue/"), "in-review")[0]

    assert row.who.endswith("A signature was taken back: send the text back.")


def test_queue_leaves_an_editors_own_articles_out(the_house):
    editor = the_house.author()
    house.grant(editor, Role.EDITOR, by=the_house.editor)
    workflow.submit(the_house.draft(editor), by=editor)

    response = signed_in(editor).get("/desk/queue/")

    assert [part.rows for part in response.context["sections"]] == [[]] * 7


def fill(the_house, count: int) -> None:
    """`count` versions of every kind that a queue lists, and a finished round each."""
    first, second = the_house.reviewers
    for _time in range(count):
        the_house.submitted()
        held = the_house.submitted()
        the_house.open_review(held, first)
        interest = the_house.submitted()
        reviewing.take(interest, by=second)
        reviewing.disclose(interest, by=second, kind="interest", text="I sell it.")
        the_house.approved()
        workflow.request_changes(the_house.submitted(), by=the_house.editor, to_author="Please.")


@pytest.mark.parametrize("who", ["board", "editor"])
def test_queue_costs_the_same_for_one_and_three_rows(the_house, who):
    client = signed_in(the_house.reviewers[0] if who == "board" else the_house.editor)
    costs = []
    client.get("/desk/queue/")  # the facts of the site are remembered for a minute, whoever asked first

    for count in (1, 2):
        fill(the_house, count)
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/queue/")
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 19


def test_editor_is_not_told_that_who_has_finished_is_late(the_house):
    version, (first, second) = the_house.submitted(), the_house.reviewers
    the_house.sign(version, first)
    reviewing.take(version, by=second)
    held = version.assignments.get(reviewer=first)
    held.due_on = record.now().date() - datetime.timedelta(days=3)
    held.save(update_fields=["due_on"])

    page = words(signed_in(the_house.editor).get("/desk/queue/"))

    assert "days late" not in page
