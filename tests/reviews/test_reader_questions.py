"""Questions of readers at the desk: who sees them, how they end, how an article comes of one."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Question, Role
from reviews import house, reader_questions
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import make_user

pytestmark = pytest.mark.django_db
START = {"question": "Is ginger safe in pregnancy?", "written_for": "patient"}


def asked(text: str = "Is ginger safe for me?", **more) -> Question:
    return Question.objects.create(text=text, asked_on=datetime.date(2026, 1, 5), **more)


@pytest.fixture
def author(the_house) -> Client:
    return signed_in(the_house.author())


@pytest.mark.parametrize("who", ["editor", "author"])
def test_editors_and_authors_see_what_is_open(the_house, who):
    question = asked()
    client = signed_in(the_house.editor if who == "editor" else the_house.author())

    assert "Is ginger safe for me?" in words(client.get("/desk/questions/"))
    assert "Is ginger safe for me?" in words(client.get(f"/desk/questions/{question.pk}/"))


@pytest.mark.parametrize("who", ["reviewer", "stranger"])
def test_others_find_nothing(the_house, who):
    question = asked()
    client = signed_in(the_house.reviewers[0] if who == "reviewer" else make_user("stranger"))
    places = ["", f"{question.pk}/", f"{question.pk}/begin/"]

    assert {client.get(f"/desk/questions/{place}").status_code for place in places} == {404}
    assert {client.post(f"/desk/questions/{place}", START).status_code for place in places[1:]} == {404}


def test_question_stands_on_the_page_of_what_is_stuck_and_leads_there(the_house):
    question = asked()

    assert (
        f'href="/desk/questions/{question.pk}/"'
        in signed_in(the_house.editor).get("/desk/stuck/").content.decode()
    )


def test_editor_closes_with_a_sentence(the_house):
    question = asked()

    signed_in(the_house.editor).post(f"/desk/questions/{question.pk}/", {"sentence": "Answered already."})

    question.refresh_from_db()
    assert (question.closed_with, question.closed_by) == ("Answered already.", the_house.editor)


def test_author_cannot_close(author):
    question = asked()

    response = author.post(f"/desk/questions/{question.pk}/", {"sentence": "Not mine."})

    question.refresh_from_db()
    assert (response.status_code, "Only an editor can do this." in words(response)) == (422, True)
    assert question.closed_at is None


def test_closed_question_is_not_there_for_authors(the_house, author):
    question = asked()
    reader_questions.close(question, by=the_house.editor, sentence="Answered already.")

    assert author.get(f"/desk/questions/{question.pk}/").status_code == 404
    assert "Is ginger safe for me?" not in words(author.get("/desk/questions/?closed=1"))
    assert "Answered already." in words(signed_in(the_house.editor).get("/desk/questions/?closed=1"))


def test_author_begins_an_article_in_better_words(the_house):
    question, person = asked(), the_house.author()
    client = signed_in(person)

    page = client.get(f"/desk/questions/{question.pk}/begin/")
    response = client.post(f"/desk/questions/{question.pk}/begin/", START)

    question.refresh_from_db()
    version = Article.objects.get().versions.get()
    assert held(page, "question") == "Is ginger safe for me?"
    assert (response.headers["Location"], version.question) == (f"/write/{version.pk}/", START["question"])
    assert (question.began, question.closed_by, version.article.lead_author) == (
        version.article,
        person,
        person,
    )


def test_editor_without_an_authors_part_cannot_begin(the_house):
    question = asked()

    response = signed_in(the_house.editor).post(f"/desk/questions/{question.pk}/begin/", START)

    assert (response.status_code, Article.objects.count()) == (404, 0)


def test_editor_with_an_authors_part_can_begin(the_house):
    question, person = asked(), the_house.author()
    house.grant(person, Role.EDITOR, by=the_house.editor)

    signed_in(person).post(f"/desk/questions/{question.pk}/begin/", START)

    assert Article.objects.get().lead_author == person


def test_question_is_ended_once(the_house):
    question, person = asked(), the_house.author()
    house.grant(person, Role.EDITOR, by=the_house.editor)
    reader_questions.close(question, by=the_house.editor, sentence="First.")
    client = signed_in(person)

    begun = client.post(f"/desk/questions/{question.pk}/begin/", START)
    closed = client.post(f"/desk/questions/{question.pk}/", {"sentence": "Second."})

    question.refresh_from_db()
    assert (begun.status_code, closed.status_code, question.closed_with) == (422, 422, "First.")
    assert (Article.objects.count(), "Second." in words(closed)) == (0, True)


@pytest.mark.parametrize("place", ["", "?closed=1"])
def test_list_costs_the_same_for_one_and_three(the_house, place):
    client = signed_in(the_house.editor)
    costs = []
    for times in (1, 2):
        for number in range(times):
            question = asked(f"{times} {number}")
            if place:
                reader_questions.close(question, by=the_house.editor, sentence="Answered.")
        client.get(f"/desk/questions/{place}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/questions/{place}")
        costs.append(len(queries))

    assert costs[0] == costs[1]
