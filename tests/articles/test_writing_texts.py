"""Tests of the editor of a text: saving, staleness, the preview and its sameness with what is sealed."""

import re

import pytest
from django.urls import reverse

from articles import drafting, manuscripts
from articles.models import ArticleVersion, Variant
from articles.states import State
from tests.articles.drafting_rows import add_coauthor
from tests.articles.writing_pages import author_of, held, words
from tests.factories import PATIENT_BODY, PROFESSIONAL_BODY, make_version, put_in_state

pytestmark = pytest.mark.django_db

TYPED = {"counter": "1", "title": "Ginger", "body": "Ginger does nothing.[@adeyemi2021]\r\n"}


def editor_of(version: ArticleVersion, audience: str = "patient") -> str:
    return reverse("write_text", args=[version.pk, audience])


def text_of(version: ArticleVersion, audience: str = "patient") -> tuple[str, str, int]:
    row = Variant.objects.get(version=version, audience=audience)
    return row.title, row.body, row.counter


def test_text_is_saved_as_it_was_typed():
    version = make_version()

    response = author_of(version).post(editor_of(version), TYPED, follow=True)

    assert text_of(version) == ("Ginger", "Ginger does nothing.[@adeyemi2021]\n", 2)
    assert response.redirect_chain == [(editor_of(version), 302)]
    assert held(response, "body") == "Ginger does nothing.[@adeyemi2021]\n"


def test_text_for_another_reader_is_started_on_its_own_page():
    version = make_version()
    client = author_of(version)

    page = client.get(editor_of(version, "caregiver"))
    client.post(editor_of(version, "caregiver"), {**TYPED, "counter": held(page, "counter")})

    assert text_of(version, "caregiver") == ("Ginger", "Ginger does nothing.[@adeyemi2021]\n", 1)


def test_stale_save_keeps_what_was_typed_and_shows_both():
    version = make_version()
    drafting.save_text(
        version, audience="patient", by=version.article.lead_author, counter=1, title="Theirs", body="Theirs."
    )

    response = author_of(version).post(editor_of(version), TYPED)

    assert response.status_code == 422
    assert (held(response, "title"), held(response, "counter")) == ("Ginger", "1")
    assert "Title Taken out: Theirs Added: Ginger" in words(response)
    assert 'form="text-form" name="over" value="2"' in response.content.decode()
    assert text_of(version) == ("Theirs", "Theirs.", 2)


def test_stale_save_wins_only_by_the_button_that_says_so():
    version = make_version()
    author = version.article.lead_author
    drafting.save_text(version, audience="patient", by=author, counter=1, title="Theirs", body="Theirs.")
    client = author_of(version)

    client.post(editor_of(version), TYPED)
    before = text_of(version)
    client.post(editor_of(version), {**TYPED, "over": "2"})

    assert before == ("Theirs", "Theirs.", 2)
    assert text_of(version) == ("Ginger", "Ginger does nothing.[@adeyemi2021]\n", 3)


def test_save_over_a_text_that_was_saved_once_more_is_stale_again():
    version = make_version()
    author = version.article.lead_author
    for counter in (1, 2):
        drafting.save_text(
            version, audience="patient", by=author, counter=counter, title=f"Theirs {counter}", body="B."
        )

    response = author_of(version).post(editor_of(version), {**TYPED, "over": "2"})

    assert response.status_code == 422
    assert 'name="over" value="3"' in response.content.decode()
    assert text_of(version)[0] == "Theirs 2"


def test_text_that_was_removed_meanwhile_can_be_saved_as_a_new_one():
    version = make_version()
    drafting.remove_text(version, audience="patient", by=version.article.lead_author)
    client = author_of(version)

    response = client.post(editor_of(version), TYPED)
    client.post(editor_of(version), {**TYPED, "over": "0"})

    assert "This was removed while you were writing." in words(response)
    assert held(response, "body") == "Ginger does nothing.[@adeyemi2021]\n"
    assert text_of(version)[0] == "Ginger"


