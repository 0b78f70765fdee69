"""An editor's page of a version, and the decisions around a review."""

import datetime
import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import ArticleVersion, Contributor
from reviews import editors_page, erasures, record, reviewing, timeline, workflow
from reviews.models import Assignment, Disclosure
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def desk(version, rest: str = "") -> str:
    return f"/desk/versions/{version.pk}/{rest}"


def state_of(version) -> str:
    return ArticleVersion.objects.get(pk=version.pk).state


# The page


def test_version_desk_tells_state_rounds_reasons_and_moves(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.sign(version, reviewer)
    workflow.request_changes(version, by=the_house.editor, to_author="Say how much ginger.")

    page = words(signed_in(the_house.editor).get(desk(version)))

    for sentence in (
        "Back with its author.",
        "Round 1: Changes asked",
        "Reviewer 1 : Signed.",
        "Say how much ginger. (to the author)",
        "Signed: patient text, professional text",
        "Do not accept",
    ):
        assert sentence in page


def test_version_desk_is_not_there_for_anybody_else(the_house):
    version = the_house.submitted()
    the_house.open_review(version, the_house.reviewers[0])
    people = [version.article.lead_author, the_house.reviewers[0], the_house.author(), make_user("stranger")]
    pages = ["", "assign/", "notice/", "texts/patient/"]

    found = {signed_in(who).get(desk(version, page)).status_code for who in people for page in pages}

    assert found == {404}


def test_version_desk_of_a_draft_is_not_there_for_an_editor(the_house):
    draft = the_house.draft()

    assert signed_in(the_house.editor).get(desk(draft)).status_code == 404


def test_version_desk_is_not_there_for_an_editor_who_wrote_a_part(the_house):
    version = the_house.submitted()
    Contributor.objects.create(article=version.article, user=the_house.editor)

    assert signed_in(the_house.editor).get(desk(version)).status_code == 404


def test_version_text_is_the_sealed_one_for_its_audience(the_house):
    version, client = the_house.submitted(), signed_in(the_house.editor)

    found = [client.get(desk(version, f"texts/{name}/")) for name in ("patient", "caregiver")]

    assert [one.status_code for one in found] == [200, 404]
    assert "Ginger tea does not shorten a cold." in words(found[0])


def test_version_desk_costs_the_same_for_one_and_three_reviewers(the_house):
    version, client = the_house.submitted(), signed_in(the_house.editor)
    board = [the_house.board_member(f"Member {number}") for number in range(3)]
    costs = []
    client.get(desk(version))  # what a session and the site remember is asked for once

    for people in (board[:1], board[1:]):
        for person in people:
            the_house.open_review(version, person)
        with CaptureQueriesContext(connection) as queries:
            client.get(desk(version))
        costs.append(len(queries))

    # What is out of reach is worked out person by person: some queries for each of the board, not for each row.
    assert costs[0] == costs[1]


def test_version_desk_shows_an_erased_reason_as_such(the_house):
    version = the_house.submitted()
    workflow.decline(version, by=the_house.editor, to_author="Private words.")
    reason = version.decisions.get(move="decline")
    second = make_user("editor")
    reviewing.erase(
        version.article, digest=json.loads(reason.payload)["digests"]["to_author"], by=the_house.editor,
        password=PASSWORD, second=second, second_password=PASSWORD, for_editors="Asked to.",
    )  # fmt: skip

    page = words(signed_in(the_house.editor).get(desk(version)))

    assert ("Private words." in page, erasures.sentence(record.now()) in page) == (False, True)


def test_version_desk_costs_the_same_for_words_that_were_erased(the_house):
    version, client, second = the_house.submitted(), signed_in(the_house.editor), make_user("editor")
    for reviewer in the_house.reviewers:
        reviewing.take(version, by=reviewer)
    for reviewer in the_house.reviewers:
        reviewing.disclose(version, by=reviewer, kind="interest", text=f"Interest of {reviewer}.")
        reviewing.rule_on_interest(version, by=the_house.editor, person=reviewer, ruling="not_relevant")
        review = reviewing.begin(version, by=reviewer)
        answers = {entry["id"]: {"answer": "yes"} for entry in review.answers}
        reviewing.save_review(version, by=reviewer, counter=0, answers=answers, ai_used="no")
        reviewing.object_on_safety(version, by=reviewer, reason=f"Reason of {reviewer}.")
    kept = {"disclose": "disclosure", "object": "review"}
    decisions = [(one, kept[one.move]) for one in version.article.book.decisions.filter(move__in=kept)]
    costs = []

    for some in ([], decisions[:1], decisions[1:]):
        for decision, name in some:
            reviewing.erase(
                version.article, digest=json.loads(decision.payload)["digests"][name], by=the_house.editor,
                password=PASSWORD, second=second, second_password=PASSWORD, for_editors="Asked to.",
            )  # fmt: skip
        client.get(desk(version))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(desk(version))
        said = [row["words"] for row in page.context["interests"]]
        said += [review["reason"] for row in page.context["rounds"] for review in row["reviews"]]
        costs.append((len(queries), said.count(erasures.sentence(record.now()))))

    assert [count for _queries, count in costs] == [0, 1, 4]
    # One query says when; the second is what the timeline asks.
    assert costs[1][0] == costs[2][0]


def test_approval_follows_from_the_rules_on_the_desk_as_in_the_public_record(the_house):
    version = the_house.approved()

    told = {entry["title"]: entry["who"] for entry in timeline.entries(version)}

    assert (told["Approved"], "Reviewer 2, reviewer" in told.values()) == ("Follows from the rules", True)


# Asking a board member


def test_assign_asks_a_board_member_until_a_day(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    due = timezone.now().date() + datetime.timedelta(days=9)

    response = signed_in(the_house.editor).post(
        desk(version, "assign/"), {"reviewer": str(reviewer.uid), "due_on": due.isoformat()}
    )

    made = Assignment.objects.get()
    assert (response["Location"], made.reviewer, made.due_on) == (desk(version), reviewer, due)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("", "The text opens to them once they have declared their interests."),
        ("interest", "They declared an interest before: the text opens to them once it is answered."),
        ("none", "They declared their interests before, and the text is open to them now."),
    ],
)
def test_assign_says_when_the_text_opens(the_house, kind, says):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    if kind:
        words_of_it = {"interest": "I own a tea shop.", "none": ""}[kind]
        reviewing.disclose(version, by=reviewer, kind=kind, text=words_of_it)

    page = signed_in(the_house.editor).post(
        desk(version, "assign/"), {"reviewer": str(reviewer.uid)}, follow=True
    )

    assert f"Asked. {says}" in words(page)


