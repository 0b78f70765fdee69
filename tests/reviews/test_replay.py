"""Replay: an untouched record agrees with itself, whatever way an article went."""

import json
import threading

import pytest
from django.db import connection

from articles import drafting, manuscripts
from articles.models import ArticleVersion
from articles.states import ChangeClass
from reviews import house, record, replay, reviewing, workflow
from reviews.models import Comment, Decision, Sealed, Signature
from reviews.rules import default_rules
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NOTICE = {"patient": "Do not rely on this text.", "professional": "Do not rely on this text."}


def reread(version: ArticleVersion) -> ArticleVersion:
    return ArticleVersion.objects.get(pk=version.pk)


def send_back(the_house, version: ArticleVersion) -> None:
    """One reviewer asks for changes with a point; nobody else holds the text."""
    reviewer = the_house.reviewers[0]
    the_house.open_review(version, reviewer)
    opened = version.rounds.get(closed_at=None)
    Comment.objects.create(
        version=version,
        manuscript=opened.manuscript,
        round=opened,
        author=reviewer,
        kind="must",
        body="The dose?",
    )
    reviewing.ask_for_changes(version, by=reviewer, reason="One number is wrong.")


# Ways that an article may go


def test_an_empty_database_has_nothing_wrong():
    report = replay.verify()

    assert report.problems == []
    assert (report.counts["books"], report.counts["decisions"]) == (0, 0)


def test_an_approved_article_agrees_with_its_record(the_house):
    the_house.approved()

    report = replay.verify()

    assert report.problems == []
    assert {
        what: report.counts[what] for what in ("books", "versions", "approvals", "signatures", "manuscripts")
    } == {
        "books": 2,
        "versions": 1,
        "approvals": 1,
        "signatures": 2,
        "manuscripts": 1,
    }
    assert report.counts["decisions"] == Decision.objects.count()


def test_a_draft_a_submission_and_a_review_half_done_agree(the_house):
    the_house.draft()
    the_house.submitted()
    the_house.open_review(the_house.submitted(), the_house.reviewers[0])

    assert replay.verify().problems == []


def test_a_second_round_after_changes_agrees(the_house):
    version = the_house.submitted()
    send_back(the_house, version)
    lead = version.article.lead_author
    point = Comment.objects.get()
    Comment.objects.create(
        version=version, manuscript=point.manuscript, round=point.round, author=lead, kind="changed", body="Done.",
        parent=point,
    )  # fmt: skip
    text = version.variants.get(audience="patient")
    drafting.save_text(
        version, audience="patient", by=lead, counter=text.counter, title="Ginger tea", body=text.body
    )
    digest = manuscripts.draft_digest(reread(version))
    reviewing.confirm_authorship(version, by=lead, digest=digest)
    workflow.submit(version, by=lead)
    held, other = the_house.reviewers
    review = reviewing.begin(version, by=held)
    answers = {entry["id"]: {"answer": "yes"} for entry in review.answers}
    reviewing.save_review(version, by=held, counter=0, answers=answers, ai_used="no")
    reviewing.sign(version, by=held, password=PASSWORD, audiences=list(NOTICE))
    the_house.sign(version, other)

    assert reread(version).state == "approved"
    assert replay.verify().problems == []


def test_an_editor_sending_back_with_a_letter_agrees(the_house):
    version = the_house.submitted()
    workflow.request_changes(version, by=the_house.editor, to_author="  Please say for whom.  ")

    assert replay.verify().problems == []


def test_a_declined_and_reopened_text_agrees(the_house):
    version = the_house.submitted()
    workflow.decline(version, by=the_house.editor, to_author="Out of scope.", for_editors="Seen before.")
    workflow.reopen(version, by=the_house.editor, to_author="In scope after all.")

    assert reread(version).state == "draft"
    assert replay.verify().problems == []


def test_a_withdrawn_text_agrees(the_house):
    version = the_house.submitted()
    workflow.withdraw(version, by=version.article.lead_author)

    assert replay.verify().problems == []


def test_the_same_text_handed_in_again_agrees(the_house):
    version = the_house.submitted()
    lead = version.article.lead_author
    the_house.sign(version, the_house.reviewers[0])
    workflow.withdraw(version, by=lead)
    workflow.reopen(version, by=lead)
    workflow.submit(version, by=lead)
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)

    assert [opened.manuscript_id for opened in version.rounds.all()] == [
        version.rounds.first().manuscript_id
    ] * 2
    assert reread(version).state == "approved"
    assert replay.verify().problems == []


