"""What an approval leaves behind: a standing text, the one before it replaced, and what it rests on."""

import itertools
import json

import pytest

from articles.models import ArticleVersion
from reviews import replay, workflow
from reviews.models import Decision, Signature
from tests.reviews.board import Board, fresh, moves_of, outcome

pytestmark = pytest.mark.django_db


def newest(version: ArticleVersion, move: str) -> Decision:
    return version.decisions.filter(move=move).order_by("-seq")[0]


def facts(decision: Decision) -> dict[str, object]:
    return json.loads(decision.payload)["facts"]


def states(version: ArticleVersion) -> list[str]:
    """Of every version of the article, in order."""
    return list(version.article.versions.order_by("number").values_list("state", flat=True))


def signature_of(version: ArticleVersion) -> Signature:
    return Signature.objects.filter(round__version=version).order_by("pk")[0]


def wording(board: Board, base: ArticleVersion, old: str, new: str) -> ArticleVersion:
    """An approved editorial change above a base."""
    return board.approve_wording(board.next(fresh(base), "editorial", old=old, new=new))


# Approved


def test_completing_signature_approves_and_ends_the_round():
    board = Board()
    version = board.approved()

    decision, closed = newest(version, "approve"), version.rounds.get()
    signs = version.decisions.filter(move="sign").order_by("seq")
    assert (version.state, version.article.current) == ("approved", version)
    assert (decision.actor, decision.role, decision.round) == (board.second, "reviewer", closed)
    assert facts(decision) == {
        "signatures": [str(sign.uid) for sign in signs],
        "audiences": ["patient", "professional"],
        "counts_from": "quorum",
    }
    assert (closed.outcome, version.assignments.active().count()) == ("approved", 0)
    assert moves_of(version) == [
        "start", "disclose", "confirm_authorship", "confirm_authorship", "submit", "assign", "disclose", "take_up",
        "take", "disclose", "sign", "sign", "approve",
    ]  # fmt: skip


def test_approval_replaces_the_version_before_it_just_before():
    board = Board()
    base = board.approved()

    version = board.approve(board.next(base))

    decisions = list(Decision.objects.filter(book__article=base.article).order_by("-seq")[:3])
    assert states(base) == ["superseded", "approved"]
    assert [(d.version.number, d.move) for d in decisions] == [(2, "approve"), (1, "supersede"), (2, "sign")]
    assert facts(decisions[1]) == {"by": 2}
    assert fresh(version).article.current == version
    assert replay.verify().problems == []


@pytest.mark.parametrize("state", ["suspended", "retracted"])
def test_update_above_a_fallen_text_is_approved_by_a_whole_quorum(state):
    board = Board()
    base = getattr(board, state)()

    board.approve(board.next(base))

    assert states(base) == [{"suspended": "superseded"}.get(state, state), "approved"]
    assert replay.verify().problems == []


def test_version_under_review_leaves_the_standing_one_alone():
    board = Board()
    base = board.approved()
    draft = workflow.submit(board.next(base), by=board.lead)
    board.ready(draft, board.reviewer)

    board.sign(draft, board.reviewer)

    assert states(base) == ["approved", "under_review"]
    assert fresh(base).article.current == base


# Wording only, and renewal


def test_wording_takes_one_signature_that_names_the_text_below():
    board = Board()
    base = board.approved()

    version = wording(board, base, "soothe", "*soothe*")

    sign = newest(version, "sign")
    assert states(base) == ["superseded", "approved"]
    assert facts(sign)["base_digest"] == base.manuscript_id
    assert facts(newest(version, "approve"))["counts_from"] == "editorial"
    assert replay.verify().problems == []


def test_changes_of_wording_are_limited_and_a_full_review_counts_anew():
    board = Board(editorial_steps=2)
    version = board.approved()
    words = ["soothe", "*soothe*", "**soothe**", "_soothe_"]
    for old, new in itertools.pairwise(words[:3]):
        version = wording(board, version, old, new)
    third = board.next(version, "editorial", old=words[2], new=words[3])

    refused = outcome(lambda: workflow.submit(third, by=board.lead))
    workflow.withdraw(third, by=board.lead)
    renewed = board.approve(board.next(version, "renewal"))
    fourth = wording(board, renewed, words[2], words[3])

    assert refused == (
        "There have been 2 editorial changes since the last full review: this one needs a full one.",
    )
    assert fourth.state == "approved"
    assert replay.verify().problems == []


def test_renewal_is_the_same_text_under_a_quorum_of_its_own():
    board = Board()
    base = board.approved()
    draft = workflow.submit(board.next(base, "renewal"), by=board.lead)
    board.ready(draft, board.reviewer)
    board.sign(draft, board.reviewer)
    assert states(base) == ["approved", "under_review"]

    board.ready(draft, board.second)
    board.sign(draft, board.second)

    assert states(base) == ["superseded", "approved"]
    assert facts(newest(draft, "approve"))["counts_from"] == "quorum"
    assert replay.verify().problems == []
