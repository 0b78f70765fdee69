"""Tampering with stored texts: each is the one that its digest names, and is rendered as it says."""

import json

import pytest

from articles import manuscripts, rendering
from articles.models import (
    ArticleVersion,
    Authorship,
    Manuscript,
    Reference,
    Rendered,
    Sentence,
    Variant,
)
from reviews import record, replay, reviewing, triggers
from reviews.models import Sealed
from tests.factories import PASSWORD
from tests.tampering import problems, sentences, sql, the

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(reviewed: ArticleVersion) -> ArticleVersion:
    assert replay.verify().problems == []
    return reviewed


def test_a_draft_with_a_manuscript_that_was_never_submitted_is_found(version, the_house):
    draft = the_house.next_version(version)

    found = problems(lambda: ArticleVersion.objects.filter(pk=draft.pk).update(manuscript=version.manuscript))

    assert found == ["article <uid>, version 2: its manuscript is not the one that was submitted last."]


def test_an_edited_manuscript_is_found(version):
    found = problems(sql("UPDATE articles_manuscript SET body = REPLACE(body, 'not shorten', 'shorten')"))

    assert found == [
        "article <uid>, version 1: its rows are not what its manuscript says.",
        "manuscript <digest>: its text is not the one that its digest names.",
    ]


def test_a_manuscript_put_in_is_found(version):
    body = manuscripts.dump({**manuscripts.read(version.manuscript), "question": "Another?"})

    def insert() -> None:
        Manuscript.objects.create(digest=manuscripts.digest_of(body), format=1, body=body)

    assert problems(insert) == [
        "manuscript <digest>: no round and no decision names it.",
        "manuscript <digest>: there is no page of it.",
        "manuscript <digest>: its stored sentences are not those of its text.",
    ]


@pytest.mark.parametrize("body", ["", "[]", "1", "{}", '{"variants":[1],"references":[]}'])
def test_a_manuscript_of_any_shape_is_named_and_stops_nothing(version, body):
    digest = manuscripts.digest_of(body)

    found = problems(lambda: Manuscript.objects.create(digest=digest, format=1, body=body))

    assert found[0] == "manuscript <digest>: no round and no decision names it."
    assert len(found) == 2


def test_a_manuscript_of_an_unknown_format_is_found(version):
    found = problems(sql("UPDATE articles_manuscript SET format = 99"))

    assert (
        "manuscript <digest>: This version of the application cannot read manuscripts of format 99." in found
    )


def test_edited_rows_of_a_sealed_text_are_found(version):
    found = problems(
        lambda: Variant.objects.filter(audience="patient").update(body="Ginger tea cures a cold.")
    )

    assert found == ["article <uid>, version 1: its rows are not what its manuscript says."]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("html", "<p>Cures.</p>"),
        ("title", "Cures"),
        ("references_html", ""),
        ("words_sha", "0"),
        ("contents", []),
    ],
)
def test_an_edited_page_is_found(version, field, value):
    found = problems(lambda: Rendered.objects.filter(audience="patient").update(**{field: value}))

    assert found == ["manuscript <digest>: a stored page is not the one that its text gives."]


def test_a_page_taken_away_is_found(version):
    found = problems(sql("DELETE FROM articles_rendered WHERE audience = 'patient'"))

    assert found == ["manuscript <digest>: a stored page is not the one that its text gives."]


def test_all_pages_taken_away_are_found(version):
    found = problems(sql("DELETE FROM articles_rendered"))

    assert found == ["manuscript <digest>: there is no page of it."]


@pytest.mark.parametrize("renderer", [0, 2, 99])
def test_a_page_of_a_renderer_that_never_was_is_found(version, renderer):
    found = problems(sql("UPDATE articles_rendered SET renderer = %s WHERE audience = 'patient'", renderer))

    assert f"manuscript <digest>: a stored page is of renderer {renderer}, which there never was." in found


@pytest.fixture
def upgraded(version, monkeypatch) -> ArticleVersion:
    """The same once a second renderer came: what is stored is of the first."""
    monkeypatch.setattr(rendering, "RENDERER", 2)
    return version


