"""Bodies: whether each stored text is the one that its digest names, and each page the one made from it."""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from articles import manuscripts, rendering
from articles.models import Edition, Manuscript, Rendered, Sentence
from articles.states import IN_REVIEW, LIVE, State
from reviews import record
from reviews.models import EditorialPolicy, Sealed
from reviews.replay import Entry, Report, Story, has_manuscript

RENDERED_FIELDS = (
    "audience", "language", "title", "html", "contents", "paragraphs", "references_html", "words_sha",
)  # fmt: skip
SENTENCE_FIELDS = (
    "audience", "language", "pos", "anchor", "section", "block", "text", "claim_key", "reference_digests",
)  # fmt: skip
PENDING = IN_REVIEW | {State.CHANGES_REQUESTED}
SHOWN = LIVE | {State.RETRACTED}


def check_named(story: Story, policies: Mapping[str, EditorialPolicy], report: Report) -> int:
    """Every text that the book names exists and hashes to its name. Returns how many sealed texts those are."""
    sealed: dict[str, Entry] = {}
    for entry in story.entries:
        for key, digest in entry.digests.items():
            if key in record.SEALED_DIGESTS:
                sealed.setdefault(digest, entry)
            elif key == "manuscript" and not has_manuscript(digest):
                report.wrong(entry, f"its manuscript {digest[:12]} is not there.")
            elif key == "policy" and digest not in policies:
                report.wrong(entry, f"no policy has the wording {digest[:12]}.")
            # Notices are compared one by one with their rows in `reviews.backing`.
    erased = {str(entry.facts.get("erased")) for entry in story.of("erase")}
    return sum(_check_sealed(entry, digest, digest in erased, report) for digest, entry in sealed.items())


def _check_sealed(entry: Entry, digest: str, is_erased: bool, report: Report) -> bool:
    """Whether the row is there, whatever it says."""
    row = Sealed.objects.filter(pk=digest).first()
    place = f"the sealed text {digest[:12]}"
    if row is None:
        report.wrong(entry, f"{place} is not there.")
    elif row.body is None:
        report.counts["erased texts"] += 1
        if not is_erased:
            report.wrong(entry, f"{place} was erased without a decision.")
    elif is_erased:
        report.wrong(entry, f"{place} was erased by a decision, and is there.")
    elif record.sealed_digest(row.salt, row.body) != digest:
        report.wrong(entry, f"{place} is not the one that the record names.")
    return row is not None


def check_manuscripts(report: Report) -> None:
    """Every manuscript hashes to its digest and went through a round; what was made from it is made again."""
    for manuscript in Manuscript.objects.order_by("pk").iterator(chunk_size=20):
        report.counts["manuscripts"] += 1
        place = f"manuscript {manuscript.digest[:12]}"
        if manuscripts.digest_of(manuscript.body) != manuscript.digest:
            report.wrong(place, "its text is not the one that its digest names.")
            continue
        if not manuscript.rounds.exists():
            report.wrong(place, "no round and no decision names it.")
        try:
            parsed = manuscripts.read(manuscript)
        except ValueError as error:
            report.wrong(place, str(error))
            continue
        _check_made(manuscript, parsed, place, report)


def _check_made(manuscript: Manuscript, parsed: dict[str, Any], place: str, report: Report) -> None:
    rows = Rendered.objects.filter(manuscript=manuscript)
    present = _values(rows.filter(renderer=rendering.RENDERER), RENDERED_FIELDS)
    report.counts["pages of earlier renderers"] += rows.exclude(renderer=rendering.RENDERER).count()
    if not present:
        if not rows.filter(renderer__lt=rendering.RENDERER).exists():
            report.wrong(place, "there is no page of it.")
        return
    report.counts["pages made again"] += len(present)
    if present != _values(manuscripts.renderings(parsed), RENDERED_FIELDS):
        report.wrong(place, "a stored page is not the one that its text gives.")
    sentences = _values(Sentence.objects.filter(manuscript=manuscript), SENTENCE_FIELDS)
    report.counts["sentences made again"] += len(sentences)
    if sentences != _values(manuscripts.sentences(parsed), SENTENCE_FIELDS):
        report.wrong(place, "its stored sentences are not those of its text.")


def _values(rows: Iterable[Any], fields: tuple[str, ...]) -> list[str]:
    """Rows as comparable texts, whatever their order."""
    return sorted(record.canonical([getattr(row, field) for field in fields]) for row in rows)


def check_editions(story: Story, report: Report) -> None:
    """Published pages: whole bytes, and only of versions that may be shown so."""
    article = story.book.article
    approved = {entry.said["version"] for entry in story.of("approve")}
    for page in Edition.objects.filter(article=article).select_related("version").iterator(chunk_size=20):
        report.counts["published pages"] += 1
        place = f"page {page.path}"
        body = bytes(page.body)
        if page.etag.removeprefix("W/").strip('"') != hashlib.sha256(body).hexdigest():
            report.wrong(place, "its bytes are not those that its ETag names.")
        if _unzipped(bytes(page.gzipped)) != body:
            report.wrong(place, "its compressed bytes are those of another page.")
        if not page.path.startswith(f"/articles/{article.slug}/"):
            report.wrong(place, f"it is not an address of {article}.")
        version = page.version
        number = version.number if version and version.article_id == article.pk else None
        state = story.states.get(number, "")
        if page.kind == Edition.Kind.CURRENT and (
            state not in SHOWN or page.version_id != article.current_id
        ):
            report.wrong(place, "it shows as current a version that is not.")
        if page.kind == Edition.Kind.PAST and number not in approved:
            report.wrong(place, "it shows as approved a version that never was.")
        if page.kind == Edition.Kind.PENDING and state not in PENDING:
            report.wrong(place, "it shows as pending a version that is not in review.")


def _unzipped(data: bytes) -> bytes | None:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None