def test_assign_without_a_day_takes_the_policys(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]

    signed_in(the_house.editor).post(desk(version, "assign/"), {"reviewer": str(reviewer.uid), "due_on": ""})

    assert Assignment.objects.get().due_on == timezone.now().date() + datetime.timedelta(days=14)


@pytest.mark.parametrize("reviewer", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_assign_of_nobody_keeps_the_day(the_house, reviewer):
    version = the_house.submitted()

    response = signed_in(the_house.editor).post(
        desk(version, "assign/"), {"reviewer": reviewer, "due_on": "2030-01-01"}
    )

    assert (response.status_code, held(response, "due_on")) == (422, "2030-01-01")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2001-01-01", "The due date lies in the past."),
        ("9999-12-31", "The due date is more than a year away."),
        ("soon", "Write a day like 2026-03-31."),
    ],
)
def test_assign_until_a_day_that_cannot_be_says_so(the_house, day, sentence):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]

    response = signed_in(the_house.editor).post(
        desk(version, "assign/"), {"reviewer": str(reviewer.uid), "due_on": day}
    )

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert Assignment.objects.count() == 0


def test_assign_says_who_cannot_be_asked_and_the_policy_says_it_again(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    Contributor.objects.create(article=version.article, user=reviewer)
    client = signed_in(the_house.editor)

    page = client.get(desk(version, "assign/"))
    answer = client.post(desk(version, "assign/"), {"reviewer": str(reviewer.uid)})

    assert "Wrote part of this article." in words(page)
    assert "Reviewer 1 wrote part of this article." in words(answer)


def test_assign_says_when_the_quorum_is_out_of_reach(make_house):
    house = make_house(approvals=5)
    version = house.submitted()

    page = words(signed_in(house.editor).get(desk(version, "assign/")))

    assert "The board as it is cannot complete the approvals." in page


def test_assign_page_costs_the_same_for_a_board_of_one_and_three_more(the_house):
    version, client = the_house.submitted(), signed_in(the_house.editor)
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            editors_page.candidates(version)
        costs.append(len(queries))
        the_house.board_member(f"More {number}")

    assert costs[0] == costs[1]
    assert client.get(desk(version, "assign/")).status_code == 200


# Held reviews


def test_extend_gives_more_time(the_house):
    version = the_house.submitted()
    taken = reviewing.take(version, by=the_house.reviewers[0])
    due = timezone.now().date() + datetime.timedelta(days=40)

    signed_in(the_house.editor).post(
        desk(version, f"assignments/{taken.pk}/extend/"), {"due_on": due.isoformat()}
    )

    assert Assignment.objects.get().due_on == due


def test_lapse_frees_a_review_after_its_lease(the_house):
    version = the_house.submitted()
    taken = reviewing.take(version, by=the_house.reviewers[0])
    client, url = signed_in(the_house.editor), desk(version, f"assignments/{taken.pk}/lapse/")
    early = client.post(url)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
        client.force_login(the_house.editor)
        late = client.post(url)

    assert (early.status_code, "This review is held until" in words(early)) == (422, True)
    assert (late.status_code, Assignment.objects.get().ended_why) == (302, "lapsed")


def test_assignment_of_another_version_is_not_there(the_house):
    version, other = the_house.submitted(), the_house.submitted()
    taken = reviewing.take(other, by=the_house.reviewers[0])

    pages = [f"assignments/{taken.pk}/{name}/" for name in ("extend", "lapse")]

    assert [signed_in(the_house.editor).get(desk(version, page)).status_code for page in pages] == [404, 404]


# Interests


def declared(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="interest", text="I advise a tea maker.")
    return version, reviewer


def test_ruling_shows_what_was_declared_and_opens_the_text(the_house):
    version, reviewer = declared(the_house)
    client, url = signed_in(the_house.editor), desk(version, f"interests/{reviewer.uid}/")

    page = words(client.get(url))
    response = client.post(url, {"ruling": "not_relevant", "reason": "Long ago."})

    assert "I advise a tea maker." in page
    assert (response.status_code, Disclosure.objects.last().ruling) == (302, "not_relevant")
    assert state_of(version) == "under_review"


def test_ruling_without_an_answer_keeps_the_reason(the_house):
    version, reviewer = declared(the_house)

    response = signed_in(the_house.editor).post(
        desk(version, f"interests/{reviewer.uid}/"), {"reason": "Long ago."}
    )

    assert (response.status_code, held(response, "reason")) == (422, "Long ago.")
    assert "Choose an answer to the declared interest." in words(response)


def test_ruling_about_who_declared_nothing_is_not_there(the_house):
    version, _reviewer = declared(the_house)
    other = the_house.reviewers[1]

    assert signed_in(the_house.editor).get(desk(version, f"interests/{other.uid}/")).status_code == 404


# Notices and signatures


def test_notice_is_published_beside_a_standing_text(the_house):
    version = the_house.approved()
    parts = {f"{part}-{audience}": "Words." for part in ("text", "instead")
             for audience in ("patient", "professional")}  # fmt: skip

    response = signed_in(the_house.editor).post(
        desk(version, "notice/"), {"kind": "correction", "password": PASSWORD, **parts}
    )

    assert (response.status_code, version.notices.get().kind) == (302, "correction")


def test_notice_without_its_kind_keeps_the_words(the_house):
    version = the_house.approved()

    response = signed_in(the_house.editor).post(desk(version, "notice/"), {"text-patient": "My words."})

    assert (response.status_code, held(response, "text-patient")) == (422, "My words.")


def test_strike_by_an_editor_suspends_what_needed_the_signature(the_house):
    version = the_house.approved()
    signature = version.rounds.get().signatures.first()

    signed_in(the_house.editor).post(
        desk(version, f"signatures/{signature.pk}/strike/"), {"public": "Not read."}
    )

    assert state_of(version) == "suspended"


def test_strike_by_its_signer_is_theirs_alone(the_house):
    version = the_house.approved()
    signature = version.rounds.get().signatures.get(person=the_house.reviewers[0])
    url = desk(version, f"signatures/{signature.pk}/strike/")

    other = signed_in(the_house.reviewers[1]).post(url, {"public": "x"})
    author = signed_in(version.article.lead_author).post(url, {"public": "x"})
    own = signed_in(the_house.reviewers[0]).post(url, {"public": "I was wrong."})

    assert [other.status_code, author.status_code, own.status_code] == [404, 404, 302]


def test_lift_objection_by_an_editor_names_two_others(the_house):
    version, objector = the_house.submitted(), the_house.reviewers[0]
    others = [the_house.board_member("Third"), the_house.board_member("Fourth")]
    reviewing.take(version, by=the_house.reviewers[1])
    the_house.open_review(version, objector)
    review = reviewing.object_on_safety(version, by=objector, reason="Unsafe.")
    client, url = signed_in(the_house.editor), desk(version, f"objections/{review.pk}/lift/")

    alone = client.post(url, {"reason": "It is safe.", "others": [str(others[0].uid)]})
    together = client.post(url, {"reason": "It is safe.", "others": [str(one.uid) for one in others]})

    assert (alone.status_code, held(alone, "reason")) == (422, "It is safe.")
    review.refresh_from_db()
    assert (together.status_code, review.lifted_at is not None) == (302, True)


def test_version_desk_offers_no_more_time_to_who_has_finished(the_house):
    version = the_house.submitted()
    the_house.sign(version, the_house.reviewers[0])
    reviewing.take(version, by=the_house.reviewers[1])

    page = words(signed_in(the_house.editor).get(desk(version)))

    assert (page.count("Finished on"), page.count("Give more time")) == (1, 1)


def test_version_desk_leads_to_what_readers_see_and_to_nothing_else(the_house):
    client, version = signed_in(the_house.editor), the_house.submitted()
    before = words(client.get(desk(version)))
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)

    page = client.get(desk(version))

    said = "The page that readers see"
    assert (said in before, said in words(page)) == (False, True)
    assert [client.get(path).status_code for _name, path in page.context["public"]] == [200, 200]


def test_notice_page_says_nothing_against_what_is_not_chosen_yet(the_house):
    version = the_house.approved()

    page = words(signed_in(the_house.editor).get(desk(version, "notice/")))

    assert ("Publish a notice" in page, "Say whether it is a correction" in page) == (True, False)
