"""The question box: what it says, what it keeps, what it does not."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from articles import allowance, emergency_table, site
from articles.models import Question, SiteFacts
from tests.articles.writing_pages import held, words

pytestmark = pytest.mark.django_db
PAGE = "/ask/"
CHEST = "my father has crushing chest pain now"


@pytest.fixture(autouse=True)
def fresh():
    site.forget()
    emergency_table.forget()
    yield
    site.forget()


@pytest.mark.parametrize("place", ["/", "/search/?q=zzzz"])
def test_pages_lead_to_the_box(client, place):
    assert 'href="/ask/"' in client.get(place).content.decode()


def test_page_of_an_article_leads_to_the_box_about_it(the_house, client):
    version = the_house.approved()
    version.article.refresh_from_db()
    slug = version.article.slug

    page = client.get(f"/articles/{slug}/patient/").content.decode()
    client.post(PAGE, {"question": "And honey?", "about": slug, "audience": "patient"})

    assert f"/ask/?about={slug}&amp;audience=patient" in page
    asked = Question.objects.get()
    assert (asked.article, asked.audience, asked.asked_at) == (version.article, "patient", version.question)


@pytest.mark.parametrize(
    "sentence",
    [
        "Your question goes to the authors as work, without an address",
        "No machine answers here yet.",
        "telephone numbers and dates of birth that we recognise are taken out before your question is kept",
    ],
)
def test_box_says_before_sending_what_becomes_of_a_question(client, sentence):
    assert sentence in words(client.get(PAGE))


def test_question_is_kept_without_what_is_personal_and_shown_as_kept(client):
    response = client.post(
        PAGE, {"question": "I am jo@example.org, born 3.4.1961, 020 7946 0018. Is ginger safe?"}
    )

    kept = "I am […], born […], […]. Is ginger safe?"
    assert (Question.objects.get().text, kept in words(response)) == (kept, True)
    assert "an e-mail address, a telephone number, a date" in words(response)


def test_question_keeps_the_day_and_nothing_of_who_asked(client):
    client.post(PAGE, {"question": "Is ginger safe?"}, REMOTE_ADDR="192.0.2.7")

    row = Question.objects.values().get()
    assert {name for name, value in row.items() if value} == {"id", "text", "asked_on"}
    assert row["asked_on"] == timezone.now().date()


def test_box_is_private_and_kept_nowhere(client):
    assert client.get(PAGE).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(" ", "Write your question."), ("x" * 1_001, "Your question"), ("a\x00b", "NUL character")],
)
def test_question_that_cannot_be_kept_is_given_back(client, text, sentence):
    response = client.post(PAGE, {"question": text})

    assert (response.status_code, sentence in words(response), Question.objects.count()) == (422, True, 0)


def test_same_question_on_one_day_is_one(client):
    client.post(PAGE, {"question": "Is ginger safe?"})
    client.post(PAGE, {"question": "Is ginger safe?"})

    assert Question.objects.count() == 1


def test_one_address_asks_so_much_and_then_waits(client):
    answers = [client.post(PAGE, {"question": f"Is {n} safe?"}) for n in range(allowance.MOST_FROM_ONE + 1)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert (answers[-1].headers["Retry-After"], held(answers[-1], "question")) == ("900", "Is 6 safe?")


def test_field_that_only_machines_see_is_refused(client):
    response = client.post(PAGE, {"question": "Is ginger safe?", "website": "x"})

    assert (response.status_code, Question.objects.count()) == (422, 0)


def test_emergency_takes_the_place_of_the_page_and_nothing_is_kept(client):
    SiteFacts(pk=1, emergency_number="112").save()

    response = client.post(PAGE, {"question": CHEST})

    assert ("tel:112" in response.content.decode(), Question.objects.count()) == (True, 0)


def test_who_says_that_nobody_is_in_danger_can_ask(client):
    client.post(PAGE, {"question": CHEST, "calm": "1"})

    assert Question.objects.get().text == CHEST


def test_emergency_is_answered_before_the_token_and_without_a_database(monkeypatch):
    def broken(*_args: object, **_options: object) -> None:
        raise OperationalError("no database")

    monkeypatch.setattr(connection, "cursor", broken)

    response = Client(enforce_csrf_checks=True).post(PAGE, {"question": CHEST})

    assert (response.status_code, "This could be an emergency." in words(response)) == (200, True)


def test_question_without_a_token_is_refused():
    response = Client(enforce_csrf_checks=True).post(PAGE, {"question": "Is ginger safe?"})

    assert (response.status_code, Question.objects.count()) == (403, 0)
