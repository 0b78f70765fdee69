"""HTML pasted into a text: its Markdown, its works, and what was not understood."""

import json

import pytest

from articles.models import ArticleVersion, Reference
from tests.articles.formats.clipboards import item_of_word, of_word
from tests.articles.writing_pages import author_of, signed_in
from tests.factories import make_user, make_version

pytestmark = pytest.mark.django_db


def url(version: ArticleVersion) -> str:
    return f"/write/{version.pk}/paste-html/"


def test_pasted_html_comes_back_as_markdown_with_what_was_lost():
    version = make_version()
    html = of_word(item_of_word("Rest", "·") + item_of_word("in bed<del>chair</del>", "o", 2))

    response = author_of(version).post(url(version), {"html": html})

    assert response.json() == {
        "markdown": "- Rest\n  - in bed",
        "lost": [
            {
                "where": "In “in bedchair”",
                "text": "chair",
                "why": "A tracked deletion was taken as accepted: these words are left out.",
            }
        ],
        "said": "Pasted.",
    }


def test_works_that_a_paste_cites_are_added_once():
    version = make_version()
    client = author_of(version)
    html = of_word("<p>It helps.<sup>1</sup></p><h2>References</h2><p>1. Feng.</p>")

    first = client.post(url(version), {"html": html}).json()
    second = client.post(url(version), {"html": html}).json()

    assert (first["markdown"], first["said"]) == (
        "It helps.[@ref1]",
        "Pasted. 1 work was added to the references.",
    )
    assert (second["markdown"], second["said"]) == ("It helps.[@ref1]", "Pasted.")
    assert Reference.objects.get(version=version, key="ref1").raw == "Feng."


@pytest.mark.parametrize(("html", "sentence"), [("x" * 4_000_001, "too much"), ("a\0b", "NUL")])
def test_what_cannot_be_taken_is_refused_in_words(html, sentence):
    version = make_version()

    response = author_of(version).post(url(version), {"html": html})

    assert (response.status_code, sentence in json.dumps(response.json()["refused"])) == (422, True)


def test_paste_into_a_sealed_text_is_refused(the_house):
    version = the_house.submitted()

    response = author_of(version).post(url(version), {"html": "<p>x</p>"})

    assert response.status_code == 422
    assert "cannot be changed now" in response.json()["refused"][0]


def test_stranger_and_visitor_paste_nothing(client):
    version = make_version()

    assert signed_in(make_user("author")).post(url(version), {"html": "<p>x</p>"}).status_code == 404
    assert client.post(url(version), {"html": "<p>x</p>"}).status_code == 403
