"""The record: what a decision says, how it is chained, and that a book is written by one hand at a time."""

import datetime
import json
import threading
import unicodedata
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, ArticleVersion
from reviews import record
from reviews.models import Book, Decision, Sealed
from tests import factories

UNWRITABLE = ["\0", "a\ud800b", {"key": "\udfff"}, {"\0": 1}]
NO_JSON = [1.5, {1: "a"}, b"bytes", {"set"}, object()]


@pytest.fixture
def version(db: None) -> ArticleVersion:
    return factories.make_version()


def start(version: ArticleVersion, **rest: Any) -> Decision:
    return record.append(
        version.article, "start", by=version.article.lead_author, role="author", version=version, to_state="draft",
        **rest,
    )  # fmt: skip


# What a decision says


def test_append_writes_every_fact_into_the_payload(version):
    facts = {"day": datetime.date(2026, 1, 2), "words": ["a", "b"], "count": 3, "known": True, "none": None}
    reason = record.seal_text("reason", "because")

    decision = start(version, digests={"reason": reason.digest, "review": ""}, facts=facts)

    author = version.article.lead_author
    assert json.loads(decision.payload) == {
        "format": 1,
        "book": str(version.article.uid),
        "seq": 1,
        "uid": str(decision.uid),
        "version": 1,
        "round": None,
        "move": "start",
        "from": "",
        "to": "draft",
        "actor": str(author.uid),
        "name": author.printed_name,
        "role": "author",
        "at": decision.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "digests": {"reason": reason.digest},
        "facts": {"day": "2026-01-02", "words": ["a", "b"], "count": 3, "known": True, "none": None},
        "strikes": None,
    }


def test_a_decision_carries_the_time_of_its_verb(version):
    at = timezone.now() - datetime.timedelta(seconds=7)

    decision = start(version, at=at)

    assert (decision.at, json.loads(decision.payload)["at"]) == (at, record.stamp(at))


def test_append_chains_each_decision_to_the_one_before(version):
    first = start(version)
    second = record.append(version.article, "notice", by=None, role="system", version=version)

    assert first.prev == "0" * 64
    assert first.hash == record.sha256("0" * 64 + first.payload)
    assert (second.seq, second.prev) == (2, first.hash)
    book = Book.objects.get(article=version.article)
    assert (book.head_seq, book.head_hash) == (2, second.hash)


def test_append_keeps_each_article_and_the_house_in_books_of_their_own(version):
    other = factories.make_version()

    places = [
        (start(version).book.name, 1),
        (start(other).book.name, 1),
        (record.append(None, "grant", by=None, role="system").book.name, 1),
    ]

    assert places == [(str(version.article.uid), 1), (str(other.article.uid), 1), ("house", 1)]
    assert sorted(Decision.objects.values_list("book__name", "seq")) == sorted(places)


def test_append_reads_the_head_anew_whatever_the_caller_holds(version):
    stale = record.book_of(version.article)
    start(version)

    second = record.append(version.article, "notice", by=None, role="system", version=version)

    assert (stale.head_seq, second.seq) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_append_refuses_to_write_outside_a_transaction():
    version = factories.make_version()

    with pytest.raises(transaction.TransactionManagementError):
        start(version)

    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("move", "source", "target"),
    [
        ("start", "", "approved"),
        ("approve", "submitted", "approved"),
        ("submit", "", ""),
        ("sign", "under_review", "approved"),
        ("invented", "draft", "submitted"),
    ],
)
def test_append_refuses_an_edge_that_the_machine_does_not_have(version, move, source, target):
    with pytest.raises(ValueError, match=move):
        record.append(
            version.article, move, by=None, role="system", version=version, from_state=source, to_state=target
        )

    assert Decision.objects.count() == 0


def test_append_refuses_a_move_of_the_machine_without_a_version(version):
    with pytest.raises(ValueError, match="No edge"):
        record.append(version.article, "start", by=None, role="system", to_state="draft")


