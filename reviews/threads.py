"""Threads: the point of an earlier round that a remark replies to, named in it by its place, so that the reply is sealed."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from articles.models import ArticleVersion
from reviews import points
from reviews.models import Comment


@dataclasses.dataclass(frozen=True)
class About:
    """What a reply replies to: the point, and what its author answered. `body` is empty where its words were erased."""

    pk: int
    reviewer: str
    round: int
    body: str
    answer: Comment | None


def place_of(version: ArticleVersion, pk: int) -> dict[str, Any] | None:
    """The place of a posted point; None where there is no such point."""
    place = points.places(version).get(pk)
    return dict(zip(("round", "reviewer", "number"), place, strict=True)) if place else None


def about(version: ArticleVersion, rows: Iterable[Comment]) -> dict[int, About]:
    """By key of a remark that is a reply. No query where none is, else three."""
    named = {row.pk: _named(row) for row in rows}
    if not any(named.values()):
        return {}
    by_place = {place: pk for pk, place in points.places(version).items()}
    wanted = {row: by_place[place] for row, place in named.items() if place in by_place}
    found = Comment.objects.filter(pk__in=wanted.values()).select_related("author", "round")
    answers = Comment.objects.filter(parent__in=wanted.values(), kind__in=Comment.ANSWERS)
    answer_of = {answer.parent_id: answer for answer in answers}
    told = {
        row.pk: About(row.pk, row.author.printed_name, row.round.number, row.body, answer_of.get(row.pk))
        for row in found
    }
    return {row: told[pk] for row, pk in wanted.items()}


def _named(row: Comment) -> tuple[int, str, int] | None:
    place = row.selectors.get("reply_to") if isinstance(row.selectors, dict) else None
    return (place["round"], place["reviewer"], place["number"]) if place else None
