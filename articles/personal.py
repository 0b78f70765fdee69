"""Personal: mail addresses, telephone numbers and dates of birth in what somebody typed, taken out before it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

HIDDEN: Final = "[…]"
MAIL, NUMBER, DATE = "mail", "number", "date"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:1[89]|20)\d\d"
_MAIL = re.compile(
    r"[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?\w[\w-]{0,62}(?:\s?(?:\.|\(dot\)|\[dot\])\s?\w[\w-]{0,62}){1,5}",
    re.IGNORECASE,
)
_DATES = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?(?:{_YEAR}|\d\d)|{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}})(?!\d)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s(?:of\s)?{_MONTH}\.?,?\s{_YEAR}\b"
    rf"|\b{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    rf"(\b(?:born|birthday|date of birth|d\.?o\.?b\.?)\b[^.!?\n]{{0,40}}?)({_YEAR}|\d{{1,2}}\s?{_MONTH}|{_MONTH}\s?\d{{1,2}})\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ \t().-]{0,3}\d){6,14}(?!\w)")
# Seven digits and more that are no telephone number: doses written in thousands, and a span of years.
_NO_NUMBER = re.compile(rf"[1-9]\d{{0,2}}(?:[ ,.]\d{{3}})+|{_YEAR} ?- ?{_YEAR}")


def without(text: str) -> tuple[str, frozenset[str]]:
    """The text with `HIDDEN` in place of what it found, and of which kinds that was. Names are not recognised."""
    found: set[str] = set()

    def hide(kind: str) -> Callable[[re.Match[str]], str]:
        def put(match: re.Match[str]) -> str:
            if kind == NUMBER and _NO_NUMBER.fullmatch(match[0]):
                return match[0]
            found.add(kind)
            return f"{match[1]}{HIDDEN}" if match.re is _BORN else HIDDEN

        return put

    text = _MAIL.sub(hide(MAIL), text)
    text = _DATES.sub(hide(DATE), text)
    text = _BORN.sub(hide(DATE), text)
    return _NUMBER.sub(hide(NUMBER), text), frozenset(found)