def test_append_refuses_a_version_of_another_article(version):
    with pytest.raises(ValueError, match="another article"):
        record.append(factories.make_article(), "notice", by=None, role="system", version=version)


def test_append_refuses_a_round_of_another_version(the_house):
    submitted = the_house.submitted()

    with pytest.raises(ValueError, match="another version"):
        record.append(None, "notice", by=None, role="system", round=submitted.rounds.get())


def test_append_refuses_to_strike_what_is_no_signature_of_the_book(version):
    started = start(version)

    with pytest.raises(ValueError, match="signature"):
        record.append(version.article, "strike", by=None, role="editor", version=version, strikes=started)


@pytest.mark.parametrize("digests", [{"review": "abc"}, {"review": "A" * 64}, {"unknown": "a" * 64}])
def test_append_refuses_digests_that_nothing_could_check(version, digests):
    with pytest.raises(ValueError, match="digest"):
        start(version, digests=digests)


# The canonical form


@pytest.mark.parametrize("value", [*UNWRITABLE, *NO_JSON])
def test_canonical_refuses_what_has_no_one_text(value):
    with pytest.raises(ValueError, match="The record holds"):
        record.canonical(value)


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: (
        st.lists(inner) | st.dictionaries(WORDS.map(lambda word: unicodedata.normalize("NFC", word)), inner)
    ),
)


@given(VALUES)
def test_canonical_is_a_fixed_point_in_nfc(value):
    text = record.canonical(value)

    assert record.canonical(json.loads(text)) == text
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.django_db
@given(words=WORDS)
def test_a_payload_comes_back_from_the_database_as_it_went_in(words):
    decision = record.append(None, "grant", by=None, role="system", facts={"words": words})

    stored = Decision.objects.get(pk=decision.pk)

    assert stored.payload == decision.payload
    assert record.chained(stored.prev, stored.payload) == stored.hash


# Sealed texts


@pytest.mark.django_db
def test_seal_text_salts_so_that_equal_words_have_unequal_digests():
    one, two = record.seal_text("reason", "the same"), record.seal_text("reason", "the same")

    assert one.digest != two.digest
    assert one.digest == record.sha256(f"{one.salt}\nthe same")


@pytest.mark.django_db
def test_seal_text_keeps_the_text_in_nfc():
    sealed = record.seal_text("reason", "cafe\u0301")

    assert Sealed.objects.get(pk=sealed.pk).body == "caf\u00e9"


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["\0", "\ud800"])
def test_seal_text_refuses_what_a_database_cannot_hold(body):
    with pytest.raises(ValueError, match="NUL"):
        record.seal_text("reason", body)


@pytest.mark.django_db
def test_erase_body_leaves_the_digest():
    sealed = record.seal_text("reason", "words that must go")

    record.erase_body(sealed)

    assert Sealed.objects.filter(pk=sealed.digest).values_list("body", "salt").get() == (None, sealed.salt)


# Many hands


@pytest.mark.django_db(transaction=True)
def test_four_threads_writing_one_book_leave_no_gap():
    article = factories.make_article()
    failures = []

    def write() -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    Article.objects.select_for_update().get(pk=article.pk)
                    record.append(article, "notice", by=None, role="system")
        except Exception as error:  # a thread has nowhere else to say it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    rows = list(Decision.objects.order_by("seq").values_list("seq", "prev", "hash"))
    assert failures == []
    assert [seq for seq, _, _ in rows] == list(range(1, 81))
    assert [prev for _, prev, _ in rows] == ["0" * 64, *[digest for _, _, digest in rows[:-1]]]


@pytest.mark.django_db(transaction=True)
def test_four_threads_that_hold_no_article_write_the_house_without_a_gap():
    failures = []

    def write() -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    record.append(None, "grant", by=None, role="system")
        except Exception as error:  # a thread has nowhere else to say it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert list(Decision.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 81))
