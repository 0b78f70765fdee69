"""Races: real threads on a real database meet at a barrier; one outcome, and nothing half done."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from articles import drafting
from articles.models import Article, ArticleVersion, Grant, Role, User, Variant
from articles.refusals import Refused
from reviews import accounts, house, readdressing, replay, reviewing, workflow
from reviews.models import Assignment, Decision, Round
from tests import factories
from tests.factories import PASSWORD
from tests.reviews.board import INSTEAD, NOTICE, Board, fresh, moves_of

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 5
Act = Callable[[], object]


def race(*acts: Act) -> list[str]:
    """What came of each act: "done", or the sentences that refused it. Any other error is raised here."""
    barrier = threading.Barrier(len(acts))
    said, failures = [""] * len(acts), []

    def run(place: int, act: Act) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            act()
            said[place] = "done"
        except Refused as refusal:
            said[place] = " ".join(refusal.sentences)
        except Exception as error:  # a thread has nowhere else to say it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=entry) for entry in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return said


def wrong_state(label: str) -> str:
    return f"This cannot be done now: the text is in the state “{label}”."


def signing(version: ArticleVersion, who: User) -> Act:
    return lambda: reviewing.sign(version, by=who, password=PASSWORD, audiences=["patient"])


def assert_whole(*versions: ArticleVersion) -> None:
    """Each closed round has one closing decision, and the record agrees with every row."""
    for version in versions:
        closing = version.decisions.filter(move__in=["approve", "request_changes", "decline", "withdraw"])
        closed = Round.objects.filter(version=version).exclude(closed_at=None)
        assert sorted(closing.exclude(round=None).values_list("round", flat=True)) == sorted(
            closed.values_list("pk", flat=True)
        )
    assert replay.verify().problems == []


def test_two_completing_signatures_approve_once():
    board = Board(is_small=True, approvals=1)
    versions = [board.under_review() for _ in range(TIMES)]
    for version in versions:
        board.fill_in(version, board.second)

    found = [race(signing(v, board.reviewer), signing(v, board.second)) for v in versions]

    assert [sorted(said) for said in found] == [sorted([wrong_state("Approved"), "done"])] * TIMES
    assert [Counter(moves_of(v))["approve"] for v in versions] == [1] * TIMES
    assert [Counter(moves_of(v))["sign"] for v in versions] == [1] * TIMES
    assert_whole(*versions)


def test_two_signatures_that_complete_together_approve_once():
    board = Board(is_small=True)
    versions = [board.under_review() for _ in range(TIMES)]
    for version in versions:
        board.fill_in(version, board.second)

    found = [race(signing(v, board.reviewer), signing(v, board.second)) for v in versions]

    assert found == [["done", "done"]] * TIMES
    assert [moves_of(v)[-3:] for v in versions] == [["sign", "sign", "approve"]] * TIMES
    assert_whole(*versions)


def test_signature_against_withdrawal_ends_the_round_once():
    board = Board(is_small=True, approvals=1)
    versions = [board.under_review() for _ in range(TIMES)]

    for version in versions:
        said = race(signing(version, board.reviewer), lambda v=version: workflow.withdraw(v, by=board.lead))

        moves = Counter(moves_of(version))
        ended = {"approved": (1, 0), "withdrawn": (0, 1)}[fresh(version).state]
        assert (moves["approve"], moves["withdraw"]) == ended
        assert (moves["sign"], said.count("done")) == (ended[0], 1)
    assert_whole(*versions)


def test_signature_against_saving_the_text_never_signs_other_words():
    board = Board(is_small=True, approvals=1)
    versions = [board.under_review() for _ in range(TIMES)]

    for version in versions:
        text = Variant.objects.get(version=version, audience="patient")
        said = race(
            signing(version, board.reviewer),
            lambda v=version, t=text: drafting.save_text(
                v, audience="patient", by=board.lead, counter=t.counter, title="Other", body="Other words."
            ),
        )

        assert said[0] == "done"
        assert said[1].startswith("This text cannot be changed now: its state is ")
        assert Variant.objects.get(pk=text.pk).body == text.body
    assert_whole(*versions)


def test_submission_against_saving_the_text_seals_one_wording():
    board = Board(is_small=True)
    versions = [board.draft() for _ in range(TIMES)]

    for version in versions:
        text = Variant.objects.get(version=version, audience="patient")
        said = race(
            lambda v=version: workflow.submit(v, by=board.lead),
            lambda v=version, t=text: drafting.save_text(
                v, audience="patient", by=board.lead, counter=t.counter, title="Other", body=t.body
            ),
        )

        assert said.count("done") == 1
        assert fresh(version).state == ("submitted" if said[0] == "done" else "draft")
        assert (Variant.objects.get(pk=text.pk).title == "Other") is (said[1] == "done")
    assert [v.rounds.count() for v in versions] == [int(fresh(v).state == "submitted") for v in versions]
    assert_whole(*versions)


def test_double_submission_opens_one_round():
    board = Board(is_small=True)
    versions = [board.draft() for _ in range(TIMES)]

    found = [race(*[lambda v=v: workflow.submit(v, by=board.lead)] * 2) for v in versions]

    assert [sorted(said) for said in found] == [sorted([wrong_state("Submitted"), "done"])] * TIMES
    assert [Counter(moves_of(v))["submit"] for v in versions] == [1] * TIMES
    assert [v.rounds.count() for v in versions] == [1] * TIMES
    assert_whole(*versions)


def test_person_who_takes_a_review_twice_holds_it_once():
    board = Board(is_small=True)
    versions = [board.submitted() for _ in range(TIMES)]

    found = [race(*[lambda v=v: reviewing.take(v, by=board.member)] * 2) for v in versions]

    assert [sorted(said) for said in found] == [sorted(["You have this review already.", "done"])] * TIMES
    assert Assignment.objects.filter(reviewer=board.member).count() == TIMES
    assert_whole(*versions)


def test_two_declared_takers_each_hold_it_and_take_it_up_once():
    board = Board(is_small=True)
    versions = [board.submitted() for _ in range(TIMES)]
    for version in versions:
        for who in (board.member, board.second):
            reviewing.disclose(version, by=who, kind="none")

    found = [
        race(*(lambda v=v, who=who: reviewing.take(v, by=who) for who in (board.member, board.second)))
        for v in versions
    ]

    assert found == [["done", "done"]] * TIMES
    assert [Counter(moves_of(v))["take_up"] for v in versions] == [1] * TIMES
    assert [v.assignments.active().count() for v in versions] == [3] * TIMES
    assert_whole(*versions)


def test_approval_against_retraction_of_the_older_leaves_one_order():
    board = Board(is_small=True, approvals=1)
    bases = [board.approved() for _ in range(TIMES)]
    drafts = [workflow.submit(board.next(base), by=board.lead) for base in bases]
    for draft in drafts:
        board.ready(draft, board.reviewer)

    for base, draft in zip(bases, drafts, strict=True):
        said = race(
            signing(draft, board.reviewer),
            lambda v=base: workflow.retract(
                v, by=board.editor, password=PASSWORD, public="Bad.", text=NOTICE, instead=INSTEAD
            ),
        )

        assert said[0] == "done"
        assert said[1] in ("done", wrong_state("Replaced by a newer version"))
        ended = "retracted" if said[1] == "done" else "superseded"
        assert (fresh(base).state, fresh(draft).state) == (ended, "approved")
        assert Counter(moves_of(base))["supersede"] + Counter(moves_of(base))["retract"] == 1
        assert fresh(base).article.current == draft
    assert_whole(*bases, *drafts)


def test_strike_below_against_signature_above_never_leaves_an_unfounded_text():
    board = Board(is_small=True, approvals=1)
    bases = [board.approved() for _ in range(TIMES)]
    drafts = [workflow.submit(board.next(base, "editorial"), by=board.lead) for base in bases]
    for base, draft in zip(bases, drafts, strict=True):
        board.ready(draft, board.reviewer)
        struck = base.rounds.get().signatures.get()

        said = race(
            signing(draft, board.reviewer),
            lambda s=struck: reviewing.strike(s, by=board.editor, public="Not their account."),
        )

        states = (fresh(base).state, fresh(draft).state)
        assert said[1] == "done"
        assert states == {
            "done": ("superseded", "suspended"),
            "The version before this one does not stand, so the same words are not enough: write an update or a correction.": (
                "suspended", "under_review",
            ),
        }[said[0]]  # fmt: skip
    assert_whole(*bases, *drafts)


def test_two_starts_of_a_next_version_make_one():
    board = Board(is_small=True, approvals=1)
    bases = [board.approved() for _ in range(TIMES)]

    def start(base: ArticleVersion) -> Act:
        return lambda: workflow.start(
            by=board.lead, question="", written_for="", change_class="update", article=base.article
        )

    found = [race(start(base), start(base)) for base in bases]

    refused = "Another version of this article is being worked on. There is only ever one."
    assert [sorted(said) for said in found] == [sorted([refused, "done"])] * TIMES
    assert [base.article.versions.count() for base in bases] == [2] * TIMES
    assert_whole(*bases)


def test_two_editors_who_end_each_others_part_leave_one():
    for _ in range(TIMES):
        first, second = two_editors()

        said = race(
            lambda a=first, b=second: house.end_grant(open_grant(b), by=a),
            lambda a=first, b=second: house.end_grant(open_grant(a), by=b),
        )

        assert sorted(said) == ["Only an editor can do this.", "done"]
        assert User.objects.holding(Role.EDITOR).count() == 1


def test_nobody_holds_a_review_past_the_end_of_their_part():
    board = Board(is_small=True)
    versions = [board.submitted() for _ in range(TIMES)]
    for version in versions:
        leaver = board.board_member("Lea Leaver")
        part = Grant.objects.get(user=leaver, role=Role.BOARD)

        race(
            lambda a=version, b=leaver: reviewing.take(a, by=b),
            lambda a=part: house.end_grant(a, by=board.editor),
        )

        has_left = not leaver.holds(Role.BOARD)
        assert not (has_left and Assignment.objects.active().filter(reviewer=leaver).exists())
    assert_whole(*versions)


def of_an_account(name: str, editor: User, person: User, article: Article) -> Act:
    return {
        "correct": lambda: accounts.correct(person, by=editor, email="new@example.org", printed_name="New"),
        "open_again": lambda: accounts.open_again(person, by=editor),
        "first_link": lambda: accounts.first_link(person, by=editor),
        "close": lambda: accounts.close(person, by=editor),
        "readdress": lambda: readdressing.change(article, "another-address", by=editor),
    }[name]


@pytest.mark.parametrize("name", ["correct", "open_again", "first_link", "close", "readdress"])
def test_what_an_editor_does_with_an_account_waits_for_the_end_of_their_part(name):
    board = Board(is_small=True)
    article, invited = board.draft().article, factories.make_user("stranger")
    invited.set_unusable_password()
    invited.save()
    act = of_an_account(name, board.second_editor, invited, article)
    is_ending, has_acted = threading.Event(), threading.Event()

    def end() -> None:
        with transaction.atomic():
            house.end_grant(open_grant(board.second_editor), by=board.editor)
            is_ending.set()
            has_acted.wait(timeout=1)

    def do() -> None:
        is_ending.wait(timeout=20)
        try:
            act()
        finally:
            has_acted.set()

    said = race(do, end)

    assert said == ["Only an editor can do this.", "done"]


def test_signature_waits_for_the_end_of_the_signers_part():
    board = Board(is_small=True, approvals=1)
    version = board.under_review()
    part = Grant.objects.get(user=board.reviewer, role=Role.BOARD, ended_at=None)
    is_ending, has_signed = threading.Event(), threading.Event()

    def end() -> None:
        with transaction.atomic():
            house.end_grant(part, by=board.editor)
            is_ending.set()
            has_signed.wait(timeout=1)

    def sign() -> None:
        is_ending.wait(timeout=20)
        try:
            signing(version, board.reviewer)()
        finally:
            has_signed.set()

    said = race(sign, end)

    assert said == ["Only a board member who holds this review can do this.", "done"]
    assert moves_of(version).count("sign") == 0
    assert_whole(version)


def two_editors() -> tuple[User, User]:
    """The editor who is left, or a first one, with another beside."""
    first = User.objects.holding(Role.EDITOR).first()
    if first is None:
        first = factories.make_user("stranger")
        house.first_editor(first)
    second = factories.make_user("stranger")
    house.grant(second, Role.EDITOR, by=first)
    return first, second


def open_grant(user: User) -> Grant:
    return Grant.objects.get(user=user, role=Role.EDITOR, ended_at=None)


def test_two_first_editors_make_one():
    people = [factories.make_user("stranger") for _ in range(2)]

    said = race(*(lambda p=person: house.first_editor(p) for person in people))

    refused = "There is an editor already. Editors grant this role to others."
    assert sorted(said) == sorted([refused, "done"])
    assert Decision.objects.filter(move="grant").count() == 1
