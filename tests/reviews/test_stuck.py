"""What is stuck: each list names what waits, says what to do, and leads there."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticleVersion, Role
from reviews import house, policy, reach, reviewing, stuck, workflow
from reviews.case import Case
from reviews.models import BoardProfile, Review, Signature
from tests.articles.writing_pages import signed_in, words
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = "2026-01-05T10:00:00Z"
LATER = "2026-02-05T10:00:00Z"


def rows(user, name: str) -> list:
    return next(part.rows for part in stuck.for_editor(user) if part.name == name)


def leads_there(user, row) -> int:
    return signed_in(user).get(row.url).status_code


def test_text_that_nobody_reviews_leads_to_asking_somebody(the_house):
    version = the_house.submitted()

    (row,) = rows(the_house.editor, "unassigned")

    assert (row.url, leads_there(the_house.editor, row)) == (f"/desk/versions/{version.pk}/assign/", 200)


@pytest.mark.parametrize(
    ("case", "where", "sentence"),
    [
        ("held", "extend", "Reviewer 1 has not begun, and holds it until 1 Apr 2026."),
        ("free", "lapse", "Reviewer 1 has not begun. Free the review, and ask somebody else."),
        ("begun", "extend", "Reviewer 1 has begun."),
    ],
)
def test_late_review_leads_to_what_can_be_done(the_house, case, where, sentence):
    with time_machine.travel(DAY, tick=False):
        version, reviewer = the_house.submitted(), the_house.reviewers[0]
        if case == "begun":
            the_house.open_review(version, reviewer)
        else:
            reviewing.take(version, by=reviewer)
        held = version.assignments.get()
        if case == "held":
            held.held_until = datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)
            held.save()

    with time_machine.travel(LATER, tick=False):
        (row,) = rows(the_house.editor, "overdue")
        found = leads_there(the_house.editor, row)

    assert (row.url, row.is_late, found) == (
        f"/desk/versions/{version.pk}/assignments/{held.pk}/{where}/", True, 200,
    )  # fmt: skip
    assert row.who.startswith(sentence)


def test_review_that_has_ended_is_not_late(the_house):
    with time_machine.travel(DAY, tick=False):
        the_house.sign(the_house.submitted(), the_house.reviewers[0])

    with time_machine.travel(LATER, tick=False):
        assert rows(the_house.editor, "overdue") == []


def test_declared_interest_leads_to_its_answer(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.disclose(version, by=reviewer, kind="interest", text="I sell it.")

    (row,) = rows(the_house.editor, "interests")

    assert leads_there(the_house.editor, row) == 200


def test_objection_leads_to_lifting_it(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=the_house.reviewers[1])
    the_house.open_review(version, reviewer)
    reviewing.object_on_safety(version, by=reviewer, reason="It is unsafe.")
    objection = Review.objects.get(end="objection")

    (row,) = rows(the_house.editor, "objections")

    assert row.url == f"/desk/versions/{version.pk}/objections/{objection.pk}/lift/"
    assert leads_there(the_house.editor, row) == 200


def test_signature_that_was_taken_back_leads_to_sending_the_text_back(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.sign(version, reviewer)
    reviewing.strike(Signature.objects.get(), by=reviewer, public="I misread it.")

    (row,) = rows(the_house.editor, "objections")

    assert (row.url, leads_there(the_house.editor, row)) == (
        f"/desk/versions/{version.pk}/request_changes/", 200,
    )  # fmt: skip


@pytest.mark.parametrize("case", ["never", "ended", "soon", "no profile"])
def test_licence_that_is_not_sure_leads_to_checking_it(the_house, case):
    person = make_user("reviewer") if case == "no profile" else the_house.board_member("Lia Licence")
    if case != "no profile":
        profile = BoardProfile.objects.get(user=person)
        profile.licence_checked_on = None if case == "never" else profile.licence_checked_on
        today = datetime.date.today()  # noqa: DTZ011
        profile.licence_valid_to = {
            "ended": today - datetime.timedelta(1),
            "soon": today + datetime.timedelta(59),
        }.get(case)
        profile.save()

    (row,) = rows(the_house.editor, "licences")

    assert (row.title, row.url) == (person.printed_name, f"/desk/people/{person.uid}/licence/")
    assert leads_there(the_house.editor, row) == 200


def test_own_licence_is_left_to_another_editor(the_house):
    house.grant(the_house.reviewers[0], Role.EDITOR, by=the_house.editor)
    profile = BoardProfile.objects.get(user=the_house.reviewers[0])
    profile.licence_checked_on = None
    profile.save()

    (row,) = rows(the_house.reviewers[0], "licences")

    assert row.who == "This is you: another editor has to check it."


def test_text_whose_quorum_is_out_of_reach_says_why(the_house):
    version = the_house.submitted()
    before = rows(the_house.editor, "out-of-reach")
    aside = the_house.reviewers[0]
    reviewing.disclose(version, by=aside, kind="interest", text="I sell it.")
    reviewing.rule_on_interest(version, by=the_house.editor, person=aside, ruling="stands_aside")

    (row,) = rows(the_house.editor, "out-of-reach")

    assert before == []
    assert "The patient text needs 1 more signature." in row.who


def test_reach_of_many_texts_says_what_the_policy_says_of_each(the_house):
    aside, writer = the_house.reviewers
    the_house.submitted()
    declared, written = the_house.submitted(), the_house.draft()
    reviewing.disclose(declared, by=aside, kind="interest", text="I sell it.")
    reviewing.rule_on_interest(declared, by=the_house.editor, person=aside, ruling="stands_aside")
    written.article.contributors.create(user=writer)
    workflow.submit(written, by=written.article.lead_author)
    special = the_house.submitted()
    special.article.specialty = "Cardiology"
    special.article.save()
    versions = list(ArticleVersion.objects.select_related("article"))

    found = reach.out_of_reach(versions)

    said = {version.pk: policy.out_of_reach(Case(version, None)) for version in versions}
    assert found == {key: sentences for key, sentences in said.items() if sentences}
    assert sorted(found) == [declared.pk, written.pk, special.pk]


def test_standing_aside_counts_however_long_ago_it_was(the_house):
    with time_machine.travel(DAY, tick=False):
        version, aside = the_house.submitted(), the_house.reviewers[0]
        reviewing.disclose(version, by=aside, kind="interest", text="I sell it.")
        reviewing.rule_on_interest(version, by=the_house.editor, person=aside, ruling="stands_aside")

    with time_machine.travel("2027-02-05T10:00:00Z", tick=False):
        found = reach.out_of_reach([version])
        said = policy.out_of_reach(Case(version, None))

    assert said == [
        "The board as it is cannot complete the approvals. The patient text needs 1 more signature."
    ]
    assert found == {version.pk: said}


def test_published_text_that_is_due_again_names_whom_to_ask(the_house):
    with time_machine.travel(DAY, tick=False):
        version, underway = the_house.approved(), the_house.approved()
    with time_machine.travel("2029-01-06T10:00:00Z", tick=False):
        the_house.next_version(underway)

        (row,) = rows(the_house.editor, "checks")

    assert row.url == f"/desk/versions/{version.pk}/"
    assert row.who.startswith("Ask Ada Author to begin the next version")


def test_page_says_what_is_in_order_where_nothing_is_stuck(the_house):
    call_command("tick", verbosity=0)

    page = words(signed_in(the_house.editor).get("/desk/stuck/"))

    assert "Nothing waits for an editor." in page
    assert "No review is late." in page


def test_page_is_for_editors_alone(the_house):
    people = [the_house.author(), the_house.reviewers[0], make_user("stranger")]

    assert {signed_in(who).get("/desk/stuck/").status_code for who in people} == {404}


def test_editor_is_told_nothing_of_what_they_wrote(the_house):
    with time_machine.travel(DAY, tick=False):
        editor = the_house.author()
        version = the_house.draft(editor)
        workflow.submit(version, by=editor)
        other = the_house.draft(editor)
        workflow.submit(other, by=editor)
        house.grant(editor, Role.EDITOR, by=the_house.editor)
        reviewer, second = the_house.reviewers
        reviewing.take(version, by=second)
        the_house.open_review(version, reviewer)
        reviewing.object_on_safety(version, by=reviewer, reason="It is unsafe.")
        reviewing.disclose(other, by=reviewer, kind="interest", text="I sell it.")
        reviewing.rule_on_interest(other, by=the_house.editor, person=reviewer, ruling="stands_aside")

    with time_machine.travel(LATER, tick=False):
        found = [part.name for part in stuck.for_editor(editor) if part.rows]

    assert found == ["work"]


def fill(the_house) -> None:
    """One of every kind."""
    first, second = the_house.reviewers
    the_house.submitted()
    late = the_house.submitted()
    reviewing.take(late, by=first)
    declared = the_house.submitted()
    reviewing.disclose(declared, by=second, kind="interest", text="I sell it.")
    aside = the_house.submitted()
    reviewing.disclose(aside, by=second, kind="interest", text="I sell it.")
    reviewing.rule_on_interest(aside, by=the_house.editor, person=second, ruling="stands_aside")
    objected = the_house.submitted()
    the_house.open_review(objected, first)
    reviewing.take(objected, by=second)
    reviewing.object_on_safety(objected, by=first, reason="It is unsafe.")
    the_house.approved()
    make_user("reviewer")


def test_page_costs_the_same_for_one_and_three_of_every_kind(the_house):
    client = signed_in(the_house.editor)
    client.get("/desk/stuck/")
    costs = []

    for times in (1, 2):
        with time_machine.travel(DAY, tick=False):
            for _time in range(times):
                fill(the_house)
        with (
            time_machine.travel("2029-01-06T10:00:00Z", tick=False),
            CaptureQueriesContext(connection) as queries,
        ):
            stuck.for_editor(the_house.editor)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 25
