"""Tampering with what was asked and answered: points and answers are those that were sealed and handed in."""

import datetime
import json
from collections.abc import Callable

import pytest

from articles.models import ArticleVersion
from reviews import commenting, record, replay, reviewing, workflow
from reviews.models import Comment, Sealed
from tests.reviews.board import Board, fresh
from tests.tampering import problems, rechain, reword, sql, the

pytestmark = pytest.mark.django_db
OF_A_REVIEW = "article <uid>, review by Rita Reviewer: "
REWORDED = f"{OF_A_REVIEW}its words are not those that were sealed."


@pytest.fixture
def board() -> Board:
    return Board(is_small=True)


@pytest.fixture
def version(board: Board) -> ArticleVersion:
    """Sent back with two points of a finished review and one of another, answered, and handed in again."""
    version = board.under_review()
    for body in ("Which dose?", "For whom?"):
        commenting.save_comment(
            version, by=board.reviewer, audience="patient", anchor="p-1", kind="must", body=body
        )
    board.must(version, board.second, "Since when?")
    reviewing.ask_for_changes(version, by=board.reviewer, reason="One number is wrong.")
    workflow.request_changes(fresh(version), by=board.editor, to_author="Please answer these.")
    for point in Comment.objects.filter(kind="must"):
        board.answer(point)
    board.confirm(board.rewrite(fresh(version), old="It is safe", new="It is quite safe"))
    version = fresh(workflow.submit(fresh(version), by=board.lead))
    assert replay.verify().problems == []
    return version


def edit(point: str, **change: object) -> Callable[[], object]:
    """One point, found by its words, edited past the triggers."""
    row = Comment.objects.get(body=point)
    return lambda: Comment.objects.filter(pk=row.pk).update(**change)


def answer_to(point: str, **change: object) -> Callable[[], object]:
    row = Comment.objects.get(parent__body=point)
    return lambda: Comment.objects.filter(pk=row.pk).update(**change)


def put_in(version: ArticleVersion, **facts: object) -> Callable[[], object]:
    first = version.rounds.get(number=1)
    given = {
        "kind": "must", "audience": "patient", "anchor": "p-1", "body": "Forged.", "posted_at": first.closed_at,
        "created_at": first.closed_at,
        **facts,
    }  # fmt: skip
    return lambda: Comment.objects.create(version=version, manuscript=first.manuscript, round=first, **given)


@pytest.mark.parametrize(
    "change",
    [
        {"body": "Forged."},
        {"kind": "suggestion"},
        {"anchor": "p-2"},
        {"audience": "professional"},
        {"selectors": {"quote": {"exact": "Forged."}}},
    ],
)
def test_an_edited_point_of_a_finished_review_is_found(version, change):
    assert problems(edit("For whom?", **change)) == [REWORDED]


@pytest.mark.parametrize("days", [-400, 1])
@pytest.mark.parametrize("point", ["For whom?", "Since when?"])
def test_a_point_that_says_it_was_noted_outside_its_round_is_found(version, point, days):
    found = problems(edit(point, created_at=record.now() + datetime.timedelta(days=days)))

    assert [problem.partition(": ")[2] for problem in found] == [
        "it was noted before its round, or after it was posted."
    ]


def test_the_time_of_a_point_is_that_of_its_review(version):
    found = problems(edit("For whom?", posted_at=record.now()))

    assert found == [f"{OF_A_REVIEW}a point of it has another time than it was finished at."]


def test_a_point_put_in_under_the_name_of_a_reviewer_who_finished_is_found(version, board):
    assert REWORDED in problems(put_in(version, author=board.reviewer))


def test_a_point_taken_away_from_the_end_of_a_review_is_found(version):
    answer, point = Comment.objects.get(parent__body="For whom?"), Comment.objects.get(body="For whom?")

    found = problems(lambda: (answer.delete(), point.delete()))

    assert REWORDED in found


def test_a_point_put_in_under_the_name_of_somebody_who_never_reviewed_is_found(version, board):
    found = problems(put_in(version, author=board.member, posted_at=record.now()))

    assert found == ["article <uid>, a comment by Mona Member: no decision handed it on."]


@pytest.mark.parametrize("change", [{"body": "Forged."}, {"kind": "suggestion"}, {"selectors": {"a": 1}}])
def test_an_edited_point_of_an_unfinished_review_is_found(version, change):
    sent_back = the(version, "request_changes")

    assert problems(edit("Since when?", **change)) == [
        f"book <uid>, decision {sent_back.seq} (request_changes): "
        "the points that it handed on are not those that stand there."
    ]


