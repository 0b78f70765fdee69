"""Tests of manuscripts: the canonical form, its digest, and what sealing writes."""

import datetime
import hashlib
import json
import re
import unicodedata
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import drafting, manuscripts, rendering
from articles.models import (
    Article,
    ArticleVersion,
    Authorship,
    Manuscript,
    Reference,
    Rendered,
    Sentence,
    User,
    Variant,
)
from articles.refusals import Refused, Stale
from tests import factories
from tests.factories import make_user, make_version

pytestmark = pytest.mark.django_db

FORMAT_PAGE = Path(__file__).resolve().parents[2] / "docs" / "manuscript-format.md"


def seal(version: ArticleVersion) -> Manuscript:
    with transaction.atomic():
        return manuscripts.seal(version, manuscripts.prepare(version))


def again(version: ArticleVersion) -> ArticleVersion:
    return ArticleVersion.objects.get(pk=version.pk)


def written_example() -> tuple[dict[str, Any], str, str]:
    """The worked example of the format's page: the parsed record, its bytes, its digest."""
    page = FORMAT_PAGE.read_text()
    record, text, digest = re.findall(r"^```(?:json|text)\n(.*?)\n```$", page, re.DOTALL | re.MULTILINE)
    return json.loads(record), text, digest


def rows_of_example(record: dict[str, Any]) -> ArticleVersion:
    """The rows that somebody who typed the example would have made."""
    [person] = record["authors"]
    author = User.objects.create(
        uid=uuid.UUID(person["user"]), email="ada@example.org", printed_name=person["name"]
    )
    article = Article.objects.create(uid=uuid.UUID(record["article"]), lead_author=author)
    fields = ("change_class", "question", "heading", "countries", "written_for", "funding", "ai_used")
    version = ArticleVersion.objects.create(
        article=article,
        number=1,
        searched_to=datetime.date.fromisoformat(record["searched_to"]),
        **{name: record[name] for name in fields},
    )
    stated = {name: person[name] for name in ("name", "credential", "interests")}
    Authorship.objects.create(version=version, user=author, **stated)
    for text in record["variants"]:
        Variant.objects.create(version=version, **text)
    for work in record["references"]:
        Reference.objects.create(version=version, **{**work, "csl": json.dumps(work["csl"])})
    return version


# The canonical form


def test_digest_is_that_of_the_worked_example():
    _record, text, digest = written_example()

    assert manuscripts.digest_of(text) == digest


def test_canonical_is_the_text_of_the_worked_example():
    record, text, _digest = written_example()

    version = rows_of_example(record)

    assert manuscripts.canonical(again(version)) == text


def test_canonical_has_the_keys_that_its_page_documents():
    page = FORMAT_PAGE.read_text()
    table = page.split("## Format 1: what is in it")[1].split("Before a version")[0]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    documented = [name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)]

    contents = manuscripts.contents(make_version())

    assert documented == list(contents)


def test_canonical_orders_texts_by_audience_and_works_by_key():
    references = dict.fromkeys(("b", "a", "B", "a.2", "a1"), factories.WORK)
    texts = dict.fromkeys(("student", "professional", "patient", "caregiver"), ("T", "B"))

    contents = manuscripts.contents(make_version(texts=texts, references=references))

    assert [text["audience"] for text in contents["variants"]] == [
        "patient",
        "caregiver",
        "professional",
        "student",
    ]
    assert [work["key"] for work in contents["references"]] == ["B", "a", "a.2", "a1", "b"]


def test_canonical_does_not_depend_on_the_order_of_saving():
    version = make_version()
    before = manuscripts.contents(version)
    author = version.article.lead_author
    drafting.remove_text(version, audience="patient", by=author)
    title, body = factories.TEXTS["patient"]

    drafting.save_text(version, audience="patient", by=author, counter=0, title=title, body=body)

    assert manuscripts.contents(version) == before


def test_canonical_prints_authors_in_their_order():
    version = make_version(by=make_user("author", name="Zoe First"))
    drafting.add_author(version, by=version.article.lead_author, user=make_user("author", name="Ada Second"))

    contents = manuscripts.contents(version)

    assert [author["name"] for author in contents["authors"]] == ["Zoe First", "Ada Second"]


def test_draft_digest_of_an_unfinished_version_is_worked_out_all_the_same():
    version = drafting.open_version(by=make_user(), question="Why?", written_for="patient")

    contents = json.loads(manuscripts.canonical(version))

    assert (contents["searched_to"], contents["ai_used"], contents["variants"]) == ("", "", [])
    assert manuscripts.draft_digest(version) == manuscripts.digest_of(manuscripts.canonical(version))


