"""What the verbs of a round leave behind: decisions in order, rounds, assignments, states."""

import datetime
import json

import pytest
import time_machine
from django.utils import timezone, translation

from articles import drafting
from articles.models import ArticleVersion
from articles.refusals import Stale
from reviews import record, replay, reviewing, workflow
from reviews.guards import every_point_answered
from reviews.models import Assignment, Comment, Decision, Disclosure, Review, Sealed
from reviews.reviewing.assigning import MOST_DAYS
from tests.reviews.board import Board, case_of, fresh, moves_of, outcome

pytestmark = pytest.mark.django_db


def newest(version: ArticleVersion, move: str) -> Decision:
    return version.decisions.filter(move=move).order_by("-seq")[0]


def said(decision: Decision) -> dict[str, object]:
    return json.loads(decision.payload)


def assignments(version: ArticleVersion) -> dict[str, str]:
    """Who holds or held the review of a version, and why that ended."""
    rows = Assignment.objects.filter(version=version).order_by("pk").select_related("reviewer")
    return {row.reviewer.printed_name: row.ended_why for row in rows}


# Handing in


def test_submit_seals_the_text_and_opens_a_round_under_the_policy():
    board = Board()
    draft = board.draft(specialty="general practice")

    version = workflow.submit(draft, by=board.lead)

    opened = version.rounds.get()
    decision = newest(version, "submit")
    assert (version.state, opened.number, opened.closed_at) == ("submitted", 1, None)
    assert (opened.manuscript_id, opened.policy, opened.specialty) == (
        version.manuscript_id, board.policy, "general practice",
    )  # fmt: skip
    assert (decision.from_state, decision.to_state, decision.round, decision.actor, decision.role) == (
        "draft", "submitted", opened, board.lead, "author",
    )  # fmt: skip
    assert said(decision)["digests"] == {
        "manuscript": version.manuscript_id, "policy": record.sha256(board.policy.fields),
    }  # fmt: skip
    assert said(decision)["facts"] == {
        "change_class": "first",
        "specialty": "general practice",
        "answers": "",
        "base": None,
        "authors": [str(board.lead.uid), str(board.co_author.uid)],
        "contributors": sorted(
            str(who.uid) for who in (board.lead, board.co_author, board.writing_editor, board.writing_member)
        ),
    }


def test_submit_with_a_version_read_before_the_text_changed_is_stale_and_seals_nothing():
    board = Board()
    old = board.draft()
    drafting.save_facts(old, by=board.lead, counter=old.counter, heading="Another heading")
    board.confirm(old)

    with pytest.raises(Stale):
        workflow.submit(old, by=board.lead)

    assert (fresh(old).state, fresh(old).manuscript, old.rounds.count()) == ("draft", None, 0)


# Under review is never a false mark


def test_first_declared_assignment_takes_the_text_up_and_no_later_one_does():
    board = Board()
    version = board.submitted()
    assert fresh(version).state == "submitted"

    reviewing.disclose(version, by=board.reviewer, kind="none")
    board.hold(version, board.second)

    decision = newest(version, "take_up")
    assert (fresh(version).state, moves_of(version).count("take_up")) == ("under_review", 1)
    assert (decision.actor, decision.role, said(decision)["facts"]) == (
        None, "system", {"reviewer": str(board.reviewer.uid)},
    )  # fmt: skip


def test_declared_interest_takes_the_text_up_only_once_it_was_answered():
    board = Board()
    version = board.submitted()
    reviewing.disclose(version, by=board.reviewer, kind="interest", text="I own a tea shop.")
    assert fresh(version).state == "submitted"

    reviewing.rule_on_interest(version, by=board.editor, person=board.reviewer, ruling="not_relevant")

    assert fresh(version).state == "under_review"
    ruled = Disclosure.objects.filter(person=board.reviewer).order_by("-pk")[0]
    assert (ruled.ruling, ruled.ruled_by, ruled.text.body) == (
        "not_relevant",
        board.editor,
        "I own a tea shop.",
    )
    assert said(newest(version, "rule_on_interest"))["digests"] == {"disclosure": ruled.text_id}


def test_standing_aside_ends_the_assignment_and_releases_the_text():
    board = Board()
    version = board.submitted()
    reviewing.disclose(version, by=board.reviewer, kind="none")
    reviewing.disclose(version, by=board.reviewer, kind="interest", text="A grant came in.")

    reviewing.rule_on_interest(version, by=board.editor, person=board.reviewer, ruling="stands_aside")

    assert assignments(version) == {"Rita Reviewer": "recused"}
    assert moves_of(version)[-2:] == ["rule_on_interest", "release"]
    assert fresh(version).state == "submitted"


