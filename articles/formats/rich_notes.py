"""Notes and comments that Word writes below a pasted text: each is listed with its words."""

import re

from django.utils.translation import gettext as _

from articles.formats.lost import Lost
from articles.formats.rich_tree import Node

_ELEMENT = re.compile(r"(footnote|endnote|comment)$")


def note_of(node: Node) -> Lost | None:
    """The note that this element holds, or what a deletion took out; None for a part of the text."""
    if node.tag == "del":
        return Lost(
            "", node.words(), _("A tracked deletion was taken as accepted: these words are left out.")
        )
    match = _ELEMENT.fullmatch(node.style.get("mso-element", ""))
    if match is None:
        return None
    return Lost(node.attrs.get("id", ""), node.words(), why_left_out(match[1]))


def why_left_out(kind: str) -> str:
    """What became of a footnote, an endnote or a comment."""
    if kind == "comment":
        return _("A comment was left out.")
    if kind == "endnote":
        return _(
            "An endnote was left out, for texts here have none: put its words in the text, or cite a work."
        )
    return _("A footnote was left out, for texts here have none: put its words in the text, or cite a work.")
