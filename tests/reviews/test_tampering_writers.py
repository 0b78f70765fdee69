"""Tampering with who wrote an article and whose signature it needs: rows of the working copy that guards ask."""

import pytest

from articles import drafting
from articles.formats.draft import DraftReference
from articles.models import Article, ArticleVersion, Authorship, Contributor
from reviews import replay, workflow
from reviews.models import Sealed
from tests.reviews.board import SMALL_DRAFT, Board, fresh
from tests.tampering import problems, sentences, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def version(board: Board) -> ArticleVersion:
    version = board.submitted()
    assert replay.verify().problems == []
    return version


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_somebody_who_wrote_and_is_no_contributor_any_more_is_found(board, state):
    version = getattr(board, state)()
    wrote = Contributor.objects.filter(article=version.article, user=board.writing_member)

    found = problems(lambda: wrote.delete())

    assert len(found) == 1
    assert found[0] in (
        "article <uid>: Walter Writing-Member wrote part of it, as its history says, and is no contributor.",
        "article <uid>: its contributor <uid> is no longer there.",
    )


def test_somebody_taken_out_before_the_text_was_submitted_is_found(board):
    draft = board.draft()
    problems(lambda: Contributor.objects.filter(user=board.writing_member).delete())

    version = workflow.submit(fresh(draft), by=board.lead)
    board.sign(board.ready(version, board.writing_member), board.writing_member)

    assert sentences(replay.verify().problems) == [
        "Walter Writing-Member wrote part of it, as its history says, and is no contributor."
    ]


NEVER_NAMED = "its contributor Mona Member neither began it nor was ever named as its author."


@pytest.mark.parametrize("is_submitted", [False, True])
def test_a_contributor_put_into_an_open_draft_is_found_before_and_after_it_is_submitted(board, is_submitted):
    draft = board.next(board.approved())
    problems(lambda: Contributor.objects.create(article=draft.article, user=board.member))

    if is_submitted:
        workflow.submit(fresh(draft), by=board.lead)

    assert sentences(replay.verify().problems) == [NEVER_NAMED]


def test_a_co_author_who_saved_no_more_than_a_fact_agrees(board):
    draft = board.draft()
    drafting.add_author(draft, by=board.lead, user=board.stranger)

    drafting.save_facts(draft, by=board.stranger, counter=draft.counter, funding="a grant")

    assert Contributor.objects.filter(user=board.stranger).exists()
    assert replay.verify().problems == []


@pytest.mark.parametrize("what", ["text", "work"])
def test_somebody_who_saved_a_text_or_a_work_is_known_by_it(board, what):
    draft = board.draft()
    if what == "text":
        text = draft.variants.get(audience="patient")
        drafting.save_text(
            draft, audience="patient", by=board.co_author, counter=text.counter, title=text.title,
            body=f"{text.body}\n\nMore.",
        )  # fmt: skip
    else:
        work = DraftReference("another", {"type": "book", "title": "Another book"})
        drafting.add_references(draft, by=board.co_author, references=[work])
    Authorship.history.filter(user=board.co_author).delete()

    found = problems(lambda: Contributor.objects.filter(user=board.co_author).delete())

    assert sentences(found) == [
        "Carl Co-Author wrote part of it, as its history says, and is no contributor."
    ]


def test_an_article_under_another_lead_is_found(version, board):
    found = problems(
        sql(
            "UPDATE articles_article SET lead_author_id = %s WHERE id = %s",
            board.stranger.pk,
            version.article_id,
        )
    )

    assert "article <uid>: its lead author is not the person who began it." in found


@pytest.fixture
def special(board: Board) -> ArticleVersion:
    """A draft that needs an oncologist."""
    version = workflow.start(
        by=board.lead, question="Which chemotherapy?", written_for="patient", draft=SMALL_DRAFT,
        specialty="oncology",
    )  # fmt: skip
    board.say_who_one_is(version, board.lead)
    board.confirm(version)
    assert replay.verify().problems == []
    return fresh(version)


NOT_SAVED = "its specialty is not the one that was saved last, as its history says."
NOT_SUBMITTED = "its specialty is not the one that was submitted."


def blank(version: ArticleVersion) -> None:
    sql("UPDATE articles_article SET specialty = '' WHERE id = %s", version.article_id)()


def test_a_specialty_blanked_in_a_draft_is_found(special):
    assert sentences(problems(lambda: blank(special))) == [NOT_SAVED]


def test_a_specialty_blanked_before_the_text_was_submitted_and_put_back_is_found(special, board):
    blank(special)
    workflow.submit(fresh(special), by=board.lead)

    found = problems(sql("UPDATE articles_article SET specialty = 'oncology'"))

    assert sentences(found) == [NOT_SUBMITTED]


def test_a_specialty_that_was_blanked_under_an_approved_text_is_found(special, board):
    blank(special)

    version = board.approve(fresh(special))

    assert (version.state, sentences(replay.verify().problems)) == ("approved", [NOT_SAVED])


def test_a_specialty_blanked_after_the_text_was_submitted_is_found(special, board):
    workflow.submit(special, by=board.lead)

    assert sentences(problems(lambda: blank(special))) == [NOT_SUBMITTED, NOT_SAVED]


def test_a_specialty_that_its_lead_author_changed_in_a_draft_agrees(special, board):
    drafting.save_facts(special, by=board.lead, counter=special.counter, specialty="general practice")

    assert Article.objects.get(pk=special.article_id).specialty == "general practice"
    assert replay.verify().problems == []


@pytest.mark.parametrize("digest", ["", "f" * 64])
def test_a_confirmation_of_another_text_than_the_submitted_one_is_found(version, board, digest):
    rows = Authorship.objects.filter(version=version, user=board.co_author)

    found = problems(lambda: rows.update(confirmed_digest=digest))

    assert found == [
        "article <uid>, version 1, its author Carl Co-Author: "
        + (
            "no decision says that they confirmed this text."
            if digest
            else "they did not confirm the text that was submitted."
        )
    ]


def test_a_confirmation_that_nobody_gave_is_found(board):
    draft = board.draft()
    rows = Authorship.objects.filter(version=draft, user=board.co_author)

    found = problems(lambda: rows.update(confirmed_digest="f" * 64))

    assert sentences(found) == ["no decision says that they confirmed this text."]


def test_a_sealed_text_of_another_kind_is_found(version):
    found = problems(lambda: Sealed.objects.filter(kind="disclosure").update(kind="public"))

    assert sentences(found) == ["the sealed text <digest> is kept as one of another kind."]