def test_last_reviewer_who_hands_back_unfinished_releases_the_text():
    board = Board()
    version = board.under_review()

    reviewing.hand_back(version, by=board.second)
    assert fresh(version).state == "under_review"
    reviewing.hand_back(version, by=board.reviewer, reason="No time.")

    digest = said(newest(version, "hand_back"))["digests"]["reason"]
    assert fresh(version).state == "submitted"
    assert assignments(version) == {"Rita Reviewer": "handed_back", "Sven Second": "handed_back"}
    assert moves_of(version)[-3:] == ["hand_back", "hand_back", "release"]
    assert Sealed.objects.get(pk=digest).body == "No time."


def test_review_never_begun_lapses_after_its_lease_and_releases_the_text():
    board = Board()
    version = board.submitted()
    reviewing.disclose(version, by=board.reviewer, kind="none")
    held = version.assignments.get()

    with time_machine.travel(timezone.now() + datetime.timedelta(days=15), tick=False):
        reviewing.lapse(held)

    assert (fresh(version).state, assignments(version)) == ("submitted", {"Rita Reviewer": "lapsed"})
    assert (newest(version, "lapse").role, newest(version, "lapse").actor) == ("system", None)


def test_extending_holds_the_review_at_least_until_the_new_day():
    board = Board()
    held = board.submitted().assignments.get()
    day = timezone.now().date() + datetime.timedelta(days=40)

    reviewing.extend(held, by=board.editor, due_on=day)

    held.refresh_from_db()
    assert (held.due_on, held.held_until.date()) == (day, day + datetime.timedelta(days=1))
    assert outcome(lambda: reviewing.extend(held, by=board.editor, due_on=datetime.date(2020, 1, 1))) == (
        "The due date lies in the past.",
    )


@pytest.mark.parametrize(("days", "said"), [(0, ()), (1, ("The due date is more than a year away.",))])
def test_a_review_is_due_within_one_year(days, said):
    board = Board()
    version = board.submitted()
    held = version.assignments.get()
    day = timezone.now().date() + datetime.timedelta(days=MOST_DAYS + days)

    asked = outcome(lambda: reviewing.assign(version, by=board.editor, reviewer=board.second, due_on=day))
    extended = outcome(lambda: reviewing.extend(held, by=board.editor, due_on=day))

    assert (asked, extended) == (said, said)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_review_freezes_the_day_of_the_declaration_in_words(language):
    board = Board()
    version = board.submitted()
    with time_machine.travel(datetime.datetime(2030, 11, 25, 12, tzinfo=datetime.UTC), tick=False):
        reviewing.disclose(version, by=board.reviewer, kind="none")

        with translation.override(language):
            review = reviewing.begin(version, by=board.reviewer)

    asked = [entry["question"] for entry in review.answers if entry["id"] == "conflicts"]
    assert asked == [
        "Conflicts: Is the text free of promotion, and is your own declaration of 25 November 2030 still complete?"
    ]


def test_points_without_an_answer_are_counted_in_words_that_fit():
    board = Board()
    version = board.under_review()
    reviewing.hand_back(version, by=board.second)
    for body in ("Which dose?", "For whom?"):
        board.must(version, board.reviewer, body=body)
    board.answer(board.ask_for_changes(version, board.reviewer))

    assert list(every_point_answered(case_of(version, board.lead))) == [
        "2 points of the last review are not answered yet."
    ]


# Sent back


def test_request_for_changes_goes_back_when_the_last_active_reviewer_has_finished():
    board = Board()
    version = board.under_review()
    board.fill_in(version, board.second)
    point = board.ask_for_changes(version, board.reviewer)
    assert fresh(version).state == "under_review"

    board.sign(version, board.second)

    opened = version.rounds.get()
    decision = newest(version, "request_changes")
    assert (fresh(version).state, opened.outcome) == ("changes_requested", "changes")
    assert (decision.actor, decision.role, decision.round) == (None, "system", opened)
    assert moves_of(version)[-3:] == ["finish_review", "sign", "request_changes"]
    assert Comment.objects.get(pk=point.pk).posted_at is not None
    assert assignments(version) == {"Rita Reviewer": "", "Sven Second": ""}


def test_handing_back_lets_a_blocked_round_go_back():
    board = Board()
    version = board.under_review()
    board.ask_for_changes(version, board.reviewer)

    reviewing.hand_back(version, by=board.second)

    assert moves_of(version)[-3:] == ["finish_review", "hand_back", "request_changes"]
    assert fresh(version).state == "changes_requested"


def test_editor_sends_back_with_a_letter_and_every_point_written_so_far():
    board = Board()
    version = board.under_review()
    point = board.must(version, board.reviewer)

    workflow.request_changes(version, by=board.editor, to_author=" Please say for whom. ")

    closed = version.rounds.get()
    digests = said(newest(version, "request_changes"))["digests"]
    assert closed.outcome == "changes"
    assert Sealed.objects.get(pk=digests["to_author"]).body == "Please say for whom."
    assert Comment.objects.get(pk=point.pk).posted_at is not None
    assert Review.objects.get(round=closed, reviewer=board.reviewer).submitted_at is None


