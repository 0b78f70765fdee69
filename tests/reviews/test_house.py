"""The house: who gives which part to whom, whose licence was checked, which rules are in force."""

import dataclasses
import datetime
import json

import pytest

from articles.models import Grant, Role, User
from reviews import accounts, house, replay, workflow
from reviews.guards import anywhere
from reviews.models import BoardProfile, Decision, EditorialPolicy, Round
from reviews.policy import MOVES
from reviews.rules import Rules, default_rules
from tests import factories
from tests.factories import PASSWORD
from tests.reviews.board import Board, fresh, outcome

pytestmark = pytest.mark.django_db

EDITORS_ONLY = ("Only an editor can do this.",)


def last() -> Decision:
    return Decision.objects.filter(book__name="house").order_by("-seq")[0]


def facts(decision: Decision) -> dict[str, object]:
    return json.loads(decision.payload)["facts"]


# Parts


def test_first_editor_is_made_by_nobody_and_on_record():
    person = factories.make_user("stranger", name="Edith Editor")

    given = house.first_editor(person)

    decision = last()
    assert (given.by, given.role, person.holds(Role.EDITOR)) == (None, "editor", True)
    assert (decision.seq, decision.move, decision.actor, decision.role) == (1, "grant", None, "system")
    assert facts(decision) == {
        "user": str(person.uid), "role": "editor", "name": "Edith Editor", "first": True,
    }  # fmt: skip


def test_first_editor_is_made_only_once_even_after_that_part_ended():
    first, second = factories.make_user("stranger"), factories.make_user("stranger")
    given = house.first_editor(first)
    house.grant(second, Role.EDITOR, by=first)
    house.end_grant(given, by=second)
    before = Decision.objects.count()

    refused = outcome(lambda: house.first_editor(first))

    assert refused == ("There is an editor already. Editors grant this role to others.",)
    assert (Decision.objects.count(), first.holds(Role.EDITOR)) == (before, False)


def test_grant_is_given_by_an_editor_and_on_record():
    board = Board()

    given = house.grant(board.stranger, Role.AUTHOR, by=board.editor)

    decision = last()
    assert (given.by, board.stranger.holds(Role.AUTHOR)) == (board.editor, True)
    assert (decision.move, decision.actor, decision.role) == ("grant", board.editor, "editor")
    assert facts(decision) == {"user": str(board.stranger.uid), "role": "author", "name": "Sam Stranger"}


def test_closed_account_is_given_no_part_and_no_licence():
    board = Board()
    accounts.close(User.objects.get(pk=board.second.pk), by=board.editor)

    refused = [
        outcome(lambda: house.grant(board.second, Role.EDITOR, by=board.editor)),
        outcome(lambda: house.check_licence(board.second, by=board.editor, credential="MD", specialty="x")),
    ]

    assert refused == [("The account of Sven Second is closed. Open it again first.",)] * 2


@pytest.mark.parametrize("part", ["lead", "member", "stranger"])
def test_house_is_ruled_by_editors_only(part):
    board = Board()
    who, given = getattr(board, part), Grant.objects.get(user=board.second_editor)
    before = Decision.objects.count()

    refused = [
        outcome(lambda: house.grant(board.stranger, Role.EDITOR, by=who)),
        outcome(lambda: house.end_grant(given, by=who)),
        outcome(lambda: house.check_licence(board.second, by=who, credential="MD", specialty="x")),
        outcome(lambda: house.set_policy(default_rules(approvals=1), by=who, password=PASSWORD)),
    ]

    assert refused == [EDITORS_ONLY] * 4
    assert Decision.objects.count() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"user": "editor"}, "Nobody gives a part to themselves. Ask another editor."),
        ({"user": "member", "role": "board"}, "Mona Member has this part already."),
        ({"role": "owner"}, "There is no such part."),
    ],
)
def test_grant_refuses_what_makes_no_sense(change, sentence):
    board = Board()
    given = {"user": "stranger", "role": "author", **change}

    refused = outcome(lambda: house.grant(getattr(board, given["user"]), given["role"], by=board.editor))

    assert refused == (sentence,)


def test_ended_part_takes_effect_at_once_and_is_on_record():
    board = Board()
    given = Grant.objects.get(user=board.second_editor)

    house.end_grant(given, by=board.editor)

    decision = last()
    assert outcome(lambda: house.grant(board.stranger, Role.AUTHOR, by=board.second_editor)) == EDITORS_ONLY
    assert (decision.move, facts(decision)["user"]) == ("end_grant", str(board.second_editor.uid))
    assert outcome(lambda: house.end_grant(given, by=board.editor)) == ("This part has ended already.",)


def test_last_editor_stays():
    board = Board()
    for editor in (board.second_editor, board.writing_editor):
        house.end_grant(Grant.objects.get(user=editor), by=board.editor)

    refused = outcome(lambda: house.end_grant(Grant.objects.get(user=board.editor), by=board.editor))

    assert refused == ("This is the last editor. Grant the part to somebody else first.",)
    assert board.editor.holds(Role.EDITOR) is True


