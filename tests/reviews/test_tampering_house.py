"""Tampering with the house: who has which part, who checked which licence, and the policy."""

import dataclasses

import pytest

from articles.models import ArticleVersion, Grant
from reviews import house, replay
from reviews.models import BoardProfile, Book, Decision, EditorialPolicy
from tests import factories
from tests.factories import PASSWORD
from tests.tampering import problems, rechain, sentences, shapes, sql

pytestmark = pytest.mark.django_db

STRAY = "of its {}, a row shows one that the record does not have"
MISSING = "of its {}, the record has one that no row shows"


@pytest.fixture
def version(reviewed: ArticleVersion) -> ArticleVersion:
    assert replay.verify().problems == []
    return reviewed


# Parts


def test_parts_given_and_ended_agree(the_house):
    given = Grant.objects.get(user=the_house.reviewers[0])
    house.end_grant(given, by=the_house.editor)
    house.grant(given.user, "board", by=the_house.editor)

    report = replay.verify()

    assert (report.problems, report.counts["grants"]) == ([], 4)


def test_a_grant_without_a_decision_is_found(the_house):
    stranger = factories.make_user("stranger")

    found = problems(
        sql(
            "INSERT INTO articles_grant (user_id, role, at) VALUES (%s, 'editor', %s)",
            stranger.pk,
            "2026-01-01",
        )
    )

    assert shapes(found) == [STRAY.format("grants"), "it has 4 grants, the record 3"]


def test_a_grant_taken_away_is_found(the_house):
    found = problems(sql("DELETE FROM articles_grant WHERE role = 'editor'"))

    assert shapes(found) == [MISSING.format("grants"), "it has 2 grants, the record 3"]


@pytest.mark.parametrize(
    "change",
    [
        "role = 'editor'",
        "by_id = NULL",
        "at = '2020-01-01 00:00:00+00:00'",
        "ended_at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_an_edited_grant_is_found(the_house, change):
    reviewer = the_house.reviewers[0]

    found = problems(sql(f"UPDATE articles_grant SET {change} WHERE user_id = %s", reviewer.pk))

    assert shapes(found) == [MISSING.format("grants"), STRAY.format("grants")]


def test_a_grant_under_another_person_is_found(the_house):
    stranger = factories.make_user("stranger")

    found = problems(sql("UPDATE articles_grant SET user_id = %s WHERE role = 'editor'", stranger.pk))

    assert shapes(found) == [MISSING.format("grants"), STRAY.format("grants")]


def test_a_part_that_ended_and_came_back_is_found(the_house):
    given = Grant.objects.get(user=the_house.reviewers[0])
    house.end_grant(given, by=the_house.editor)

    found = problems(sql("UPDATE articles_grant SET ended_at = NULL WHERE id = %s", given.pk))

    assert shapes(found) == [MISSING.format("grants"), STRAY.format("grants")]


def test_a_part_that_ended_without_having_begun_is_found(the_house):
    given = Grant.objects.get(user=the_house.reviewers[0])
    house.end_grant(given, by=the_house.editor)
    begun = Decision.objects.filter(move="grant", payload__contains=str(given.user.uid)).get()

    def forge() -> None:
        Decision.objects.filter(pk=begun.pk).update(
            move="licence_check", payload=begun.payload.replace('"move":"grant"', '"move":"licence_check"')
        )
        rechain(begun.book)

    assert "it ends a part that nobody had." in sentences(problems(forge))


def test_grants_and_policies_of_a_house_without_a_book_are_found(the_house):
    def lose() -> None:
        Decision.objects.all().delete()
        Book.objects.all().delete()

    found = problems(lose)

    for what in ("policies", "grants", "licences"):
        assert STRAY.format(what) in shapes(found)


# Licences


@pytest.mark.parametrize(
    "change",
    [
        "credential = 'PhD'",
        "specialty = 'oncology'",
        "is_clinician = NOT is_clinician",
        "licence_valid_to = '2199-12-31'",
        "licence_valid_to = NULL",
        "licence_checked_on = '2099-01-01'",
        "licence_checked_by_id = user_id",
    ],
)
def test_an_edited_licence_is_found(the_house, change):
    reviewer = the_house.reviewers[0]

    found = problems(sql(f"UPDATE reviews_boardprofile SET {change} WHERE user_id = %s", reviewer.pk))

    assert shapes(found) == [MISSING.format("licences"), STRAY.format("licences")]


def test_a_licence_that_nobody_checked_is_found(the_house):
    stranger = factories.make_user("stranger")

    found = problems(
        lambda: BoardProfile.objects.create(user=stranger, credential="MD", specialty="oncology")
    )

    assert shapes(found) == [STRAY.format("licences"), "it has 3 licences, the record 2"]


def test_a_licence_taken_away_is_found(the_house):
    found = problems(sql("DELETE FROM reviews_boardprofile WHERE user_id = %s", the_house.reviewers[0].pk))

    assert shapes(found) == [MISSING.format("licences"), "it has 1 licences, the record 2"]


def test_a_licence_counts_as_it_was_checked_last(the_house):
    person = the_house.reviewers[0]
    house.check_licence(person, by=the_house.editor, credential="MD, PhD", specialty="Göteborg medicine")
    sql("UPDATE reviews_boardprofile SET licence = 'another number'")()

    assert replay.verify().problems == []


# The policy


def test_an_edited_policy_is_found(version):
    found = problems(
        sql(
            """UPDATE reviews_editorialpolicy SET fields = REPLACE(fields, '"approvals":2', '"approvals":1')"""
        )
    )

    start = "article <uid>: of its rounds, the record has one that no row shows: 1, 1, <digest>, <digest>, "
    assert any(problem.startswith(start) for problem in found)
    assert any(problem.startswith("the house: of its policies, the record has one") for problem in found)


def test_a_policy_that_the_record_names_and_nobody_has_is_found(version):
    found = problems(sql("UPDATE reviews_editorialpolicy SET fields = REPLACE(fields, '36', '48')"))

    assert sentences(found).count("no policy has the wording <digest>.") == 3


def test_a_policy_put_in_is_found(version, the_house):
    fields = EditorialPolicy.objects.get().fields.replace('"approvals":2', '"approvals":1')

    found = problems(lambda: EditorialPolicy.objects.create(number=2, fields=fields, by=the_house.editor))

    assert [problem[:45] for problem in found] == [
        "the house: of its policies, a row shows one t",
        "the house: it has 2 policies, the record 1.",
    ]


@pytest.mark.parametrize("change", ["at = '2020-01-01 00:00:00+00:00'", "by_id = {other}", "number = 7"])
def test_an_edited_date_editor_or_number_of_a_policy_is_found(the_house, change):
    change = change.format(other=the_house.reviewers[0].pk)

    found = problems(sql(f"UPDATE reviews_editorialpolicy SET {change}"))

    assert shapes(found) == [MISSING.format("policies"), STRAY.format("policies")]


def test_the_same_rules_put_in_force_again_agree(the_house):
    first = EditorialPolicy.objects.get().rules
    for rules in (dataclasses.replace(first, due_days=9), first):
        house.set_policy(rules, by=the_house.editor, password=PASSWORD)

    report = replay.verify()

    assert (report.problems, report.counts["policies"]) == ([], 3)