def test_second_round_keeps_its_reviewers_and_is_taken_up_at_once():
    board = Board()
    version = board.under_review()
    reviewing.hand_back(version, by=board.second)
    board.answer(board.ask_for_changes(version, board.reviewer))
    board.confirm(board.rewrite(version, old="an hour", new="a while"))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=30), tick=False):
        later = timezone.now()
        workflow.submit(fresh(version), by=board.lead)

    held = version.assignments.active().get()
    assert moves_of(version)[-2:] == ["submit", "take_up"]
    assert list(version.rounds.values_list("number", "outcome")) == [(1, "changes"), (2, "")]
    assert (held.reviewer, held.due_on) == (board.reviewer, later.date() + datetime.timedelta(days=14))
    assert fresh(version).manuscript != version.manuscript
    board.fill_in(version, board.reviewer)
    board.ready(version, board.second)
    for who in (board.reviewer, board.second):
        board.sign(version, who)
    assert (fresh(version).state, replay.verify().problems) == ("approved", [])


def test_declaration_older_than_the_policy_allows_is_asked_for_again():
    board = Board(disclosure_months=3)
    version = board.under_review()
    workflow.request_changes(version, by=board.editor, to_author="Please say for whom.")
    board.confirm(board.rewrite(version, old="an hour", new="a while"))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=93), tick=False):
        workflow.submit(fresh(version), by=board.lead)
        assert fresh(version).state == "submitted"

        reviewing.disclose(version, by=board.reviewer, kind="none")

        assert fresh(version).state == "under_review"


@pytest.mark.parametrize("answer", ["not_changed", "changed"])
def test_text_that_came_back_goes_again_unchanged_only_where_every_point_says_why(answer):
    board = Board()
    version = board.under_review()
    reviewing.hand_back(version, by=board.second)
    board.answer(board.ask_for_changes(version, board.reviewer), answer)

    refused = outcome(lambda: workflow.submit(fresh(version), by=board.lead))

    assert refused == {
        "not_changed": (),
        "changed": (
            "At point 1.1 you say that you changed the text, but it is word for word the one that came back.",
        ),
    }[answer]  # fmt: skip


def test_text_that_was_taken_back_before_changes_were_asked_goes_again_as_it_was():
    board = Board()
    version = board.under_review()
    workflow.withdraw(version, by=board.lead)
    workflow.reopen(version, by=board.lead)

    workflow.submit(fresh(version), by=board.lead)

    assert list(version.rounds.values_list("number", "outcome")) == [(1, "withdrawn"), (2, "")]


# Leaving review


@pytest.mark.parametrize("way", ["decline", "withdraw"])
def test_leaving_review_closes_the_round_and_every_assignment(way):
    board = Board()
    version = board.under_review()
    if way == "decline":
        workflow.decline(version, by=board.editor, to_author="Out of scope.", for_editors="Seen before.")
    else:
        workflow.withdraw(version, by=board.lead, reason="I found an error.")

    closed, state = version.rounds.get(), {"decline": "declined", "withdraw": "withdrawn"}[way]
    assert (fresh(version).state, closed.outcome, closed.closed_at is None) == (state, state, False)
    assert assignments(version) == {"Rita Reviewer": "round_closed", "Sven Second": "round_closed"}
    assert newest(version, way).round == closed


def test_each_reason_is_sealed_by_itself():
    board = Board()
    version = board.submitted()

    workflow.decline(version, by=board.editor, to_author="Out of scope.", for_editors="Seen before.")

    digests = said(newest(version, "decline"))["digests"]
    words = {key: Sealed.objects.get(pk=digest).body for key, digest in digests.items()}
    assert words == {"to_author": "Out of scope.", "for_editors": "Seen before."}


def test_reopened_text_is_a_draft_with_its_words_and_goes_through_a_new_round():
    board = Board()
    version = board.declined()

    workflow.reopen(version, by=board.editor, to_author="In scope after all.")
    again = workflow.submit(fresh(version), by=board.lead)

    assert (newest(version, "reopen").role, again.state) == ("editor", "submitted")
    assert list(version.rounds.values_list("number", "outcome")) == [(1, "declined"), (2, "")]
    assert again.rounds.get(number=2).manuscript == version.manuscript


def test_extend_to_a_nearer_day_never_shortens_a_hold():
    board = Board()
    version = board.under_review()
    held = version.assignments.active().get(reviewer=board.reviewer)
    before = held.held_until

    reviewing.extend(held, by=board.editor, due_on=timezone.now().date() + datetime.timedelta(days=1))

    held.refresh_from_db()
    assert held.held_until == before
