"""Marks: what pages say about a version agrees with the record, signature by signature."""

import datetime

import pytest

from articles.models import ArticleVersion, Notice
from articles.states import State
from reviews import erasures, marks, record, reviewing, workflow
from reviews.case import months_later
from reviews.models import Signature
from reviews.story import Story
from tests.factories import PASSWORD
from tests.record_fixtures import House

pytestmark = pytest.mark.django_db


def marks_of(version) -> marks.Marks:
    fresh = ArticleVersion.objects.select_related("article__current").get(pk=version.pk)
    return marks.of(fresh, Story(fresh.article))


def signature_of(person) -> Signature:
    return Signature.objects.get(person=person)


def editorial_version(house: House, version: ArticleVersion) -> ArticleVersion:
    draft = house.next_version(version, "editorial")
    workflow.submit(draft, by=draft.article.lead_author)
    house.sign(draft, house.reviewers[0])
    return ArticleVersion.objects.get(pk=draft.pk)


def retract(house: House, version: ArticleVersion) -> None:
    words = {"patient": "It was wrong.", "professional": "The dose was wrong."}
    instead = {"patient": "Ask.", "professional": "See the label."}
    workflow.retract(
        version, by=house.editor, password=PASSWORD, public="An error.", text=words, instead=instead
    )


def test_signers_are_the_signatures_of_this_very_text(the_house):
    version = the_house.approved()

    found = marks_of(version)

    assert [(signer.name, signer.credential, signer.specialty) for signer in found.signers] == [
        (row.name, row.credential, row.specialty) for row in Signature.objects.filter(digest=found.digest)
    ]


@pytest.mark.parametrize("struck", [0, 1, 2])
def test_mark_of_approval_is_there_exactly_while_the_quorum_stands(the_house, struck):
    version = the_house.approved()
    for reviewer in the_house.reviewers[:struck]:
        reviewing.strike(signature_of(reviewer), by=reviewer, public="A slip.")

    found = marks_of(version)

    assert (len(found.signers), found.standing("patient")) == (
        2 - struck,
        "suspended" if struck else "approved",
    )


def test_text_is_marked_with_those_only_who_read_it(the_house):
    version = the_house.submitted()
    first, second = the_house.reviewers
    third = the_house.board_member("Reviewer 3")
    for reviewer, read in ((first, ["patient"]), (second, ["patient", "professional"])):
        the_house.open_review(version, reviewer)
        reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=read)
    the_house.open_review(version, third)
    reviewing.sign(version, by=third, password=PASSWORD, audiences=["professional"])

    found = marks_of(version)

    names = {audience: [s.name for s in found.signed_for(audience)] for audience in found.audiences}
    assert (found.state, names) == (
        "approved",
        {"patient": ["Reviewer 1", "Reviewer 2"], "professional": ["Reviewer 2", "Reviewer 3"]},
    )


def test_dates_are_those_of_the_decisions(make_house):
    start = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
    with record.clock(start):
        house = make_house(review_months=13, grace_days=10)
        with record.clock(start + datetime.timedelta(days=1)):
            version = house.submitted()
        with record.clock(start + datetime.timedelta(days=3)):
            house.sign(version, house.reviewers[0])
        with record.clock(start + datetime.timedelta(days=30)):
            house.sign(version, house.reviewers[1])

    found = marks_of(version)

    assert (
        found.submitted_on, found.sent_on, found.under_review_on, found.approved_on, found.last_reviewed,
        found.last_updated, found.overdue_on, found.lapses_on,
    ) == tuple(
        datetime.date(*day)
        for day in (
            (2026, 1, 2), (2026, 1, 2), (2026, 1, 4), (2026, 1, 31), (2026, 1, 31), (2026, 1, 31), (2027, 2, 28),
            (2027, 3, 10),
        )
    )  # fmt: skip


def test_editorial_change_keeps_the_date_and_the_names_of_the_last_full_review(make_house):
    start = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
    with record.clock(start):
        house = make_house()
        version = house.approved()
        with record.clock(start + datetime.timedelta(days=40)):
            newest = editorial_version(house, version)

    found = marks_of(newest)

    assert (found.last_reviewed, found.last_updated, found.overdue_on) == (
        datetime.date(2026, 1, 1),
        datetime.date(2026, 2, 10),
        months_later(datetime.date(2026, 1, 1), 36),
    )
    assert [s.name for s in found.reviewers] == ["Reviewer 1", "Reviewer 2"]
    assert [s.name for s in found.signers] == ["Reviewer 1"]


def test_text_in_the_queue_bears_no_mark_of_review(the_house):
    version = the_house.submitted()
    reviewer = the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="none")
    before = marks_of(version).under_review_on
    reviewing.hand_back(version, by=reviewer)

    assert (before is not None, marks_of(version).under_review_on) == (True, None)


