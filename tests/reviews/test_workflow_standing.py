"""What the verbs about a standing text leave behind: suspended, let stand, retracted, erased."""

import json

import pytest

from articles.models import ArticleVersion, Notice
from articles.states import State
from reviews import house, replay, reviewing, workflow
from reviews.models import Decision, Sealed, Signature
from tests.factories import PASSWORD
from tests.reviews.board import INSTEAD, NOTICE, Board, fresh, moves_of, outcome

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


# Struck, suspended, let stand


@pytest.mark.parametrize("striker", ["reviewer", "editor"])
def test_struck_signature_suspends_the_text_that_needed_it(striker):
    board = Board()
    version = board.approved()
    row = Signature.objects.get(round__version=version, person=board.reviewer)

    struck = reviewing.strike(row, by=getattr(board, striker), public="I overlooked a trial.")

    suspended = newest(version, "suspend")
    words = Sealed.objects.get(pk=json.loads(suspended.payload)["digests"]["public"])
    assert (struck.strikes, struck.role) == (row.decision, striker)
    assert (fresh(version).state, suspended.role, suspended.actor) == ("suspended", "system", None)
    assert words.body == "I overlooked a trial."
    assert Signature.objects.filter(pk=row.pk).exists() is True
    assert replay.verify().problems == []


def test_struck_signature_that_nobody_needed_suspends_nothing():
    board = Board()
    version = board.ready(board.under_review(), board.member)
    board.fill_in(version, board.second)
    board.sign(version, board.reviewer, audiences=["patient"])
    for who in (board.second, board.member):
        board.sign(version, who)
    row = Signature.objects.get(round__version=version, person=board.reviewer)

    reviewing.strike(row, by=board.reviewer, public="I am retired.")

    assert (fresh(version).state, replay.verify().problems) == ("approved", [])


def test_struck_signature_below_a_change_of_wording_suspends_what_rests_on_it():
    board = Board()
    base = board.approved()
    version = wording(board, base, "soothe", "*soothe*")

    reviewing.strike(signature_of(base), by=board.editor, public="Not their account.")

    assert states(base) == ["superseded", "suspended"]
    assert moves_of(version)[-1] == "suspend"
    assert replay.verify().problems == []


def test_struck_signature_of_a_replaced_text_leaves_its_reviewed_successor_standing():
    board = Board()
    base = board.approved()
    board.approve(board.next(base))

    reviewing.strike(signature_of(base), by=board.editor, public="Not their account.")

    assert (states(base), replay.verify().problems) == (["superseded", "approved"], [])


def test_signature_struck_by_an_editor_in_an_open_round_no_longer_counts():
    board = Board()
    version = board.under_review()
    reviewing.strike(board.sign(version, board.reviewer), by=board.editor, public="Not their account.")
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    assert fresh(version).state == "under_review"

    board.ready(version, board.member)
    board.sign(version, board.member)

    named = facts(newest(version, "approve"))["signatures"]
    counted = Signature.objects.filter(person__in=[board.second, board.member])
    assert fresh(version).state == "approved"
    assert sorted(named) == sorted(str(row.decision.uid) for row in counted)
    assert replay.verify().problems == []


def test_text_whose_signer_took_their_signature_back_is_approved_in_another_round():
    board = Board()
    version = board.under_review()
    reviewing.strike(board.sign(version, board.reviewer), by=board.reviewer, public="I misread it.")
    for person in (board.second, board.member):
        board.hold(version, person) if person == board.member else None
        board.fill_in(version, person)
        board.sign(version, person)
    after_two = fresh(version).state

    workflow.request_changes(version, by=board.editor, to_author="Rita read it otherwise.")
    mended = board.rewrite(version, old="an hour", new="a while")
    version = workflow.submit(board.confirm(mended), by=board.lead)
    for person in (board.reviewer, board.second):
        board.fill_in(version, person)
        board.sign(version, person)

    assert (after_two, fresh(version).state) == ("under_review", "approved")
    assert replay.verify().problems == []


def test_wording_signed_after_its_base_fell_is_not_approved():
    board = Board()
    base = board.approved()
    draft = workflow.submit(board.next(base, "editorial"), by=board.lead)
    board.ready(draft, board.reviewer)
    reviewing.strike(signature_of(base), by=board.editor, public="Not their account.")

    refused = outcome(lambda: board.sign(draft, board.reviewer))

    assert refused == (
        "The version before this one does not stand, so the same words are not enough: write an update or a correction.",
    )
    assert states(base) == ["suspended", "under_review"]


def test_second_editor_lets_a_suspended_text_stand_again():
    board = Board()
    version = board.suspended()

    workflow.resume(
        version, by=board.editor, password=PASSWORD, public="Another product.", for_editors="Called them."
    )

    digests = json.loads(newest(version, "resume").payload)["digests"]
    words = {key: Sealed.objects.get(pk=digest).body for key, digest in digests.items()}
    assert (fresh(version).state, newest(version, "resume").actor) == ("approved", board.editor)
    assert words == {"public": "Another product.", "for_editors": "Called them."}


