"""Whoever signed a text of an article never becomes its author."""

import pytest

from articles import drafting
from articles.drafting import authors
from articles.models import ArticleVersion, Authorship, Contributor, User
from articles.refusals import Refused
from articles.states import ChangeClass
from reviews import house, reviewing, workflow
from tests.reviews.board import Board


@pytest.mark.django_db
def test_signer_of_an_approved_version_cannot_be_named_on_the_next():
    board = Board(is_small=True)
    approved = board.approved()
    signer = approved.rounds.get().signatures.first().person
    house.grant(signer, "author", by=board.editor)
    version = workflow.start(
        by=board.lead, article=approved.article, question="", written_for="", change_class=ChangeClass.UPDATE
    )

    with pytest.raises(Refused) as refusal:
        drafting.add_author(version, by=board.lead, user=signer)

    assert refusal.value.sentences == (
        f"{signer.printed_name} has signed a version of this article, so they cannot become its author.",
    )
    assert not Authorship.objects.filter(user=signer).exists()
    assert not Contributor.objects.filter(user=signer).exists()


def held(board: Board) -> User:
    reviewing.take(board.submitted(), by=board.member)
    return board.member


def objected(board: Board) -> User:
    version = board.under_review()
    board.fill_in(version, board.reviewer)
    reviewing.object_on_safety(version, by=board.reviewer, reason="A fatal dose.")
    workflow.request_changes(version, by=board.editor, to_author="Mend the dose.")
    return board.reviewer


def decided(board: Board) -> User:
    version = board.submitted()
    workflow.decline(version, by=board.editor, to_author="Out of scope.")
    return board.editor


@pytest.mark.django_db
@pytest.mark.parametrize("part", [held, objected, decided])
def test_whoever_judged_an_article_cannot_be_named_as_its_author(part):
    """Or its lead author could be rid of an objection, and of an editor, by naming them."""
    board = Board(is_small=True)
    person = part(board)
    house.grant(person, "author", by=board.second_editor)
    version = ArticleVersion.objects.get()

    against = [
        sentence for objection in authors.OBJECTIONS for sentence in objection(version.article, person)
    ]

    assert against == [
        f"{person.printed_name} has a part in the review of this article, so they cannot become its author."
    ]
