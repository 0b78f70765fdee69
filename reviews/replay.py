"""Replay: reads the record anew from its first decision and compares with it all that stands in the tables."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from articles.models import Article, Edition
from articles.states import EDGES, MOVE_NAMES
from reviews import record
from reviews.models import Book, Decision, EditorialPolicy, Sealed


@dataclasses.dataclass
class Report:
    """What was looked at, in numbers, and every sentence about what is wrong; no problems = all is well."""

    counts: Counter[str] = dataclasses.field(default_factory=Counter)
    problems: list[str] = dataclasses.field(default_factory=list)

    def wrong(self, where: Any, what: str) -> None:
        self.problems.append(f"{where}: {what}")

    def compare(self, where: Any, what: str, told: list[Any], rows: list[Any]) -> None:
        """Name each entry that the record tells and no row shows, or the other way round; both in their order.

        Times, days and uids of rows are compared as the record writes them. ValueError: what it could not hold.
        """
        told, rows = json.loads(record.canonical(told)), json.loads(record.canonical(rows))
        self.counts[what] += len(rows)
        for missing in (entry for entry in told if entry not in rows):
            self.wrong(where, f"of its {what}, the record has one that no row shows: {_short(missing)}.")
        for stray in (entry for entry in rows if entry not in told):
            self.wrong(
                where, f"of its {what}, a row shows one that the record does not have: {_short(stray)}."
            )
        if told != rows and sorted(map(str, told)) == sorted(map(str, rows)):
            self.wrong(where, f"its {what} are not in the order of the record.")
        elif len(told) != len(rows):
            self.wrong(where, f"it has {len(rows)} {what}, the record {len(told)}.")


def _short(entry: list[Any]) -> str:
    return ", ".join(str(part)[:40] for part in entry if part not in ("", None))


@dataclasses.dataclass(frozen=True)
class Entry:
    """A decision with its parsed payload; prints as its place."""

    row: Decision
    said: dict[str, Any]

    @property
    def move(self) -> str:
        return str(self.said["move"])

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.said["facts"])

    @property
    def digests(self) -> dict[str, str]:
        return dict(self.said["digests"])

    @property
    def place(self) -> tuple[int | None, int | None]:
        """Number of the version, number of the round."""
        return self.said["version"], self.said["round"]

    def __str__(self) -> str:
        return f"book {self.said['book']}, decision {self.said['seq']} ({self.move})"


@dataclasses.dataclass
class Story:
    """One book as read: its entries, and the state that they give each version."""

    book: Book
    entries: list[Entry]
    states: dict[int, str] = dataclasses.field(default_factory=dict)

    def of(self, *moves: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.move in moves]

    def struck(self, before: int | None = None) -> set[str]:
        """Uids of the signatures struck, or struck before the decision `before`."""
        strikes = [e for e in self.of("strike") if before is None or e.said["seq"] < before]
        return {str(entry.said["strikes"]) for entry in strikes}


def verify() -> Report:
    """Everything, one book at a time, as it stood at one moment; reads only."""
    report = Report()
    with _one_moment():
        _verify(report)
    return report


@contextmanager
def _one_moment() -> Iterator[None]:
    """Others go on writing, and what is read inside is as it stood at its start; a caller's transaction stays as it is."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred: Django's own would keep every writer out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _verify(report: Report) -> None:
    from reviews import bodies, pages, triggers

    report.counts["triggers"] = len(triggers.expected(connection))
    report.problems.extend(triggers.missing(connection))
    policies = {record.sha256(policy.fields): policy for policy in EditorialPolicy.objects.order_by("number")}
    named = 0
    for book in Book.objects.order_by("pk").select_related("article__lead_author").iterator(chunk_size=200):
        story = read(book, report)
        if story is not None:
            fold(story, report)
            named += bodies.check_named(story, policies, report)
            _check_rows(story, policies, report)
    if not Book.objects.filter(article=None).exists():
        _check_rows(Story(Book(name=record.HOUSE), []), policies, report)
    _check_strays(named, report)
    bodies.check_manuscripts(report)
    pages.check_index(report)


def _check_rows(story: Story, policies: dict[str, EditorialPolicy], report: Report) -> None:
    """Each check by itself: what one of them cannot read hides nothing from the others."""
    from reviews import asked, backing, bodies, holding, pages, parts, standing, written

    others = (holding.check, standing.check, bodies.check_erasures, pages.check)
    checks = (asked.CHECKS, backing.CHECKS, written.CHECKS, others)
    for check in parts.CHECKS if story.book.article is None else chain.from_iterable(checks):
        try:
            check(story, policies, report)
        except (AttributeError, LookupError, TypeError, ValueError, ObjectDoesNotExist) as error:
            # A chain made anew may hold facts of any shape.
            report.wrong(f"book {story.book.name}", f"the facts of a decision cannot be read ({error!r}).")


