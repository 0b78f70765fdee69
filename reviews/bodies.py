"""Bodies: whether each stored text is the one that its digest names, and is rendered as it says."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape

from articles import manuscripts, rendering
from articles.models import Grant, Manuscript, Rendered, Role, Sentence
from reviews import record
from reviews.models import EditorialPolicy, Sealed
from reviews.replay import Entry, Report, Story

RENDERED_FIELDS = (
    "audience", "language", "title", "html", "contents", "paragraphs", "references_html", "words_sha",
)  # fmt: skip
SENTENCE_FIELDS = (
    "audience", "language", "pos", "anchor", "section", "block", "text", "claim_key", "reference_digests",
)  # fmt: skip
# Every renderer up to the present one was shipped, and no other.
FIRST_RENDERER = 1


def check_named(story: Story, policies: Mapping[str, EditorialPolicy], report: Report) -> int:
    """Every text that the book names exists and hashes to its name. Returns how many sealed texts those are."""
    sealed: dict[str, tuple[Entry, str]] = {}
    for entry in story.entries:
        for key, digest in entry.digests.items():
            if key in record.SEALED_DIGESTS:
                sealed.setdefault(digest, (entry, key))
            elif key == "manuscript" and not Manuscript.objects.filter(pk=digest).exists():
                report.wrong(entry, f"its manuscript {digest[:12]} is not there.")
            elif key == "policy" and digest not in policies:
                report.wrong(entry, f"no policy has the wording {digest[:12]}.")
            # Notices are compared one by one with their rows in `reviews.backing`.
    erased = {str(entry.facts.get("erased")) for entry in story.of("erase")}
    return sum(
        _check_sealed(entry, kind, digest, digest in erased, report)
        for digest, (entry, kind) in sealed.items()
    )


def _check_sealed(entry: Entry, kind: str, digest: str, is_erased: bool, report: Report) -> bool:
    """Whether the row is there, whatever it says."""
    row = Sealed.objects.filter(pk=digest).first()
    place = f"the sealed text {digest[:12]}"
    if row is None:
        report.wrong(entry, f"{place} is not there.")
    elif row.kind != kind:
        report.wrong(entry, f"{place} is kept as one of another kind.")
    elif row.body is None:
        report.counts["erased texts"] += 1
        if not is_erased:
            report.wrong(entry, f"{place} was erased without a decision.")
    elif is_erased:
        report.wrong(entry, f"{place} was erased by a decision, and is there.")
    elif record.sealed_digest(row.salt, row.body) != digest:
        report.wrong(entry, f"{place} is not the one that the record names.")
    return row is not None


def check_erasures(story: Story, policies: Mapping[str, EditorialPolicy], report: Report) -> None:
    """Words went by an editor and a second person of the house, neither of whom had written for the article by then."""
    for entry in story.of("erase"):
        editor, second = entry.said["actor"], entry.facts["second"]
        before = [one for one in story.of("submit") if one.said["seq"] < entry.said["seq"]]
        wrote = {uid for one in before for uid in one.facts["contributors"]}
        if editor == second:
            report.wrong(entry, "one person alone erased these words.")
        if {editor, second} & {*wrote, str(story.book.article.lead_author.uid)}:
            report.wrong(entry, "somebody who had written for the article erased these words, or agreed.")
        if not _was_ever(editor, Role.EDITOR) or not _was_ever(second, Role.EDITOR, Role.BOARD):
            report.wrong(
                entry, "somebody who never held a part that may do so erased these words, or agreed."
            )


def _was_ever(uid: str, *parts: str) -> bool:
    """Whether somebody was ever given one of these parts; when is not asked, because the clock may go back."""
    return Grant.objects.filter(user__uid=uid, role__in=parts).exists()


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
            _check_made(manuscript, manuscripts.read(manuscript), place, report)
        except ValueError as error:
            report.wrong(place, str(error))
        except (AttributeError, LookupError, TypeError) as error:
            report.wrong(place, f"its text is not what its format says ({error!r}).")


def _check_made(manuscript: Manuscript, parsed: dict[str, Any], place: str, report: Report) -> None:
    """Each renderer made a page of every text: the present one these bytes, an earlier one these words."""
    fresh = manuscripts.renderings(parsed)
    by_renderer: dict[int, list[Rendered]] = {}
    for row in Rendered.objects.filter(manuscript=manuscript):
        by_renderer.setdefault(row.renderer, []).append(row)
    if not by_renderer:
        report.wrong(place, "there is no page of it.")
    for renderer, rows in sorted(by_renderer.items()):
        if not FIRST_RENDERER <= renderer <= rendering.RENDERER:
            report.wrong(place, f"a stored page is of renderer {renderer}, which there never was.")
        elif renderer == rendering.RENDERER:
            report.counts["pages made again"] += len(rows)
            if _values(rows, RENDERED_FIELDS) != _values(fresh, RENDERED_FIELDS):
                report.wrong(place, "a stored page is not the one that its text gives.")
        else:
            report.counts["pages of earlier renderers"] += len(rows)
            if sorted(map(_words, rows)) != sorted(map(_words, fresh)):
                report.wrong(place, "a stored page of an earlier renderer has other words than its text.")
    sentences = _values(Sentence.objects.filter(manuscript=manuscript), SENTENCE_FIELDS)
    report.counts["sentences made again"] += len(sentences)
    if sentences != _values(manuscripts.sentences(parsed), SENTENCE_FIELDS):
        report.wrong(place, "its stored sentences are not those of its text.")


def _words(row: Rendered) -> tuple[str, ...]:
    """What readers of a page read, whatever the tags around it: worked out anew beside what its row says."""
    page, references = rendering.words_sha(_whole(row)), rendering.words_sha(row.references_html)
    return (row.audience, row.language, row.title, row.words_sha, page, references)


def _whole(row: Rendered) -> str:
    return f"{rendering.sanitise(escape(row.title))} {row.html}"


def _values(rows: Iterable[Any], fields: tuple[str, ...]) -> list[str]:
    """Rows as comparable texts, whatever their order."""
    return sorted(record.canonical([getattr(row, field) for field in fields]) for row in rows)
