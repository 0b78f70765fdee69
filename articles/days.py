"""Days as people write them: read where only one day of the calendar can be meant."""

import datetime
import re

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})")
_BACKWARDS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ?(?:of )?([a-z]+)\.?,? ([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
SHORTEST = 3  # letters that name a month, as in "Sep" and "Sept"


def read(text: str) -> datetime.date | None:
    """The day that is meant; None where it is none, or where it could be another ("3.4.2026")."""
    words = re.sub(r"\s+", " ", text.strip().lower())
    if found := _NUMBERS.fullmatch(words):
        year, month, day = map(int, found.groups())
    elif found := _BACKWARDS.fullmatch(words):
        first, second, year = map(int, found.groups())
        if first <= len(MONTHS) and second <= len(MONTHS) and first != second:
            return None
        day, month = (first, second) if second <= len(MONTHS) else (second, first)
    elif found := _DAY_FIRST.fullmatch(words):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif found := _MONTH_FIRST.fullmatch(words):
        day, month, year = int(found[2]), _month(found[1]), int(found[3])
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """Its number; 0 for what names none."""
    if len(name) < SHORTEST:
        return 0
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), 0)
