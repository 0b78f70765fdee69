"""Comments: on a paragraph of the sealed text, one's own until the review ends."""

import pytest

from articles.models import ArticleVersion
from articles.refusals import Refused
from reviews import commenting, reviewing, workflow
from reviews.models import Comment, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(the_house) -> ArticleVersion:
    """In review with both reviewers."""
    version = the_house.submitted()
    for reviewer in the_house.reviewers:
        reviewing.take(version, by=reviewer)
        reviewing.disclose(version, by=reviewer, kind="none")
    return version


def save(version, person, **choices) -> Comment:
    given = {"audience": "patient", "anchor": "p-2", "kind": "must", "body": "Which dose?", **choices}
    return commenting.save_comment(version, by=person, **given)


def refusal(act, *args, **choices) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **choices)
    return refused.value.sentences[0]


def test_comment_quotes_its_paragraph_and_begins_the_review(the_house, version):
    comment = save(version, the_house.reviewers[0])

    assert (
        comment.selectors["quote"]["exact"]
        == "It may soothe a sore throat for an hour. It is safe for most people."
    )
    assert comment.manuscript_id == ArticleVersion.objects.get(pk=version.pk).manuscript_id
    assert Review.objects.get().reviewer == the_house.reviewers[0]


def test_comment_quotes_the_words_that_were_marked(the_house, version):
    comment = save(version, the_house.reviewers[0], quote="a sore  throat")

    assert comment.selectors == {
        "quote": {
            "exact": "a sore throat",
            "prefix": "It may soothe ",
            "suffix": " for an hour. It is safe for most people",
        },
        "position": {"start": 14, "end": 27},
    }


def test_comment_with_words_that_are_not_there_quotes_the_paragraph(the_house, version):
    comment = save(version, the_house.reviewers[0], quote="coffee" * 1_000)

    assert comment.selectors["position"]["start"] == 0
    assert len(comment.selectors["quote"]["exact"]) <= commenting.MAX_QUOTE


@pytest.mark.parametrize("place", [{"anchor": "p-99"}, {"anchor": ""}, {"audience": "caregiver"}])
def test_comment_on_no_paragraph_of_that_text_is_refused(the_house, version, place):
    sentence = refusal(save, version, the_house.reviewers[0], **place)

    assert sentence == "Choose the paragraph that your comment is about."
    assert (Comment.objects.count(), Review.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"body": " \n"}, "Write the comment first."),
        ({"body": "x" * 5_001}, "The comment has 5001 characters; at most 5000 can be kept."),
        ({"kind": "changed"}, "“changed” is not one of the choices."),
    ],
)
def test_comment_that_cannot_be_kept_is_refused(the_house, version, choices, sentence):
    assert refusal(save, version, the_house.reviewers[0], **choices) == sentence


def test_comment_is_cleaned(the_house, version):
    assert save(version, the_house.reviewers[0], body=" a\r\n\u202eb ").body == "a\nb"


def test_comment_sent_twice_is_kept_once(the_house, version):
    first, again = (save(version, the_house.reviewers[0]) for _time in range(2))

    assert first.pk == again.pk


def test_comment_is_refused_to_who_does_not_hold_the_review(the_house, version):
    other = the_house.board_member("Other")

    assert refusal(save, version, other) == "Only a board member who holds this review can do this."


def test_comments_have_a_ceiling(the_house, version, monkeypatch):
    monkeypatch.setattr(commenting, "MOST_COMMENTS", 1)
    save(version, the_house.reviewers[0])

    assert refusal(save, version, the_house.reviewers[0], body="More.").startswith("You have 1 comments")


def test_own_comment_is_reworded_in_place(the_house, version):
    comment = save(version, the_house.reviewers[0])

    save(version, the_house.reviewers[0], comment=comment.pk, body="How much?", kind="question")

    assert [(row.pk, row.body, row.kind) for row in Comment.objects.all()] == [
        (comment.pk, "How much?", "question")
    ]


def test_comment_of_another_is_neither_reworded_nor_taken_out(the_house, version):
    comment = save(version, the_house.reviewers[0])
    other = the_house.reviewers[1]

    sentences = {
        refusal(save, version, other, comment=comment.pk, body="Mine now."),
        refusal(commenting.delete_comment, version, by=other, comment=comment.pk),
    }

    assert sentences == {"There is no such comment of yours that can still be changed."}
    assert Comment.objects.get().body == "Which dose?"


def test_own_comment_is_fixed_once_the_review_was_handed_back(the_house, version):
    comment = save(version, the_house.reviewers[0])
    reviewing.hand_back(version, by=the_house.reviewers[0])

    sentence = refusal(save, version, the_house.reviewers[0], comment=comment.pk, body="Late.")

    assert sentence == "Only a board member who holds this review can do this."


def test_own_comment_is_taken_out(the_house, version):
    comment = save(version, the_house.reviewers[0])

    commenting.delete_comment(version, by=the_house.reviewers[0], comment=comment.pk)

    assert Comment.objects.count() == 0


def test_comment_is_fixed_after_the_end(the_house, version):
    reviewer = the_house.reviewers[0]
    comment = save(version, reviewer)
    reviewing.save_review(version, by=reviewer, counter=0, answers={}, ai_used="no")
    reviewing.comment_only(version, by=reviewer)

    sentence = refusal(commenting.delete_comment, version, by=reviewer, comment=comment.pk)

    assert sentence == "You have finished your review of this round already."


def second_round(the_house, version) -> Comment:
    """The comment of the first reviewer's first round, in the second round."""
    comment = save(version, the_house.reviewers[0])
    workflow.request_changes(version, by=the_house.editor, to_author="Say for whom.")
    lead = version.article.lead_author
    Comment.objects.create(
        version=version, manuscript=comment.manuscript, round=comment.round, author=lead, kind="changed",
        body="Done.", parent=comment,
    )  # fmt: skip
    workflow.submit(the_house.mended(version), by=lead)
    return comment


def test_own_earlier_point_is_settled(the_house, version):
    comment = second_round(the_house, version)

    commenting.close_comment(version, by=the_house.reviewers[0], comment=comment.pk)

    comment.refresh_from_db()
    assert (comment.closed_by, comment.closed_at is not None) == (the_house.reviewers[0], True)


def test_earlier_point_of_another_is_not_settled(the_house, version):
    comment = second_round(the_house, version)

    sentence = refusal(commenting.close_comment, version, by=the_house.reviewers[1], comment=comment.pk)

    assert sentence == "There is no such point of yours from an earlier round."


def test_point_of_this_round_is_not_settled(the_house, version):
    comment = save(version, the_house.reviewers[0])

    sentence = refusal(commenting.close_comment, version, by=the_house.reviewers[0], comment=comment.pk)

    assert sentence == "There is no such point of yours from an earlier round."
