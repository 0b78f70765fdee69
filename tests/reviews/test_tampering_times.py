"""Tampering with times and assignments: a row says when, and by whose decision, it was written."""

import datetime

import pytest

from articles.models import ArticleVersion
from reviews import replay, reviewing, workflow
from reviews.models import Assignment
from tests.factories import PASSWORD
from tests.tampering import problems, shapes, sql

pytestmark = pytest.mark.django_db

EARLIER = "2020-01-01 00:00:00+00:00"


@pytest.fixture
def version(reviewed: ArticleVersion) -> ArticleVersion:
    assert replay.verify().problems == []
    return reviewed


def reworded(what: str) -> list[str]:
    """What is said where a row tells of a decision something else than that does."""
    return [
        f"of its {what}, the record has one that no row shows",
        f"of its {what}, a row shows one that the record does not have",
    ]


@pytest.mark.parametrize(
    ("table", "column", "what"),
    [
        ("reviews_round", "opened_at", "rounds"),
        ("reviews_round", "closed_at", "rounds"),
        ("reviews_signature", "at", "signatures"),
        ("reviews_review", "submitted_at", "reviews"),
        ("reviews_review", "lifted_at", "reviews"),
        ("reviews_disclosure", "at", "disclosures"),
        ("articles_notice", "at", "notices"),
        ("reviews_assignment", "at", "assignments"),
        ("reviews_assignment", "ended_at", "assignments"),
    ],
)
def test_an_edited_time_is_found(version, table, column, what):
    newest = f"id = (SELECT max(id) FROM {table})"

    found = problems(sql(f"UPDATE {table} SET {column} = %s WHERE {newest}", EARLIER))

    assert shapes(found) == reworded(what)


def test_the_time_of_a_ruling_is_that_of_its_declaration(version):
    ruled = "id = (SELECT max(id) FROM reviews_disclosure WHERE ruling <> '')"

    found = problems(sql(f"UPDATE reviews_disclosure SET at = %s WHERE {ruled}", EARLIER))

    assert shapes(found) == reworded("disclosures")


@pytest.mark.parametrize(
    "change", ["kind = 'concern'", "by_id = by_id + 1", "version_id = NULL", "replaces_id = id"]
)
def test_an_edited_column_of_a_notice_is_found(version, change):
    found = problems(sql(f"UPDATE articles_notice SET {change}"))

    assert shapes(found) == reworded("notices")


# Assignments


@pytest.fixture
def held(the_house) -> Assignment:
    """Asked for by an editor, not ended."""
    version = the_house.submitted()
    made = reviewing.assign(version, by=the_house.editor, reviewer=the_house.reviewers[0])
    assert replay.verify().problems == []
    return made


@pytest.mark.parametrize(
    "change",
    [
        "how = 'taken'",
        "by_id = reviewer_id",
        "reviewer_id = by_id",
        "due_on = '2020-01-01'",
        f"ended_at = '{EARLIER}', ended_why = 'lapsed'",
        "ended_why = 'lapsed'",
    ],
)
def test_an_edited_assignment_is_found(held, change):
    found = problems(sql(f"UPDATE reviews_assignment SET {change}"))

    assert shapes(found) == reworded("assignments")


def test_an_assignment_put_in_or_taken_away_is_found(held, the_house):
    def insert() -> None:
        other = Assignment.objects.get()
        other.pk, other.reviewer = None, the_house.reviewers[1]
        other.save(force_insert=True)

    put_in = problems(insert)
    taken = problems(sql("DELETE FROM reviews_assignment"))

    assert shapes(put_in) == [reworded("assignments")[1], "it has 2 assignments, the record 1"]
    assert shapes(taken) == [reworded("assignments")[0], "it has 0 assignments, the record 1"]


def hand_back(held: Assignment, house) -> None:
    reviewing.hand_back(held.version, by=held.reviewer, reason="No time.")


def lapse(held: Assignment, house) -> None:
    sql("UPDATE reviews_assignment SET held_until = %s", EARLIER)()
    reviewing.lapse(held, by=house.editor)


def extend(held: Assignment, house) -> None:
    reviewing.extend(held, by=house.editor, due_on=held.due_on + datetime.timedelta(days=9))


def stand_aside(held: Assignment, house) -> None:
    reviewing.disclose(held.version, by=held.reviewer, kind="interest", text="I own a tea shop.")
    reviewing.rule_on_interest(
        held.version, by=house.editor, person=held.reviewer, ruling="stands_aside", reason="Sells."
    )


def may_comment(held: Assignment, house) -> None:
    reviewing.disclose(held.version, by=held.reviewer, kind="interest", text="I own a tea shop.")
    reviewing.rule_on_interest(
        held.version, by=house.editor, person=held.reviewer, ruling="comment_only", reason="Sells."
    )


def decline(held: Assignment, house) -> None:
    workflow.decline(held.version, by=house.editor, to_author="Out of scope.")


def withdraw(held: Assignment, house) -> None:
    workflow.withdraw(held.version, by=held.version.article.lead_author)


def approve(held: Assignment, house) -> None:
    house.fill_in(held.version, held.reviewer)
    texts = list(held.version.variants.values_list("audience", flat=True))
    reviewing.sign(held.version, by=held.reviewer, password=PASSWORD, audiences=texts)
    house.sign(held.version, house.reviewers[1])


def hand_in_anew(held: Assignment, house) -> None:
    """Those who still hold it get the days that the policy gives, whatever they had."""
    extend(held, house)
    workflow.request_changes(held.version, by=house.editor, to_author="Please say for whom.")
    workflow.submit(held.version, by=held.version.article.lead_author)


@pytest.mark.parametrize(
    ("act", "ended_why"),
    [
        (hand_back, "handed_back"),
        (lapse, "lapsed"),
        (extend, ""),
        (stand_aside, "recused"),
        (may_comment, ""),
        (decline, "round_closed"),
        (withdraw, "round_closed"),
        (approve, "round_closed"),
        (hand_in_anew, ""),
    ],
)
def test_an_assignment_agrees_whatever_became_of_it(held, the_house, act, ended_why):
    act(held, the_house)

    assert replay.verify().problems == []
    assert Assignment.objects.get(pk=held.pk).ended_why == ended_why


def test_a_review_handed_back_and_taken_anew_is_two_assignments_with_ends_of_their_own(held, the_house):
    hand_back(held, the_house)
    reviewing.take(held.version, by=held.reviewer)
    decline(held, the_house)

    report = replay.verify()

    ends = list(Assignment.objects.order_by("pk").values_list("ended_why", flat=True))
    assert (report.problems, ends) == ([], ["handed_back", "round_closed"])
