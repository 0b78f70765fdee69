"""The record: books of decisions, each chained to the one before it by its hash."""

import datetime
import hashlib
import json
import re
import secrets
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticleVersion, User
from articles.states import EDGES, MOVE_NAMES
from reviews.models import Book, Decision, Review, Round, Sealed

HOUSE = "house"
ZEROS = "0" * 64
FORMAT = 1
# A finished review has its words in its row as well; these stand there once they were erased.
EMPTIED: dict[str, Any] = {"answers": [], "reason": "", "ai_statement": ""}
DIGESTS = (
    "manuscript", "review", "disclosure", "notice", "policy", "reason", "to_author", "public", "for_editors",
)  # fmt: skip
SEALED_DIGESTS = ("review", "disclosure", "reason", "to_author", "public", "for_editors")

_DIGEST = re.compile(r"[0-9a-f]{64}")
_clock: ContextVar[datetime.datetime | None] = ContextVar("clock", default=None)


def now() -> datetime.datetime:
    """The time that decisions carry: the server's, or that of the enclosing `clock`."""
    return _clock.get() or timezone.now()


@contextmanager
def clock(at: datetime.datetime) -> Iterator[None]:
    """Let `now()` be `at` inside, in this thread: for data that is invented, and for nothing else.

    The outermost refuses to start unless no article exists, so a record that people made never holds a false
    time; inside it the clock may be set anew, forwards or backwards. It never runs ahead of the true time.
    """
    if timezone.is_naive(at) or at > timezone.now():
        raise ValueError("The clock is set to a time with its zone, and not to one that is still to come.")
    if _clock.get() is None and Article.objects.exists():
        raise RuntimeError("The clock can be set only while there is no article.")
    token = _clock.set(at.astimezone(datetime.UTC))
    try:
        yield
    finally:
        _clock.reset(token)


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, no floats, text in NFC, dates and uids as text.

    ValueError for what has no such text: floats, keys that are no text, NUL and lone surrogates.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime.datetime):
        return stamp(value)
    if isinstance(value, datetime.date | uuid.UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {_text(key): _plain(item) for key, item in value.items()}
    raise ValueError(f"The record holds no {type(value).__name__}.")


def _text(value: str) -> str:
    text = unicodedata.normalize("NFC", str(value))
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("The record holds neither NUL nor lone surrogates.")
    return text


def stamp(at: datetime.datetime) -> str:
    """A time as payloads write it: UTC, always with six digits of microseconds."""
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def chained(prev: str, payload: str) -> str:
    """The hash of a decision: SHA-256 of the hash before it, then its payload."""
    return sha256(prev + payload)


def sealed_digest(salt: str, body: str) -> str:
    return sha256(f"{salt}\n{body}")


def seal_text(kind: str, body: str) -> Sealed:
    """Store free text, made NFC, apart from the chain, which names it by this row's digest.

    ValueError for what has no canonical text.
    """
    body = _text(body)
    salt = secrets.token_hex(16)
    return Sealed.objects.create(digest=sealed_digest(salt, body), kind=kind, body=body, salt=salt)


def erase_body(sealed: Sealed) -> None:
    """Let a sealed text go, and what a review's row holds of it; its digest stays.

    The caller appends `erase` in the same transaction.
    """
    sealed.body = None
    sealed.save(update_fields=["body"])
    for review in Review.objects.filter(sealed=sealed).select_related("round"):
        # The database refuses an update that changes nothing.
        if any(getattr(review, field) != value for field, value in EMPTIED.items()):
            Review.objects.filter(pk=review.pk).update(**EMPTIED)
        review.round.comments.filter(author=review.reviewer_id).exclude(body="").update(body="")


def book_of(article: Article | None) -> Book:
    """The book of an article, or of the house for None; made when first asked for."""
    name = str(article.uid) if article else HOUSE
    return Book.objects.get_or_create(name=name, defaults={"article": article})[0]


def lock_house() -> None:
    """Nobody's part or licence changes until the caller's transaction ends. Taken after the lock of an Article, if any."""
    Book.objects.select_for_update().get(pk=book_of(None).pk)


def append(
    article: Article | None,
    move: str,
    *,
    by: User | None,
    role: str,
    version: ArticleVersion | None = None,
    round: Round | None = None,
    from_state: str = "",
    to_state: str = "",
    digests: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
    strikes: Decision | None = None,
    at: datetime.datetime | None = None,
) -> Decision:
    """Write one decision at the end of its book, inside the caller's transaction.

    The caller holds the lock of the Article; this takes that of the Book after it, never the other way round.
    `at` is the time that the rows of the same verb carry. Empty digests are left out. ValueError: a move unknown to
    the machine, or what belongs to another article.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "A decision is written in the transaction of what it decides."
        )
    named = {key: digest for key, digest in (digests or {}).items() if digest}
    _check_move(move, str(from_state), str(to_state), version)
    _check_place(article, version, round, strikes)
    _check_digests(named)
    book = Book.objects.select_for_update().get(pk=book_of(article).pk)
    decision = Decision(
        book=book, seq=book.head_seq + 1, version=version, round=round, move=move, from_state=str(from_state),
        to_state=str(to_state), actor=by, name=_text(by.printed_name) if by else "", role=str(role),
        digest=named.get("manuscript", ""), strikes=strikes, at=at or now(), prev=book.head_hash,
    )  # fmt: skip
    decision.payload = canonical(index_of(decision) | {"digests": named, "facts": dict(facts or {})})
    decision.hash = chained(decision.prev, decision.payload)
    decision.save(force_insert=True)
    Book.objects.filter(pk=book.pk).update(head_seq=decision.seq, head_hash=decision.hash)
    return decision


def index_of(decision: Decision) -> dict[str, Any]:
    """What the columns of a decision say, in the words of its payload."""
    return {
        "format": FORMAT,
        "book": decision.book.name,
        "seq": decision.seq,
        "uid": str(decision.uid),
        "version": decision.version.number if decision.version else None,
        "round": decision.round.number if decision.round else None,
        "move": decision.move,
        "from": decision.from_state,
        "to": decision.to_state,
        "actor": str(decision.actor.uid) if decision.actor else None,
        "name": decision.name,
        "role": decision.role,
        "at": stamp(decision.at),
        "strikes": str(decision.strikes.uid) if decision.strikes else None,
    }


def _check_move(move: str, source: str, target: str, version: ArticleVersion | None) -> None:
    if move not in MOVE_NAMES:
        if source != target:
            raise ValueError(f"“{move}” leaves the state as it is.")
    elif version is None or (move, source, target) not in EDGES:
        raise ValueError(f"No edge of the machine: {move} from “{source}” to “{target}”.")


def _check_place(
    article: Article | None, version: ArticleVersion | None, round: Round | None, strikes: Decision | None
) -> None:
    if version and (article is None or version.article_id != article.pk):
        raise ValueError("The version is one of another article.")
    if round and (version is None or round.version_id != version.pk):
        raise ValueError("The round is one of another version.")
    if strikes and (strikes.move != "sign" or article is None or strikes.book.name != str(article.uid)):
        raise ValueError("What is struck is a signature in the same book.")


def _check_digests(named: Mapping[str, str]) -> None:
    for key, digest in named.items():
        if key not in DIGESTS or not _DIGEST.fullmatch(digest):
            raise ValueError(f"“{key}” names no digest that could be checked.")


def named_in(article: Article, digest: str) -> Sealed | None:
    """The sealed text of this digest, if a decision in the article's book names it; else None."""
    payloads = Decision.objects.filter(book__article=article, payload__contains=digest).values_list(
        "payload", flat=True
    )
    if _DIGEST.fullmatch(digest) and any(
        digest == json.loads(payload)["digests"].get(key) for payload in payloads for key in SEALED_DIGESTS
    ):
        return Sealed.objects.filter(pk=digest).first()
    return None