def test_a_page_of_an_earlier_renderer_is_compared_by_its_words(upgraded):
    with triggers.lifted():
        sql("UPDATE articles_rendered SET html = REPLACE(html, '<p>', '<p >')")()

    report = replay.verify()

    assert [problem for problem in report.problems if problem.startswith("manuscript")] == []
    assert (report.counts["pages of earlier renderers"], report.counts["pages made again"]) == (2, 0)


@pytest.mark.parametrize(
    "change",
    [
        "html = REPLACE(html, 'does not shorten', 'does shorten')",
        "references_html = REPLACE(references_html, '34-41', '35-41')",
        "title = 'Ginger tea cures'",
        "words_sha = '0'",
        "audience = 'student'",
    ],
)
def test_a_page_of_an_earlier_renderer_with_other_words_is_found(upgraded, change):
    found = problems(sql(f"UPDATE articles_rendered SET {change} WHERE audience = 'patient'"))

    assert "manuscript <digest>: a stored page of an earlier renderer has other words than its text." in found


@pytest.mark.parametrize(
    "change",
    [
        lambda: Sentence.objects.filter(pos=0).update(text="It cures."),
        lambda: Sentence.objects.filter(pos=0).update(claim_key="0"),
        lambda: Sentence.objects.filter(pos=0).delete(),
    ],
)
def test_an_edited_sentence_is_found(version, change):
    assert problems(change) == ["manuscript <digest>: its stored sentences are not those of its text."]


def test_a_sealed_text_that_was_reworded_is_found(version):
    found = problems(sql("UPDATE reviews_sealed SET body = 'No interest.' WHERE kind = 'disclosure'"))

    place = f"book <uid>, decision {the(version, 'disclose').seq} (disclose)"
    assert found == [f"{place}: the sealed text <digest> is not the one that the record names."]


def test_a_sealed_text_that_came_back_after_its_erasure_is_found(version, the_house):
    digest = json.loads(the(version, "disclose").payload)["digests"]["disclosure"]
    body = Sealed.objects.get(pk=digest).body
    reviewing.erase(
        version.article, digest=digest, by=the_house.editor, password=PASSWORD, second=the_house.reviewers[0],
        second_password=PASSWORD, for_editors="It named a patient.",
    )  # fmt: skip

    found = problems(lambda: Sealed.objects.filter(pk=digest).update(body=body))

    assert sentences(found) == ["the sealed text <digest> was erased by a decision, and is there."]


def test_a_sealed_text_erased_without_a_decision_is_found(version):
    found = problems(sql("UPDATE reviews_sealed SET body = NULL WHERE kind = 'disclosure'"))

    assert [problem.partition(": ")[2] for problem in found] == [
        "the sealed text <digest> was erased without a decision."
    ]


def test_a_sealed_text_put_in_is_found(version):
    found = problems(lambda: record.seal_text("reason", "Nobody said this."))

    assert found == ["sealed text <digest>: no decision names it."]


def test_a_sealed_text_taken_away_is_found(version):
    def take_away() -> None:
        Sealed.objects.filter(kind="reason").delete()

    assert [problem.partition(": ")[2] for problem in problems(take_away)] == [
        "the sealed text <digest> is not there."
    ]


def test_a_sealed_text_put_in_for_one_taken_away_is_found(version):
    def exchange() -> None:
        Sealed.objects.filter(kind="reason").delete()
        record.seal_text("reason", "Something milder.")

    assert [problem.partition(": ")[2] for problem in problems(exchange)] == [
        "the sealed text <digest> is not there.",
        "no decision names it.",
    ]


@pytest.mark.parametrize(
    ("model", "change", "sentence"),
    [
        (Authorship, {"position": 7}, "its authors do not stand in the places that were saved last"),
        (Reference, {"doi": "10.1000/forged"}, "a work of it is known by what was not saved last"),
        (Reference, {"pmid": "1"}, "a work of it is known by what was not saved last"),
        (Reference, {"pmcid": "PMC1"}, "a work of it is known by what was not saved last"),
        (Reference, {"is_placeholder": True}, "a work of it is known by what was not saved last"),
    ],
)
def test_a_column_beside_the_sealed_text_that_nobody_saved_is_found(version, model, change, sentence):
    row = model.objects.filter(version=version).first()

    found = problems(lambda: model.objects.filter(pk=row.pk).update(**change))

    assert found == [f"article <uid>, version 1: {sentence}, as the history says."]
