"""What a Word file holds beside plain text: changes are taken as accepted, the rest is taken out and listed."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from articles.formats.lost import Lost
from articles.formats.rich_notes import why_left_out
from articles.formats.word_body import MC, Body, run_with, value, words_of
from articles.formats.word_package import Package, W

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def take_alternates(body: Body) -> None:
    """Of two ways to write the same thing the newer one."""
    for element in list(body.root.iter(MC + "AlternateContent")):
        if element not in body.parents:
            continue
        chosen = element.find(MC + "Choice")
        if chosen is None or not len(chosen):
            chosen = element.find(MC + "Fallback")
        body.replace(element, *(list(chosen) if chosen is not None else []))
    body.know()


def accept_changes(body: Body) -> None:
    """Insertions stay, deletions go, and each is said."""
    for row in body.every("tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            body.lost.append(Lost("", words_of(row, deleted=True), _deleted()))
            body.remove(row)
    for element in body.every("del", "moveFrom"):
        if text := words_of(element, deleted=True):
            body.lose(element, text, _deleted())
        if body.parents[element].tag not in (W + "rPr", W + "trPr"):
            body.remove(element)
    for element in body.every("ins", "moveTo"):
        if text := words_of(element):
            body.lose(
                element, text, _("A tracked insertion was taken as accepted: these words are in the text.")
            )
        if body.parents[element].tag not in (W + "rPr", W + "trPr"):
            body.replace(element, *element)
    body.know()


def _deleted() -> str:
    return _("A tracked deletion was taken as accepted: these words are left out.")


def take_out_pictures(body: Body) -> None:
    """Pictures go; the words of a text box follow the paragraph that it hung on."""
    for element in body.every("drawing", "pict", "object"):
        if not any(one is body.root for one in body.around(element)):
            continue
        boxes = [list(box) for box in element.iter(W + "txbxContent")]
        if boxes:
            body.lose(
                element, words_of(element), _("A text box: its words follow the paragraph that it hung on.")
            )
            _put_after(body, element, [block for box in boxes for block in box])
        else:
            body.lose(element, _alternative(element), _picture())
        body.remove(element)
    body.know()


def _picture() -> str:
    return _("A picture or an embedded object was left out; its description, if it has one, is given here.")


def _alternative(element: Element) -> str:
    for one in element.iter(_DRAWN + "docPr"):
        return one.get("descr") or one.get("title") or ""
    for one in element.iter():
        if alternative := one.get("alt"):
            return alternative
    return ""


def _put_after(body: Body, element: Element, blocks: list[Element]) -> None:
    paragraph = next((one for one in body.around(element) if one.tag == W + "p"), None)
    if paragraph is None:
        return
    around = body.parents[paragraph]
    at = list(around).index(paragraph)
    for offset, block in enumerate(blocks, start=1):
        around.insert(at + offset, block)
        body.parents[block] = around


def take_formulas(body: Body) -> None:
    """The characters of a formula, in a row."""
    for element in list(body.root.iter(_MATH + "oMath")):
        text = words_of(element)
        body.lose(
            element, text, _("A formula became plain characters in a row: look at it, and write it anew.")
        )
        body.replace(element, run_with(text))
    body.know()


def take_out_notes(body: Body, package: Package, cite: Callable[[Element], str]) -> None:
    """Notes go to the list, but for those that cite: `cite` gives the mark of what one cites, or "" ."""
    for kind in ("footnote", "endnote"):
        notes = _by_id(package.part(f"{kind}s"), kind)
        for element in body.every(f"{kind}Reference"):
            note = notes.get(element.get(W + "id", ""))
            mark = cite(note) if note is not None else ""
            if mark:
                body.replace(element, *run_with(mark))
            else:
                body.lose(element, words_of(note) if note is not None else "", why_left_out(kind))
                body.remove(element)


def take_out_comments(body: Body, package: Package) -> None:
    comments = _by_id(package.part("comments"), "comment")
    for element in body.every("commentReference"):
        comment = comments.get(element.get(W + "id", ""))
        if comment is not None:
            author = comment.get(W + "author", "")
            words = words_of(comment)
            body.lose(element, f"{author}: {words}" if author else words, why_left_out("comment"))
        body.remove(element)


def _by_id(part: Element | None, kind: str) -> dict[str, Element]:
    return {one.get(W + "id", ""): one for one in part.iter(W + kind)} if part is not None else {}


def list_margins(body: Body, package: Package) -> None:
    """What stands on the head and the foot of every page is said once."""
    for kind, why in (
        ("header", _("The head of the pages was left out.")),
        ("footer", _("The foot of the pages was left out.")),
    ):
        for part in package.related.get(kind, []):
            text = words_of(part)
            if any(character.isalpha() for character in text):
                body.lost.append(Lost("", text, why))


def take_out_contents(body: Body) -> None:
    """A list of contents is made here by itself."""
    for element in body.every("sdt"):
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(W + "val") == "Table of Contents":
            body.lost.append(Lost("", words_of(element), _contents()))
            body.remove(element)
    for paragraph in body.every("p"):
        if value(paragraph, "pPr/pStyle").upper().startswith("TOC") and (words := words_of(paragraph)):
            body.lost.append(Lost("", words, _contents()))
            body.remove(paragraph)


def _contents() -> str:
    return _("The list of contents was left out; pages here have their own.")
