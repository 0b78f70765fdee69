"""Erasures: the words are nowhere any more, every page says so, and nothing else can be taken out that way."""

import json
import re

import pytest
from django.db import connection, models
from django.utils import formats, timezone

from reviews import record, replay, reviewing, timeline, workflow
from reviews.models import Comment, Decision, Review, Sealed
from reviews.story import Story
from tests.factories import PASSWORD
from tests.reviews.board_pages import first, open_to_two, remark, second, signed_in
from tests.tampering import problems, sentences

__all__ = ["first", "open_to_two", "second"]  # fixtures
pytestmark = pytest.mark.django_db

SECRET = "Mr Xylander"


def erased_today() -> str:
    date = formats.date_format(timezone.now(), "j F Y")
    return f"These words were erased on {date} by a decision of two people."


def erase(the_house, version, digest: str) -> Decision:
    return reviewing.erase(
        version.article, digest=digest, by=the_house.editor, password=PASSWORD, second=the_house.reviewers[1],
        second_password=PASSWORD, for_editors="It named a patient.",
    )  # fmt: skip


def erase_named_by(the_house, version, move: str, key: str) -> Decision:
    decision = version.article.book.decisions.filter(move=move).last()
    return erase(the_house, version, json.loads(decision.payload)["digests"][key])


def begin(version, who, **changed) -> None:
    reviewing.begin(version, by=who)
    Review.objects.filter(round__version=version, reviewer=who).update(ai_used="no", **changed)


@pytest.fixture
def objected(the_house, first):
    """A review with the secret in its reason, its passages, its use of AI and a comment; the round goes on."""
    version = first.version
    point = remark(version, the_house.reviewers[0], body=f"{SECRET} had it.")
    review = reviewing.begin(version, by=the_house.reviewers[0])
    passages = {entry["id"]: {"answer": "yes", "passage": f"As {SECRET} said."} for entry in review.answers}
    reviewing.save_review(
        version, by=the_house.reviewers[0], counter=review.counter, answers=passages, ai_used="yes",
        ai_statement=f"A model read of {SECRET}.",
    )  # fmt: skip
    reviewing.object_on_safety(version, by=the_house.reviewers[0], reason=f"{SECRET} was harmed.")
    point.refresh_from_db()
    return Review.objects.get(reviewer=the_house.reviewers[0])