@pytest.mark.parametrize("works", [1, 20])
def test_canonical_costs_the_same_queries_for_any_number_of_works(works, django_assert_num_queries):
    version = again(make_version(references={f"work{n}": factories.WORK for n in range(works)}))

    with django_assert_num_queries(4):
        manuscripts.canonical(version)


PLANES = [
    st.characters(
        min_codepoint=max(plane << 16, 1), max_codepoint=(plane << 16) + 0xFFFF, exclude_categories=["Cs"]
    )
    for plane in range(17)
]
ANYTHING = st.text(st.one_of(*PLANES), max_size=60)
UNSEEN = {*map(chr, [*range(9), 11, *range(13, 32), *range(127, 160)])} | set(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x0c"
)


def as_documented(text: str) -> str:
    """The cleaning that the format's page describes, worked out a second time."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(letter for letter in text if letter not in UNSEEN))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=ANYTHING, note=ANYTHING, name=ANYTHING)
def test_canonical_of_any_text_is_the_same_on_every_database(db, body, note, name):
    # What is expected is worked out without a database, and this runs on each: so they agree with one another.
    with transaction.atomic():
        version = make_version(is_confirmed=False)
        author = version.article.lead_author
        expected = manuscripts.contents(version)
        drafting.save_text(version, audience="patient", by=author, counter=1, title="T", body=body)
        csl = {**factories.WORK, "note": note, f"x{name}": [note, {name: None}]}
        drafting.save_reference(version, by=author, key="adeyemi2021", csl=csl, counter=1)
        expected["variants"][0] |= {"title": "T", "body": as_documented(body)}
        noted = as_documented(note)
        expected["references"][0]["csl"] |= {
            "note": noted,
            as_documented(f"x{name}"): [noted, {as_documented(name): None}],
        }

        canonical = manuscripts.canonical(again(version))

        transaction.set_rollback(True)
    assert canonical == json.dumps(expected, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize("unwritable", ["a\x00b", "\ud800", "x\udfff"])
def test_text_that_a_database_cannot_keep_is_refused_before_it(unwritable):
    version = make_version()
    author = version.article.lead_author
    before = manuscripts.canonical(version)

    with pytest.raises(Refused):
        drafting.save_text(version, audience="patient", by=author, counter=1, title="T", body=unwritable)
    with pytest.raises(Refused):
        drafting.save_reference(version, by=author, key="a", csl={**factories.WORK, unwritable: 1})
    with pytest.raises(Refused):
        drafting.save_facts(version, by=author, counter=1, countries=[unwritable])

    assert manuscripts.canonical(again(version)) == before


# Reading


def test_read_gives_back_what_was_sealed():
    version = make_version()

    sealed = seal(version)

    assert manuscripts.read(sealed) == manuscripts.contents(version)
    assert manuscripts.read(sealed.body, 1) == manuscripts.contents(version)


def test_read_has_a_reader_for_every_format_so_far():
    assert sorted(manuscripts.READERS) == list(range(1, manuscripts.FORMAT + 1))


def test_read_refuses_a_format_it_does_not_know():
    with pytest.raises(ValueError, match="cannot read manuscripts of format 99"):
        manuscripts.read("{}", 99)


# Sealing


def test_prepare_writes_nothing():
    version = make_version()

    manuscripts.prepare(version)

    assert (Manuscript.objects.count(), Rendered.objects.count(), Sentence.objects.count()) == (0, 0, 0)


def test_seal_stores_the_text_under_its_digest():
    version = make_version()

    sealed = seal(version)

    assert sealed.digest == hashlib.sha256(sealed.body.encode()).hexdigest()
    assert (sealed.format, sealed.body) == (1, manuscripts.canonical(version))


def test_seal_stores_one_rendering_per_text():
    version = make_version()

    sealed = seal(version)

    rows = {row.audience: row for row in sealed.renderings.all()}
    assert sorted(rows) == ["patient", "professional"]
    numbers = {"adeyemi2021": 1, "institute2023": 2}
    page = rendering.render(*factories.TEXTS["patient"], numbers=numbers)
    assert (rows["patient"].html, rows["patient"].words_sha) == (page.html, page.words_sha)
    assert rows["patient"].contents == [{"level": 2, "anchor": "s-what-it-does", "text": "What it does"}]
    assert rows["patient"].renderer == rendering.RENDERER


def test_renderings_number_works_as_the_leading_text_cites_them():
    texts = {"patient": ("P", "B.[@b]"), "professional": ("P", "C.[@c] A.[@a]")}
    references = dict.fromkeys("abcd", factories.WORK)
    version = make_version(texts=texts, references=references, written_for="professional")

    numbers = manuscripts.numbers_of(manuscripts.contents(version))

    assert numbers == {"c": 1, "a": 2, "b": 3, "d": 4}


def test_renderings_list_the_works_that_a_text_cites_itself():
    texts = {"patient": ("P", "B.[@b]"), "professional": ("P", "C.[@c] A.[@a]")}
    references = dict.fromkeys("abc", factories.WORK)
    version = make_version(texts=texts, references=references)

    rows = {row.audience: row for row in manuscripts.renderings(manuscripts.contents(version))}

    listed = {name: re.findall(r'id="ref-(\d+)"', row.references_html) for name, row in rows.items()}
    assert listed == {"patient": ["1"], "professional": ["2", "3"]}


def test_seal_stores_each_sentence_at_its_place():
    version = make_version()

    sealed = seal(version)

    rows = sealed.sentences.filter(audience="patient").values_list("pos", "section", "block", "text")
    assert list(rows) == [
        (0, "", "bottom-line", "Ginger tea does not shorten a cold."),
        (1, "What it does", "", "It may soothe a sore throat for an hour."),
        (2, "What it does", "", "It is safe for most people."),
        (3, "What it does", "help", "See a doctor if you have a fever for more than three days."),
    ]
    cited = [len(row.reference_digests) for row in sealed.sentences.filter(audience="patient")]
    assert cited == [1, 2, 0, 0]


def test_seal_twice_of_the_same_text_uses_its_rows_again():
    version = make_version()
    first = seal(version)
    rows = list(Rendered.objects.order_by("pk").values()), list(Sentence.objects.order_by("pk").values())

    second = seal(version)

    assert second == first
    assert Manuscript.objects.count() == 1
    assert (
        list(Rendered.objects.order_by("pk").values()),
        list(Sentence.objects.order_by("pk").values()),
    ) == rows


def test_seal_of_a_text_changed_since_it_was_prepared_is_stale_and_writes_nothing():
    version = make_version()
    prepared = manuscripts.prepare(version)
    drafting.save_facts(version, by=version.article.lead_author, counter=1, funding="A grant")

    with pytest.raises(Stale), transaction.atomic():
        manuscripts.seal(again(version), prepared)

    assert (Manuscript.objects.count(), Rendered.objects.count(), Sentence.objects.count()) == (0, 0, 0)


def test_seal_after_a_transaction_that_failed_writes_all_rows():
    version = make_version()
    prepared = manuscripts.prepare(version)
    with transaction.atomic():
        manuscripts.seal(version, prepared)
        transaction.set_rollback(True)
    seal(make_version())  # takes the keys that the rows were given at first

    with transaction.atomic():
        sealed = manuscripts.seal(version, prepared)

    assert (sealed.renderings.count(), sealed.sentences.count()) == (2, 6)


def test_seal_belongs_inside_a_transaction():
    version = make_version()
    prepared = manuscripts.prepare(version)

    # Another thread's connection is outside the transaction that this test runs in.
    with ThreadPoolExecutor(1) as thread:
        error = thread.submit(manuscripts.seal, version, prepared).exception()

    assert isinstance(error, RuntimeError)


def test_seal_does_not_write_the_version():
    version = make_version()

    seal(version)

    assert (again(version).manuscript, again(version).state) == (None, "draft")


def test_seal_costs_a_bounded_number_of_queries(django_assert_max_num_queries):
    version = make_version()
    prepared = manuscripts.prepare(version)

    with django_assert_max_num_queries(12):
        manuscripts.seal(version, prepared)


def test_renderings_and_sentences_made_anew_equal_those_sealed():
    sealed = seal(make_version())
    parsed = manuscripts.read(sealed)

    made = [*manuscripts.renderings(parsed), *manuscripts.sentences(parsed)]

    stored = [*sealed.renderings.order_by("pk"), *sealed.sentences.order_by("pk")]
    own = {"id", "manuscript_id"}
    assert [{k: v for k, v in vars(row).items() if k not in own and k != "_state"} for row in made] == [
        {k: v for k, v in vars(row).items() if k not in own and k != "_state"} for row in stored
    ]


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]), max_size=3),
    st.just([]),
    st.just([[]]),
    st.just({}),
)
FIELDS = [
    "type",
    "title",
    "author",
    "issued",
    "DOI",
    "PMID",
    "URL",
    "volume",
    "page",
    "container-title",
    "publisher",
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(csl=st.dictionaries(st.sampled_from(FIELDS), st.one_of(ODD, st.lists(ODD, max_size=2)), max_size=6))
def test_prepare_takes_any_record_that_could_be_stored(db, csl):
    # A submission prepares first and asks what is missing afterwards, under the lock.
    with transaction.atomic():
        version = make_version(references={"adeyemi2021": csl}, is_confirmed=False)

        prepared = manuscripts.prepare(version)

        transaction.set_rollback(True)
    assert [row.audience for row in prepared.renderings] == ["patient", "professional"]
