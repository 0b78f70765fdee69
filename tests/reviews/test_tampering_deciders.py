"""Tampering with who decided: signatures that should have fallen, and words that the wrong people erased."""

import pytest

from articles.models import ArticleVersion, User
from reviews import entering, record, replay
from reviews.models import Disclosure
from reviews.reviewing.noting import note
from tests.reviews.board import Board
from tests.tampering import sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return Board(is_small=True)


def declare_and_strike_nothing(version: ArticleVersion, person: User) -> None:
    """What the verb does, but for the strike."""
    with entering.locked(version, person) as case:
        words = record.seal_text("disclosure", "I own a tea shop.")
        Disclosure.objects.create(
            article=case.article, person=person, kind="interest", text=words, at=case.now
        )
        note(
            case, "disclose", role="reviewer", round=case.round, facts={"kind": "interest"},
            digests={"disclosure": words.digest},
        )  # fmt: skip


def test_a_signature_that_counted_although_its_signer_had_declared_an_interest_since_is_found(board):
    version = board.under_review()
    board.sign(version, board.reviewer)
    declare_and_strike_nothing(version, board.reviewer)

    board.fill_in(version, board.second)
    board.sign(version, board.second)

    assert sentences(replay.verify().problems) == [
        "its signer declared an interest after it, and it was not struck before the approval."
    ]


def erase(version: ArticleVersion, editor: User, second: User) -> None:
    """What the verb does, whoever asks."""
    with entering.locked(version, editor) as case:
        words = Disclosure.objects.get(article=version.article, person__printed_name="Mona Member").text
        record.erase_body(words)
        facts = {"erased": words.digest, "second": str(second.uid), "second_name": second.printed_name}
        note(case, "erase", role="editor", facts=facts)


WROTE = "somebody who had written for the article erased these words, or agreed."
NO_PART = "somebody who never held a part that may do so erased these words, or agreed."


@pytest.mark.parametrize(
    ("editor", "second", "wrong"),
    [
        ("editor", "second", []),
        ("editor", "editor", ["one person alone erased these words."]),
        ("editor", "lead", [WROTE, NO_PART]),
        ("second", "editor", [NO_PART]),
        ("editor", "stranger", [NO_PART]),
    ],
)
def test_words_erased_by_the_wrong_people_are_found(board, editor, second, wrong):
    version = board.under_review()
    declare_and_strike_nothing(version, board.member)

    erase(version, getattr(board, editor), getattr(board, second))

    assert sentences(replay.verify().problems) == wrong


def test_words_erased_by_who_had_written_part_of_the_article_are_found():
    board = Board()
    version = board.under_review()
    declare_and_strike_nothing(version, board.member)

    erase(version, board.writing_editor, board.second)

    assert sentences(replay.verify().problems) == [WROTE]
