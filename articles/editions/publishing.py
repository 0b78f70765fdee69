"""Publishing: which pages an article has, written where they differ and deleted where they no longer hold."""

import dataclasses
import datetime
import gzip
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from articles import passages, site
from articles.audiences import FACTS
from articles.editions import addresses, faces
from articles.editions.marks import Marks
from articles.models import Article, ArticleVersion, Edition, Rendered
from articles.models.editions import ALWAYS
from articles.rendering import RENDERER
from articles.states import State

LANGUAGE = "en"
FIELDS = (
    "version_id", "audience", "language", "kind", "title", "etag", "marks", "is_listed", "listed_at",
    "overdue_on", "lapses_on",
)  # fmt: skip
BYTES = ("body", "gzipped")


@dataclasses.dataclass(frozen=True)
class Shown:
    """A version that readers may see, with its marks."""

    version: ArticleVersion
    marks: Marks


@dataclasses.dataclass(frozen=True)
class History:
    """The public record: entries for the timeline, newest first, and the table of signatures that stand."""

    entries: Sequence[dict[str, Any]]
    signatures: Sequence[list[dict[str, Any]]]


def publish(
    article: Article, shown: Sequence[Shown], history: History | None, *, is_thorough: bool = False
) -> None:
    """Make the article's pages what these facts say, inside the caller's transaction; repeated, it changes nothing.

    At most one of `shown` is approved, suspended or retracted and the article's current version. Nothing shown
    means no page at all. Thorough: bytes are compared too, for a page that something else than this wrote.
    """
    if shown:
        addresses.give_slug(article, shown[0].marks.question)
    with translation.override(LANGUAGE):
        pages = list(pages_of(article, shown, history))
    _store(article, pages, BYTES if is_thorough else ())
    current = next(((entry.version, entry.marks) for entry in shown if entry.marks.is_current), None)
    titles = {page.audience: page.title for page in pages if page.kind == Edition.Kind.CURRENT}
    passages.index(article, current, titles)


def pages_of(article: Article, shown: Sequence[Shown], history: History | None) -> Iterator[Edition]:
    """The pages that these facts give, one by one and unsaved: nothing is written. In the language in force."""
    maker = faces.Maker(article, site.read())
    texts = _texts(shown)
    holder = _holder(shown)
    for entry in shown:
        visible = [audience for audience in entry.marks.audiences if entry.marks.shown_to(audience)]
        for audience in visible:
            text = texts[entry.marks.digest, audience]
            yield from _rows(article, entry, maker, text, visible, is_bare=False)
            if entry is holder:
                yield from _rows(article, entry, maker, text, visible, is_bare=True)
        if entry is holder:
            for audience in sorted(set(FACTS) - set(visible), key=list(FACTS).index):
                yield _absent(article, entry, maker, audience, visible)
    if history is not None and holder is not None:
        retracted = [entry.marks.number for entry in shown if entry.marks.state == State.RETRACTED]
        body = maker.record(holder.marks, history, retracted)
        yield _row(article, addresses.record(str(article.slug)), Edition.Kind.RECORD, body, version=None)


def _holder(shown: Sequence[Shown]) -> Shown | None:
    """Whose text stands at the bare addresses: the current version, else the one that is being checked."""
    current = [entry for entry in shown if entry.marks.is_current]
    return next(iter(current or [entry for entry in shown if entry.marks.is_pending]), None)


def _texts(shown: Sequence[Shown]) -> dict[tuple[str, str], Rendered]:
    """The stored rendering of each text, the newest renderer's that there is: never rendered anew."""
    digests = {entry.marks.digest for entry in shown}
    rows = Rendered.objects.filter(manuscript__in=digests, language=LANGUAGE, renderer__lte=RENDERER)
    return {(row.manuscript_id, row.audience): row for row in rows.order_by("renderer")}


def _rows(
    article: Article, entry: Shown, maker: faces.Maker, text: Rendered, visible: list[str], *, is_bare: bool
) -> Iterator[Edition]:
    """The page of one text at one address: as it is now, and as it will be from its later days on."""
    marks, audience, slug = entry.marks, text.audience, str(article.slug)
    path = addresses.bare(slug, audience) if is_bare else addresses.permalink(slug, marks.number, audience)
    stands = marks.standing(audience) == State.APPROVED
    kind = (
        Edition.Kind.PENDING
        if marks.is_pending
        else Edition.Kind.CURRENT
        if marks.is_current
        else Edition.Kind.PAST
    )
    days: list[tuple[datetime.date, str]] = [(ALWAYS, "")]
    if stands and marks.overdue_on and marks.lapses_on:
        days.append((marks.overdue_on, "overdue"))
        if marks.lapses_on > marks.overdue_on:
            days.append((marks.lapses_on, "lapsed"))
    for shown_from, late in days:
        body = maker.text(marks, text, visible, path=path, is_bare=is_bare, late=late)
        listed = is_bare and stands and audience == marks.written_for and not late
        yield _row(
            article, path, kind, body, version=entry.version, audience=audience, shown_from=shown_from,
            title=text.title, marks=marks.summary(audience), is_listed=listed,
            listed_at=marks.approved_at if listed else None,
            overdue_on=marks.overdue_on if stands else None, lapses_on=marks.lapses_on if stands else None,
        )  # fmt: skip


def _absent(article: Article, entry: Shown, maker: faces.Maker, audience: str, visible: list[str]) -> Edition:
    path = addresses.bare(str(article.slug), audience)
    body = maker.absent(entry.marks, audience, visible)
    return _row(article, path, Edition.Kind.ABSENT, body, version=entry.version, audience=audience)


def _row(article: Article, path: str, kind: str, body: bytes, **facts: Any) -> Edition:
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    packed = gzip.compress(body, mtime=0)
    return Edition(
        article=article,
        path=path,
        kind=str(kind),
        language=LANGUAGE,
        body=body,
        gzipped=packed,
        etag=etag,
        **facts,
    )


def _store(article: Article, pages: list[Edition], more: Sequence[str]) -> None:
    """Rows that differ are replaced in place, what is gone is deleted, what is the same is not touched."""
    wanted = {(page.path, page.shown_from): page for page in pages}
    stored: QuerySet[Edition] = Edition.objects.filter(article=article).defer(*(set(BYTES) - set(more)))
    gone = []
    for row in stored:
        page = wanted.get((row.path, row.shown_from))
        if page is None:
            gone.append(row.pk)
            continue
        del wanted[row.path, row.shown_from]
        if any(getattr(row, field) != getattr(page, field) for field in (*FIELDS, *more)):
            page.pk = row.pk
            page.save(force_update=True)
    Edition.objects.filter(pk__in=gone).delete()
    Edition.objects.bulk_create(wanted.values())
