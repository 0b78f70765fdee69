"""What the tests of tampering share: changes past the triggers, and what `verify` then says."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

from articles.models import ArticleVersion
from reviews import pages, record, replay, triggers
from reviews.models import Book, Decision

OF_PAGES = "article <uid>, pages of "


def problems(change: Callable[[], Any]) -> list[str]:
    """What verify says of the record after a change. What readers are served may differ with it, and is left out."""
    return [problem for problem in everything(change) if not problem.startswith(OF_PAGES)]


def on_pages(change: Callable[[], Any]) -> list[str]:
    """What verify says of pages alone, without what to do about it; everything else has to agree."""
    found = everything(change)
    assert [problem for problem in found if not problem.startswith(OF_PAGES)] == []
    return [problem.removeprefix(OF_PAGES).removesuffix(f" {pages.CHANGED}") for problem in found]


def everything(change: Callable[[], Any]) -> list[str]:
    """All that verify says after a change made with the triggers lifted; uids and digests as <uid>, <digest>."""
    with triggers.lifted():
        change()
    return [
        re.sub(
            r"\b[0-9a-f]{12,64}\b",
            "<digest>",
            re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uid>", problem),
        )
        for problem in replay.verify().problems
    ]


def sentences(found: list[str]) -> list[str]:
    """Problems without the places where they were found."""
    return [problem.partition(": ")[2] for problem in found]


def shapes(found: list[str]) -> list[str]:
    """Problems without their places and without the entry that each is about."""
    return [problem.split(": ")[1].rstrip(".") for problem in found]


def sql(statement: str, *values: Any) -> Callable[[], None]:
    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return change


def the(version: ArticleVersion, move: str) -> Decision:
    return version.article.book.decisions.filter(move=move).first()


def reword(decision: Decision, old: str, new: str) -> Callable[[], None]:
    return sql(
        "UPDATE reviews_decision SET payload = REPLACE(payload, %s, %s) WHERE id = %s", old, new, decision.pk
    )


def rechain(book: Book) -> None:
    """Do what a patient owner would: hash the book anew from its first decision to its head."""
    prev = record.ZEROS
    for decision in book.decisions.order_by("seq"):
        digest = record.chained(prev, decision.payload)
        Decision.objects.filter(pk=decision.pk).update(prev=prev, hash=digest)
        prev = digest
    Book.objects.filter(pk=book.pk).update(head_seq=book.decisions.count(), head_hash=prev)