def test_counter_that_cannot_be_read_was_never_seen():
    version = make_version()

    response = author_of(version).post(editor_of(version), {**TYPED, "counter": "'; DROP TABLE"})

    assert (response.status_code, text_of(version)[2]) == (422, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a\0b", "The patient text: This text contains a NUL character"),
        ("x" * 200_001, "The patient text has 200001 characters; at most 200000 can be kept."),
        ("word " * 1_000_000, "The patient text has 5000000 characters; at most 200000 can be kept."),
    ],
)
def test_text_that_cannot_be_kept_is_refused_and_comes_back(typed, sentence):
    version = make_version()

    response = author_of(version).post(editor_of(version), {**TYPED, "body": typed})

    assert response.status_code == 422
    assert sentence in words(response)
    assert held(response, "body") == typed
    assert text_of(version)[2] == 1


def test_preview_shows_what_was_typed_and_saves_nothing():
    version = make_version()

    response = author_of(version).post(editor_of(version), {**TYPED, "preview": "1"})

    assert response.status_code == 200
    assert (held(response, "title"), held(response, "counter")) == ("Ginger", "1")
    assert response.context["preview"].title == "Ginger"
    assert "Ginger does nothing." in response.context["preview"].html
    assert text_of(version)[2] == 1


def test_preview_alone_is_the_rendering_without_the_page():
    version = make_version()

    response = author_of(version).post(reverse("write_preview", args=[version.pk, "patient"]), TYPED)

    html = response.content.decode()
    assert response.context["preview"].html in html
    assert ("<html" in html, "<textarea" in html) == (False, False)


@pytest.mark.parametrize("audience", ["patient", "professional"])
def test_preview_is_what_readers_will_get_once_it_is_sealed(audience):
    version = make_version(written_for="professional")
    prepared = {row.audience: row for row in manuscripts.prepare(version).renderings}

    shown = author_of(version).get(editor_of(version, audience)).context["preview"]

    sealed = prepared[audience]
    assert (shown.title, shown.html, shown.references_html) == (
        sealed.title,
        sealed.html,
        sealed.references_html,
    )


@pytest.mark.parametrize(("written_for", "number"), [("patient", 1), ("professional", 2)])
def test_preview_numbers_the_typed_text_with_the_stored_ones(written_for, number):
    version = make_version(
        texts={"patient": ("T", "A.[@adeyemi2021]"), "professional": ("P", "A.[@adeyemi2021]")},
        written_for=written_for,
    )

    response = author_of(version).post(
        editor_of(version), {**TYPED, "body": "Now another.[@institute2023]", "preview": "1"}
    )

    assert f">{number}</a></sup>" in response.context["preview"].html


def test_preview_names_what_is_wrong_with_the_marks():
    version = make_version()
    body = "::: recomendation\nYes.\n:::\n\nA claim.[@nobody2020]"

    response = author_of(version).post(editor_of(version), {**TYPED, "body": body, "preview": "1"})

    assert "Line 1 opens a block of unknown kind “recomendation”." in words(response)
    assert "The text cites “nobody2020”, but no reference has that key." in words(response)


def test_preview_escapes_what_looks_like_html():
    version = make_version()
    nasty = "<script>alert(1)</script>"

    response = author_of(version).post(editor_of(version), {**TYPED, "title": nasty, "body": nasty})

    assert "<script>alert" not in author_of(version).get(editor_of(version)).content.decode()
    assert response.status_code == 302


def test_preview_of_what_cannot_be_kept_says_why():
    version = make_version()
    url = reverse("write_preview", args=[version.pk, "patient"])

    response = author_of(version).post(url, {**TYPED, "body": "x" * 200_001})

    assert response.status_code == 200
    assert "The patient text has 200001 characters; at most 200000 can be kept." in words(response)


def test_text_is_removed_when_it_is_the_one_that_was_seen():
    version = make_version()
    url = reverse("write_text_remove", args=[version.pk, "professional"])
    client = author_of(version)

    stale = client.post(url, {"counter": "7"}, follow=True)
    kept = version.variants.count()
    client.post(url, {"counter": "1"})

    assert "Somebody saved this while you were writing." in words(stale)
    assert (kept, version.variants.count()) == (2, 1)


def write_past_the_lock(version: ArticleVersion, body: str) -> None:
    """Working rows that differ from what is sealed: no verb makes them while the version is closed."""
    row = Variant.objects.get(version=version, audience="patient")
    row.body = body
    row.save(update_fields=["body"])


def test_sealed_text_is_the_row_that_the_board_reads():
    version = put_in_state(make_version(), State.UNDER_REVIEW)
    write_past_the_lock(version, "Words that nobody sealed.")

    response = author_of(version).get(editor_of(version))

    row = version.manuscript.renderings.get(audience="patient")
    assert row.html in response.content.decode()
    assert "what is reviewed and signed is exactly this wording" in words(response)
    assert "<textarea" not in response.content.decode()


