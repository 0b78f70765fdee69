"""Answering the points of a round: kept until the text is submitted again, never overwritten."""

import pytest

from articles import manuscripts
from articles.models import ArticleVersion
from articles.refusals import Refused, Stale
from reviews import answering_points, letters, reviewing, workflow
from reviews.answering_points import answer_points
from reviews.models import Comment
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def back(the_house) -> ArticleVersion:
    """A version that came back with a must and a suggestion."""
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.open_review(version, reviewer)
    opened = version.rounds.get()
    for kind, body in (("must", "Name the dose."), ("suggestion", "Say “cold”.")):
        Comment.objects.create(
            version=version, manuscript=opened.manuscript, round=opened, author=reviewer, kind=kind, body=body
        )
    reviewing.ask_for_changes(version, by=reviewer, reason="One dose is missing.")
    return ArticleVersion.objects.get(pk=version.pk)


def points(version) -> list[int]:
    return [point.pk for point in letters.letter_of(letters.last_sent_back(version)).points]


def seen(version) -> str:
    letter = letters.letter_of(letters.last_sent_back(version))
    return answering_points.mark_of(answering_points.stored(letter.points))


def form(version, first=("", ""), second=("", ""), **more) -> dict[str, str]:
    data = {"seen": seen(version), **more}
    for pk, (kind, body) in zip(points(version), (first, second), strict=True):
        data |= {f"point-{pk}-kind": kind, f"point-{pk}-body": body}
    return data


def kept() -> list[tuple[str, str]]:
    return list(Comment.objects.filter(kind__in=Comment.ANSWERS).values_list("kind", "body"))


def test_points_are_kept_from_one_form(back):
    client = signed_in(back.article.lead_author)

    response = client.post(
        f"/write/{back.pk}/points/", form(back, ("changed", ""), ("not_changed", "It is plain."))
    )

    assert (response.status_code, kept()) == (302, [("changed", ""), ("not_changed", "It is plain.")])


def test_points_can_be_answered_otherwise_until_the_text_is_submitted(back):
    client = signed_in(back.article.lead_author)
    client.post(f"/write/{back.pk}/points/", form(back, ("changed", ""), ("changed", "")))

    client.post(f"/write/{back.pk}/points/", form(back, ("not_changed", "Because."), ("", "")))

    assert kept() == [("not_changed", "Because.")]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (("not_changed", " "), "Say why you did not change the text."),
        (("", "I did it."), "Say whether you changed the text."),
        (("changed", "x" * 5_001), "This has 5001 characters; at most 5000 can be kept."),
    ],
)
def test_points_half_answered_keep_nothing_and_lose_nothing(back, answer, sentence):
    client, (first, _second) = signed_in(back.article.lead_author), points(back)

    response = client.post(f"/write/{back.pk}/points/", form(back, answer, ("changed", "This one is fine.")))

    assert (response.status_code, f"Point 1.1: {sentence}" in words(response), kept()) == (422, True, [])
    assert held(response, f"point-{first}-body") == answer[1]


def test_points_that_a_coauthor_answered_meanwhile_are_not_overwritten(back):
    client, old = signed_in(back.article.lead_author), form(back, ("changed", "Mine."))
    client.post(f"/write/{back.pk}/points/", form(back, ("changed", "Theirs.")))

    refused = client.post(f"/write/{back.pk}/points/", old)
    again = {**old, "seen": held(refused, "seen")}
    accepted = client.post(f"/write/{back.pk}/points/", again)

    assert (refused.status_code, "Theirs." in words(refused)) == (422, True)
    assert held(refused, f"point-{points(back)[0]}-body") == "Mine."
    assert (accepted.status_code, kept()) == (302, [("changed", "Mine.")])


def test_points_saved_without_a_change_leave_no_trace(back):
    lead = back.article.lead_author

    count = answer_points(back, by=lead, seen="", answers=dict.fromkeys(points(back), ("", "")))

    assert (count, kept()) == (0, [])


