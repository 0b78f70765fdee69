"""Tests of who reaches the writing pages, and of what any field answers to nasty words."""

from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from articles import drafting
from tests.articles.writing_pages import author_of, signed_in
from tests.factories import WORK, make_user, make_version

pytestmark = pytest.mark.django_db

PAGES = {
    "write_version": (),
    "write_export": (),
    "write_text": ("patient",),
    "write_references": (),
    "write_reference_new": (),
    "write_references_paste": (),
    "write_reference": ("adeyemi2021",),
    "write_authors": (),
}
POSTED = {
    "write_version": (),
    "write_text": ("patient",),
    "write_preview": ("patient",),
    "write_text_remove": ("patient",),
    "write_reference_new": (),
    "write_references_paste": (),
    "write_reference": ("adeyemi2021",),
    "write_reference_remove": ("adeyemi2021",),
    "write_authors": (),
    "write_author_add": (),
}
FIELDS = {
    "write_version": ("question", "heading", "countries", "searched_to", "funding", "ai_statement"),
    "write_text": ("title", "body"),
    "write_reference_new": (
        "title",
        "author",
        "issued",
        "volume",
        "DOI",
        "PMID",
        "URL",
        "key",
        "kept_because",
    ),
    "write_references_paste": ("text",),
    "write_authors": ("name", "credential", "interests"),
    "write_author_add": ("email",),
}
NASTY = [
    "\0",
    "a\0b",
    "\u202ereversed",
    "\ufeff",
    "e" + "\u0301" * 200,
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7|add:7 }}{% load x %}",
    "'; DROP TABLE articles_article; --",
    "%00%s%n",
    "\\",
    "🧪" * 200,
    "ﷺ" * 40,
    "[@" * 300,
    "::: " * 300,
    "[" * 3000,
    "> " * 3000,
    "- " * 2000 + "x",
    "\r\n\r\n",
    "\x1b[31m",
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "9999-99-99",
    "x" * 70_000,
]


@pytest.mark.parametrize("role", ["author", "reviewer", "editor", "stranger"])
@pytest.mark.parametrize("name", PAGES)
def test_page_of_somebody_elses_version_is_not_there(name, role):
    version = make_version()
    client = signed_in(make_user(role))

    foreign = client.get(reverse(name, args=[version.pk, *PAGES[name]]))
    missing = client.get(reverse(name, args=[version.pk + 999, *PAGES[name]]))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


@pytest.mark.parametrize("name", POSTED)
def test_posting_to_somebody_elses_version_finds_nothing_and_changes_nothing(name):
    version = make_version()
    before = list(version.variants.values())

    response = signed_in(make_user("author")).post(
        reverse(name, args=[version.pk, *POSTED[name]]), {"counter": "1", "title": "T", "body": "B"}
    )

    assert response.status_code == 404
    assert list(version.variants.values()) == before


def test_author_of_another_version_cannot_be_removed_through_ones_own():
    version, other = make_version(), make_version()

    response = author_of(version).post(
        reverse("write_author_remove", args=[version.pk, other.article.lead_author.uid])
    )

    assert response.status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_visitor_is_asked_to_sign_in_whether_the_page_is_there_or_not(name, client):
    version = make_version()

    answers = [client.get(reverse(name, args=[pk, *PAGES[name]])) for pk in (version.pk, version.pk + 999)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert [answer["Location"].split("?")[0] for answer in answers] == ["/sign-in/", "/sign-in/"]


def test_coauthor_reaches_every_page():
    version, coauthor = make_version(), make_user("author")
    drafting.add_author(version, by=version.article.lead_author, user=coauthor)
    client = signed_in(coauthor)

    statuses = [client.get(reverse(name, args=[version.pk, *PAGES[name]])).status_code for name in PAGES]

    assert statuses == [200] * len(PAGES)


@pytest.mark.parametrize("name", POSTED)
def test_post_without_its_token_is_refused(name):
    version = make_version()
    client = Client(enforce_csrf_checks=True)
    client.force_login(version.article.lead_author)

    response = client.post(reverse(name, args=[version.pk, *POSTED[name]]), {"counter": "1"})

    assert response.status_code == 403


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999999"])
def test_number_that_no_version_has_is_not_there(pk):
    client = signed_in(make_user("author"))

    assert client.get(f"/write/{pk}/").status_code == 404


@pytest.mark.parametrize("key", ["nobody", "new", "a" * 500, "<b>", "ключ"])
def test_key_that_no_reference_has_is_not_there(key):
    version = make_version()

    response = author_of(version).get(f"/write/{version.pk}/references/{quote(key)}/")

    assert response.status_code == 404


def test_key_of_another_version_is_not_found_through_ones_own():
    version = make_version()
    make_version(references={"theirs": WORK}, texts={})
    client = author_of(version)
    url = reverse("write_reference", args=[version.pk, "theirs"])

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("place", range(len(NASTY)))
@pytest.mark.parametrize("name", FIELDS)
def test_nasty_words_get_a_page_that_still_has_them(name, place):
    version, nasty = make_version(), NASTY[place]
    client = author_of(version)
    url = reverse(name, args=[version.pk, *PAGES.get(name, ())])
    one = FIELDS[name][place % len(FIELDS[name])]

    for fields in ([one], FIELDS[name]):
        response = client.post(url, {"counter": "9", **dict.fromkeys(fields, nasty)})

        assert response.status_code in (200, 302, 422), fields
        if response.status_code != 302:
            html = unescape(response.content.decode()).replace("\r", "")
            assert html.count(nasty.replace("\r", "")) >= len(fields), fields
        assert b"<script>alert" not in response.content, fields


@pytest.mark.parametrize("place", range(len(NASTY)))
def test_nasty_words_are_previewed_without_an_error(place):
    version, nasty = make_version(), NASTY[place]
    url = reverse("write_preview", args=[version.pk, "patient"])

    response = author_of(version).post(url, {"title": nasty, "body": nasty})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content