def test_a_point_of_an_unfinished_review_that_lost_its_words_is_found(version):
    found = problems(edit("Since when?", body=""))

    assert "article <uid>, a comment by Sven Second: its words are gone." in found


def test_a_point_under_another_name_is_found(version, board):
    assert len(problems(edit("Since when?", author=board.member))) == 2


@pytest.mark.parametrize("change", [{"body": "Forged."}, {"kind": "not_changed"}, {"anchor": "p-9"}])
def test_an_edited_answer_is_found(version, change):
    submit = version.decisions.filter(move="submit").last()

    assert problems(answer_to("For whom?", **change)) == [
        f"book <uid>, decision {submit.seq} (submit): "
        "the answers handed in with it are not those that stand there."
    ]


def test_answers_that_changed_their_places_are_found(version):
    one, two = (Comment.objects.get(parent__body=body) for body in ("Which dose?", "For whom?"))
    submit = version.decisions.filter(move="submit").last()

    def swap() -> None:
        spare, first, second = Comment.objects.get(body="Since when?").pk, one.parent_id, two.parent_id
        Comment.objects.filter(parent=spare).delete()
        for row, parent in ((one, spare), (two, first), (one, second)):
            Comment.objects.filter(pk=row.pk).update(parent=parent)

    assert f"decision {submit.seq} (submit)" in problems(swap)[0]


def test_an_answer_put_in_later_is_found(version, board):
    point = Comment.objects.get(body="For whom?")

    found = problems(
        lambda: (
            sql("DELETE FROM reviews_comment WHERE parent_id = %s", point.pk)(),
            put_in(version, author=board.lead, kind="changed", parent=point, posted_at=record.now())(),
        )
    )

    assert "article <uid>, an answer by Ada Lead: no submission handed it in." in found


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_point_closed_by_somebody_else_is_found(version, board, is_whole):
    change = {"closed_by": board.member, "closed_at": record.now() if is_whole else None}

    assert problems(edit("For whom?", **change)) == [
        "article <uid>, a comment by Rita Reviewer: somebody else closed it than its author."
    ]


def test_a_point_closed_by_its_author_agrees(version, board):
    point = Comment.objects.get(body="For whom?")

    commenting.close_comment(version, by=board.reviewer, comment=point.pk)

    assert problems(lambda: None) == []


def test_a_point_that_became_an_answer_to_another_is_found(version):
    first = Comment.objects.get(body="Which dose?")

    assert "article <uid>, a comment by Sven Second: it does not belong to a point of its round." in problems(
        edit("Since when?", parent=first)
    )


def test_a_point_beside_another_text_is_found(version):
    assert problems(edit("For whom?", manuscript=version.manuscript)) == [
        "article <uid>, a comment by Rita Reviewer: it stands beside another text than that of its round."
    ]


def test_what_is_no_point_and_no_answer_is_found(version, board):
    assert "article <uid>, a comment by Mona Member: it is neither a point nor an answer." in problems(
        put_in(version, author=board.member, kind="reply")
    )


# Records of before this was written down


def test_a_review_sealed_without_the_passages_of_its_points_agrees(version):
    review = version.rounds.get(number=1).reviews.get(reviewer__printed_name="Rita Reviewer")
    words = json.loads(review.sealed.body)
    for point in words["comments"]:
        del point["selectors"]
    body = record.canonical(words)
    digest = record.sealed_digest(review.sealed.salt, body)

    def of_before() -> None:
        Sealed.objects.create(digest=digest, kind="review", body=body, salt=review.sealed.salt)
        type(review).objects.filter(pk=review.pk).update(sealed=digest)
        reword(the(version, "finish_review"), review.sealed_id, digest)()
        Sealed.objects.filter(pk=review.sealed_id).delete()
        rechain(version.article.book)

    assert problems(of_before) == []


def test_decisions_that_name_no_points_and_no_answers_agree(version):
    def of_before() -> None:
        for move, key in (("request_changes", "points"), ("submit", "answers")):
            for decision in version.decisions.filter(move=move):
                facts = json.loads(decision.payload)["facts"]
                reword(decision, f'"{key}":"{facts[key]}"' + ("" if len(facts) == 1 else ","), "")()
        rechain(version.article.book)

    assert problems(of_before) == []
