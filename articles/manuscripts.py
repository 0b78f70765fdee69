"""Manuscripts: the canonical text of a version, its digest, and what is made from it when it is sealed.

The form is documented for strangers in docs/manuscript-format.md; a change of it is a new format number.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles import citations, references, rendering
from articles import sentences as splitting
from articles.audiences import Audience
from articles.models import ArticleVersion, Authorship, Manuscript, Reference, Rendered, Sentence, Variant
from articles.refusals import Stale

FORMAT = 1
SECTION_SEPARATOR = " › "


@dataclasses.dataclass(frozen=True)
class Prepared:
    """All the work of sealing that needs no lock; rows are unsaved and belong to no manuscript yet."""

    body: str
    digest: str
    renderings: list[Rendered]
    sentences: list[Sentence]


def canonical(version: ArticleVersion) -> str:
    """The canonical text of a version's rows as they stand, in three queries (four where the article is not loaded)."""
    return dump(contents(version))


def dump(facts: Mapping[str, Any]) -> str:
    """Canonical JSON: keys by code point, no spaces, characters as themselves. NaN and infinity are refused."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def draft_digest(version: ArticleVersion) -> str:
    """What a named author confirms: the digest that this version would be sealed under now."""
    return digest_of(canonical(version))


def contents(version: ArticleVersion) -> dict[str, Any]:
    """The manuscript as a dict, keys and orders as in docs/manuscript-format.md."""
    authors = Authorship.objects.filter(version=version).select_related("user").order_by("position", "pk")
    return {
        "format": FORMAT,
        "article": str(version.article.uid),
        "change_class": str(version.change_class),
        "question": version.question,
        "heading": version.heading,
        "countries": list(version.countries),
        "searched_to": version.searched_to.isoformat() if version.searched_to else "",
        "written_for": str(version.written_for),
        "funding": version.funding,
        "ai_used": version.ai_used,
        "ai_statement": version.ai_statement,
        "authors": [_author(authorship) for authorship in authors],
        "variants": [_variant(variant) for variant in variants_in_order(version)],
        "references": [_reference(row) for row in references_in_order(version)],
        "waivers": [],
        "glossary": [],
        "figures": [],
    }


def variants_in_order(version: ArticleVersion) -> list[Variant]:
    """The texts of a version, patients' first, in the order of `Audience` (one query)."""
    order = Audience.values
    rows = Variant.objects.filter(version=version)
    return sorted(rows, key=lambda row: (order.index(row.audience), row.language))


def references_in_order(version: ArticleVersion) -> list[Reference]:
    """The references of a version by key (one query). Sorted here: databases differ in how they order text."""
    return sorted(Reference.objects.filter(version=version), key=lambda row: row.key)


def _author(row: Authorship) -> dict[str, Any]:
    return {
        "user": str(row.user.uid),
        "name": row.name,
        "credential": row.credential,
        "interests": row.interests,
    }


def _variant(row: Variant) -> dict[str, Any]:
    return {
        "audience": str(row.audience),
        "language": row.language,
        "title": row.title,
        "body": row.body,
        "still_right": row.still_right,
    }


def _reference(row: Reference) -> dict[str, Any]:
    return {"key": row.key, "csl": json.loads(row.csl), "raw": row.raw, "kept_because": row.kept_because}


def _read_1(body: str) -> dict[str, Any]:
    return dict(json.loads(body))


# A reader is never taken out: old manuscripts are read for as long as their signatures are shown.
READERS: dict[int, Callable[[str], dict[str, Any]]] = {1: _read_1}


def read(manuscript: Manuscript | str, format: int = FORMAT) -> dict[str, Any]:
    """The parsed text of a manuscript, or of a canonical text of the given format number.

    Raises ValueError where the format is unknown or the text is not what its format says.
    """
    body = manuscript.body if isinstance(manuscript, Manuscript) else manuscript
    number = manuscript.format if isinstance(manuscript, Manuscript) else format
    if number not in READERS:
        raise ValueError(_("This version of the application cannot read manuscripts of format %d.") % number)
    return READERS[number](body)


