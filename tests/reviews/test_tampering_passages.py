"""Tampering with what search finds: each passage is compared with the one that the record gives now."""

import pytest
from django.core.management import call_command

from articles.models import Article, ArticleVersion, Passage
from reviews import pages, replay, workflow
from tests.tampering import OF_PAGES, everything, on_pages

pytestmark = pytest.mark.django_db

FORGED = "text: what search finds of it is not what its record gives."


@pytest.fixture
def version(reviewed: ArticleVersion, settings, tmp_path) -> ArticleVersion:
    """An approved version with its passages; nobody noted what pages were made of."""
    settings.VAR_DIR = tmp_path / "var"
    assert replay.verify().problems == []
    return reviewed


def test_passages_as_they_were_made_are_counted_and_agree(version):
    report = replay.verify()

    assert (report.problems, report.counts["passages"]) == ([], Passage.objects.count())
    assert report.counts["passages"] > 2


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Ginger tea cures every cold."},
        {"question": "What cures a cold?"},
        {"url": "/articles/another/patient/#p-1"},
        {"section": "Forged"},
        {"is_answer": True},
        {"text_stems": "measl"},
        {"reviewed_on": "2020-01-01"},
        {"lapses_on": None},
        {"pos": 900},
    ],
)
def test_an_edited_passage_is_found(version, change):
    row = Passage.objects.filter(audience="patient", is_answer=False).first()

    assert on_pages(lambda: Passage.objects.filter(pk=row.pk).update(**change)) == [f"its patient {FORGED}"]


def test_a_passage_taken_away_is_found(version):
    row = Passage.objects.filter(audience="professional").first()

    assert on_pages(row.delete) == [f"its professional {FORGED}"]


def test_a_passage_put_in_is_found(version):
    def insert() -> None:
        row = Passage.objects.filter(audience="patient").first()
        row.pk, row.pos = None, 900
        row.save(force_insert=True)

    assert on_pages(insert) == [f"its patient {FORGED}"]


def test_a_passage_of_a_text_that_was_never_approved_is_found(version, the_house):
    draft = the_house.next_version(version)
    workflow.withdraw(draft, by=draft.article.lead_author)
    other = the_house.draft()

    def move() -> None:
        row = Passage.objects.filter(audience="patient").first()
        row.pk, row.article, row.version = None, other.article, other
        row.save(force_insert=True)

    assert on_pages(move) == [f"its patient {FORGED}"]


def test_a_forged_passage_is_mended_by_republishing(version):
    found = everything(lambda: Passage.objects.update(text="Forged."))

    call_command("republish", verbosity=0)

    assert [problem for problem in found if not problem.startswith(OF_PAGES)] == []
    assert all(problem.endswith(pages.CHANGED) for problem in found)
    assert replay.verify().problems == []
    assert not Passage.objects.filter(text="Forged.").exists()
    assert Article.objects.get().passages.exists()
