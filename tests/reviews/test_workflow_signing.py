"""What the ends of a review leave behind: signatures, objections, reviews without a decision."""

import json

import pytest
from django.utils import timezone

from articles.models import ArticleVersion
from articles.refusals import Stale
from reviews import replay, reviewing
from reviews.models import Decision, Review, Signature
from tests.factories import PASSWORD
from tests.reviews.board import AUDIENCES, Board, fresh, outcome

pytestmark = pytest.mark.django_db


def newest(version: ArticleVersion, move: str) -> Decision:
    return version.decisions.filter(move=move).order_by("-seq")[0]


def said(decision: Decision) -> dict[str, object]:
    return json.loads(decision.payload)


def test_signature_freezes_who_signed_what_and_why_they_could():
    board = Board()
    version = board.under_review()

    row = board.sign(version, board.reviewer, audiences=["professional", "patient", "patient"])

    decision, review = row.decision, Review.objects.get(reviewer=board.reviewer)
    today = timezone.now().date().isoformat()
    assert (row.name, row.credential, row.specialty) == ("Rita Reviewer", "MD", "general practice")
    assert (row.digest, row.audiences) == (version.manuscript_id, '["patient","professional"]')
    assert (row.meaning, row.statement) == ("approval", reviewing.SIGN_STATEMENT)
    assert said(decision)["digests"] == {"manuscript": version.manuscript_id, "review": review.sealed_id}
    assert said(decision)["facts"] == {
        "meaning": "approval",
        "statement": reviewing.SIGN_STATEMENT,
        "name": "Rita Reviewer",
        "credential": "MD",
        "specialty": "general practice",
        "audiences": ["patient", "professional"],
        "base_digest": "",
        "eligible": {
            "is_clinician": True, "licence_valid_to": None, "licence_checked_on": today, "declared_on": today,
            "ruling": "", "contributor": False,
        },
    }  # fmt: skip
    assert (review.end, review.submitted_at is None, fresh(version).state) == (
        "signed",
        False,
        "under_review",
    )


def test_signature_takes_the_password_and_without_it_nothing_is_left():
    board = Board()
    version = board.under_review()
    before = Decision.objects.count()

    refused = [
        outcome(lambda p=word: reviewing.sign(version, by=board.reviewer, password=p, audiences=AUDIENCES))
        for word in ("wrong", "", PASSWORD + " ")
    ]

    assert refused == [("That is not your password. Nothing was signed.",)] * 3
    assert (Signature.objects.count(), Decision.objects.count()) == (0, before)


def test_objection_blocks_until_it_is_lifted_and_then_a_signature_approves():
    board = Board()
    version = board.ready(board.under_review(), board.member)
    board.fill_in(version, board.second)
    review = reviewing.object_on_safety(version, by=board.member, reason="Not with warfarin.")
    board.sign(version, board.reviewer)

    reviewing.lift_objection(
        review, by=board.editor, reason="It says so further down.", others=[board.second, board.other_member]
    )
    assert fresh(version).state == "under_review"
    board.sign(version, board.second)

    lifted = newest(version, "lift_objection")
    assert (fresh(version).state, replay.verify().problems) == ("approved", [])
    assert said(lifted)["facts"] == {
        "objector": str(board.member.uid), "with": ["Sven Second", "Otto Other"],
    }  # fmt: skip
    assert (lifted.role, said(newest(version, "object"))["facts"]) == ("editor", {"end": "objection"})


def test_finishing_without_deciding_counts_for_nothing_and_blocks_nothing():
    board = Board()
    version = board.ready(board.under_review(), board.member)
    board.fill_in(version, board.second)

    reviewing.comment_only(version, by=board.member)
    board.sign(version, board.reviewer)
    board.sign(version, board.second)

    assert fresh(version).state == "approved"
    assert said(newest(version, "finish_review"))["facts"] == {"end": "commented"}


def test_review_saved_in_another_window_is_not_overwritten():
    board = Board()
    version = board.under_review()
    review = Review.objects.get(reviewer=board.reviewer)
    reviewing.save_review(
        version,
        by=board.reviewer,
        counter=review.counter,
        answers={"fit": {"answer": "no", "passage": "p-1"}},
    )

    with pytest.raises(Stale) as caught:
        reviewing.save_review(version, by=board.reviewer, counter=review.counter, answers={})

    kept = {entry["id"]: entry["answer"] for entry in caught.value.stored.answers}
    assert kept["fit"] == "no"


def test_review_takes_no_field_that_a_reviewer_does_not_type():
    board = Board()
    version = board.under_review()

    for field in ("end", "submitted_at", "reviewer", "round", "sealed"):
        with pytest.raises(ValueError, match="Unknown fields"):
            reviewing.save_review(version, by=board.reviewer, counter=1, answers={}, **{field: "signed"})