def test_sealed_version_has_no_page_for_a_text_it_does_not_have():
    version = put_in_state(make_version(), State.APPROVED)

    response = author_of(version).get(editor_of(version, "student"))

    assert response.status_code == 404


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DECLINED])
def test_text_put_away_is_shown_as_it_stood_then(state):
    version = put_in_state(make_version(), state)
    write_past_the_lock(version, "Words written after it came back.")

    response = author_of(version).get(editor_of(version))

    assert "Words written after it came back." in words(response)
    assert "and stands here as it was then." in words(response)


def test_text_sent_to_a_sealed_version_comes_back_unsaved():
    version = put_in_state(make_version(), State.SUBMITTED)

    response = author_of(version).post(editor_of(version), TYPED)

    assert response.status_code == 422
    assert held(response, "body") == "Ginger does nothing.[@adeyemi2021]\n"
    assert text_of(version)[1] == PATIENT_BODY


def test_audience_that_does_not_exist_has_no_page():
    version = make_version()

    statuses = [
        author_of(version).get(editor_of(version, "nurse")).status_code,
        author_of(version).post(reverse("write_preview", args=[version.pk, "nurse"])).status_code,
    ]

    assert statuses == [404, 404]


def test_tabs_say_how_hard_each_text_is_to_read():
    version = make_version(texts={"patient": ("T", "It is so."), "professional": ("P", PROFESSIONAL_BODY)})

    response = author_of(version).get(editor_of(version))

    notes = [(tab[0], tab[3]) for tab in response.context["tabs"]]
    assert notes == [
        ("Patient", "grade 0.0, aim up to 8"),
        ("Caregiver", "not started"),
        ("Health professional", "grade 4.3, no limit"),
        ("Student or researcher", "not started"),
    ]


def test_stale_save_says_who_stored_what_and_gives_it_in_full():
    version = make_version()
    coauthor = add_coauthor(version)
    drafting.save_text(
        version, audience="patient", by=coauthor, counter=1, title="Ginger", body="Theirs <b>."
    )

    response = author_of(version).post(editor_of(version), TYPED)

    assert f"{coauthor.printed_name} saved this text at " in words(response)
    assert re.findall(r'aria-label="(.*?)">\n(.*?)</textarea>', response.content.decode()) == [
        ("Stored now: Text in Markdown", "Theirs &lt;b&gt;.")
    ]


def test_stale_save_folds_away_what_both_have():
    version = make_version()
    author = version.article.lead_author
    lines = "\n\n".join(f"Line {number}." for number in range(20))
    drafting.save_text(version, audience="patient", by=author, counter=1, title="T", body=f"{lines} Theirs.")

    response = author_of(version).post(editor_of(version), {**TYPED, "title": "T", "body": f"{lines} Mine."})

    assert "Show 18 unchanged lines" in words(response)


HARD = (
    "Interdisciplinary recommendations concerning immunological desensitisation notwithstanding "
    "comprehensive epidemiological investigations demonstrated considerable heterogeneity."
)


@pytest.mark.parametrize(("audience", "found"), [("patient", [("p-2", HARD)]), ("professional", [])])
def test_preview_names_the_hardest_sentences_where_there_is_a_budget(audience, found):
    version = make_version()
    url = reverse("write_preview", args=[version.pk, audience])

    response = author_of(version).post(url, {"title": "T", "body": f"It is easy.\n\nSo is this. {HARD}"})

    hardest = response.context["preview"].hardest
    assert [(hard.anchor, hard.text) for hard in hardest] == found
    assert ("1 sentence is hard to read" in words(response)) == bool(found)


def test_preview_lists_contents_and_says_which_line_became_which_place():
    version = make_version()
    url = reverse("write_preview", args=[version.pk, "patient"])

    response = author_of(version).post(
        url, {"title": "T", "body": "## Dose\n\nTake one.\n\n- a\n- b\n\n## Risks"}
    )

    assert response.context["preview"].places == (
        '[[0, "s-dose"], [2, "p-1"], [4, "p-2"], [4, "p-2"], [5, "p-3"], [5, "p-3"], [7, "s-risks"]]'
    )
    assert "Contents Dose Risks" in words(response)
