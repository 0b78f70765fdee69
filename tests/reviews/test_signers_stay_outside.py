"""Whoever signed a text of an article never becomes its author."""

import pytest

from articles import drafting
from articles.models import Authorship, Contributor
from articles.refusals import Refused
from articles.states import ChangeClass
from reviews import house, workflow
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
