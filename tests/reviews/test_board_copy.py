"""The review copy: every text on paper, with whose it is."""

import re

import pytest

from articles.models import ArticleVersion
from reviews.views.board_copy import apart
from tests.reviews.board_pages import first, open_to_two, signed_in

__all__ = ["first", "open_to_two"]  # fixtures

pytestmark = pytest.mark.django_db


def test_copy_has_every_text_its_reader_and_the_whole_fingerprint(the_house, first):
    page = first.get("copy/").content.decode()

    manuscript = ArticleVersion.objects.get(pk=first.version.pk).manuscript_id
    assert "Confidential draft, not for readers" in page
    assert f"Review copy of {the_house.reviewers[0].printed_name}" in page
    assert manuscript in page
    assert [page.count(f'id="text-{name}"') for name in ("patient", "professional")] == [1, 1]


def test_copy_names_no_place_twice_and_leads_to_none_that_is_not_there(first):
    main = first.get("copy/").content.decode()

    ids = re.findall(r' id="([^"]+)"', main)
    targets = re.findall(r' href="#([^"]+)"', main)
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)


def test_copy_is_closed_to_who_may_not_read_the_text(the_house, first):
    people = [the_house.author(), the_house.board_member("Nina Nobody"), first.version.article.lead_author]

    assert [signed_in(who).get(first.path("copy/")).status_code for who in people] == [404, 404, 404]


def test_names_of_places_change_in_tags_and_words_never():
    html = '<p id="p-1">Write id="p-1" or href="#p-1" here, <a href="#ref-1">1</a>.</p>'

    assert apart(html, "patient") == (
        '<p id="p-1-patient">Write id="p-1" or href="#p-1" here, <a href="#ref-1-patient">1</a>.</p>'
    )


def test_regions_of_each_text_are_named_after_it():
    html = '<section class="block" aria-label="Safety"><p>aria-label="Safety"</p></section>'

    named = '<section class="block" aria-label="Safety, patient text"><p>aria-label="Safety"</p></section>'
    assert apart(html, "patient") == named


def test_review_page_leads_to_the_copy(first):
    assert f'href="{first.path("copy/")}"' in first.get().content.decode()
