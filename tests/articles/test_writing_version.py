"""Tests of a version's working page: its facts, what is missing, and the page of a text that is sealed."""

import re

import pytest
from django.urls import reverse

from articles import drafting
from articles.formats import frontmatter
from articles.models import ArticleVersion
from articles.states import State
from articles.views.writing_export import draft_of
from tests.articles.writing_pages import author_of, held, queries_of, words
from tests.factories import make_version, put_in_state

pytestmark = pytest.mark.django_db

TYPED = {
    "counter": "1",
    "question": "Does ginger tea shorten a common cold?",
    "heading": "Ginger tea for the common cold",
    "countries": "Norway\r\nKenya",
    "searched_to": "2025-03-31",
    "written_for": "patient",
    "funding": "none",
    "ai_used": "no",
    "ai_statement": "",
}


def page_of(version: ArticleVersion) -> str:
    return reverse("write_version", args=[version.pk])


def test_facts_are_saved_and_shown_again():
    version = make_version()
    client = author_of(version)

    response = client.post(page_of(version), TYPED, follow=True)

    assert ArticleVersion.objects.get().question == "Does ginger tea shorten a common cold?"
    assert response.redirect_chain == [(page_of(version), 302)]
    assert held(response, "question") == "Does ginger tea shorten a common cold?"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("question", "q" * 400, "The question has 400 characters; at most 300 can be kept."),
        ("searched_to", "31 March", "“Evidence searched to” is a day written like 2026-03-31."),
        ("funding", "a\0b", "The funding statement: This text contains a NUL character"),
        ("countries", "x" * 90, "The name of a country has 90 characters; at most 80 can be kept."),
        ("ai_used", "perhaps", "“perhaps” is not one of the choices."),
    ],
)
def test_facts_refused_come_back_with_every_word(name, typed, sentence):
    version = make_version()

    response = author_of(version).post(page_of(version), {**TYPED, "heading": "Typed", name: typed})

    assert response.status_code == 422
    assert sentence in words(response)
    assert held(response, "heading") == "Typed"
    assert ArticleVersion.objects.get().question == "Does ginger tea shorten a cold?"


def test_no_answer_about_ai_is_chosen_beforehand():
    version = make_version(ai_used="")

    html = author_of(version).get(page_of(version)).content.decode()

    radios = re.findall(r'<input type="radio" name="ai_used"[^>]*>', html)
    assert [('value="no"' in radio, "checked" in radio) for radio in radios] == [
        (True, False),
        (False, False),
    ]


def test_how_ai_was_used_is_not_called_optional():
    version = make_version()

    page = words(author_of(version).get(page_of(version)))

    assert "How AI was used Wanted where AI was used:" in page


def test_facts_that_were_not_sent_stay_as_they_are():
    version = make_version()

    author_of(version).post(page_of(version), {"counter": "1", "funding": "a grant"})

    stored = ArticleVersion.objects.get()
    assert (stored.funding, stored.question, stored.ai_used) == ("a grant", version.question, "no")


def test_stale_facts_are_shown_beside_the_stored_ones_and_win_only_when_chosen():
    version = make_version()
    client = author_of(version)
    drafting.save_facts(version, by=version.article.lead_author, counter=1, funding="a foundation")

    stale = client.post(page_of(version), {**TYPED, "funding": "nobody"})
    again = client.post(page_of(version), {**TYPED, "funding": "nobody"})
    chosen = client.post(page_of(version), {**TYPED, "funding": "nobody", "over": "2"})

    assert (stale.status_code, again.status_code, chosen.status_code) == (422, 422, 302)
    assert (held(stale, "funding"), held(stale, "counter")) == ("nobody", "1")
    assert '<button class="button" form="facts-form" name="over" value="2"' in stale.content.decode()
    assert "Funding Taken out: a foundation Added: nobody" in words(stale)
    assert ArticleVersion.objects.get().funding == "nobody"


def test_missing_sentences_lead_to_their_places():
    version = make_version(heading="", texts={}, references={}, is_confirmed=False)

    response = author_of(version).get(page_of(version))

    links = [(url, link) for _sentence, url, link in response.context["missing"]]
    assert links == [
        (f"{page_of(version)}#id_heading", "Say it"),
        (reverse("write_text", args=[version.pk, "patient"]), "Open the text"),
        (reverse("write_authors", args=[version.pk]), "See the authors"),
    ]
    assert 'id="id_heading"' in response.content.decode()


def test_complete_version_says_that_nothing_is_missing():
    version = make_version()

    response = author_of(version).get(page_of(version))

    assert "Before you can submit Nothing is missing." in words(response)
    assert f'href="{page_of(version)}hand-in/"' in response.content.decode()


def test_first_version_has_no_kind_of_change_to_state():
    version = make_version()

    response = author_of(version).get(page_of(version))

    assert {"change_class", "what_changed"} & set(response.context["form"].fields) == set()


def test_later_version_states_its_kind_of_change_and_what_changed():
    first = put_in_state(make_version(), State.APPROVED)
    author = first.article.lead_author
    version = drafting.open_version(
        by=author, question="", written_for="", change_class="update", article=first.article
    )

    author_of(version).post(
        page_of(version), {"counter": "0", "change_class": "correction", "what_changed": "One number."}
    )

    stored = ArticleVersion.objects.get(pk=version.pk)
    assert (stored.change_class, stored.what_changed) == ("correction", "One number.")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED, State.RETRACTED])
def test_sealed_version_is_read_only_and_says_why(state):
    version = put_in_state(make_version(), state)

    response = author_of(version).get(page_of(version))

    assert "This text cannot be changed now." in words(response)
    assert (response.status_code, "form" in response.context) == (200, False)


def test_facts_sent_to_a_sealed_version_change_nothing_and_come_back():
    version = put_in_state(make_version(), State.SUBMITTED)

    response = author_of(version).post(page_of(version), {**TYPED, "funding": "typed too late"})

    assert response.status_code == 422
    assert "This text cannot be changed now: its state is “Submitted”." in words(response)
    assert held(response, "funding") == "typed too late"
    assert ArticleVersion.objects.get().funding == "none"


def test_session_that_ended_while_writing_gives_the_words_back(client):
    version = make_version()

    response = client.post(
        page_of(version), {"funding": "words that took an hour"}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert response.status_code == 403
    assert "You are signed out" in words(response)
    assert "words that took an hour" in words(response)


def test_page_costs_the_same_queries_for_one_work_and_three():
    one = make_version(references={"adeyemi2021": {"type": "book", "title": "A"}})
    three = make_version(references={f"work{n}": {"type": "book", "title": "A"} for n in range(3)})

    counts = [queries_of(version, page_of(version)) for version in (one, three)]

    assert counts[0] == counts[1]


def test_export_is_the_file_that_can_be_brought_in_again():
    version = make_version()

    response = author_of(version).get(reverse("write_export", args=[version.pk]))

    assert frontmatter.parse(response.content.decode()) == draft_of(version)
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/markdown; charset=utf-8",
        'attachment; filename="does-ginger-tea-shorten-a-cold-v1.md"',
    )


def test_export_of_more_than_a_file_can_hold_says_so():
    version = make_version()
    author = version.article.lead_author
    for audience in ("caregiver", "student"):
        drafting.save_text(version, audience=audience, by=author, counter=0, title="T", body="ж" * 199_000)
    for audience in ("patient", "professional"):
        drafting.save_text(version, audience=audience, by=author, counter=1, title="T", body="ж" * 199_000)

    response = author_of(version).get(reverse("write_export", args=[version.pk]), follow=True)

    assert "This is more than 1 MB of text." in words(response)
