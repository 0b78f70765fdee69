"""Notifications: who is told of which move, once, in the transaction of the decision."""

import pytest
from django.db import transaction

from articles import outbox
from articles.models import Outbox, Role
from articles.states import MOVE_NAMES
from reviews import house, notifications, reviewing, workflow
from reviews.models import Decision, Review
from reviews.notification_words import SAID
from reviews.notifications import TOLD
from reviews.timeline import TITLES
from tests.factories import PASSWORD, make_user
from tests.reviews.board import INSTEAD, NOTICE, Board, fresh

OF_THE_HOUSE = {"grant", "end_grant", "licence_check", "policy"}


def test_every_move_says_whom_it_tells():
    assert set(TOLD) == {*MOVE_NAMES, *TITLES, "disclose", *OF_THE_HOUSE}


def test_every_group_has_words_and_every_word_a_group():
    told = {(move, part) for move, groups in TOLD.items() for _group, part in groups}

    assert told == set(SAID)


@pytest.fixture
def board(db: None) -> Board:
    return Board()


def told(board: Board, version, move: str) -> set[tuple[str, str]]:
    """(person, part) of the newest decision by this move."""
    decision = Decision.objects.filter(version=version, move=move).order_by("-seq").first()
    rows = Outbox.objects.filter(ids__decision=decision.pk)
    return {(row.person.printed_name, row.part) for row in rows.select_related("person")}


EDITORS = {(name, "editor") for name in ("Edith Editor", "Second Editor", "Wilma Writing-Editor")}
AUTHORS = {("Ada Lead", "author"), ("Carl Co-Author", "author")}
REVIEWERS = {("Rita Reviewer", "reviewer"), ("Sven Second", "reviewer")}


def besides(people: set[tuple[str, str]], *names: str) -> set[tuple[str, str]]:
    return {(name, part) for name, part in people if name not in names}


def test_submission_tells_the_other_authors_and_editors(board):
    version = workflow.submit(board.draft(), by=board.lead)

    assert told(board, version, "submit") == besides(AUTHORS, "Ada Lead") | EDITORS


def test_reviewer_who_is_asked_is_told(board):
    assert told(board, board.submitted(), "assign") == {("Rita Reviewer", "reviewer")}


def test_signature_in_an_open_round_tells_editors_alone(board):
    version = board.under_review()
    board.sign(version, board.reviewer)

    assert told(board, version, "sign") == EDITORS


def test_editor_who_reviews_is_not_told_how_others_ended(board):
    house.grant(board.second, Role.EDITOR, by=board.editor)
    version = board.under_review()
    board.sign(version, board.reviewer)

    assert told(board, version, "sign") == EDITORS


def test_approval_tells_everybody_and_its_last_signer(board):
    version = board.approved()

    assert told(board, version, "approve") == AUTHORS | REVIEWERS | EDITORS


@pytest.mark.parametrize(
    ("act", "move", "actor"),
    [
        (lambda b, v: workflow.request_changes(v, by=b.editor, to_author="Why."), "request_changes", "Edith Editor"),
        (lambda b, v: workflow.decline(v, by=b.editor, to_author="Why."), "decline", "Edith Editor"),
        (lambda b, v: workflow.withdraw(v, by=b.lead), "withdraw", "Ada Lead"),
    ],
)  # fmt: skip
def test_end_of_a_round_tells_all_but_who_ended_it(board, act, move, actor):
    version = board.under_review()

    act(board, version)

    assert told(board, version, move) == besides(AUTHORS | REVIEWERS | EDITORS, actor)


@pytest.mark.parametrize(
    ("act", "move"),
    [
        (lambda b, v: workflow.suspend(v, by=b.editor, public="Why."), "suspend"),
        (lambda b, v: b.retract(v), "retract"),
        (
            lambda b, v: workflow.notice(
                v, by=b.editor, password=PASSWORD, kind="concern", text=NOTICE, instead=INSTEAD
            ),
            "notice",
        ),
    ],
)
def test_what_happens_to_a_signed_text_tells_authors_signers_and_editors(board, act, move):
    version = board.approved()

    act(board, version)

    assert told(board, version, move) == besides(AUTHORS | REVIEWERS | EDITORS, "Edith Editor")


def test_struck_signature_tells_its_signer(board):
    version = board.approved()
    signature = version.rounds.get().signatures.get(person=board.reviewer)

    reviewing.strike(signature, by=board.editor, public="Not their account.")

    assert told(board, version, "strike") == {
        ("Rita Reviewer", "reviewer"), *besides(EDITORS, "Edith Editor"),
    }  # fmt: skip


def test_lifted_objection_tells_who_objected(board):
    version = board.under_review()
    reviewing.object_on_safety(version, by=board.reviewer, reason="Dangerous.")
    reviewing.lift_objection(
        Review.objects.get(reviewer=board.reviewer), by=board.editor, reason="Mended.",
        others=[board.member, board.other_member],
    )  # fmt: skip

    assert ("Rita Reviewer", "reviewer") in told(board, version, "lift_objection")


@pytest.mark.parametrize(("kind", "people"), [("none", set()), ("interest", EDITORS)])
def test_declaration_tells_editors_where_they_have_to_answer(board, kind, people):
    version = board.submitted()

    reviewing.disclose(version, by=board.member, kind=kind, text="I own it." if kind == "interest" else "")

    assert told(board, version, "disclose") == people


def test_newer_version_tells_the_signers_of_the_older(board):
    version = board.superseded()
    older = fresh(version.article.versions.get(number=1))

    assert told(board, older, "supersede") == REVIEWERS


def test_decision_that_is_rolled_back_tells_nobody(board):
    draft = board.draft()
    before = Outbox.objects.count()

    with transaction.atomic():
        workflow.submit(draft, by=board.lead)
        transaction.set_rollback(True)

    assert Outbox.objects.count() == before


def test_decision_queued_twice_is_queued_once(board):
    version = board.submitted()
    before = Outbox.objects.count()

    for _time in range(2):
        notifications.queue(Decision.objects.get(version=version, move="assign"))

    assert Outbox.objects.count() == before


def test_every_row_of_a_long_story_says_something(board):
    board.with_every_state()
    rows = list(Outbox.objects.select_related("person"))

    said = outbox.lines(rows)

    assert [row.key for row in rows if row.pk not in said] == []
    assert [line.sentence for line in said.values() if "%(" in line.sentence or "  " in line.sentence] == []


def test_part_of_the_house_is_told_to_who_got_it(board):
    person = make_user("stranger")
    given = house.grant(person, Role.AUTHOR, by=board.editor)
    house.end_grant(given, by=board.editor)

    moves = [row.ids["move"] for row in Outbox.objects.filter(person=person).order_by("pk")]

    assert moves == ["grant", "end_grant"]