def places_of(words: str) -> list[str]:
    """Each column of the database that holds these words, in any table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = connection.ops.quote_name(column.name)
                cursor.execute(
                    f"SELECT count(*) FROM {connection.ops.quote_name(table)} WHERE CAST({name} AS TEXT) LIKE %s",
                    [f"%{words}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return sorted(found)


# Nowhere any more


def test_words_of_a_review_lie_in_no_table_after_its_erasure(the_house, objected):
    before = places_of(SECRET)

    erase(the_house, objected.round.version, objected.sealed_id)

    assert before == [
        "reviews_comment.body", "reviews_review.ai_statement", "reviews_review.answers", "reviews_review.reason",
        "reviews_sealed.body",
    ]  # fmt: skip
    assert places_of(SECRET) == []


def test_an_editors_words_to_the_author_lie_in_no_table_after_their_erasure(the_house, open_to_two):
    workflow.request_changes(open_to_two, by=the_house.editor, to_author=f"{SECRET} wrote to us.")
    before = places_of(SECRET)

    erase_named_by(the_house, open_to_two, "request_changes", "to_author")

    assert (before, places_of(SECRET)) == (["reviews_sealed.body"], [])


def test_a_public_reason_lies_in_no_table_and_no_page_after_its_erasure(the_house):
    version = the_house.approved()
    signature = version.rounds.get().signatures.first()
    reviewing.strike(signature, by=the_house.editor, public=f"{SECRET} was told.")
    page = f"/articles/{version.article.slug}/record/"
    before = SECRET in signed_in(the_house.editor).get(page).content.decode()

    erase_named_by(the_house, version, "strike", "public")

    answer = signed_in(the_house.editor).get(page).content.decode()
    assert (before, SECRET in answer, erased_today() in answer) == (True, False, True)
    assert places_of(SECRET) == []


def test_an_erasure_leaves_other_reviews_and_the_authors_answers_alone(the_house, objected, second):
    version = objected.round.version
    other = remark(version, the_house.reviewers[1], body="Which dose?")
    begin(version, the_house.reviewers[1])
    reviewing.ask_for_changes(version, by=the_house.reviewers[1], reason="No dose.")
    mine = Comment.objects.get(author=the_house.reviewers[0])
    answer = mine.children.create(
        version=version, manuscript=mine.manuscript, round=mine.round, author=version.article.lead_author,
        kind="changed", body="Done.", posted_at=timezone.now(),
    )  # fmt: skip

    erase(the_house, version, objected.sealed_id)

    assert Comment.objects.get(pk=other.pk).body == "Which dose?"
    assert Comment.objects.get(pk=answer.pk).body == "Done."
    assert Review.objects.get(reviewer=the_house.reviewers[1]).reason == "No dose."


def test_a_review_without_any_words_can_be_erased(the_house, first):
    begin(first.version, the_house.reviewers[0], answers=[])
    ended = reviewing.comment_only(first.version, by=the_house.reviewers[0])

    erase(the_house, first.version, ended.sealed_id)

    assert replay.verify().problems == []


# Every page says so


def test_the_board_reads_that_a_review_was_erased(the_house, objected, first, second):
    begin(objected.round.version, the_house.reviewers[1])
    reviewing.comment_only(objected.round.version, by=the_house.reviewers[1])

    erase(the_house, objected.round.version, objected.sealed_id)

    for browser in (first, second):
        page = browser.get().content.decode()
        assert (page.count(erased_today()), SECRET in page) == (5, False)


def test_the_letter_and_the_points_say_that_a_review_was_erased(the_house, objected, second):
    version = objected.round.version
    workflow.request_changes(version, by=the_house.editor, to_author="See below.")
    lead = signed_in(version.article.lead_author)

    erase(the_house, version, objected.sealed_id)

    for page, count in (("letter/1/", 2), ("points/", 2)):
        answer = lead.get(f"/write/{version.pk}/{page}").content.decode()
        assert (answer.count(erased_today()), SECRET in answer) == (count, False)


def test_the_letter_says_that_the_editors_words_were_erased(the_house, open_to_two):
    workflow.request_changes(open_to_two, by=the_house.editor, to_author=f"{SECRET} wrote to us.")
    lead = signed_in(open_to_two.article.lead_author)

    erase_named_by(the_house, open_to_two, "request_changes", "to_author")

    for page in ("letter/1/", ""):
        address = f"/write/{open_to_two.pk}/{page}" if page else "/write/"
        assert lead.get(address).content.decode().count(erased_today()) == 1


def test_the_editors_desk_and_the_lifting_say_that_a_review_was_erased(the_house, objected):
    version = objected.round.version
    desk = f"/desk/versions/{version.pk}/"

    erase(the_house, version, objected.sealed_id)

    client = signed_in(the_house.editor)
    pages = [client.get(desk), client.get(f"{desk}objections/{objected.pk}/lift/")]
    assert [page.content.decode().count(erased_today()) for page in pages] == [1, 1]


def test_the_timeline_dates_what_was_erased(the_house, open_to_two):
    workflow.decline(open_to_two, by=the_house.editor, to_author="Private words.")

    erase_named_by(the_house, open_to_two, "decline", "to_author")

    declined = next(row for row in timeline.entries(open_to_two) if row["title"] == "Not accepted")
    assert declined["reason"] == f"{erased_today()} (to the author)"


def test_public_words_are_dated_where_they_were_erased(the_house):
    version = the_house.approved()
    workflow.suspend(version, by=the_house.editor, public="A doubt.")

    erase_named_by(the_house, version, "suspend", "public")

    story = Story(version.article)
    assert story.words(story.of(version.pk, "suspend")[0], "public") == erased_today()


# Nothing else


def refused(change) -> bool:
    from django.db import IntegrityError, transaction

    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "x"}, {"ai_statement": "x"}, {"answers": [{"id": "x"}]}, {"answers": {}}, {"audiences": []},
        {"ai_used": ""}, {"reason": "", "audiences": ["patient"]}, {"reason": "", "end": "commented"},
        {"reason": "", "sealed": None},
    ],
)  # fmt: skip
def test_a_finished_review_takes_no_other_words_than_none(objected, change):
    assert refused(lambda: Review.objects.filter(pk=objected.pk).update(**change))


@pytest.mark.parametrize(
    "change", [{"body": "x"}, {"body": "", "kind": "question"}, {"body": "", "posted_at": None}]
)
def test_a_posted_comment_takes_no_other_words_than_none(objected, change):
    assert refused(lambda: Comment.objects.update(**change))


def test_a_posted_answer_is_not_emptied(the_house, objected):
    point = Comment.objects.get()
    point.children.create(
        version=point.version, manuscript=point.manuscript, round=point.round, kind="not_changed", body="No.",
        author=point.version.article.lead_author, posted_at=timezone.now(),
    )  # fmt: skip

    assert refused(lambda: Comment.objects.filter(kind="not_changed").update(body=""))


# Found by verify


def test_an_erased_review_agrees(the_house, objected):
    erase(the_house, objected.round.version, objected.sealed_id)

    report = replay.verify()

    assert (report.problems, report.counts["erased texts"]) == ([], 1)


@pytest.mark.parametrize(
    "change", [{"reason": ""}, {"ai_statement": ""}, {"answers": []}, record.EMPTIED], ids=str
)
def test_a_review_emptied_without_a_decision_is_found(objected, change):
    Review.objects.filter(pk=objected.pk).update(**change)

    assert sentences(replay.verify().problems) == ["its words are not those that were sealed."]


def test_a_comment_emptied_without_a_decision_is_found(objected):
    Comment.objects.update(body="")

    assert sentences(replay.verify().problems) == ["its words are not those that were sealed."]


def test_a_review_emptied_everywhere_without_a_decision_is_found(objected):
    record.erase_body(Sealed.objects.get(pk=objected.sealed_id))

    found = replay.verify().problems

    assert [re.sub("[0-9a-f]{12}", "<digest>", one) for one in sentences(found)] == [
        "the sealed text <digest> was erased without a decision."
    ]


def test_a_point_of_an_unfinished_review_emptied_is_found(the_house, first):
    remark(first.version, the_house.reviewers[0])
    workflow.request_changes(first.version, by=the_house.editor, to_author="See below.")

    Comment.objects.update(body="")

    assert sentences(replay.verify().problems) == [
        "its words are gone.",
        "the points that it handed on are not those that stand there.",
    ]


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Review, {"reason": "All is well."}),
        (Review, {"answers": [{"id": "x"}]}),
        (Comment, {"body": "Well."}),
    ],
)
def test_words_put_where_a_review_was_erased_are_found(
    the_house, objected, model: type[models.Model], change
):
    erase(the_house, objected.round.version, objected.sealed_id)

    found = problems(lambda: model.objects.update(**change))

    assert sentences(found) == ["its words were erased, and stand in its row or its comments."]
