"""Tampering with what search finds: each passage is compared with the one that the record gives now."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection

from articles import search
from articles.models import Article, ArticleVersion, Passage
from articles.search_index import INDEX
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


ASTRAY = "text: the index does not find it by the words of its passages. " + pages.MENDED


def empty_the_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')")
        else:
            cursor.execute("ALTER TABLE articles_passage ALTER COLUMN stems DROP EXPRESSION")
            cursor.execute("UPDATE articles_passage SET stems = ''::tsvector")


def other_words() -> None:
    """Of one passage alone: it is found by a word that it does not have."""
    key = Passage.objects.filter(audience="patient").first().pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"INSERT INTO {INDEX}(rowid, question_stems, title_stems, section_stems, text_stems)"
                " VALUES (%s, 'measl', '', '', '')",
                [key],
            )
        else:
            cursor.execute("ALTER TABLE articles_passage ALTER COLUMN stems DROP EXPRESSION")
            cursor.execute(
                "UPDATE articles_passage SET stems = stems || 'measl:1A'::tsvector WHERE id = %s", [key]
            )


def no_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TABLE {INDEX}"
            if connection.vendor == "sqlite"
            else "ALTER TABLE articles_passage DROP COLUMN stems"
        )


def test_an_emptied_index_of_search_is_found(version):
    assert on_pages(empty_the_index) == [f"its patient {ASTRAY}", f"its professional {ASTRAY}"]


def test_a_word_put_into_the_index_of_search_is_found(version):
    assert on_pages(other_words) == [f"its patient {ASTRAY}"]


def test_an_index_of_search_that_is_not_there_is_found(version):
    assert everything(no_index) != []


@pytest.mark.parametrize("change", [empty_the_index, other_words, no_index])
def test_an_index_of_search_that_was_changed_is_mended_by_republishing(version, change):
    everything(change)

    call_command("republish", verbosity=0)

    assert replay.verify().problems == []
    assert search.find("ginger", today=datetime.datetime.now(datetime.UTC).date()).total == 1