@pytest.mark.parametrize("verb", ["resume", "retract", "notice"])
def test_what_readers_rely_on_takes_the_password(verb):
    board = Board()
    version = board.suspended()
    words = {"text": NOTICE, "instead": INSTEAD}
    asked = {
        "resume": {"public": "Fine."}, "retract": {"public": "Bad.", **words}, "notice": {"kind": "concern", **words},
    }  # fmt: skip

    refused = outcome(lambda: getattr(workflow, verb)(version, by=board.editor, password="no", **asked[verb]))

    assert refused == ("That is not your password. Nothing was signed.",)
    assert (fresh(version).state, Notice.objects.count()) == ("suspended", 0)


# Retracted, noticed


@pytest.mark.parametrize("state", ["approved", "suspended"])
def test_retraction_publishes_its_notice_and_is_final(state):
    board = Board()
    version = getattr(board, state)()

    board.retract(version)

    statement = Notice.objects.get()
    assert (fresh(version).state, fresh(version).article.current) == ("retracted", version)
    assert (statement.kind, json.loads(statement.body)) == (
        "retraction",
        {"text": NOTICE, "instead": INSTEAD},
    )
    assert json.loads(newest(version, "retract").payload)["digests"]["notice"] == statement.digest
    assert outcome(lambda: board.retract(version)) == (
        "This cannot be done now: the text is in the state “Retracted”.",
    )
    assert replay.verify().problems == []


def test_notice_stands_beside_a_text_and_leaves_its_state():
    board = Board()
    version = board.approved()

    statement = workflow.notice(
        version, by=board.editor, password=PASSWORD, kind="concern", text=NOTICE, instead=INSTEAD
    )

    decision = newest(version, "notice")
    assert (fresh(version).state, decision.from_state, decision.to_state) == ("approved",) * 3
    assert (facts(decision), json.loads(decision.payload)["digests"]) == (
        {"kind": "concern"}, {"notice": statement.digest},
    )  # fmt: skip


# Erased


def erase(board: Board, version: ArticleVersion, digest: str, **changed: object) -> Decision:
    given = {
        "by": board.editor, "password": PASSWORD, "second": board.second_editor, "second_password": PASSWORD,
        "for_editors": "It names a patient.", **changed,
    }  # fmt: skip
    return reviewing.erase(version.article, digest=digest, **given)


def test_two_persons_erase_words_and_the_hash_stays():
    board = Board()
    version = board.declined()
    digest = json.loads(newest(version, "decline").payload)["digests"]["to_author"]

    decision = erase(board, version, digest)

    assert Sealed.objects.get(pk=digest).body is None
    assert facts(decision) == {
        "erased": digest, "second": str(board.second_editor.uid), "second_name": "Second Editor",
    }  # fmt: skip
    assert outcome(lambda: erase(board, version, digest)) == (
        "No such words stand in the record of this article.",
    )
    assert replay.verify().problems == []


SECOND = "A second person, an editor or board member, has to agree with a password of their own."
NO_PASSWORD = "That is not your password. Nothing was signed."


@pytest.mark.parametrize(
    ("second", "changed", "sentence"),
    [
        ("editor", {}, SECOND),
        ("stranger", {}, SECOND),
        ("co_author", {}, SECOND),
        ("second_editor", {"second_password": "no"}, NO_PASSWORD),
        ("second_editor", {"password": "no"}, NO_PASSWORD),
    ],
)
def test_erasing_takes_two_persons_with_their_passwords(second, changed, sentence):
    board = Board()
    version = board.declined()
    digest = json.loads(newest(version, "decline").payload)["digests"]["to_author"]

    refused = outcome(lambda: erase(board, version, digest, second=getattr(board, second), **changed))

    assert refused == (sentence,)
    assert Sealed.objects.get(pk=digest).body == "Out of scope."


def test_words_of_another_article_are_not_erased():
    board = Board()
    version, other = board.declined(), board.declined()
    digest = json.loads(newest(other, "decline").payload)["digests"]["to_author"]

    refused = outcome(lambda: erase(board, version, digest))

    assert refused == ("No such words stand in the record of this article.",)
    assert Sealed.objects.get(pk=digest).body == "Out of scope."


def test_quorum_out_of_reach_is_said_and_forbids_nothing():
    from reviews import policy
    from tests.reviews.board import case_of

    board = Board(approvals=8)
    version = board.draft(specialty="oncology")

    assert policy.out_of_reach(case_of(version, board.lead)) == [
        "The board as it is cannot complete the approvals. The patient text needs 3 more signatures.",
        "The board as it is cannot complete the approvals. The patient text needs the signature of a specialist in "
        "oncology.",
    ]
    house.check_licence(board.member, by=board.editor, credential="MD", specialty="oncology")
    assert len(policy.out_of_reach(case_of(version, board.lead))) == 1
    assert workflow.submit(version, by=board.lead).state == State.SUBMITTED