def prepare(version: ArticleVersion) -> Prepared:
    """What `seal` will write, worked out without writing or locking anything."""
    body = canonical(version)
    parsed = read(body)
    return Prepared(body, digest_of(body), renderings(parsed), sentences(parsed))


def seal(version: ArticleVersion, prepared: Prepared) -> Manuscript:
    """The manuscript of a version that the caller has locked, inside the caller's transaction.

    Identical bytes are one manuscript: sealed a second time, its rows are used again and none is changed.
    Raises Stale when the rows are no longer what was prepared. The version itself is not written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("seal() belongs inside the transaction that submits the version.")
    if digest_of(canonical(version)) != prepared.digest:
        raise Stale(
            _("The text was changed while it was being submitted. Read it again, then submit."),
            stored=version,
        )
    sealed = Manuscript.objects.filter(digest=prepared.digest).first()
    if sealed is not None:
        return sealed
    sealed = Manuscript.objects.create(digest=prepared.digest, format=FORMAT, body=prepared.body)
    Rendered.objects.bulk_create(_belonging(prepared.renderings, sealed))
    Sentence.objects.bulk_create(_belonging(prepared.sentences, sealed), batch_size=500)
    return sealed


def _belonging(rows: Iterable[Any], manuscript: Manuscript) -> list[Any]:
    # A transaction that failed after this left keys on the rows; another try must not carry them along.
    rows = list(rows)
    for row in rows:
        row.pk, row.manuscript = None, manuscript
    return rows


def renderings(parsed: Mapping[str, Any]) -> list[Rendered]:
    """One unsaved row per text, numbered alike: as the lead text cites first, then the others in their order."""
    numbers = numbers_of(parsed)
    works = sorted((numbers[entry["key"]], entry) for entry in parsed["references"])
    return [_rendered(variant, numbers, works) for variant in parsed["variants"]]


def numbers_of(parsed: Mapping[str, Any]) -> dict[str, int]:
    """The number of each reference key, the same in every text of the manuscript."""
    texts = sorted(parsed["variants"], key=lambda variant: variant["audience"] != parsed["written_for"])
    lead, *others = [variant["body"] for variant in texts] or [""]
    return citations.number(lead, others, [entry["key"] for entry in parsed["references"]])


def _rendered(
    variant: Mapping[str, Any], numbers: Mapping[str, int], works: list[tuple[int, dict[str, Any]]]
) -> Rendered:
    """A text as its readers get it, with the works that it cites itself."""
    page = rendering.render(variant["title"], variant["body"], numbers=numbers)
    listed = [
        (number, entry["key"], entry["csl"], entry["kept_because"])
        for number, entry in works
        if number in page.backlinks
    ]
    return Rendered(
        audience=variant["audience"],
        language=variant["language"],
        renderer=rendering.RENDERER,
        title=variant["title"],
        html=page.html,
        contents=[dataclasses.asdict(heading) for heading in page.contents],
        paragraphs=[dataclasses.asdict(paragraph) for paragraph in page.paragraphs],
        references_html=rendering.render_references(listed, backlinks=page.backlinks),
        words_sha=page.words_sha,
    )


def sentences(parsed: Mapping[str, Any]) -> list[Sentence]:
    """One unsaved row per sentence of each text, in reading order."""
    works = {entry["key"]: references.reference_digest(entry["csl"]) for entry in parsed["references"]}
    return [row for variant in parsed["variants"] for row in _sentences(variant, works)]


def _sentences(variant: Mapping[str, Any], works: Mapping[str, str]) -> list[Sentence]:
    return [
        Sentence(
            audience=variant["audience"],
            language=variant["language"],
            pos=sentence.pos,
            anchor=sentence.anchor,
            section=SECTION_SEPARATOR.join(sentence.section),
            block=sentence.block,
            text=sentence.text,
            claim_key=sentence.claim_key,
            reference_digests=[works[key] for key in sentence.keys if key in works],
        )
        for sentence in splitting.sentences(variant["body"], works=works)
    ]