def read(book: Book, report: Report) -> Story | None:
    """The entries of a book whose chain, columns and head were checked; None where a payload cannot be read."""
    report.counts["books"] += 1
    entries, prev = [], record.ZEROS
    owner = str(book.article.uid) if book.article else record.HOUSE
    if book.name != owner:
        report.wrong(f"book {book.name}", f"it is the book of {owner} by its article.")
    rows = book.decisions.order_by("seq").select_related("book", "version", "round", "actor", "strikes")
    for expected, row in enumerate(rows, 1):
        report.counts["decisions"] += 1
        place = f"book {book.name}, decision {row.seq} ({row.move})"
        said = _payload(row)
        if row.seq != expected:
            report.wrong(place, f"decision {expected} is missing, or out of its order.")
            return None
        if said is None:
            report.wrong(place, "its payload is not the canonical text of a decision.")
            return None
        if row.prev != prev or row.hash != record.chained(row.prev, row.payload):
            report.wrong(place, "its hash does not follow from the decision before it and its payload.")
        _check_columns(row, said, place, report)
        entries.append(Entry(row, said))
        prev = row.hash
    if book.head_seq != len(entries):
        report.wrong(
            f"book {book.name}", f"its head names decision {book.head_seq}, its last is {len(entries)}."
        )
    elif book.head_hash != prev:
        report.wrong(f"book {book.name}", "its head names another hash than its last decision has.")
    return Story(book, entries)


PAYLOAD_KEYS = {
    "format", "book", "seq", "uid", "version", "round", "move", "from", "to", "actor", "name", "role", "at",
    "digests", "facts", "strikes",
}  # fmt: skip
WORDS = ("book", "uid", "move", "from", "to", "name", "role", "at")
NUMBERS = ("seq", "version", "round")


def _payload(row: Decision) -> dict[str, Any] | None:
    try:
        said = json.loads(row.payload)
        is_canonical = record.canonical(said) == row.payload
    except ValueError:
        return None
    if not is_canonical or not isinstance(said, dict) or set(said) != PAYLOAD_KEYS:
        return None
    is_whole = isinstance(said["digests"], dict) and isinstance(said["facts"], dict) and _is_plain(said)
    return said if is_whole and said["format"] == record.FORMAT else None


def _is_plain(said: dict[str, Any]) -> bool:
    words = [*(said[key] for key in WORDS), *said["digests"].values()]
    numbers = [said[key] for key in NUMBERS if said[key] is not None]
    return all(isinstance(word, str) for word in words) and all(isinstance(one, int) for one in numbers)


def _check_columns(row: Decision, said: dict[str, Any], place: str, report: Report) -> None:
    """The columns are an index of the payload: they say the same."""
    index = record.index_of(row)
    wrong = sorted(key for key, value in index.items() if said[key] != value)
    if row.digest != said["digests"].get("manuscript", ""):
        wrong.append("digest")
    if row.version and row.version.article_id != row.book.article_id:
        wrong.append("version")
    if row.round and row.round.version_id != row.version_id:
        wrong.append("round")
    if wrong:
        report.wrong(place, f"its columns differ from its payload in {', '.join(wrong)}.")


def fold(story: Story, report: Report) -> None:
    """Walk the machine along the book; each version must arrive where its row says it stands."""
    states = story.states
    for entry in story.entries:
        said, number = entry.said, entry.said["version"]
        before = states.get(number, "")
        if entry.move not in MOVE_NAMES:
            if said["from"] != said["to"] or said["from"] not in ("", before):
                report.wrong(entry, f"it says the state was “{said['from']}”; it was “{before}”.")
        elif number is None or said["from"] != before or (entry.move, said["from"], said["to"]) not in EDGES:
            report.wrong(
                entry,
                f"no edge leads from “{before}” by {entry.move} from “{said['from']}” to “{said['to']}”.",
            )
        else:
            states[number] = said["to"]
    if story.book.article is None:
        return
    for version in story.book.article.versions.all():
        report.counts["versions"] += 1
        told = states.get(version.number)
        where = f"article {story.book.name}, version {version.number}"
        if told is None:
            report.wrong(where, "no decision in the record started it.")
        elif told != version.state:
            report.wrong(where, f"its row says “{version.state}”, the record says “{told}”.")


def _check_strays(named: int, report: Report) -> None:
    """Articles without a book, pages of no article that has one, and sealed texts that no decision names."""
    for article in Article.objects.filter(book=None).iterator():
        report.wrong(f"article {article.uid}", "it has no book in the record.")
    known_to_a_book = Exists(Book.objects.filter(article=OuterRef("article_id")))
    for path in Edition.objects.exclude(known_to_a_book).values_list("path", flat=True).iterator():
        report.wrong(f"page {path}", "it is of no article that the record knows.")
    report.counts["sealed texts"] = Sealed.objects.count()
    if report.counts["sealed texts"] != named:
        known = set(_named_digests())
        for digest in Sealed.objects.values_list("digest", flat=True).iterator():
            if digest not in known:
                report.wrong(f"sealed text {digest[:12]}", "no decision names it.")


def _named_digests() -> Iterator[str]:
    """All digests of sealed texts in the record: held at once only to name a stray that was counted."""
    for payload in Decision.objects.values_list("payload", flat=True).iterator(chunk_size=500):
        try:
            digests = json.loads(payload)["digests"]
            yield from (digests[key] for key in record.SEALED_DIGESTS if key in digests)
        except (ValueError, TypeError, KeyError):
            continue  # reported where its book was read


def heads() -> Iterator[tuple[str, int, str]]:
    """Checkpoints: the name of each book, the seq and the hash of its last decision."""
    for book in Book.objects.order_by("name").iterator():
        yield book.name, book.head_seq, book.head_hash


def compare_with(checkpoints: list[tuple[str, int, str]], report: Report) -> None:
    """Whether each decision that a checkpoint names is still the one in its book: finds recomputed tails."""
    for name, seq, digest in checkpoints:
        report.counts["checkpoints"] += 1
        stored = Decision.objects.filter(book__name=name, seq=seq).values_list("hash", flat=True).first()
        if seq and stored != digest:
            report.wrong(f"book {name}", f"decision {seq} is not the one that the checkpoint holds.")
