"""Asked: whether what reviewers asked for, and what authors answered, is what was sealed and handed in."""

import json
from collections.abc import Callable, Iterable, Mapping

from django.db.models import QuerySet

from articles.models import ArticleVersion
from reviews import points, record
from reviews.models import Comment, EditorialPolicy, Review
from reviews.replay import Report, Story

Policies = Mapping[str, EditorialPolicy]


def _check_finished(story: Story, policies: Policies, report: Report) -> None:
    """Each finished review with all that its reviewer noted down in its round."""
    reviews = Review.objects.filter(round__version__article=story.book.article).exclude(submitted_at=None)
    for row in reviews.select_related("round", "reviewer", "sealed"):
        where = f"article {story.book.name}, review by {row.reviewer}"
        noted = list(row.round.comments.filter(author=row.reviewer, kind__in=Comment.POINTS).order_by("pk"))
        _check_words(row, noted, where, report)
        if any(point.posted_at != row.submitted_at for point in noted):
            report.wrong(where, "a point of it has another time than it was finished at.")


def _check_words(row: Review, noted: list[Comment], where: str, report: Report) -> None:
    """They stand as they were sealed; or, where those were erased, nowhere."""
    if row.sealed is None:
        return
    if row.sealed.body is not None:
        if not _is_as_sealed(row, noted):
            report.wrong(where, "its words are not those that were sealed.")
        return
    emptied = all(getattr(row, field) == value for field, value in record.EMPTIED.items())
    if not emptied or any(point.body for point in noted):
        report.wrong(where, "its words were erased, and stand in its row or its comments.")


def _is_as_sealed(row: Review, noted: list[Comment]) -> bool:
    """Whether a review and its points stand as they were sealed: none more, none fewer, none in another order."""
    try:
        words = json.loads(row.sealed.body)
    except ValueError:
        return False
    told = words.get("comments", [])
    fields = points.FIELDS if any("selectors" in one for one in told) else points.FIRST_FIELDS
    now = {
        "answers": row.answers, "audiences": row.audiences, "reason": row.reason, "end": row.end,
        "ai_used": row.ai_used, "ai_statement": row.ai_statement,
        "comments": points.as_sealed(noted, fields),
    }  # fmt: skip
    return record.canonical(now) == record.canonical(words)


def _check_unfinished(story: Story, policies: Policies, report: Report) -> None:
    """Points of reviewers who never finished are those that the end of their round handed on."""
    finished = set(
        Review.objects.filter(round__version__article=story.book.article)
        .exclude(submitted_at=None)
        .values_list("round", "reviewer")
    )
    left = [row for row in _posted(story, Comment.POINTS) if (row.round_id, row.author_id) not in finished]
    for row in left:
        # Words go by an erasure only, and only a finished review can be erased.
        if not row.body:
            report.wrong(_place(story, row), "its words are gone.")
    for entry in story.of("request_changes"):
        handed_on = [
            row
            for row in left
            if (row.version.number, row.round.number) == entry.place
            and record.stamp(row.posted_at) == entry.said["at"]
        ]
        left = [row for row in left if row not in handed_on]
        digest = points.digest_of_points(_rows(handed_on))
        # Decisions of before this was written down name none.
        if entry.facts.get("points", digest) != digest:
            report.wrong(entry, "the points that it handed on are not those that stand there.")
    for row in left:
        report.wrong(_place(story, row), "no decision handed it on.")


def _check_answers(story: Story, policies: Policies, report: Report) -> None:
    """What the authors answered is what they handed in with their text."""
    left = list(_posted(story, Comment.ANSWERS))
    versions = {version.number: version for version in story.book.article.versions.all()}
    for entry in story.of("submit"):
        number = entry.said["version"]
        handed_in = [
            row
            for row in left
            if row.version.number == number and record.stamp(row.posted_at) == entry.said["at"]
        ]
        left = [row for row in left if row not in handed_in]
        version = versions.get(number, ArticleVersion())
        digest = points.digest_of_answers(version, _rows(handed_in))
        if entry.facts.get("answers", digest) != digest:
            report.wrong(entry, "the answers handed in with it are not those that stand there.")
    for row in left:
        report.wrong(_place(story, row), "no submission handed it in.")


def _check_every(story: Story, policies: Policies, report: Report) -> None:
    """Each belongs where it stands: to the text of its round, a point to nothing else, an answer to its point."""
    for row in _posted(story, Comment.Kind.values):
        report.counts["points and answers"] += 1
        is_answer, parent = row.kind in Comment.ANSWERS, row.parent
        if (row.manuscript_id, row.version_id) != (row.round.manuscript_id, row.round.version_id):
            report.wrong(_place(story, row), "it stands beside another text than that of its round.")
        if is_answer != (parent is not None) or (parent and parent.round_id != row.round_id):
            report.wrong(_place(story, row), "it does not belong to a point of its round.")
        if not is_answer and row.kind not in Comment.POINTS:
            report.wrong(_place(story, row), "it is neither a point nor an answer.")
        is_in_its_round = row.posted_at and row.round.opened_at <= row.created_at <= row.posted_at
        if not is_answer and not is_in_its_round:
            report.wrong(_place(story, row), "it was noted before its round, or after it was posted.")
        closed_by = None if row.closed_at is None else row.author_id
        if row.closed_by_id != closed_by:
            report.wrong(_place(story, row), "somebody else closed it than its author.")


def _posted(story: Story, kinds: Iterable[str]) -> list[Comment]:
    rows = Comment.objects.filter(version__article=story.book.article, kind__in=list(kinds))
    return list(
        rows.exclude(posted_at=None).select_related("version", "round", "author", "parent").order_by("pk")
    )


def _rows(some: list[Comment]) -> QuerySet[Comment]:
    return Comment.objects.filter(pk__in=[row.pk for row in some])


def _place(story: Story, row: Comment) -> str:
    what = "an answer" if row.kind in Comment.ANSWERS else "a comment"
    return f"article {story.book.name}, {what} by {row.author}"


CHECKS: tuple[Callable[[Story, Policies, Report], None], ...] = (
    _check_finished,
    _check_unfinished,
    _check_answers,
    _check_every,
)
"""All that is compared of what was asked and answered in the rounds of one article."""