def test_a_review_that_ended_without_a_decision_agrees(the_house):
    version, third = the_house.submitted(), the_house.board_member("Reviewer 3")
    for reviewer in the_house.reviewers:
        reviewing.take(version, by=reviewer)
    the_house.open_review(version, third)
    reviewing.comment_only(version, by=third)
    for reviewer in the_house.reviewers:
        the_house.fill_in(version, reviewer)
        reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=list(NOTICE))

    assert reread(version).state == "approved"
    assert replay.verify().problems == []


def test_a_declared_interest_with_its_ruling_agrees(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="interest", text="I own a tea shop.")
    reviewing.rule_on_interest(
        version, by=the_house.editor, person=reviewer, ruling="stands_aside", reason="Sells it."
    )

    assert replay.verify().problems == []


def test_an_objection_and_its_lifting_agree(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.open_review(version, the_house.reviewers[1])
    the_house.open_review(version, reviewer)
    review = reviewing.object_on_safety(version, by=reviewer, reason="Not for people on warfarin.")
    reviewing.lift_objection(review, by=reviewer, reason="It says so further down.")

    assert replay.verify().problems == []


def test_a_struck_signature_that_suspends_the_text_agrees(the_house):
    version = the_house.approved()
    signature = Signature.objects.first()
    reviewing.strike(signature, by=signature.person, public="I overlooked a trial.")

    assert reread(version).state == "suspended"
    assert replay.verify().problems == []


def test_a_suspended_resumed_and_retracted_text_agrees(the_house):
    version, editor = the_house.approved(), the_house.editor
    second = factories.make_user("stranger", name="Second Editor")
    house.grant(second, "editor", by=editor)
    workflow.suspend(version, by=editor, public="A report of harm.")
    workflow.resume(version, by=second, password=PASSWORD, public="It was another product.")
    workflow.notice(version, by=editor, password=PASSWORD, kind="correction", text=NOTICE, instead=NOTICE)
    workflow.retract(
        version, by=editor, password=PASSWORD, public="The trial was retracted.", text=NOTICE, instead=NOTICE
    )

    assert reread(version).state == "retracted"
    assert replay.verify().problems == []


def test_an_editorial_change_above_a_full_review_agrees(the_house):
    base = the_house.approved()
    draft = the_house.next_version(base, ChangeClass.EDITORIAL)
    workflow.submit(draft, by=draft.article.lead_author)
    the_house.sign(draft, the_house.reviewers[0])

    report = replay.verify()

    assert (reread(draft).state, reread(base).state) == ("approved", "superseded")
    assert (report.problems, report.counts["approvals"]) == ([], 2)


def test_an_erased_text_agrees_and_is_counted(the_house):
    version = the_house.submitted()
    workflow.request_changes(version, by=the_house.editor, to_author="Words that must go.")
    digest = json.loads(Decision.objects.get(move="request_changes").payload)["digests"]["to_author"]
    reviewing.erase(
        version.article, digest=digest, by=the_house.editor, password=PASSWORD, second=the_house.reviewers[0],
        second_password=PASSWORD, for_editors="It named a patient.",
    )  # fmt: skip

    report = replay.verify()

    assert Sealed.objects.get(pk=digest).body is None
    assert (report.problems, report.counts["erased texts"]) == ([], 1)


def test_a_new_policy_agrees(the_house):
    the_house.approved()
    house.set_policy(default_rules(approvals=3), by=the_house.editor, password=PASSWORD)

    report = replay.verify()

    assert (report.problems, report.counts["policies"]) == ([], 2)


@pytest.mark.django_db(transaction=True)
def test_a_record_that_goes_on_while_it_is_read_agrees(the_house):
    version, went_on = the_house.submitted(), []

    def go_on(execute, statement, *rest):
        if "reviews_round" in statement and not went_on:
            went_on.append(statement)
            writer = threading.Thread(target=withdraw)
            writer.start()
            writer.join()
        return execute(statement, *rest)

    def withdraw() -> None:
        workflow.withdraw(version, by=version.article.lead_author)
        connection.close()

    with connection.execute_wrapper(go_on):
        report = replay.verify()

    assert (report.problems, len(went_on), reread(version).state) == ([], 1, "withdrawn")


def test_an_unreadable_chain_does_not_stop_the_others(the_house):
    version = the_house.submitted()
    with_facts = record.append(None, "policy", by=the_house.editor, role="editor", facts={"number": "?"})

    report = replay.verify()

    assert version.state == "submitted"
    assert [problem.partition(":")[0] for problem in report.problems] == ["the house", "the house"], (
        with_facts
    )
