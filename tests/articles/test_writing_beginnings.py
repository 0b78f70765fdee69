"""Tests of beginning a retelling from the leading text: only when asked, only where nothing stands, never as a retelling."""

import pytest
from django.urls import reverse

from articles import checks, drafting
from articles.checks import Missing
from articles.markdown import headings
from articles.models import ArticleVersion, Variant
from articles.refusals import Refused, Stale
from articles.states import State
from tests.articles.writing_pages import author_of, words
from tests.factories import PATIENT_BODY, TEXTS, confirm, make_user, make_version, put_in_state

pytestmark = pytest.mark.django_db

WORD_FOR_WORD = "The caregiver text is the patient text word for word: tell it for its readers, or remove it."


def editor_of(version: ArticleVersion, audience: str = "caregiver") -> str:
    return reverse("write_text", args=[version.pk, audience])


def text_of(version: ArticleVersion, audience: str = "caregiver") -> Variant | None:
    return Variant.objects.filter(version=version, audience=audience).first()


def begin(version: ArticleVersion, part: str, audience: str = "caregiver") -> Variant:
    return drafting.begin_text(version, audience=audience, by=version.article.lead_author, part=part)


def test_page_of_a_text_to_be_written_offers_both_beginnings_and_copies_nothing():
    version = make_version()

    page = author_of(version).get(editor_of(version))

    assert "Its 1 heading is copied, and nothing below it." in words(page)
    assert "Its title and every word are copied." in words(page)
    assert (page.context["form"]["body"].value() or "", text_of(version)) == ("", None)


@pytest.mark.parametrize("audience", ["patient", "professional"])
def test_page_of_a_text_that_stands_offers_no_beginning(audience):
    version = make_version()

    page = author_of(version).get(editor_of(version, audience))

    assert (page.context["begin"], b'name="begin"' in page.content) == (None, False)


def test_page_offers_no_beginning_while_the_leading_text_is_empty():
    version = make_version(texts={})

    pages = [author_of(version).get(editor_of(version, audience)) for audience in ("patient", "caregiver")]

    assert [b'name="begin"' in page.content for page in pages] == [False, False]


def test_headings_alone_are_copied_when_their_button_is_pressed():
    version = make_version()

    page = author_of(version).post(editor_of(version), {"begin": "headings"}, follow=True)

    text = text_of(version)
    assert (text.title, text.body, text.counter) == ("", "## What it does", 1)
    assert "Copied from the patient text. Now tell it for these readers." in words(page)


def test_whole_text_is_copied_when_its_button_is_pressed():
    version = make_version()

    author_of(version).post(editor_of(version), {"begin": "whole"})

    text = text_of(version)
    assert (text.title, text.body) == TEXTS["patient"]


@pytest.mark.parametrize("part", ["", "all", "patient", "a\0b"])
def test_other_beginning_is_refused_with_a_page(part):
    version = make_version()

    page = author_of(version).post(editor_of(version), {"begin": part}, follow=True)

    assert "is not one of the choices." in words(page)
    assert text_of(version) is None


def test_beginning_never_overwrites_what_was_written_meanwhile():
    version = make_version()
    author = version.article.lead_author
    drafting.save_text(version, audience="caregiver", by=author, counter=0, title="Mine", body="My words.")

    page = author_of(version).post(editor_of(version), {"begin": "whole"}, follow=True)

    with pytest.raises(Stale):
        begin(version, "headings")
    assert text_of(version).body == "My words."
    assert "Somebody saved this while you were writing." in words(page)


@pytest.mark.parametrize("lead", ["", "Only a paragraph."])
def test_beginning_with_nothing_is_refused(lead):
    version = make_version(texts={"patient": ("T", lead)})

    with pytest.raises(Refused, match="There is nothing to begin with yet"):
        begin(version, "headings")


def test_beginning_is_for_authors_of_a_draft_only():
    version = make_version()
    sealed = put_in_state(make_version(), State.SUBMITTED)

    with pytest.raises(Refused, match="Only the authors of this article"):
        drafting.begin_text(version, audience="caregiver", by=make_user("author"), part="whole")
    with pytest.raises(Refused, match="This text cannot be changed now"):
        begin(sealed, "whole")


def test_beginning_is_its_writers_contribution():
    version, coauthor = make_version(), make_user("author")
    drafting.add_author(version, by=version.article.lead_author, user=coauthor)

    drafting.begin_text(version, audience="caregiver", by=coauthor, part="whole")

    assert version.article.contributors.filter(user=coauthor).exists()
    assert text_of(version).history.get().history_user == coauthor


def missing(version: ArticleVersion) -> list[Missing]:
    version = ArticleVersion.objects.get(pk=version.pk)
    confirm(version)
    return checks.missing(version)


def test_unchanged_copy_cannot_be_submitted_and_a_told_one_can():
    version = make_version()
    text = begin(version, "whole")
    author = version.article.lead_author

    before = missing(version)
    told = PATIENT_BODY.replace("most people", "most people you look after")
    drafting.save_text(version, audience="caregiver", by=author, counter=1, title=text.title, body=told)

    assert before == [Missing(WORD_FOR_WORD, ("text", "caregiver"))]
    assert missing(version) == []


def test_copied_headings_alone_cannot_be_submitted():
    version = make_version()
    begin(version, "headings")

    assert missing(version) == [
        Missing("Give the caregiver text a title.", ("text", "caregiver")),
        Missing("The caregiver text cites nothing yet.", ("text", "caregiver")),
    ]


def test_headings_are_those_of_the_page_without_marks_and_citations():
    body = "# Top\n\nA.\n\n## What *it* does [@a]\n\n::: help\n### When\nB.\n:::\n\n```\n## not one\n```\n\nLast\n----\n"

    assert headings(body) == ["## Top", "## What it does", "### When", "## Last"]
