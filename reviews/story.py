"""The story of an article: its decisions, read once, with the words that readers may see."""

import dataclasses
import datetime
import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from articles.models import Article, Notice
from reviews import erasures
from reviews.models import Decision, Sealed

# What sealed words readers may see: reasons for the public record, and the interests of those who signed.
PUBLIC = ("public", "disclosure")


@dataclasses.dataclass(frozen=True)
class Told:
    """A decision beside its parsed payload."""

    row: Decision
    said: dict[str, Any]

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.said["facts"])

    @property
    def digests(self) -> dict[str, str]:
        return dict(self.said["digests"])


class Story:
    """Every decision in an article's book, oldest first. Three queries, the last two only where needed."""

    def __init__(self, article: Article) -> None:
        self.article = article
        rows = Decision.objects.filter(book__article=article).order_by("seq")
        self.told = [
            Told(row, json.loads(row.payload))
            for row in rows.select_related("version", "round__policy", "round__manuscript", "actor")
        ]
        self.struck = {entry.row.strikes_id for entry in self.told if entry.row.strikes_id}

    def of(self, version: int, *moves: str) -> list[Told]:
        """The decisions of a version (its key) by these moves, oldest first."""
        return [entry for entry in self.told if entry.row.version_id == version and entry.row.move in moves]

    def last(self, version: int, *moves: str) -> Told | None:
        found = self.of(version, *moves)
        return found[-1] if found else None

    def signed(self, round: int | None, digest: str) -> list[Told]:
        """Signatures of exactly this text in this round that were not struck."""
        return [
            entry
            for entry in self.told
            if entry.row.move == "sign"
            and entry.row.round_id == round
            and entry.digests.get("manuscript") == digest
            and entry.row.pk not in self.struck
        ]

    @cached_property
    def _words(self) -> dict[str, str | None]:
        wanted = set(self._public_digests())
        return dict(Sealed.objects.filter(pk__in=wanted).values_list("digest", "body"))

    def _public_digests(self) -> Iterator[str]:
        for entry in self.told:
            yield from (digest for kind, digest in entry.digests.items() if kind in PUBLIC)

    def words(self, entry: Told, kind: str) -> str:
        """The sealed words of a decision that readers may see: "" for none; erased ones say so."""
        digest = entry.digests.get(kind)
        if digest is None or kind not in PUBLIC:
            return ""
        return self._words.get(digest) or erasures.sentence(self._erased_at.get(digest))

    @cached_property
    def _erased_at(self) -> dict[str, datetime.datetime]:
        return {entry.facts["erased"]: entry.row.at for entry in self.told if entry.row.move == "erase"}

    def declared_before(self, signed: Told) -> Told | None:
        """A signer's last declaration before they signed, by the order of the book: a clock may go back."""
        declared = [
            entry
            for entry in self.told
            if entry.row.move == "disclose"
            and entry.row.actor_id == signed.row.actor_id
            and entry.row.seq < signed.row.seq
        ]
        return declared[-1] if declared else None

    def interests_of(self, signed: Told) -> str:
        """What a signer had declared when they signed; "" = no interests."""
        declared = self.declared_before(signed)
        if declared is None or declared.facts.get("kind") != "interest":
            return ""
        return self.words(declared, "disclosure")

    @cached_property
    def notices(self) -> dict[str, Notice]:
        """The article's notices by the digest that the record names them by."""
        return {row.digest: row for row in Notice.objects.filter(article=self.article)}


def names(entries: Iterable[Told]) -> list[str]:
    return [entry.facts["name"] for entry in entries]
