"""Pages: whether readers are served what the record of each article gives, and nothing else."""

import dataclasses
import datetime
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from django.utils import translation

from articles import editions, passages, search_index
from articles.editions.faces import cut
from articles.models import Contribution, Edition, Passage, Rendered
from articles.models.editions import ALWAYS
from articles.states import LIVE, PENDING, State
from reviews import contributions, made_of, publishing
from reviews.models import EditorialPolicy
from reviews.replay import Report, Story

SHOWN = LIVE | {State.RETRACTED}
GZIP = 31  # the window size by which zlib knows the format
MENDED = "Keep a copy, then run manage.py republish, which makes it anew."
UNCHANGED = (
    "No upgrade explains it: what pages are made of is what it was when all were last made. "
    "Keep a copy, then run manage.py republish, which mends it."
)
CHANGED = (
    "Pages were not made anew since an upgrade, or nobody knows: it may be that, or a forgery. "
    "Keep a copy, run manage.py republish, which mends it, and verify again."
)

Address = tuple[str, datetime.date]
Found = tuple[str, str, tuple[str, ...]]
"""Whose text, what is wrong, and in what."""


@dataclasses.dataclass(frozen=True)
class Face:
    """All that is stored of a page, its bytes by their hash."""

    fields: dict[str, Any]
    body: str

    @classmethod
    def of(cls, page: Edition) -> "Face":
        fields = {name.removesuffix("_id"): getattr(page, name) for name in editions.FIELDS}
        return cls(fields, hashlib.sha256(bytes(page.body)).hexdigest())


def check(story: Story, policies: Mapping[str, EditorialPolicy], report: Report) -> None:
    """Every page of an article against the one that is made of its record now; no page is held but by its hash."""
    article = story.book.article
    try:
        with translation.override(editions.LANGUAGE):
            made = publishing.Wanted(article)
            wanted = {(page.path, page.shown_from): Face.of(page) for page in made.pages()}
            _check_passages(article, made.passages(), report)
            _check_contributions(article, made.contributions(), report)
    except (AttributeError, LookupError, TypeError, ValueError, ObjectDoesNotExist) as error:
        report.wrong(
            f"article {article.uid}, pages of its record",
            f"they cannot be made anew to be compared: {error}.",
        )
        return
    found: dict[Found, list[Address]] = defaultdict(list)
    for page in Edition.objects.filter(article=article).select_related("version").iterator(chunk_size=20):
        report.counts["published pages"] += 1
        address = page.path, page.shown_from
        _check_kind(story, page, report)
        face = wanted.pop(address, None)
        if face is None:
            found[page.audience, "stand there that its record does not give", ()].append(address)
        elif differing := tuple(_differences(page, face)):
            found[page.audience, "differ from what its record gives", differing].append(address)
    for address, face in wanted.items():
        found[face.fields["audience"], "are missing", ()].append(address)
    if found:
        _tell(article.uid, found, report)


def _check_passages(article: Any, made: Iterable[Passage], report: Report) -> None:
    """What search finds, and shows in its answers, against what is made of the record now."""
    wanted = {(row.audience, row.pos): passages.facts(row) for row in made}
    found: set[str] = set()
    for row in article.passages.iterator(chunk_size=200):
        report.counts["passages"] += 1
        if wanted.pop((row.audience, row.pos), None) != passages.facts(row):
            found.add(row.audience)
    for audience in sorted(found | {audience for audience, _ in wanted}):
        report.wrong(
            f"article {article.uid}, pages of its {audience} text",
            f"what search finds of it is not what its record gives. {_what_now()}",
        )


