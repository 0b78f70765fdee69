"""CSL-JSON as it is pasted: a list of works, or one, with citation keys that are safe here."""

import json
import math
import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.citations import KEY
from articles.cleaning import Unwritable, clean
from articles.formats.draft import (
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_INTEGER_DIGITS,
    MAX_REFERENCES,
    Refused,
    refuse_too_long,
    shortened,
)

MAX_PROBLEMS = 100
MAX_NAME_IN_KEY = 40
_SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True)
class Problem:
    """Why a work was not taken; `line` is where the work, or the error, begins in the pasted text."""

    line: int
    sentence: str


def parse(text: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The works of a pasted text, each with a unique `id` that can be cited, and what was not taken.

    Numbers with a fraction become the text they were written as. Never raises.
    """
    try:
        refuse_too_long(text)
        cleaned = clean(text)
    except (Refused, Unwritable) as error:
        return [], [Problem(1, str(error))]
    reading = _Reading(cleaned)
    reading.run()
    works: list[dict[str, Any]] = []
    taken: set[str] = set()
    for record in reading.records:
        key = _safe_key(record, taken)
        taken.add(key)
        works.append(record | {"id": key})
    return works, reading.problems[:MAX_PROBLEMS]


def make_key(csl: dict[str, Any], taken: Container[str]) -> str:
    """A key that is not in `taken`: first author's family name and year, with a letter where needed."""
    base = (_author(csl) or "ref") + _year(csl)
    key, count = base, 0
    while key in taken:
        count += 1
        key = base + _letters(count)
    return key


def _safe_key(record: dict[str, Any], taken: set[str]) -> str:
    own = record.get("id")
    if isinstance(own, str) and own not in taken and KEY.fullmatch(own):
        return own
    return make_key(record, taken)


def _author(csl: dict[str, Any]) -> str:
    names = csl.get("author")
    first = names[0] if isinstance(names, list) and names else None
    if not isinstance(first, dict):
        return ""
    name = first.get("family") or first.get("literal") or ""
    if not isinstance(name, str):
        return ""
    unaccented = unicodedata.normalize("NFKD", name[: MAX_NAME_IN_KEY * 4]).casefold()
    return re.sub(r"[^a-z]", "", unaccented)[:MAX_NAME_IN_KEY]


def _year(csl: dict[str, Any]) -> str:
    issued = csl.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        year = str(parts[0][0])
        return year if re.fullmatch(r"[0-9]{4}", year) else ""
    return ""


def _letters(count: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


class _Reading:
    """Reads record by record, so that each problem has its line and spoils only its own record."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.records: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.counted_to, self.line = 0, 1
        self.decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._integer,
            parse_float=self._fraction,
            parse_constant=self._constant,
        )

    def run(self) -> None:
        start = self._skip(0)
        if start == len(self.text):
            self._problem(start, _("There is nothing here. Paste CSL-JSON: a list of works, or one work."))
            return
        is_list = self.text[start] == "["
        end: int | None
        if is_list:
            end = self._read_list(start + 1)
        elif self.text[start] == "{":
            end = self._read_record(start)
        else:
            self._problem(start, _("CSL-JSON begins with “[” for a list of works, or with “{” for one."))
            return
        if end is not None and self._skip(end) < len(self.text):
            self._problem(
                self._skip(end), _("Something follows after the end of the CSL-JSON; it was not read.")
            )

    def _read_list(self, start: int) -> int | None:
        at = self._skip(start)
        if self.text[at : at + 1] == "]":
            self._problem(at, _("The list is empty."))
            return at + 1
        for __ in range(MAX_REFERENCES):
            end = self._read_record(at)
            if end is None:
                return None
            at = self._skip(end)
            if self.text[at : at + 1] == "]":
                return at + 1
            if self.text[at : at + 1] != ",":
                self._problem(at, _("Here a comma, or the “]” that ends the list, is missing."))
                return None
            at = self._skip(at + 1)
        sentence = _("More than {count} works were pasted; the rest was not read.")
        self._problem(at, sentence.format(count=f"{MAX_REFERENCES:,}"))
        return None

    def _read_record(self, start: int) -> int | None:
        """Read one value; where it ends, or None when the rest cannot be read."""
        self.notes = []
        try:
            value, end = self.decoder.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            self._problem(
                max(error.pos, start), _("This is no valid JSON from here on; the rest was not read.")
            )
            return None
        except RecursionError:
            self._problem(start, _("This work is nested too deeply; the rest was not read."))
            return None
        sentence = self.notes[0] if self.notes else _objection(value)
        if sentence:
            self._problem(start, sentence)
        else:
            self.records.append(value)
        return end

    def _skip(self, start: int) -> int:
        match = _SPACE.match(self.text, start)
        return match.end() if match else start

    def _problem(self, position: int, sentence: str) -> None:
        # Positions only grow, apart from the error of a record: its start was counted before.
        if position < self.counted_to:
            self.counted_to, self.line = 0, 1
        self.line += self.text.count("\n", self.counted_to, position)
        self.counted_to = position
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.line, sentence))

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                self.notes.append(_("“{name}” stands twice in one place.").format(name=shortened(name)))
            found[name] = value
        return found

    def _integer(self, digits: str) -> int:
        if len(digits) > MAX_INTEGER_DIGITS + 1 or abs(int(digits)) > MAX_INTEGER:
            self.notes.append(
                _("The number {digits} is too large to be kept.").format(digits=shortened(digits, 20))
            )
            return 0
        return int(digits)

    def _fraction(self, digits: str) -> str:
        if not math.isfinite(float(digits)):
            self.notes.append(
                _("The number {digits} is too large to be kept.").format(digits=shortened(digits, 20))
            )
        return digits

    def _constant(self, name: str) -> int:
        self.notes.append(_("{name} is not a number that can be kept.").format(name=name))
        return 0


def _objection(record: Any) -> str:
    """Why a decoded value is no work that can be kept, or ""; cleans its texts in place."""
    if not isinstance(record, dict):
        return _("Here a work in braces “{…}” is expected.")
    if not record:
        return _("This work is empty.")
    try:
        _clean_inside(record, 1)
    except (Refused, Unwritable) as error:
        return str(error)
    return ""


def _clean_inside(value: dict[str, Any] | list[Any], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Refused(_("This work is nested too deeply."))
    if isinstance(value, list):
        value[:] = [_cleaned(item, depth) for item in value]
        return
    pairs = list(value.items())
    value.clear()
    for name, item in ((clean(name), item) for name, item in pairs):
        if name in value:
            raise Refused(_("“{name}” stands twice in one place.").format(name=shortened(name)))
        value[name] = _cleaned(item, depth)


def _cleaned(item: Any, depth: int) -> Any:
    if isinstance(item, (dict, list)):
        _clean_inside(item, depth + 1)
    return clean(item) if isinstance(item, str) else item
