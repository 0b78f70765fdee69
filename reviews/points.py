"""Points: what reviewers asked for and authors answered, in the words by which the record names them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from articles.models import ArticleVersion
from reviews import record
from reviews.models import Comment

FIELDS = ("audience", "kind", "anchor", "body", "selectors")
# Reviews that were sealed before the passage they are about was sealed with each point.
FIRST_FIELDS = FIELDS[:4]


def as_sealed(rows: Iterable[Comment], fields: tuple[str, ...] = FIELDS) -> list[dict[str, Any]]:
    """Points of one person in one round, in their order, as they stand in the sealed review."""
    return [{field: getattr(row, field) for field in fields} for row in rows]


def digest_of_points(rows: QuerySet[Comment]) -> str:
    """Of points that reach the author though their reviewers never finished; "" for none."""
    told = [
        [row.author.uid, *(getattr(row, field) for field in FIELDS)] for row in rows.select_related("author")
    ]
    return record.sha256(record.canonical(told)) if told else ""


def digest_of_answers(version: ArticleVersion, rows: QuerySet[Comment]) -> str:
    """Of what the authors answered, each with its point; "" for none."""
    answers = list(rows.select_related("author", "round"))
    if not answers:
        return ""
    place = places(version)
    told = [
        [
            row.author.uid, *place.get(row.parent_id or 0, (None, None, None)), row.round.number, row.audience,
            row.kind, row.anchor, row.body,
        ]
        for row in answers
    ]  # fmt: skip
    return record.sha256(record.canonical(told))


def places(version: ArticleVersion) -> dict[int, tuple[int, str, int]]:
    """By key of a point: its round, whose it is, and which of theirs. A point whose words were erased keeps its place."""
    rows = Comment.objects.filter(version=version, kind__in=Comment.POINTS, parent=None)
    posted = rows.exclude(posted_at=None).select_related("author", "round")
    found = {}
    for (number, uid), group in groupby(
        posted.order_by("round__number", "author_id", "pk"),
        key=lambda row: (row.round.number, row.author.uid),
    ):
        found.update({row.pk: (number, str(uid), count) for count, row in enumerate(group, 1)})
    return found
