"""Tests of saving while one writes: what the page's script sends, and what it is answered."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import drafting
from articles.models import ArticleVersion, User
from tests.articles.drafting_rows import add_coauthor, rows_of
from tests.articles.writing_pages import author_of, signed_in
from tests.factories import PATIENT_BODY, TEXTS, make_version, put_in_state

pytestmark = pytest.mark.django_db

TYPED = {"counter": "1", "title": "Ginger", "body": "Ginger does nothing.[@adeyemi2021]"}
BY_SCRIPT = {"Accept": "application/json"}


def text(version: ArticleVersion) -> str:
    return reverse("write_text", args=[version.pk, "patient"])


def facts(version: ArticleVersion) -> str:
    return reverse("write_version", args=[version.pk])


def sent(client: Client, url: str, typed: dict[str, str]) -> tuple[int, Any]:
    response = client.post(url, typed, headers=BY_SCRIPT)
    return response.status_code, response.json()


def save_as(by: User, version: ArticleVersion, body: str = "Theirs.", counter: int = 1) -> None:
    drafting.save_text(version, audience="patient", by=by, counter=counter, title="Theirs", body=body)


def test_script_saves_a_text_and_hears_the_counter_and_the_time():
    version = make_version()

    status, answer = sent(author_of(version), text(version), TYPED)

    row = version.variants.get(audience="patient")
    assert (status, answer["counter"], row.counter, row.title) == (200, 2, 2, "Ginger")
    assert answer["said"] == f"Saved today at {row.saved_at:%H:%M} UTC."


def test_script_hears_what_is_still_missing():
    version = make_version()

    __, answer = sent(author_of(version), text(version), {**TYPED, "title": ""})

    assert "Give the patient text a title." in answer["before"]


def test_script_saves_facts_and_hears_advice():
    version = make_version()
    typed = {"counter": str(version.counter), "heading": "Tea"}

    status, answer = sent(author_of(version), facts(version), typed)

    version.refresh_from_db()
    assert (status, answer["counter"], version.heading) == (200, version.counter, "Tea")
    assert "no bottom-line block" not in answer["before"]


def test_script_that_sends_what_is_stored_leaves_no_trace():
    version = make_version()
    before = rows_of(version)

    status, answer = sent(
        author_of(version),
        text(version),
        {"counter": "1", "title": TEXTS["patient"][0], "body": PATIENT_BODY},
    )

    assert (status, answer["counter"]) == (200, 1)
    assert rows_of(version) == before


def test_script_with_an_older_text_is_refused_and_hears_who_saved():
    version = make_version()
    save_as(add_coauthor(version), version)
    before = rows_of(version)

    status, answer = sent(author_of(version), text(version), TYPED)

    row = version.variants.get(audience="patient")
    coauthor = row.history.first().history_user
    assert status == 409
    assert answer["said"] == (
        f"{coauthor.printed_name} saved this text at {row.saved_at:%H:%M} UTC, while you were writing."
    )
    assert rows_of(version) == before


def test_script_hears_that_it_was_another_window_of_ones_own():
    version = make_version()
    save_as(version.article.lead_author, version)

    status, answer = sent(author_of(version), text(version), TYPED)

    assert (status, answer["said"].startswith("You saved this text in another window at ")) == (409, True)


@pytest.mark.parametrize("is_removed", [True, False])
def test_script_with_an_older_text_where_nobody_is_named_is_refused(is_removed: bool):
    version = make_version()
    if is_removed:
        drafting.remove_text(version, audience="patient", by=version.article.lead_author)
        status, answer = sent(author_of(version), text(version), TYPED)
    else:
        drafting.save_facts(
            version, by=version.article.lead_author, counter=version.counter, heading="Theirs"
        )
        status, answer = sent(author_of(version), facts(version), {"counter": "0", "heading": "Mine"})

    assert (status, "while you were writing" in answer["said"]) == (409, True)


def test_script_is_refused_in_a_sentence_beside_its_field():
    version = make_version()

    status, answer = sent(
        author_of(version), facts(version), {"counter": str(version.counter), "searched_to": "2026-0"}
    )

    assert status == 422
    assert answer["said"].startswith("Evidence searched to: “Evidence searched to” is a day written like")


def test_script_is_refused_where_the_board_has_the_text():
    version = make_version()
    put_in_state(version, "submitted")

    status, answer = sent(author_of(version), text(version), TYPED)

    assert (status, "This text cannot be changed now" in answer["said"]) == (422, True)


@pytest.mark.parametrize("page", [text, facts])
def test_script_asks_what_is_stored_and_who_is_signed_in(page: Any):
    version = make_version()

    answer = author_of(version).get(page(version), headers=BY_SCRIPT).json()

    assert answer["person"] == str(version.article.lead_author.uid)
    assert answer["counter"] == (1 if page is text else version.counter)
    assert (
        answer["fields"].items()
        >= (
            {"title": TEXTS["patient"][0], "body": PATIENT_BODY} if page is text else {"funding": "none"}
        ).items()
    )


def test_token_that_a_script_asked_for_is_taken():
    version = make_version()
    client = Client(enforce_csrf_checks=True)
    client.force_login(version.article.lead_author)

    refused = client.post(text(version), TYPED, headers=BY_SCRIPT)
    token = client.get(text(version), headers=BY_SCRIPT).json()["token"]
    taken = client.post(text(version), {**TYPED, "csrfmiddlewaretoken": token}, headers=BY_SCRIPT)

    assert (refused.status_code, taken.status_code) == (403, 200)


def test_script_of_somebody_signed_out_learns_nothing():
    version = make_version()

    shown = Client().get(text(version), headers=BY_SCRIPT)
    taken = Client().post(text(version), TYPED, headers=BY_SCRIPT)

    assert (shown.status_code, taken.status_code) == (302, 403)


def test_script_of_a_stranger_finds_no_page():
    version = make_version()
    stranger = signed_in(make_version(question="Does honey help?").article.lead_author)

    found = [
        stranger.get(text(version), headers=BY_SCRIPT),
        stranger.post(text(version), TYPED, headers=BY_SCRIPT),
    ]

    assert [response.status_code for response in found] == [404, 404]


def test_saves_of_the_script_keep_what_was_saved_over_by_choice_in_the_history():
    version = make_version()
    author = version.article.lead_author
    save_as(author, version, body=PATIENT_BODY + "Theirs.")

    author_of(version).post(text(version), {**TYPED, "body": PATIENT_BODY + "Mine.", "over": "2"})

    history = version.variants.get(audience="patient").history.order_by("history_id")
    assert [row.body.removeprefix(PATIENT_BODY) for row in history][-2:] == ["Theirs.", "Mine."]
