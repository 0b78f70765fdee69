"""Whose eyes may see which versions: each set against each person."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from articles import drafting, manuscripts
from articles.models import Role
from reviews import access, house, reviewing, workflow
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def sees(user, version) -> tuple[bool, bool, bool]:
    """Whether the text is open, the cover is, and the person is its editor."""
    return tuple(
        rows.filter(pk=version.pk).exists()
        for rows in (access.open_to(user), access.cover_of(user), access.as_editor(user))
    )


def test_access_to_a_draft_is_its_authors_alone(the_house):
    draft = the_house.draft()
    people = [draft.article.lead_author, the_house.author(), the_house.reviewers[0], the_house.editor]

    assert [sees(person, draft) for person in people] == [
        (True, False, False),
        (False, False, False),
        (False, False, False),
        (False, False, False),
    ]


def test_access_to_a_submission_gives_board_its_cover_and_editor_its_text(the_house):
    version = the_house.submitted()
    people = [the_house.reviewers[0], the_house.editor, make_user("stranger")]

    assert [sees(person, version) for person in people] == [
        (False, True, False),
        (True, False, True),
        (False, False, False),
    ]


def test_access_opens_with_the_declaration_and_closes_with_the_assignment(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    seen = []

    reviewing.take(version, by=reviewer)
    seen.append(sees(reviewer, version)[0])
    reviewing.disclose(version, by=reviewer, kind="none")
    seen.append(sees(reviewer, version)[0])
    reviewing.hand_back(version, by=reviewer)
    seen.append(sees(reviewer, version)[0])

    assert seen == [False, True, False]


@pytest.mark.parametrize(
    ("ruling", "is_open"),
    [("", False), ("not_relevant", True), ("comment_only", True), ("stands_aside", False)],
)
def test_access_with_an_interest_waits_for_the_answer(the_house, ruling, is_open):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="interest", text="I sell ginger.")
    if ruling:
        reviewing.rule_on_interest(version, by=the_house.editor, person=reviewer, ruling=ruling)

    assert sees(reviewer, version)[0] is is_open


def test_access_ends_when_the_declaration_is_too_old(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="none")

    with time_machine.travel(timezone.now() + datetime.timedelta(days=400), tick=False):
        assert sees(reviewer, version) == (False, True, False)


def test_access_of_a_contributor_who_is_editor_and_of_the_board_is_an_authors(the_house):
    author = the_house.author()
    house.grant(author, Role.EDITOR, by=the_house.editor)
    house.grant(author, Role.BOARD, by=the_house.editor)
    house.check_licence(author, by=the_house.editor, credential="MD", specialty="x")
    draft = the_house.draft(author)
    version = workflow.submit(draft, by=author)

    assert sees(author, version) == (True, False, False)


def test_access_of_a_former_coauthor_does_not_come_back_as_editor(the_house):
    draft, coauthor = the_house.draft(), the_house.author()
    lead = draft.article.lead_author
    drafting.add_author(draft, by=lead, user=coauthor)
    drafting.save_authorship(draft, by=coauthor, credential="MD", interests="none", name="C")
    drafting.remove_author(draft, by=lead, user=coauthor)
    house.grant(coauthor, Role.EDITOR, by=the_house.editor)
    reviewing.confirm_authorship(draft, by=lead, digest=manuscripts.draft_digest(draft))
    version = workflow.submit(draft, by=lead)

    assert sees(coauthor, version) == (False, False, False)


def test_access_ends_with_the_part(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="none")
    house.end_grant(reviewer.grants.get(), by=the_house.editor)

    assert sees(reviewer, version) == (False, False, False)


def test_access_to_an_approved_version_stays_with_editor_and_author(the_house):
    version = the_house.approved()
    people = [the_house.reviewers[0], the_house.editor, version.article.lead_author]

    assert [sees(person, version) for person in people] == [
        (False, False, False),
        (True, False, True),
        (True, False, False),
    ]


def test_access_costs_the_same_for_one_and_three_assignments(the_house, django_assert_num_queries):
    reviewer = the_house.reviewers[0]

    def hold(count):
        for _time in range(count):
            version = the_house.submitted()
            reviewing.take(version, by=reviewer)
            reviewing.disclose(version, by=reviewer, kind="none")

    hold(1)
    with django_assert_num_queries(6):
        first = len(access.as_reviewer(reviewer))
    hold(2)
    with django_assert_num_queries(6):
        three = len(access.as_reviewer(reviewer))

    assert (first, three) == (1, 3)
