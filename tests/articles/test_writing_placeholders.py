"""Tests of placeholders: when the mark falls by itself, when it stays, and how its author learns of either."""

import json
from typing import Any

import pytest

from articles import drafting
from articles.formats.draft import DraftReference
from articles.models import ArticleVersion, Reference
from articles.references import names_a_work
from tests.articles.test_writing_references import HONEY, TYPED, sent, url
from tests.articles.writing_pages import author_of, words
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def with_placeholder() -> ArticleVersion:
    version = make_version(references={})
    found = [DraftReference("ref1", {}, "Honey, 2022", True)]
    drafting.add_references(version, by=version.article.lead_author, references=found)
    return version


def save_ref1(version: ArticleVersion, **typed: str) -> Any:
    sent = {"counter": "1", "type": "article-journal", "key": "ref1", **typed}
    return author_of(version).post(url(version, "reference", "ref1"), sent, follow=True)


def test_mark_of_a_placeholder_falls_when_its_record_names_the_work():
    version = with_placeholder()

    page = save_ref1(version, **{**TYPED, "counter": "1", "key": "ref1"})

    row = Reference.objects.get(version=version)
    assert (row.is_placeholder, row.raw, json.loads(row.csl)) == (False, "Honey, 2022", HONEY)
    assert "so it is no longer a placeholder." in words(page)


def test_placeholder_that_is_half_complete_keeps_its_mark_and_its_words():
    version = with_placeholder()

    page = save_ref1(version, title="Honey for a cough", issued="2022")

    row = Reference.objects.get(version=version)
    assert (row.is_placeholder, json.loads(row.csl)["title"]) == (True, "Honey for a cough")
    assert "It stays a placeholder until its record names the work." in words(page)


def test_complete_placeholder_stays_one_only_where_that_is_ticked_in_the_same_form():
    version = with_placeholder()

    kept = save_ref1(version, **{**TYPED, "counter": "1", "key": "ref1", "is_placeholder": "on"})
    marked = Reference.objects.get(version=version).is_placeholder
    page = author_of(version).get(url(version, "reference", "ref1"))
    author_of(version).post(url(version, "reference", "ref1"), sent(page))

    assert "It stays a placeholder, because you ticked that." in words(kept)
    assert (marked, Reference.objects.get(version=version).is_placeholder) == (True, False)


def test_placeholder_sent_untouched_stays_as_it_is():
    version = with_placeholder()
    page = author_of(version).get(url(version, "reference", "ref1"))

    author_of(version).post(url(version, "reference", "ref1"), sent(page))

    row = Reference.objects.get(version=version)
    assert (row.is_placeholder, row.csl, row.counter) == (True, "{}", 1)


def test_choice_about_a_placeholder_stands_above_its_fields():
    version = with_placeholder()

    html = author_of(version).get(url(version, "reference", "ref1")).content.decode()

    tick = html.index('name="is_placeholder"')
    assert html.count('name="is_placeholder"') == 1
    assert html.index("This is a placeholder.") < tick < html.index('name="title"')


@pytest.mark.parametrize(
    ("record", "is_named"),
    [
        ({}, False),
        ({"title": "Honey"}, False),
        ({"title": "Honey", "issued": {"date-parts": [[2022]]}}, False),
        ({"title": "Honey", "DOI": "10.5555/honey"}, True),
        ({"title": "Honey", "URL": "https://example.org/honey"}, True),
        ({"title": "Honey", "author": [{"literal": "Group"}], "issued": {"date-parts": [[2022]]}}, True),
        ({"title": "Honey", "publisher": "Press", "editor": [{"literal": "Group"}]}, True),
        ({"DOI": "10.5555/honey", "author": [{"literal": "Group"}]}, False),
    ],
)
def test_record_names_a_work_by_its_title_and_a_way_to_find_it(record, is_named):
    assert names_a_work({"type": "book", **record}) is is_named
