"""The cover sheet and the declaration, for who may see them and in each standing."""

import pytest
from django.test import Client

from articles import drafting
from articles.models import ArticleVersion, User
from reviews import house, reviewing, workflow
from reviews.models import Disclosure
from tests.factories import make_user
from tests.reviews.board import Board

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def cover(person: User, version: ArticleVersion):
    return signed_in(person).get(f"/desk/versions/{version.pk}/cover/")


def declare(person: User, version: ArticleVersion, **typed: str):
    return signed_in(person).post(f"/desk/versions/{version.pk}/declare/", typed)


def test_cover_tells_who_wrote_it_who_paid_and_how_long_it_takes(the_house):
    version = the_house.submitted()

    page = cover(the_house.reviewers[0], version)

    assert page.status_code == 200
    assert page.context["authors"][0][0]["text"] == "Ada Author"
    assert [row[1]["text"] for row in page.context["minutes"]] == [1, 1]
    assert page.context["standing"] == "free"


def test_cover_holds_nothing_of_the_text(the_house):
    version = the_house.submitted()

    page = cover(the_house.reviewers[0], version).content.decode()

    assert "shorten a cold?" in page
    assert "sore throat" not in page


def test_cover_is_not_there_for_strangers_authors_and_editors(the_house):
    version = the_house.submitted()
    people = [make_user("stranger"), version.article.lead_author, the_house.editor]

    assert [cover(person, version).status_code for person in people] == [404, 404, 404]


def test_cover_of_a_draft_is_not_there(the_house):
    assert cover(the_house.reviewers[0], the_house.draft()).status_code == 404


def test_cover_offers_to_take_the_review_through_the_move(the_house):
    version = the_house.submitted()

    page = cover(the_house.reviewers[0], version)

    assert [move["url"] for move in page.context["moves"]] == [f"/desk/versions/{version.pk}/take/"]


@pytest.mark.parametrize("page", ["cover", "review", "compare"])
def test_reviewer_is_told_that_the_text_before_this_one_was_retracted_and_why(page):
    board = Board()
    base = board.retracted()
    later = workflow.submit(board.next(base), by=board.lead)
    newcomer = board.member
    board.hold(later, newcomer)

    html = signed_in(newcomer).get(f"/desk/versions/{later.pk}/{page}/").content.decode()

    assert "Version 1, from which this one starts, was retracted." in html
    assert "The trial was withdrawn." in html
    assert "Update: the advice or its evidence changed." in html


def test_cover_of_who_was_asked_declares_and_accepts_on_one_screen(the_house):
    version = the_house.submitted()
    reviewing.assign(version, by=the_house.editor, reviewer=the_house.reviewers[0])

    page = cover(the_house.reviewers[0], version)

    assert page.context["standing"] == "declare"
    assert "Declare and accept" in page.content.decode()
    assert f"/desk/versions/{version.pk}/hand_back/" in page.content.decode()


def test_declaring_no_interest_opens_the_text(the_house):
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])

    response = declare(the_house.reviewers[0], version, kind="none", text="")

    assert response["Location"] == f"/desk/versions/{version.pk}/review/"
    assert signed_in(the_house.reviewers[0]).get(response["Location"]).status_code == 200


def test_declaring_an_interest_waits_for_the_editor(the_house):
    version = the_house.submitted()
    reviewer = the_house.reviewers[0]
    reviewing.take(version, by=reviewer)

    response = declare(reviewer, version, kind="interest", text="I own a tea shop.")

    assert response["Location"] == f"/desk/versions/{version.pk}/cover/"
    page = cover(reviewer, version)
    assert page.context["standing"] == "waits"
    assert "I own a tea shop." in page.content.decode()
    assert signed_in(reviewer).get(f"/desk/versions/{version.pk}/review/").status_code == 404


def test_declaring_an_interest_without_words_keeps_the_form(the_house):
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])

    response = declare(the_house.reviewers[0], version, kind="interest", text=" ")

    assert response.status_code == 422
    assert "Describe the interest in a sentence" in response.content.decode()
    assert Disclosure.objects.count() == 0


def test_declaring_no_interest_and_writing_of_one_asks_which(the_house):
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])

    response = declare(the_house.reviewers[0], version, kind="none", text="I own a tea shop.")

    assert response.status_code == 422
    assert "I own a tea shop." in response.content.decode()
    assert "chose that you have none" in response.content.decode()
    assert Disclosure.objects.count() == 0


def test_declaring_too_much_keeps_what_was_typed(the_house):
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])

    response = declare(the_house.reviewers[0], version, kind="interest", text="x" * 5_001)

    assert response.status_code == 422
    assert "x" * 5_001 in response.content.decode()


def test_declaring_is_not_there_for_a_stranger(the_house):
    version = the_house.submitted()

    assert declare(make_user("stranger"), version, kind="none").status_code == 404


def test_cover_tells_who_stood_aside_so(the_house):
    version = the_house.submitted()
    reviewer = the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="interest", text="I own a tea shop.")
    reviewing.rule_on_interest(version, by=the_house.editor, person=reviewer, ruling="stands_aside")

    page = cover(reviewer, version)

    assert (page.context["standing"], page.context["moves"]) == ("aside", [])


def test_cover_says_what_stands_in_the_way_of_a_decision(the_house):
    version = the_house.submitted()
    reviewer = the_house.reviewers[0]
    house.check_licence(reviewer, by=the_house.editor, credential="MD", specialty="x", valid_to="2020-01-31")
    reviewing.take(version, by=reviewer)

    page = cover(reviewer, version)

    assert "Your licence ran out on" in page.content.decode()


def test_cover_of_a_text_that_went_back_says_so(the_house):
    version = the_house.submitted()
    reviewer = the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="none")
    workflow.request_changes(version, by=the_house.editor, to_author="Say for whom.")

    assert cover(reviewer, version).context["standing"] == "back"


@pytest.mark.parametrize("specialty", ["", "nursing"])
def test_reviewers_and_editors_are_told_that_the_specialty_was_changed_after_a_round(specialty):
    board = Board()
    version = board.draft()
    lead = board.lead
    version = drafting.save_facts(version, by=lead, counter=version.counter, specialty="oncology")
    workflow.submit(board.confirm(version), by=lead)
    workflow.reopen(workflow.withdraw(version, by=lead), by=lead)
    version = ArticleVersion.objects.get(pk=version.pk)
    drafting.save_facts(version, by=lead, counter=version.counter, specialty=specialty)
    workflow.submit(board.confirm(version), by=lead)
    board.hold(version, board.member)

    pages = [
        signed_in(person).get(f"/desk/versions/{version.pk}/{page}").content.decode()
        for person, page in ((board.member, "cover/"), (board.member, "review/"), (board.editor, ""))
    ]

    assert ["In round 1 of version 1 this article came under “oncology”" in page for page in pages] == [
        True
    ] * 3