def test_editor_whose_account_was_closed_does_not_count_as_another():
    board = Board()
    house.end_grant(Grant.objects.get(user=board.writing_editor), by=board.editor)
    board.second_editor.is_active = False
    board.second_editor.save(update_fields=["is_active"])

    refused = outcome(lambda: house.end_grant(Grant.objects.get(user=board.editor), by=board.editor))

    assert refused == ("This is the last editor. Grant the part to somebody else first.",)


def test_board_member_whose_part_ended_signs_no_more():
    board = Board()
    version = board.under_review()
    house.end_grant(Grant.objects.get(user=board.reviewer), by=board.editor)

    refused = outcome(lambda: board.sign(version, board.reviewer))

    assert refused == ("Only a board member who holds this review can do this.",)


# Licences


def test_licence_is_checked_by_somebody_else_and_on_record():
    board = Board()
    day = datetime.date(2031, 5, 6)

    house.check_licence(
        board.member,
        by=board.editor,
        credential="PhD",
        specialty="oncology",
        is_clinician=False,
        valid_to=day,
    )

    profile = BoardProfile.objects.get(user=board.member)
    assert (profile.credential, profile.specialty, profile.is_clinician) == ("PhD", "oncology", False)
    assert (profile.licence_valid_to, profile.licence_checked_by) == (day, board.editor)
    assert (last().move, facts(last())) == (
        "licence_check",
        {
            "user": str(board.member.uid), "credential": "PhD", "specialty": "oncology", "is_clinician": False,
            "valid_to": "2031-05-06",
        },
    )  # fmt: skip


def test_licence_is_not_checked_by_its_holder():
    board = Board()
    house.grant(board.member, Role.EDITOR, by=board.editor)

    refused = outcome(
        lambda: house.check_licence(board.member, by=board.member, credential="MD", specialty="x")
    )

    assert refused == ("Nobody checks their own licence. Ask another editor.",)


# The policy


def test_policy_is_signed_numbered_and_on_record():
    board = Board()

    made = house.set_policy(default_rules(approvals=3), by=board.editor, password=PASSWORD)

    digests = json.loads(last().payload)["digests"]
    assert (made.number, made.rules.approvals, made.by) == (2, 3, board.editor)
    assert (last().move, facts(last())) == ("policy", {"number": 2})
    assert digests == {"policy": house.record.sha256(made.fields)}


@pytest.mark.parametrize(
    ("rules", "password", "sentences"),
    [
        (Rules(), "wrong", ("That is not your password. Nothing was signed.",)),
        (Rules(), "", ("That is not your password. Nothing was signed.",)),
        (
            Rules(approvals=0, clinicians=0, due_days=0), PASSWORD,
            ("At least one approval is needed.", "Lengths of time are at least one."),
        ),
        (Rules(clinicians=3), PASSWORD, ("No more clinicians can be needed than approvals.",)),
        (Rules(pending_public=("poets",)), PASSWORD, ("Pending text can be public for known audiences only.",)),
    ],
)  # fmt: skip
def test_policy_refuses_rules_that_cannot_stand_and_wrong_passwords(rules, password, sentences):
    board = Board()

    refused = outcome(lambda: house.set_policy(rules, by=board.editor, password=password))

    assert refused == sentences
    assert EditorialPolicy.objects.count() == 1


def test_round_keeps_the_policy_it_began_under_and_the_next_takes_the_new_one():
    board = Board()
    version = board.under_review()
    house.set_policy(default_rules(approvals=3), by=board.editor, password=PASSWORD)

    board.sign(version, board.reviewer)
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    later = workflow.submit(board.next(fresh(version)), by=board.lead)

    assert fresh(version).state == "approved"
    assert list(Round.objects.order_by("pk").values_list("version__number", "policy__number")) == [
        (1, 1), (2, 2),
    ]  # fmt: skip
    board.hold(later, board.reviewer)
    board.fill_in(later, board.reviewer)
    board.sign(later, board.reviewer)
    board.ready(later, board.second)
    board.sign(later, board.second)
    assert (fresh(later).state, replay.verify().problems) == ("under_review", [])


# A house without a policy


def test_nothing_is_handed_in_before_a_policy_is_in_force(monkeypatch):
    editor, author = factories.make_user("stranger"), factories.make_user("stranger", name="Ada")
    house.first_editor(editor)
    house.grant(author, Role.AUTHOR, by=editor)
    version = factories.make_version(by=author)

    refused = outcome(lambda: workflow.submit(version, by=author))

    assert refused == ("No editorial policy is in force yet. An editor has to sign one first.",)
    guards = [anywhere if g.__name__ == "a_policy_is_in_force" else g for g in MOVES["submit"].guards]
    monkeypatch.setitem(MOVES, "submit", dataclasses.replace(MOVES["submit"], guards=tuple(guards)))
    assert outcome(lambda: workflow.submit(version, by=author)) != refused
