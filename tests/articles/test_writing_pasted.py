"""Tests of pasted CSL-JSON: looked at before it is added, refused with its line, never lost."""

import json
from typing import Any

import pytest
from django.urls import reverse

from articles.models import ArticleVersion, Reference
from tests.articles.writing_pages import author_of, held, words
from tests.factories import WORK, make_version

pytestmark = pytest.mark.django_db

HONEY = {
    "type": "article-journal",
    "title": "Honey for a cough",
    "author": [
        {"family": "Odhiambo", "given": "Grace"},
        {"literal": "Cough Study Group"},
        {"literal": "Institute of Coughs, Norway"},
    ],
    "container-title": "Journal of Invented Trials",
    "issued": {"date-parts": [[2022, 3]]},
    "volume": "14",
    "page": "1-9",
    "DOI": "10.5555/honey.2022",
}


def url(version: ArticleVersion, name: str, *args: str) -> str:
    return reverse(f"write_{name}", args=[version.pk, *args])


def csl_of(version: ArticleVersion, key: str) -> Any:
    return json.loads(Reference.objects.get(version=version, key=key).csl)


def test_pasted_works_are_shown_before_they_are_added():
    version = make_version()
    client = author_of(version)
    text = json.dumps([{**HONEY, "id": "honey"}, {**WORK, "id": "adeyemi2021"}])

    page = client.post(url(version, "references_paste"), {"text": text})
    before = Reference.objects.filter(version=version).count()
    done = client.post(
        url(version, "references_paste"), {"text": text, "add": page.context["seen"]}, follow=True
    )

    assert [(work.key, work.is_there) for work in page.context["pasted"]] == [
        ("honey", False),
        ("adeyemi2021", True),
    ]
    assert (before, csl_of(version, "honey")) == (2, HONEY)
    assert "1 reference was added." in words(done)


def test_pasted_text_that_was_changed_after_the_look_is_looked_at_again():
    version = make_version()
    client = author_of(version)
    page = client.post(url(version, "references_paste"), {"text": json.dumps(HONEY)})

    changed = json.dumps({**HONEY, "title": "Another"})
    response = client.post(url(version, "references_paste"), {"text": changed, "add": page.context["seen"]})

    assert [work.csl["title"] for work in response.context["pasted"]] == ["Another"]
    assert Reference.objects.filter(version=version).count() == 2


def test_pasted_work_whose_key_means_another_work_gets_a_free_key():
    version = make_version()

    response = author_of(version).post(
        url(version, "references_paste"), {"text": json.dumps([{**HONEY, "id": "adeyemi2021"}])}
    )

    assert [work.key for work in response.context["pasted"]] == ["odhiambo2022"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Line 1: There is nothing here."),
        ('[\n{"title": "A"},\n{"title": ]', "Line 3: This is no valid JSON from here on"),
        ("x" * 5_000_000, "Line 1: This is more than 1 MB of text."),
        ('{"title": "a\\u0000b"}', "Line 1: This text contains a NUL character"),
        ('{"title": "\\ud800"}', "Line 1: This text contains half of a character"),
        ("[" * 100_000, "Line 1: This work is nested too deeply; the rest was not read."),
    ],
)
def test_pasted_text_that_cannot_be_read_says_where_and_comes_back(typed, sentence):
    version = make_version()

    response = author_of(version).post(url(version, "references_paste"), {"text": typed})

    assert response.status_code == 422
    assert sentence in words(response)
    assert held(response, "text") == typed
