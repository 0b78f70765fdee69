"""A web page copied as plain text, as a draft: what was kept, what was left out, what must be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from articles.audiences import Audience
from articles.cleaning import Unwritable, clean
from articles.formats.draft import Draft, DraftReference, Refused, Text, check, refuse_too_long, shortened
from articles.formats.furniture import LeftOut, reader_hinted, sort_out
from articles.formats.marks import Mark, Sequence, marks_in
from articles.formats.outline import Block, outline
from articles.formats.to_markdown import to_markdown

MAX_QUESTIONS = 100
MAX_ANSWER = 300
REFERENCES = frozenset(("references", "sources", "bibliography", "works cited", "literature", "citations"))


@dataclass(frozen=True)
class Ask:
    """A question to the person; `options` are (value, label), none means free text; no default: "" ."""

    id: str
    sentence: str
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""


@dataclass(frozen=True)
class Captured:
    """A page as read: `draft` is what the defaults give; `answer` makes the one that may be saved."""

    draft: Draft
    left_out: tuple[LeftOut, ...]
    questions: tuple[Ask, ...]
    page: "Page" = field(repr=False, compare=False)


@dataclass
class Page:
    """What was found in the text, before any question is answered."""

    question: str
    heading: str
    left_out: list[LeftOut]
    blocks: list[Block]
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    listed: dict[int, str] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    lists: dict[str, tuple[int, list[int]]] = field(default_factory=dict)


def read(text: str) -> Captured:
    """The page in `text`; raises `Refused` and nothing else. Nothing is saved anywhere."""
    refuse_too_long(text)
    try:
        lines = clean(text).split("\n")
    except Unwritable as error:
        raise Refused(str(error)) from error
    kept = sort_out(lines)
    page = Page(kept.question, kept.heading, kept.left_out, outline(kept.lines))
    _take_reference_list(page)
    _find_marks(page)
    _ask_about_lists(page)
    _ask_about_origin(page)
    if len(page.asks) > MAX_QUESTIONS:
        raise Refused(
            _("Too many numbers here may or may not be citations; bring in a shorter part of the page.")
        )
    defaults = {ask.id: ask.default for ask in page.asks}
    return Captured(_compose(page, defaults), tuple(page.left_out), tuple(page.asks), page)


def answer(captured: Captured, answers: Mapping[str, str]) -> Draft:
    """The draft with every question answered; raises `Refused` where one is open or one forbids it.

    Unanswered questions take their default; ids that were not asked are ignored.
    """
    given = {ask.id: _given(ask, answers) for ask in captured.questions}
    if given["publish"] != "yes":
        raise Refused(_("A text that you may not publish cannot be brought in."))
    if given["ai"] == "yes" and not given["ai_which"]:
        raise Refused(_("Say which AI was used, and what for."))
    if given["ai"] == "yes":
        statement = _("The text brought in was written by {writer}, with AI: {which}.")
    else:
        statement = _("The text brought in was written by {writer}, without AI.")
    return replace(
        _compose(captured.page, given),
        ai_used=given["ai"] == "yes",
        ai_statement=statement.format(
            writer=given["writer"].rstrip("."), which=given["ai_which"].rstrip(".")
        ),
    )


def _given(ask: Ask, answers: Mapping[str, str]) -> str:
    value = answers.get(ask.id, "")
    if not isinstance(value, str) or len(value) > MAX_ANSWER:
        raise Refused(_("The answer to “{question}” is too long.").format(question=ask.sentence))
    try:
        value = " ".join(clean(value).split()) or ask.default
    except Unwritable as error:
        raise Refused(str(error)) from error
    if not value and ask.id != "ai_which":
        raise Refused(_("Please answer: {question}").format(question=ask.sentence))
    if ask.options and value not in dict(ask.options):
        raise Refused(
            _("“{value}” is no answer to “{question}”.").format(value=shortened(value), question=ask.sentence)
        )
    return value


def _take_reference_list(page: Page) -> None:
    """A numbered list under "References" is no text: its lines become those of the placeholders."""
    start = next(
        (
            at
            for at, block in enumerate(page.blocks)
            if block.kind == "heading" and block.text.casefold().strip(" :") in REFERENCES
        ),
        None,
    )
    if start is None:
        return
    end = start + 1
    while end < len(page.blocks) and page.blocks[end].kind == "item" and page.blocks[end].marker != "-":
        number = int(page.blocks[end].marker[:-1])
        if number and number not in page.listed:
            page.listed[number] = page.blocks[end].text
        end += 1
    if page.listed and end == len(page.blocks):
        del page.blocks[start:]
    else:
        page.listed.clear()


def _find_marks(page: Page) -> None:
    sequence = Sequence()
    last: int | None = None  # the paragraph or item that a line of bare numbers belongs to
    for at, block in enumerate(page.blocks):
        if (
            block.kind == "bare"
            and last is not None
            and (len(block.numbers) > 1 or sequence.fits(block.numbers))
        ):
            sequence.take(block.numbers)
            end = len(page.blocks[last].text)
            page.marks[last].append(Mark(end, end, block.numbers))
        elif block.kind == "bare":
            block.kind, last, page.marks[at] = "paragraph", None, []
        elif block.kind == "heading":
            last = None
        else:
            last, page.marks[at] = at, marks_in(block.text, sequence)
            page.asks += [_ask_about_number(block, mark) for mark in page.marks[at] if not mark.sure]


def _ask_about_number(block: Block, mark: Mark) -> Ask:
    number = block.text[mark.start : mark.end].strip()
    return Ask(
        id=_number_id(block, mark),
        sentence=_("Line {line}: is the {number} in “{text}” a citation, or part of the sentence?").format(
            line=block.line, number=number, text=_end_of(block.text[: mark.end])
        ),
        options=(("text", _("Part of the sentence")), ("citation", _("A citation"))),
        default="text",
    )


def _number_id(block: Block, mark: Mark) -> str:
    return f"number-{block.line}-{mark.start}"


def _end_of(text: str) -> str:
    return text if len(text) <= 60 else "…" + text[-59:]


def _ask_about_lists(page: Page) -> None:
    """Where only the last of several items cites, the numbers may stand for the whole list."""
    members: dict[int, list[int]] = {}
    for at, block in enumerate(page.blocks):
        if block.kind == "item":
            members.setdefault(block.list_id, []).append(at)
    for items in members.values():
        cited = [at for at in items if any(mark.sure for mark in page.marks[at])]
        if len(items) > 1 and cited == items[-1:] and _trailing(page, items[-1]):
            ask = _ask_about_list(page, items)
            page.asks.append(ask)
            page.lists[ask.id] = (items[-1], _lead_in(page, items))


def _trailing(page: Page, at: int) -> list[Mark]:
    """The sure marks at the very end of a block."""
    text = page.blocks[at].text
    return [mark for mark in page.marks[at] if mark.sure and not text[mark.end :].strip(" .;:")]


def _lead_in(page: Page, items: list[int]) -> list[int]:
    """Where a citation of a whole list goes: the line that opens it, else each of its items."""
    parent = page.blocks[items[0]].parent
    if parent is not None:
        return [parent]
    before = items[0] - 1
    if before >= 0 and page.blocks[before].kind == "paragraph" and page.blocks[before].text.endswith(":"):
        return [before]
    return items


def _ask_about_list(page: Page, items: list[int]) -> Ask:
    last = page.blocks[items[-1]]
    numbers = ", ".join(str(number) for mark in _trailing(page, items[-1]) for number in mark.numbers)
    words = last.text[: _trailing(page, items[-1])[0].start]
    return Ask(
        id=f"backs-{last.line}",
        sentence=_(
            "Line {line}: {numbers} stands at the end of a list of {count}. Does it back only “{text}”, or the whole list?"
        ).format(line=last.line, numbers=numbers, count=len(items), text=_end_of(words)),
        options=(("item", _("Only the last item")), ("list", _("The whole list"))),
        default="item",
    )


def _ask_about_origin(page: Page) -> None:
    reader = reader_hinted([line.text for line in page.left_out]) or Audience.PROFESSIONAL.value
    yes, no = _("Yes"), _("No")
    page.asks += [
        Ask(
            "reader",
            _("Which reader is this text for?"),
            tuple((value, str(label)) for value, label in Audience.choices),
            reader,
        ),
        Ask("writer", _("Who wrote this text?")),
        Ask("ai", _("Was AI used to write it?"), (("none", _("None")), ("yes", yes))),
        Ask("ai_which", _("If so, which AI, and what for?")),
        Ask("publish", _("May you publish this text here?"), (("yes", yes), ("no", no))),
    ]


def _compose(page: Page, given: Mapping[str, str]) -> Draft:
    """The draft that these answers give, checked against the caps."""
    marks = {
        at: [mark for mark in found if _counts(page.blocks[at], mark, given)]
        for at, found in page.marks.items()
    }
    for ask_id, (last, targets) in page.lists.items():
        if given.get(ask_id) == "list":
            _move(page, marks, last, targets)
    cited = {number for found in marks.values() for mark in found for number in mark.numbers}
    reader = given["reader"]
    draft = Draft(
        question=page.question,
        heading=page.heading,
        written_for=reader,
        texts={reader: Text(page.heading or page.question, to_markdown(page.blocks, marks))},
        references=tuple(
            DraftReference(f"ref{number}", raw=page.listed.get(number, ""), is_placeholder=True)
            for number in sorted(cited | set(page.listed))
        ),
    )
    check(draft)
    return draft


def _counts(block: Block, mark: Mark, given: Mapping[str, str]) -> bool:
    return mark.sure or given.get(_number_id(block, mark)) == "citation"


def _move(page: Page, marks: dict[int, list[Mark]], last: int, targets: list[int]) -> None:
    """Take the trailing marks off the last item's text and set them at the end of each target."""
    trailing = _trailing(page, last)
    numbers = tuple(dict.fromkeys(number for mark in trailing for number in mark.numbers))
    # An empty mark removes its number from the text and cites nothing.
    marks[last] = [replace(mark, numbers=()) if mark in trailing else mark for mark in marks[last]]
    for at in targets:
        end = len(page.blocks[at].text.rstrip(" :"))
        marks[at] = [*marks.get(at, []), Mark(end, end, numbers)]
