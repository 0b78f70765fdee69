"""Tampering with what readers are served: each page is compared with the one that the record gives now."""

import gzip
import hashlib
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleVersion, Edition, SiteFacts
from reviews import pages, publishing, replay
from reviews.models import Book
from tests.tampering import everything, on_pages, problems, sql

pytestmark = pytest.mark.django_db

SLUG = "does-ginger-tea-shorten-a-cold"
PATIENT = f"/articles/{SLUG}/patient/"


@pytest.fixture
def version(reviewed: ArticleVersion, settings, tmp_path) -> ArticleVersion:
    """An approved version with its pages; nobody noted what they were made of."""
    settings.VAR_DIR = tmp_path / "var"
    assert replay.verify().problems == []
    return reviewed


def page(path: str = PATIENT) -> Edition:
    return Edition.objects.filter(path=path).order_by("shown_from")[0]


def forge(old: bytes, new: bytes) -> None:
    """A page that agrees with itself: its bytes, what is compressed of them, and the name of both."""
    row = page()
    body = bytes(row.body).replace(old, new)
    assert body != bytes(row.body)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    sql(
        "UPDATE articles_edition SET body = %s, gzipped = %s, etag = %s WHERE id = %s",
        body, gzip.compress(body, mtime=0), etag, row.pk,
    )()  # fmt: skip


def test_published_pages_as_they_were_made_agree(version):
    report = replay.verify()

    assert (report.problems, report.counts["published pages"]) == ([], Edition.objects.count())
    assert report.counts["published pages"] > 10


def test_verify_writes_nothing_of_pages(version):
    with CaptureQueriesContext(connection) as queries:
        replay.verify()

    # The index of search is made anew beside the real one, in tables of its own that are gone afterwards.
    verbs = {query["sql"].split()[0] for query in queries if "temp." not in query["sql"]}
    assert verbs & {"INSERT", "UPDATE", "DELETE", "SAVEPOINT"} == set()
    assert "SELECT" in verbs


def test_forged_words_that_agree_with_their_etag_are_found(version):
    found = on_pages(lambda: forge(b"does not shorten a cold", b"does shorten a cold"))

    assert found == [
        "its patient text: they differ from what its record gives in its bytes, the sealed text in them, etag: "
        f"{PATIENT}."
    ]


def test_words_forged_around_the_sealed_text_are_found(version):
    found = on_pages(lambda: forge(b"</main>", b"<p>Buy our tea.</p></main>"))

    assert found == [
        f"its patient text: they differ from what its record gives in its bytes, etag: {PATIENT}."
    ]


def test_bytes_forged_behind_an_etag_that_was_kept_are_found(version):
    body = bytes(page().body) + b"<p>Buy our tea.</p>"

    found = on_pages(sql("UPDATE articles_edition SET body = %s WHERE id = %s", body, page().pk))

    assert found == [
        f"its patient text: they differ from what its record gives in its bytes, its compressed bytes: {PATIENT}."
    ]


CURED = gzip.compress(b"<p>Ginger tea cures a cold.</p>", mtime=0)


@pytest.mark.parametrize(
    "packed", [b"no gzip", CURED, "cut off", "with more behind"], ids=["none", "another", "cut", "more"]
)
def test_compressed_bytes_of_another_page_are_found(version, packed):
    whole = bytes(page().gzipped)
    packed = {"cut off": whole[:-1], "with more behind": whole + gzip.compress(b"more", mtime=0)}.get(
        packed, packed
    )

    found = on_pages(sql("UPDATE articles_edition SET gzipped = %s WHERE id = %s", packed, page().pk))

    assert found == [
        f"its patient text: they differ from what its record gives in its compressed bytes: {PATIENT}."
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("etag", '"x"'),
        ("title", "Ginger tea cures a cold"),
        ("language", "de"),
        ("is_listed", False),
        ("listed_at", "2030-01-01 00:00:00+00:00"),
        ("overdue_on", "2099-01-01"),
        ("lapses_on", None),
    ],
)
def test_an_edited_column_of_a_page_is_found(version, column, value):
    found = on_pages(sql(f"UPDATE articles_edition SET {column} = %s WHERE id = %s", value, page().pk))

    assert found == [f"its patient text: they differ from what its record gives in {column}: {PATIENT}."]


@pytest.mark.parametrize(("old", "new"), [("Reviewer 2", "Somebody Else"), ('"approved"', '"superseded"')])
def test_edited_marks_are_found(version, old, new):
    marks = json.loads(json.dumps(page().marks).replace(old, new))
    assert marks != page().marks

    found = on_pages(lambda: Edition.objects.filter(pk=page().pk).update(marks=marks))

    assert found == [f"its patient text: they differ from what its record gives in marks: {PATIENT}."]


def test_a_page_taken_away_is_found_under_each_of_its_days(version):
    days = sorted(map(str, Edition.objects.filter(path=PATIENT).values_list("shown_from", flat=True)))

    found = on_pages(sql("DELETE FROM articles_edition WHERE path = %s", PATIENT))

    assert found == [
        f"its patient text: they are missing: {PATIENT}, {PATIENT} from {days[1]}, {PATIENT} from {days[2]}."
    ]


