"""Bringing a text in: what kind of source it is, what will be kept of it, what must be asked. Nothing is stored."""

import dataclasses
from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from articles import citations, rendering
from articles.audiences import FACTS, Audience
from articles.formats import captured, frontmatter, word
from articles.formats.captured import Ask, Captured
from articles.formats.draft import MAX_WHOLE, Draft, Text
from articles.formats.draft import Refused as Unreadable
from articles.formats.furniture import LeftOut
from articles.formats.lost import Lost
from articles.markdown import TooLong
from articles.refusals import Refused
from articles.views.writing_bring import word_bytes

ENDINGS = (".txt", ".md")


@dataclasses.dataclass(frozen=True)
class Brought:
    """A source as read; `page` is None for a file with front matter, whose draft is complete as it stands."""

    draft: Draft
    left_out: tuple[LeftOut, ...]
    questions: tuple[Ask, ...]
    page: Captured | None

    def answered(self, answers: Mapping[str, str]) -> Draft:
        """The draft that may be kept. Refused where a question is open, or the text may not be published."""
        if self.page is None:
            return _with_right(self.draft, answers)
        try:
            return captured.answer(self.page, answers)
        except Unreadable as error:
            raise Refused(str(error)) from error


def _with_right(draft: Draft, answers: Mapping[str, str]) -> Draft:
    if not answers.get("publish"):
        raise Refused(_("Please answer: {question}").format(question=_("May you publish this text here?")))
    if answers["publish"] != "yes":
        raise Refused(_("A text that you may not publish cannot be brought in."))
    written_for = answers.get("written_for") or draft.written_for
    if not draft.written_for and len(draft.texts) == 1:
        # A file of Word does not say whom it is for; its one text is for whoever is named now.
        draft = dataclasses.replace(draft, texts=dict.fromkeys([written_for], *draft.texts.values()))
    return dataclasses.replace(draft, written_for=written_for)


def read(text: str) -> Brought:
    """The source read as a file with front matter if it opens like one, else as a page. Refused names the line."""
    if not text.strip():
        raise Refused(_("Paste a text, or choose a file."))
    try:
        if text.lstrip("\ufeff").startswith(frontmatter.FENCE):
            draft = frontmatter.parse(text)
            return Brought(draft, (), _questions_of_a_file(draft), None)
        page = captured.read(text)
    except Unreadable as error:
        where = _("Line %(line)d: ") % {"line": error.line} if error.line else ""
        raise Refused(f"{where}{error}") from error
    return Brought(page.draft, page.left_out, page.questions, page)


def _questions_of_a_file(draft: Draft) -> tuple[Ask, ...]:
    readers = tuple((value, str(FACTS[value].label)) for value in Audience.values)
    lead = draft.written_for or next(iter(draft.texts), "")
    return (
        Ask("written_for", _("Which reader is this article written for?"), readers, lead),
        Ask("publish", _("May you publish this text here?"), (("yes", _("Yes")), ("no", _("No")))),
    )


@dataclasses.dataclass(frozen=True)
class Source:
    """A file as text; `lost` is what of a Word file no text can hold."""

    text: str
    lost: tuple[Lost, ...] = ()
    is_word: bool = False


def source_of(upload: UploadedFile) -> Source:
    """An uploaded file: of Word as a file with front matter, of text as it is. Refused in words."""
    if not (upload.name or "").lower().endswith(word.ENDING):
        return Source(words_of(upload))
    try:
        found = word.read(word_bytes(upload), has_title=True)
        question = found.title if found.title.endswith("?") else ""
        draft = Draft(
            question=question,
            heading=found.title,
            texts={Audience.PROFESSIONAL.value: Text(found.title, found.body)},
            references=found.references,
        )
        return Source(frontmatter.write(draft), found.lost, is_word=True)
    except Unreadable as error:
        raise Refused(str(error)) from error


def words_of(upload: UploadedFile) -> str:
    """The text of an uploaded file. Refused for what is too large, no text, or not UTF-8."""
    if not (upload.name or "").lower().endswith(ENDINGS):
        raise Refused(_("Choose a file whose name ends in .docx, .txt or .md."))
    if (upload.size or 0) > MAX_WHOLE:
        raise Refused(_("This file is larger than 1 MB. Please bring in one article at a time."))
    held = upload.read(MAX_WHOLE + 1)
    if b"\0" in held:
        raise Refused(_("This file is no text. Save it as plain text, then choose it again."))
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = held[: error.start].count(b"\n") + 1
        raise Refused(
            _("Line %(line)d of this file is not written in UTF-8. Save it as UTF-8, then choose it again.")
            % {"line": line}
        ) from error


@dataclasses.dataclass(frozen=True)
class Shown:
    """One text of a draft as its readers would get it."""

    name: str
    title: str
    html: str
    body: str


def shown(draft: Draft) -> list[Shown]:
    """Every text of the draft by the rendering that readers get, the lead one first. Refused if it is too long."""
    order = sorted(draft.texts, key=lambda audience: audience != draft.written_for)
    try:
        bodies = [draft.texts[audience].body for audience in order]
        keys = [reference.key for reference in draft.references]
        numbers = citations.number(bodies[0], bodies[1:], keys) if bodies else {}
        return [_shown(audience, draft, numbers) for audience in order]
    except TooLong as error:
        raise Refused(str(error)) from error


def _shown(audience: str, draft: Draft, numbers: Mapping[str, int]) -> Shown:
    text = draft.texts[audience]
    page = rendering.render(text.title, text.body, numbers=numbers)
    return Shown(str(FACTS[audience].text_name), text.title, page.html, text.body)