def test_points_answered_open_the_way_to_submit(back, the_house):
    lead, first = back.article.lead_author, points(back)[0]
    reviewing.confirm_authorship(back, by=lead, digest=manuscripts.draft_digest(back))
    with pytest.raises(Refused, match="not answered yet"):
        workflow.submit(back, by=lead)

    answer_points(back, by=lead, seen=seen(back), answers={first: ("not_changed", "It is right.")})
    version = workflow.submit(back, by=lead)

    assert version.state in ("submitted", "under_review")
    assert Comment.objects.get(kind="not_changed").posted_at is not None


def test_points_cannot_be_answered_once_the_text_was_submitted_again(back):
    lead, first = back.article.lead_author, points(back)[0]
    answer_points(back, by=lead, seen=seen(back), answers={first: ("not_changed", "It is right.")})
    reviewing.confirm_authorship(back, by=lead, digest=manuscripts.draft_digest(back))
    mark = seen(back)
    workflow.submit(back, by=lead)

    with pytest.raises(Refused, match="in the state"):
        answer_points(back, by=lead, seen=mark, answers={first: ("not_changed", "No.")})
    page = words(signed_in(lead).get(f"/write/{back.pk}/points/"))

    assert "these answers are with the board now" in page


def test_points_are_answered_by_the_articles_authors_only(back, the_house):
    people = [the_house.author(), the_house.editor, the_house.reviewers[0], make_user("stranger")]
    first = points(back)[0]

    for person in people:
        with pytest.raises(Refused, match="Only the authors"):
            answer_points(back, by=person, seen=seen(back), answers={first: ("changed", "")})

    assert kept() == []


def test_points_of_another_version_cannot_be_answered_here(back, the_house):
    author = back.article.lead_author
    other = workflow.submit(the_house.draft(author), by=author)
    workflow.request_changes(other, by=the_house.editor, to_author="Please.")

    with pytest.raises(Refused, match="One of these points is not of the last review"):
        answer_points(other, by=author, seen=seen(other), answers={points(back)[0]: ("changed", "")})

    assert kept() == []


def test_stale_answers_raise_with_what_is_kept(back):
    lead, first = back.article.lead_author, points(back)[0]
    mark = seen(back)
    answer_points(back, by=lead, seen=mark, answers={first: ("changed", "A")})

    with pytest.raises(Stale) as caught:
        answer_points(back, by=lead, seen=mark, answers={first: ("changed", "B")})

    assert caught.value.stored[first] == ("changed", "A")


def test_points_without_a_round_that_came_back_are_not_there(the_house):
    draft = the_house.draft()

    assert signed_in(draft.article.lead_author).get(f"/write/{draft.pk}/points/").status_code == 404


@pytest.mark.parametrize("page", ["points/", "letter/1/"])
def test_no_of_the_checklist_reaches_the_author_with_its_passage(the_house, page):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.open_review(version, reviewer)
    review = reviewing.begin(version, by=reviewer)
    answers = {entry["id"]: {"answer": "yes"} for entry in review.answers}
    answers["numbers"] = {"answer": "no", "passage": "The dose in the second list."}
    reviewing.save_review(version, by=reviewer, counter=review.counter, answers=answers, ai_used="no")
    opened = version.rounds.get()
    Comment.objects.create(
        version=version,
        manuscript=opened.manuscript,
        round=opened,
        author=reviewer,
        kind="must",
        body="Look.",
    )
    reviewing.ask_for_changes(version, by=reviewer, reason="One dose is missing.")

    shown = words(signed_in(version.article.lead_author).get(f"/write/{version.pk}/{page}"))

    assert (
        "Answered No Numbers:" in shown,
        "The dose in the second list." in shown,
        "One dose is missing." in shown,
    ) == (
        True,
        True,
        True,
    )