def test_all_pages_taken_away_are_found(version):
    found = on_pages(sql("DELETE FROM articles_edition"))

    assert {sentence.partition(":")[0] for sentence in found} == {
        f"its {audience} text" for audience in ("patient", "caregiver", "professional", "student")
    } | {"its record"}


def test_a_page_put_in_is_found(version):
    def insert() -> None:
        row = page()
        row.pk, row.path = None, f"/articles/{SLUG}/v7/patient/"
        row.save(force_insert=True)

    found = on_pages(insert)

    assert found == [
        f"its patient text: they stand there that its record does not give: /articles/{SLUG}/v7/patient/."
    ]


def test_a_page_put_over_another_from_a_later_day_on_is_found(version):
    def insert() -> None:
        row = page()
        row.pk, row.shown_from = None, "2026-01-01"
        row.save(force_insert=True)

    found = on_pages(insert)

    assert found == [
        f"its patient text: they stand there that its record does not give: {PATIENT} from 2026-01-01."
    ]


def test_pages_of_a_draft_are_found(version, the_house):
    draft = the_house.draft()

    def insert() -> None:
        row = page()
        row.pk, row.path, row.article, row.version = None, "/articles/tea/patient/", draft.article, None
        row.kind = "absent"
        row.save(force_insert=True)

    found = on_pages(insert)

    assert found == [
        "its patient text: they stand there that its record does not give: /articles/tea/patient/."
    ]


def test_an_address_that_was_lost_is_found(version):
    found = on_pages(sql("UPDATE articles_article SET slug = NULL"))

    assert found == [
        "its record: they cannot be made anew to be compared: readers may see it, and it has no address."
    ]


def test_pages_under_another_address_are_found(version):
    found = on_pages(sql("UPDATE articles_article SET slug = 'another'"))

    assert any(f"that its record does not give: /articles/{SLUG}/" in sentence for sentence in found)
    assert any("they are missing: /articles/another/" in sentence for sentence in found)


def test_pages_of_an_article_without_a_book_are_found(version):
    def lose() -> None:
        Book.objects.filter(article=version.article).update(article=None)

    assert f"page {PATIENT}: it is of no article that the record knows." in problems(lose)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "pending"}, "it shows as pending a version that is not in review."),
        ({"version": None}, "it shows as current a version that is not."),
        ({"version": None, "kind": "past"}, "it shows as approved a version that never was."),
    ],
)
def test_a_page_that_calls_its_text_what_it_is_not_is_found(version, change, sentence):
    found = problems(lambda: Edition.objects.filter(pk=page().pk).update(**change))

    assert found == [f"page {PATIENT}: {sentence}"]


def test_a_page_that_shows_a_draft_as_current_is_found(version, the_house):
    draft = the_house.next_version(version)

    found = problems(lambda: Edition.objects.filter(pk=page().pk).update(version=draft))

    assert found == [f"page {PATIENT}: it shows as current a version that is not."]


def test_a_page_that_shows_as_current_what_the_article_does_not_is_found(version):
    found = problems(sql("UPDATE articles_article SET current_id = NULL"))

    assert found[0] == "article <uid>: its current version is not 1, approved last."
    assert f"page {PATIENT}: it shows as current a version that is not." in found


# What an upgrade explains, and what it does not


def differing(change) -> str:
    """The end of the only sentence."""
    (sentence,) = everything(change)
    return sentence.partition(f"{PATIENT}. ")[2]


def test_a_forged_page_since_all_were_made_is_explained_by_no_upgrade(version):
    call_command("republish", verbosity=0)

    assert differing(lambda: forge(b"</main>", b"</main >")) == pages.UNCHANGED


def test_a_page_that_differs_after_an_upgrade_is_never_called_fine(version, settings, tmp_path):
    call_command("republish", verbosity=0)
    settings.BASE_DIR = tmp_path

    assert differing(lambda: forge(b"</main>", b"</main >")) == pages.CHANGED


def test_a_page_that_differs_where_nobody_knows_of_the_last_time_is_never_called_fine(version):
    assert differing(lambda: forge(b"</main>", b"</main >")) == pages.CHANGED


def test_pages_that_are_older_than_the_facts_of_the_site_are_named_until_they_are_made_anew(version):
    SiteFacts(pk=1, name="Another house").save()

    before = on_pages(lambda: None)
    call_command("republish", verbosity=0)

    assert {sentence.partition(":")[0] for sentence in before} >= {"its patient text", "its record"}
    assert replay.verify().problems == []


@pytest.mark.parametrize("column", ["body", "gzipped"])
def test_republishing_mends_bytes_that_were_forged_behind_their_etag(version, column):
    sql(f"UPDATE articles_edition SET {column} = %s", b"forged")()
    assert replay.verify().problems != []

    call_command("republish", verbosity=0)

    assert replay.verify().problems == []


def test_making_pages_to_compare_them_gives_no_address(version):
    article = Article.objects.get()
    Article.objects.update(slug=None)

    with pytest.raises(ValueError, match="it has no address"):
        list(publishing.Wanted(article).pages())

    assert Article.objects.get().slug is None