def test_dates_count_from_the_last_time_a_text_was_opened_again(make_house):
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    with record.clock(start):
        house = make_house()
        version = house.submitted()
        author = version.article.lead_author
        workflow.withdraw(version, by=author)
        workflow.reopen(version, by=author, to_author="Once more.")
        with record.clock(start + datetime.timedelta(days=5)):
            workflow.submit(version, by=author)

    assert marks_of(version).submitted_on == datetime.date(2026, 1, 6)


@pytest.mark.parametrize(
    ("kind", "text", "shown"), [("none", "", ""), ("interest", "Lecture fees.", "Lecture fees.")]
)
def test_interests_are_those_declared_before_signing(the_house, kind, text, shown):
    version = the_house.submitted()
    reviewer = the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind=kind, text=text)
    if kind == "interest":
        reviewing.rule_on_interest(version, by=the_house.editor, person=reviewer, ruling="not_relevant")
    answers = {entry["id"]: {"answer": "yes"} for entry in reviewing.begin(version, by=reviewer).answers}
    reviewing.save_review(version, by=reviewer, counter=0, answers=answers, ai_used="no")
    reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=["patient", "professional"])
    the_house.sign(version, the_house.reviewers[1])

    assert [signer.interests for signer in marks_of(version).signers] == [shown, ""]


def test_interests_declared_after_approval_are_not_put_under_the_signature(the_house):
    version = the_house.approved()
    draft, reviewer = the_house.next_version(version), the_house.reviewers[0]
    workflow.submit(draft, by=draft.article.lead_author)
    reviewing.take(draft, by=reviewer)
    reviewing.disclose(draft, by=reviewer, kind="interest", text="A new post.")

    assert [signer.interests for signer in marks_of(version).signers] == ["", ""]


def test_erased_words_say_that_they_were_erased(the_house):
    version = the_house.approved()
    workflow.suspend(version, by=the_house.editor, public="A doubt about Mr X.")
    digest = next(e.digests["public"] for e in Story(version.article).told if "public" in e.digests)
    second = the_house.reviewers[0]
    reviewing.erase(
        version.article, digest=digest, by=the_house.editor, password=PASSWORD, second=second,
        second_password=PASSWORD, for_editors="It named a patient.",
    )  # fmt: skip

    suspended = marks_of(version).suspended

    assert suspended is not None
    assert suspended.reason == erasures.sentence(record.now())


def test_words_for_editors_are_read_by_nobody_else(the_house):
    version = the_house.approved()
    workflow.suspend(version, by=the_house.editor, public="A doubt.", for_editors="Between us.")
    story = Story(version.article)

    told = story.last(version.pk, "suspend")

    assert told is not None
    assert (story.words(told, "public"), story.words(told, "for_editors")) == ("A doubt.", "")


def test_retraction_carries_the_notice_word_for_word(the_house):
    version = the_house.approved()
    retract(the_house, version)

    notice = marks_of(version).retraction

    assert notice is not None
    assert (notice.by, notice.reason, notice.text["patient"], notice.instead["professional"]) == (
        "Edith Editor",
        "An error.",
        "It was wrong.",
        "See the label.",
    )


def test_notice_is_shown_with_its_version(the_house):
    version = the_house.approved()
    words = {"patient": "A digit was wrong.", "professional": "A digit was wrong."}
    workflow.notice(
        version,
        by=the_house.editor,
        password=PASSWORD,
        kind=Notice.Kind.CORRECTION,
        text=words,
        instead=words,
    )

    assert [(n.kind, n.text["patient"]) for n in marks_of(version).notices] == [
        ("correction", "A digit was wrong.")
    ]


@pytest.mark.parametrize(("public", "shown"), [((), []), (("professional",), [1]), (("caregiver",), [])])
def test_pending_version_is_shown_only_where_its_policy_says_so(make_house, public, shown):
    house = make_house(pending_public=public)
    version = house.submitted()

    assert [facts.number for _version, facts in marks.of_shown(Story(version.article))] == shown


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DECLINED, State.DRAFT])
def test_version_that_left_review_is_shown_to_nobody(make_house, state):
    house = make_house(pending_public=("patient", "professional"))
    version = house.submitted()
    author = version.article.lead_author
    if state == State.DECLINED:
        workflow.decline(version, by=house.editor, to_author="No.")
    else:
        workflow.withdraw(version, by=author)
    if state == State.DRAFT:
        workflow.reopen(version, by=author, to_author="Again.")

    assert list(marks.of_shown(Story(version.article))) == []


def test_text_sent_back_shows_the_sealed_text_and_not_the_working_copy(make_house):
    house = make_house(pending_public=("patient",))
    version = house.submitted()
    sealed = version.manuscript_id
    workflow.request_changes(version, by=house.editor, to_author="More.")
    ArticleVersion.objects.filter(pk=version.pk).update(question="Other?", change_class="editorial")

    found = marks_of(version)

    assert (found.digest, found.question, found.change_class) == (
        sealed,
        "Does ginger tea shorten a cold?",
        "first",
    )
