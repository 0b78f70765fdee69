"""One decision on many rows of the library: each row says what was done, or why not."""

import datetime
import time

import pytest
from django.utils import timezone

from articles.models import ArticleVersion, Role
from reviews import house, reviewing, together, workflow
from reviews.models import Assignment, Decision
from tests.articles.writing_pages import held, signed_in, words

pytestmark = pytest.mark.django_db


def soon(days: int = 10) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=days)


def asked(the_house, *versions, **changes):
    """The answer to asking the first reviewer for these."""
    body = {
        "pick": [version.pk for version in versions], "ask-reviewer": str(the_house.reviewers[0].uid),
        "ask-due_on": "", "back": "?state=submitted",
    }  # fmt: skip
    return signed_in(the_house.editor).post("/desk/library/assign/", body | changes)


def moved(the_house, *versions, day: datetime.date, **changes):
    body = {"pick": [version.pk for version in versions], "day-due_on": day.isoformat(), "back": ""}
    return signed_in(the_house.editor).post("/desk/library/due/", body | changes)


def told(response) -> list[tuple[bool, str]]:
    return [(one.is_done, one.sentence) for one in response.context["outcomes"]]


def test_board_member_is_asked_for_every_chosen_text(the_house):
    versions = [the_house.submitted(), the_house.submitted()]

    response = asked(the_house, *versions, **{"ask-due_on": soon().isoformat()})

    rows = Assignment.objects.filter(reviewer=the_house.reviewers[0], how="assigned")
    assert sorted(rows.values_list("version", "due_on")) == [(version.pk, soon()) for version in versions]
    assert (response.context["said"], response.context["back"]) == (
        "2 texts changed.", "/desk/library/?state=submitted",
    )  # fmt: skip


def test_text_that_cannot_be_assigned_says_why_and_keeps_no_other_from_it(the_house):
    free, held_already, approved = the_house.submitted(), the_house.submitted(), the_house.approved()
    reviewing.take(held_already, by=the_house.reviewers[0])

    response = asked(the_house, free, held_already, approved)

    assert [is_done for is_done, _sentence in told(response)] == [False, False, True]
    assert "Reviewer 1 has this review already." in words(response)
    assert response.context["said"] == "1 text changed. 2 are as they were."


def test_each_text_is_assigned_in_a_decision_of_its_own(the_house):
    versions = [the_house.submitted(), the_house.submitted()]

    asked(the_house, *versions)

    found = Decision.objects.filter(move="assign").values_list("version", "actor")
    assert sorted(found) == [(version.pk, the_house.editor.pk) for version in versions]


def test_asking_once_more_changes_nothing_and_says_so(the_house):
    version = the_house.submitted()
    asked(the_house, version)

    again = asked(the_house, version)

    assert told(again) == [(False, "Reviewer 1 has this review already.")]


def test_every_review_of_the_chosen_texts_gets_the_day(the_house):
    both, nobody, ended = (the_house.submitted() for _time in range(3))
    for reviewer in the_house.reviewers:
        reviewing.take(both, by=reviewer)
    the_house.sign(ended, the_house.reviewers[0])

    response = moved(the_house, both, nobody, ended, day=soon(30))

    assert set(both.assignments.values_list("due_on", flat=True)) == {soon(30)}
    assert [is_done for is_done, _sentence in told(response)] == [False, False, True]
    assert ended.assignments.get().due_on != soon(30)


def test_day_that_stands_already_is_no_decision(the_house):
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])
    moved(the_house, version, day=soon())

    moved(the_house, version, day=soon())

    assert Decision.objects.filter(move="extend").count() == 1


def test_day_in_the_past_is_refused_for_each_reviewer_by_name(the_house):
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])

    response = moved(the_house, version, day=soon(-1))

    assert told(response) == [(False, "Reviewer 1: The due date lies in the past.")]


def test_text_that_its_editor_wrote_or_nobody_submitted_is_not_there(the_house):
    editor = the_house.author()
    own, draft, other = the_house.draft(editor), the_house.draft(), the_house.submitted()
    workflow.submit(own, by=editor)
    house.grant(editor, Role.EDITOR, by=the_house.editor)
    body = {"pick": [own.pk, draft.pk, other.pk], "ask-reviewer": str(the_house.reviewers[0].uid)}

    response = signed_in(editor).post("/desk/library/assign/", body)

    assert set(Assignment.objects.values_list("version", flat=True)) == {other.pk}
    assert response.context["said"] == "1 text changed. 2 are not here any more."


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"pick": []}, "Choose at least one text in the list."),
        ({"ask-reviewer": ""}, "Choose whom to ask."),
        ({"ask-reviewer": "somebody"}, "Choose a person from the list."),
        ({"ask-due_on": "tomorrow"}, "Write a day like 2026-03-31."),
        ({"pick": [str(number) for number in range(1, 102)]}, "Choose at most 100 texts at once."),
    ],
)
def test_what_is_missing_is_said_and_all_that_was_chosen_comes_back(the_house, body, sentence):
    version = the_house.submitted()

    response = asked(the_house, version, **body)

    assert (response.status_code, sentence in words(response), Assignment.objects.count()) == (422, True, 0)
    if "ask-due_on" in body:
        assert held(response, "ask-due_on") == "tomorrow"
        assert [is_picked for _row, is_picked in response.context["rows"]] == [True]


def test_way_back_leads_to_the_library_and_nowhere_else(the_house):
    response = asked(the_house, the_house.submitted(), back="//evil.example/?state=draft&x=1")

    assert response.context["back"].startswith("/desk/library/?")


def test_list_of_whom_to_ask_is_the_board_with_what_each_holds(the_house):
    reviewing.take(the_house.submitted(), by=the_house.reviewers[1])

    names = [name for _uid, name in together.board()]

    assert names == [
        "Reviewer 1, general practice, holds 0 reviews now",
        "Reviewer 2, general practice, holds 1 review now",
    ]


def test_page_of_two_hundred_rows_is_quick(the_house):
    """Bare rows, as the record would not have made them: it is the page that is measured."""
    first = the_house.submitted()
    opened = first.rounds.get()
    author = first.article.lead_author
    for _number in range(200):
        article = type(first.article).objects.create(lead_author=author)
        version = ArticleVersion.objects.create(
            article=article, number=1, question="Q", manuscript=first.manuscript
        )
        ArticleVersion.objects.filter(pk=version.pk).update(state="submitted")
        type(opened).objects.create(
            version=version,
            number=1,
            manuscript=opened.manuscript,
            policy=opened.policy,
            opened_at=opened.opened_at,
        )
    client = signed_in(the_house.editor)
    client.get("/desk/library/")

    begun = time.process_time()
    response = client.get("/desk/library/?signatures=missing&sort=question")

    assert len(response.context["rows"]) == 50
    assert time.process_time() - begun < 2