def check_index(report: Report) -> None:
    """Whether the database finds each passage by its own words: it looks in an index, not in the rows compared above."""
    try:
        astray = search_index.astray(connection)
    except DatabaseError as error:
        report.wrong("index of search", f"it cannot be read ({error}). {MENDED}")
        return
    rows = Passage.objects.order_by("pk").values_list("pk", "article__uid", "audience")
    found = {key: (article, audience) for key, article, audience in rows.iterator() if key in astray}
    for article, audience in sorted(set(found.values()), key=str):
        report.wrong(
            f"article {article}, pages of its {audience} text",
            f"the index does not find it by the words of its passages. {MENDED}",
        )
    if astray - found.keys():
        report.wrong("index of search", f"it finds passages that are not there. {MENDED}")


def _check_contributions(article: Any, made: Iterable[Contribution], report: Report) -> None:
    """What people's own pages say of it, against what is made of the record now."""
    stored = [contributions.said(row) for row in Contribution.objects.filter(article=article)]
    report.counts["lines on pages of people"] += len(stored)
    if sorted(map(repr, stored)) != sorted(repr(contributions.said(row)) for row in made):
        report.wrong(
            f"article {article.uid}, pages of its people",
            f"what they say of it is not what its record gives. {_what_now()}",
        )


def _differences(page: Edition, wanted: Face) -> Iterable[str]:
    """The names of what differs. The look of a page may change with an upgrade; the sealed text in it never does."""
    face, body = Face.of(page), bytes(page.body)
    if face.body != wanted.body:
        yield "its bytes"
        if not _holds_its_text(body, wanted):
            yield "the sealed text in them"
    if _unzipped(bytes(page.gzipped), len(body)) != body:
        yield "its compressed bytes"
    yield from (name for name, value in wanted.fields.items() if face.fields[name] != value)


def _holds_its_text(body: bytes, wanted: Face) -> bool:
    """Whether the page prints the text and the references that were sealed, as they were rendered."""
    sealed = Rendered.objects.filter(
        manuscript=wanted.fields["marks"].get("digest"), audience=wanted.fields["audience"],
        language=wanted.fields["language"],
    ).order_by("-renderer").first()  # fmt: skip
    parts = (*cut(sealed.html), sealed.references_html) if sealed else ()
    return all(part.encode() in body for part in parts)


def _unzipped(data: bytes, size: int) -> bytes | None:
    """What was compressed, cut off behind `size` bytes; None for what is not whole, or is followed by more."""
    unpacking = zlib.decompressobj(GZIP)
    try:
        unzipped = unpacking.decompress(data, size + 1)
    except zlib.error:
        return None
    return unzipped if unpacking.eof and not unpacking.unused_data else None


def _check_kind(story: Story, page: Edition, report: Report) -> None:
    """What a page calls its text, by the record alone, whatever pages are made of."""
    article, version = story.book.article, page.version
    number = version.number if version and version.article_id == article.pk else None
    state, place = story.states.get(number or 0, ""), f"page {page.path}"
    if page.kind == Edition.Kind.CURRENT and (state not in SHOWN or page.version_id != article.current_id):
        report.wrong(place, "it shows as current a version that is not.")
    if page.kind == Edition.Kind.PAST and number not in {e.said["version"] for e in story.of("approve")}:
        report.wrong(place, "it shows as approved a version that never was.")
    if page.kind == Edition.Kind.PENDING and state not in PENDING:
        report.wrong(place, "it shows as pending a version that is not in review.")


def _what_now() -> str:
    return UNCHANGED if made_of.last() == made_of.fingerprint() else CHANGED


def _tell(article: Any, found: Mapping[Found, list[Address]], report: Report) -> None:
    """One sentence for all pages of an audience with the same wrong, and what to do."""
    what_now = _what_now()
    for (audience, wrong, differing), addresses in found.items():
        where = (
            f"article {article}, pages of its {audience} text"
            if audience
            else f"article {article}, pages of its record"
        )
        places = ", ".join(path if day == ALWAYS else f"{path} from {day}" for path, day in addresses)
        names = f" in {', '.join(differing)}" if differing else ""
        report.wrong(where, f"they {wrong}{names}: {places}. {what_now}")
