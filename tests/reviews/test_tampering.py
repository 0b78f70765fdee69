"""Tampering with the chain: what somebody who owns the database may do with SQL, and what `verify` then says."""

import datetime
import re

import pytest

from articles.models import ArticleVersion, Notice
from reviews import publishing, record, replay
from reviews.models import Book, Decision, Signature
from tests import factories
from tests.tampering import everything, problems, rechain, reword, sql, the

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(reviewed: ArticleVersion) -> ArticleVersion:
    assert replay.verify().problems == []
    return reviewed


# Inside a chain


def test_an_edited_payload_is_found(version):
    sign = the(version, "sign")

    found = problems(reword(sign, "general practice", "oncology"))

    assert found == [
        f"book <uid>, decision {sign.seq} (sign): its hash does not follow from the decision before it and its payload.",
        "article <uid>: of its signatures, the record has one that no row shows: "
        "<uid>, 1, 1, <uid>, approval, I have read the texts named here, checke, Reviewer 1, MD, oncology, <digest>"
        f', ["patient","professional"], {record.stamp(sign.at)}.',
        "article <uid>: of its signatures, a row shows one that the record does not have: "
        "<uid>, 1, 1, <uid>, approval, I have read the texts named here, checke, Reviewer 1, MD, general practice, <digest>"
        f', ["patient","professional"], {record.stamp(sign.at)}.',
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Somebody Else"),
        ("role", "editor"),
        ("move", "object"),
        ("from_state", "draft"),
        ("to_state", "draft"),
        ("digest", "f" * 64),
        ("uid", "11111111-1111-1111-1111-111111111111"),
        ("at", datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)),
        ("round", None),
        ("version", None),
        ("actor", None),
    ],
)
def test_an_edited_column_is_found(version, column, value):
    take = the(version, "take")

    found = problems(lambda: Decision.objects.filter(pk=take.pk).update(**{column: value}))

    names = {"from_state": "from", "to_state": "to", "version": "version, round"}
    move = value if column == "move" else "take"
    expected = f"book <uid>, decision {take.seq} ({move}): its columns differ from its payload in"
    assert found[0] == f"{expected} {names.get(column, column)}."


@pytest.mark.parametrize("column", ["hash", "prev"])
def test_an_edited_hash_is_found(version, column):
    take = the(version, "take")

    found = problems(lambda: Decision.objects.filter(pk=take.pk).update(**{column: "a" * 64}))

    places = [take.seq, take.seq + 1] if column == "hash" else [take.seq]
    assert [int(re.search(r"decision (\d+)", problem)[1]) for problem in found] == places


def test_a_payload_that_is_not_canonical_is_found(version):
    take = the(version, "take")

    found = problems(reword(take, ",", ", "))

    assert (
        found[0]
        == f"book <uid>, decision {take.seq} (take): its payload is not the canonical text of a decision."
    )


@pytest.mark.parametrize("payload", ["", "[]", "null", "{}", "{", '"text"', "1", '{"a":1.5}'])
def test_a_payload_of_any_shape_is_named_and_stops_nothing(version, payload):
    take = the(version, "take")

    found = problems(lambda: Decision.objects.filter(pk=take.pk).update(payload=payload))

    assert (
        found[0]
        == f"book <uid>, decision {take.seq} (take): its payload is not the canonical text of a decision."
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":1', '"version":[1]'),
        ('"move":"take"', '"move":null'),
        ('"digests":{}', '"digests":{"a":1}'),
    ],
)
def test_a_payload_with_parts_of_another_kind_is_named_and_stops_nothing(version, old, new):
    take = the(version, "take")

    found = problems(reword(take, old, new))

    assert (
        found[0]
        == f"book <uid>, decision {take.seq} (take): its payload is not the canonical text of a decision."
    )


def test_a_decision_deleted_inside_the_chain_is_found(version):
    take = the(version, "take")

    found = problems(sql("DELETE FROM reviews_decision WHERE id = %s", take.pk))

    following = version.article.book.decisions.get(seq=take.seq + 1)
    assert found[0] == (
        f"book <uid>, decision {following.seq} ({following.move}): decision {take.seq} is missing, or out of its order."
    )


def test_a_decision_deleted_at_the_end_is_found_by_the_head(version):
    last = the(version, "notice")

    found = problems(sql("DELETE FROM reviews_decision WHERE id = %s", last.pk))

    assert found[0] == f"book <uid>: its head names decision {last.seq}, its last is {last.seq - 1}."


def test_two_swapped_decisions_are_found(version):
    take, sign = the(version, "take"), the(version, "sign")

    def swap() -> None:
        for pk, seq in ((take.pk, 9999), (sign.pk, take.seq), (take.pk, sign.seq)):
            Decision.objects.filter(pk=pk).update(seq=seq)

    found = problems(swap)

    broken = "its hash does not follow from the decision before it and its payload."
    assert f"book <uid>, decision {take.seq} (sign): {broken}" in found
    assert f"book <uid>, decision {take.seq} (sign): its columns differ from its payload in seq." in found
    assert f"book <uid>, decision {sign.seq} (take): {broken}" in found


