"""Cleaning of what people type, so that what is seen is what is stored and hashed."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

MAX_MARKS = 100  # accents in a row; composing a longer run takes time that grows with its square

_LINE_ENDS = re.compile(r"\r\n?")
# Controls other than tab and newline, marks that reorder text unseen, the byte order mark, and what is no character at
# all: XML, and so a feed, cannot carry U+FFFE and U+FFFF.
_UNSEEN = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_A_MARK = re.compile("[\x00-\u02ff]")


class Unwritable(ValueError):
    """Text that no database of ours can keep; `str()` is the sentence for the person who typed it."""


def clean(text: str) -> str:
    """`text` in NFC with LF line ends, without controls and unseen marks; cleaning again changes nothing.

    Raises Unwritable for NUL, lone surrogates, and more than MAX_MARKS accents in a row.
    """
    if "\x00" in text:
        raise Unwritable(_("This text contains a NUL character, which cannot be stored. Please take it out."))
    if _LONE_SURROGATE.search(text):
        raise Unwritable(
            _("This text contains half of a character (a lone surrogate). Please type that place again.")
        )
    visible = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    if _has_long_run_of_marks(visible):
        raise Unwritable(
            _("This text has more than %(most)d accents on one letter, which cannot be stored.")
            % {"most": MAX_MARKS}
        )
    return unicodedata.normalize("NFC", visible)


def _has_long_run_of_marks(text: str) -> bool:
    if text.isascii():
        return False
    for stretch in _NOT_A_MARK.split(text):
        run = 0
        for character in stretch if len(stretch) > MAX_MARKS else "":
            run = run + 1 if unicodedata.category(character)[0] == "M" else 0
            if run > MAX_MARKS:
                return True
    return False
