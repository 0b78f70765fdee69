"""Drafting: saving and removing the text of an audience, and its history."""

import datetime
from typing import Any

import pytest
import time_machine

from articles import drafting
from articles.models import ArticleVersion, Variant
from articles.refusals import Refused, Stale
from tests import factories
from tests.articles.drafting_rows import SAVED, add_coauthor, rows_of, text_of, why_not
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def test_save_text_creates_the_text_of_an_audience():
    version = make_version()
    author = version.article.lead_author

    row = drafting.save_text(version, audience="student", by=author, counter=0, title=" T ", body="a\r\nb\n")

    stored = text_of(version, "student")
    assert (stored.pk, stored.title, stored.body, stored.counter) == (row.pk, "T", "a\nb\n", 1)
    assert stored.history.get().history_user == author


def test_save_text_changes_the_stored_text_and_counts():
    version = make_version()

    drafting.save_text(version, audience="patient", by=version.article.lead_author, counter=1, **SAVED)

    stored = text_of(version)
    assert (stored.title, stored.body, stored.counter) == (SAVED["title"], SAVED["body"], 2)


@pytest.mark.parametrize("counter", [0, 1, 3])
def test_save_text_with_another_counter_is_stale_and_shows_what_is_stored(counter):
    version = make_version()
    author = version.article.lead_author
    drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)

    with pytest.raises(Stale) as stale:
        drafting.save_text(version, audience="patient", by=author, counter=counter, title="Mine", body="Mine")

    assert (stale.value.stored.body, stale.value.stored.counter) == (SAVED["body"], 2)
    assert text_of(version).body == SAVED["body"]


def test_save_text_that_changes_nothing_leaves_no_trace():
    version = make_version()
    coauthor = add_coauthor(version)
    before = rows_of(version)

    drafting.save_text(
        version,
        audience="patient",
        by=coauthor,
        counter=0,
        title=f" {factories.TEXTS['patient'][0]} ",
        body=factories.PATIENT_BODY.replace("\n", "\r\n"),
    )

    assert rows_of(version) == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "x" * 301}, "The title has 301 characters; at most 300 can be kept."),
        ({"body": "x" * 200_001}, "The patient text has 200001 characters; at most 200000 can be kept."),
        (
            {"body": "![" * 6_001},
            "A text has at most 6000 times the mark “[”; this one has it 6001 times.",
        ),
        ({"body": "x" * 5_000_000}, "The patient text has 5000000 characters; at most 200000 can be kept."),
        (
            {"body": "\udc00"},
            "The patient text: " + why_not("\udc00"),
        ),
        ({"audience": "nobody"}, "“nobody” is not one of the choices."),
    ],
)
def test_save_text_refuses_what_cannot_be_kept(typed, sentence):
    version = make_version()

    with pytest.raises(Refused) as refused:
        drafting.save_text(
            version,
            by=version.article.lead_author,
            counter=1,
            **{"audience": "patient", "title": "T", "body": "B", **typed},
        )

    assert refused.value.sentences == (sentence,)


def test_remove_text_keeps_it_in_the_history():
    version = make_version()
    author = version.article.lead_author

    drafting.remove_text(version, audience="patient", by=author, counter=1)

    assert not Variant.objects.filter(version=version, audience="patient").exists()
    removed = Variant.history.filter(version=version, audience="patient").latest()
    assert (removed.history_type, removed.body, removed.history_user) == ("-", factories.PATIENT_BODY, author)


def test_remove_text_of_a_text_saved_meanwhile_is_stale():
    version = make_version()
    author = version.article.lead_author
    drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)

    with pytest.raises(Stale):
        drafting.remove_text(version, audience="patient", by=author, counter=1)

    assert text_of(version).counter == 2


def test_remove_text_where_there_is_none_leaves_no_trace():
    version = make_version()
    before = rows_of(version)

    drafting.remove_text(version, audience="student", by=version.article.lead_author)

    assert rows_of(version) == before


def test_save_text_over_a_removed_text_is_stale_even_after_another_was_begun():
    version = make_version()
    author = version.article.lead_author
    drafting.remove_text(version, audience="patient", by=author)
    with pytest.raises(Stale) as after_removal:
        drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)
    drafting.save_text(version, audience="patient", by=author, counter=0, title="New", body="New")

    with pytest.raises(Stale) as after_another:
        drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)

    assert (after_removal.value.stored, after_another.value.stored.body) == (None, "New")


def save_at(version: ArticleVersion, by: Any, minute: int) -> None:
    with time_machine.travel(datetime.datetime(2090, 1, 1, 12, minute, tzinfo=datetime.UTC), tick=False):
        counter = Variant.objects.get(version=version, audience="patient").counter
        drafting.save_text(
            version, audience="patient", by=by, counter=counter, title="T", body=f"Words of minute {minute}"
        )


def words_in_history(version: ArticleVersion) -> list[str]:
    history = Variant.history.filter(version=version, audience="patient").order_by("history_id")
    return [row.body.removeprefix("Words of minute ") for row in history][1:]


def test_history_makes_one_of_a_persons_saves_within_ten_minutes():
    version = make_version()

    for minute in (0, 4, 9):
        save_at(version, version.article.lead_author, minute)

    assert words_in_history(version) == ["9"]


def test_history_counts_the_ten_minutes_from_the_first_save():
    version = make_version()

    for minute in (0, 7, 14, 21, 28):
        save_at(version, version.article.lead_author, minute)

    assert words_in_history(version) == ["7", "21", "28"]


def test_history_keeps_the_saves_of_two_people_apart():
    version = make_version()
    coauthor = add_coauthor(version)

    for minute, by in enumerate([version.article.lead_author, coauthor, version.article.lead_author]):
        save_at(version, by, minute)

    assert words_in_history(version) == ["0", "1", "2"]


def test_history_of_a_text_changed_at_once_still_says_when_it_was_created():
    version = make_version()

    body = factories.PATIENT_BODY + "More."
    drafting.save_text(
        version, audience="patient", by=version.article.lead_author, counter=1, title="T", body=body
    )

    row = text_of(version).history.get()
    assert (row.history_type, row.body) == ("+", body)


@pytest.mark.parametrize(("words", "kept"), [(40, ["Still."]), (41, ["word " * 41 + "Still.", "Still."])])
def test_history_keeps_what_a_save_takes_out_much_of(words, kept):
    version = make_version()
    author = version.article.lead_author

    for body in ("word " * words + "Still.", "Still."):
        counter = getattr(Variant.objects.filter(audience="student").first(), "counter", 0)
        drafting.save_text(version, audience="student", by=author, counter=counter, title="T", body=body)

    assert [row.body for row in text_of(version, "student").history.order_by("history_id")] == kept


def test_history_keeps_what_was_saved_over_by_choice():
    version = make_version()
    author = version.article.lead_author
    drafting.save_text(version, audience="student", by=author, counter=0, title="T", body="Mine.")

    drafting.save_text(
        version, audience="student", by=author, counter=1, title="T", body="Mine too.", is_apart=True
    )

    history = text_of(version, "student").history.order_by("history_id")
    assert [row.body for row in history] == ["Mine.", "Mine too."]


def test_save_text_costs_a_bounded_number_of_queries(django_assert_max_num_queries):
    version = make_version()

    with django_assert_max_num_queries(12):
        drafting.save_text(version, audience="patient", by=version.article.lead_author, counter=1, **SAVED)