def test_a_decision_put_in_at_the_end_is_found(version):
    last = the(version, "notice")

    def insert() -> None:
        last.pk, last.uid, last.seq, last.hash = (
            None,
            "11111111-1111-1111-1111-111111111111",
            last.seq + 1,
            "b" * 64,
        )
        last.save(force_insert=True)

    found = problems(insert)

    assert f"book <uid>: its head names decision {last.seq - 1}, its last is {last.seq}." in found


def test_a_head_that_was_moved_back_is_found(version):
    book = version.article.book

    found = problems(lambda: Book.objects.filter(pk=book.pk).update(head_seq=3))

    assert found == [f"book <uid>: its head names decision 3, its last is {book.head_seq}."]


def test_a_head_with_another_hash_is_found(version):
    found = problems(lambda: Book.objects.filter(article=version.article).update(head_hash="a" * 64))

    assert found == ["book <uid>: its head names another hash than its last decision has."]


def test_a_decision_moved_to_a_version_of_another_article_is_found(version, the_house):
    take, other = the(version, "take"), the_house.submitted()

    found = problems(
        lambda: Decision.objects.filter(pk=take.pk).update(version=other, round=other.rounds.get())
    )

    assert found == [
        f"book <uid>, decision {take.seq} (take): its columns differ from its payload in version."
    ]


def test_a_book_under_another_name_is_found(version):
    found = problems(lambda: Book.objects.filter(article=version.article).update(name="another"))

    assert found[0] == "book another: it is the book of <uid> by its article."


def test_a_lost_book_is_found(version, the_house):
    other = factories.make_article(by=the_house.author())

    assert problems(lambda: None) == ["article <uid>: it has no book in the record."]
    assert not hasattr(other, "book")


# A tail made anew


def test_a_recomputed_tail_is_found_only_against_a_checkpoint(version):
    checkpoint = list(replay.heads())
    sign = the(version, "sign")

    def forge() -> None:
        reword(sign, "general practice", "oncology")()
        Signature.objects.filter(decision=sign).update(specialty="oncology")
        rechain(version.article.book)
        publishing.show(version.article)

    alone = everything(forge)
    against = replay.Report()
    replay.compare_with(checkpoint, against)

    book = version.article.book
    assert alone == []
    assert against.problems == [
        f"book {book.name}: decision {book.head_seq} is not the one that the checkpoint holds."
    ]


def test_a_cut_tail_is_found_only_against_a_checkpoint(version):
    checkpoint = list(replay.heads())
    last = the(version, "notice")

    def cut() -> None:
        Notice.objects.all().delete()
        Decision.objects.filter(pk=last.pk).delete()
        rechain(version.article.book)
        publishing.show(version.article)

    alone = everything(cut)
    against = replay.Report()
    replay.compare_with(checkpoint, against)

    assert alone == []
    assert len(against.problems) == 1


def test_a_recomputed_chain_with_facts_of_another_shape_is_named(version):
    sign = the(version, "sign")

    def forge() -> None:
        reword(sign, '"statement"', '"stetement"')()
        rechain(version.article.book)

    assert problems(forge) == ["book <uid>: the facts of a decision cannot be read (KeyError('statement'))."]


@pytest.mark.parametrize(
    ("key", "old", "new", "walked"),
    [
        ("from", "draft", "declined", "from “declined” to “submitted”"),
        ("from", "draft", "changes_requested", "from “changes_requested” to “submitted”"),
        ("to", "submitted", "approved", "from “draft” to “approved”"),
    ],
)
def test_a_recomputed_chain_with_an_edge_that_is_none_is_found(version, key, old, new, walked):
    submit = the(version, "submit")

    def forge() -> None:
        reword(submit, f'"{key}":"{old}"', f'"{key}":"{new}"')()
        Decision.objects.filter(pk=submit.pk).update(**{f"{key}_state": new})
        rechain(version.article.book)

    assert problems(forge)[0] == (
        f"book <uid>, decision {submit.seq} (submit): no edge leads from “draft” by submit {walked}."
    )


def test_a_recomputed_chain_that_tells_another_state_beside_a_move_is_found(version):
    take = the(version, "take")

    def forge() -> None:
        for key in ("from", "to"):
            reword(take, f'"{key}":"{take.from_state}"', f'"{key}":"approved"')()
        Decision.objects.filter(pk=take.pk).update(from_state="approved", to_state="approved")
        rechain(version.article.book)

    assert problems(forge) == [
        f"book <uid>, decision {take.seq} (take): it says the state was “approved”; it was “submitted”."
    ]
