"""Tampering with what a version rests on: its base names the reviewers on its page, and is that of the record."""

import pytest
from django.db import DatabaseError, transaction

from articles.models import Article, ArticleVersion
from reviews import marks, publishing, replay, triggers, workflow
from reviews.story import Story
from tests.reviews.board import Board, fresh
from tests.tampering import everything, problems, rechain, reword, sql, the

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return Board(is_small=True)


@pytest.fixture
def versions(board: Board) -> list[ArticleVersion]:
    """Two full reviews by people who differ, and a change of wording above the second."""
    first = board.approved()
    second = board.next(first, old="It is safe", new="It is quite safe")
    second = workflow.submit(second, by=board.lead)
    for person in (board.member, board.other_member):
        board.sign(board.ready(second, person), person)
    third = board.approve_wording(board.next(second, "editorial", old="sore throat", new="sore  throat"))
    assert replay.verify().problems == []
    return [fresh(version) for version in (first, second, third)]


def rest(version: ArticleVersion, on: ArticleVersion | None) -> None:
    sql("UPDATE articles_articleversion SET base_id = %s WHERE id = %s", on.pk if on else None, version.pk)()


def is_refused(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic():
            sql(statement, *values)()
    except DatabaseError as error:
        return "the record is append-only" in str(error)
    return False


@pytest.mark.parametrize("change", ["base_id = NULL", "number = 9", "article_id = article_id + 1"])
def test_what_a_submitted_version_rests_on_never_changes(versions, change):
    third = versions[-1]

    assert is_refused(f"UPDATE articles_articleversion SET {change} WHERE id = %s", third.pk)


def test_a_version_taken_back_keeps_its_manuscript_and_its_base(board):
    version = board.withdrawn()

    assert is_refused("UPDATE articles_articleversion SET manuscript_id = NULL WHERE id = %s", version.pk)


@pytest.mark.parametrize("number", [1, None])
def test_a_version_moved_onto_another_is_found(versions, number):
    first, _, third = versions

    found = everything(lambda: rest(third, first if number else None))

    assert found == [
        f"article <uid>, version 3: its row says that it was made from version {number}, the record from 2."
    ]


def test_a_version_moved_onto_one_of_another_article_is_found(versions, board):
    other = board.approved()
    second = versions[1]

    found = problems(lambda: rest(second, other))

    assert found == [
        "article <uid>, version 2: its row says that it was made from a version of another article."
    ]


def test_pages_name_the_reviewers_of_the_record_whatever_its_row_rests_on(versions):
    first, _, third = versions
    with triggers.lifted():
        rest(third, first)
    article = Article.objects.get(pk=third.article_id)

    publishing.show(article, is_thorough=True)
    found = marks.of(fresh(third), Story(article))

    assert [signer.name for signer in found.reviewers] == ["Mona Member", "Otto Other"]


def test_a_submission_says_what_it_rests_on(versions):
    submits = [entry for entry in Story(versions[0].article).told if entry.row.move == "submit"]

    assert [entry.facts["base"] for entry in submits] == [None, 1, 2]


def test_a_recomputed_submission_above_another_version_is_found(versions):
    third = versions[-1]
    submit = third.decisions.get(move="submit")

    def forge() -> None:
        reword(submit, '"base":2', '"base":1')()
        rechain(third.article.book)

    assert problems(forge) == [
        f"book <uid>, decision {submit.seq} (submit): it rests on another version than 2, approved last."
    ]


def test_a_submission_of_before_this_was_written_down_agrees(versions):
    submit = the(versions[0], "submit")

    def forge() -> None:
        reword(submit, '"base":null,', "")()
        rechain(submit.book)

    assert problems(forge) == []
