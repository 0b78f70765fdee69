"""The library as a file for a spreadsheet: lines of CSV, made while they are sent."""

import csv
import datetime
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from articles.models import User
from reviews.library_rows import Entry, rows_of

AT_ONCE = 200
# A program that opens the file takes a cell that begins so for a formula; what is not seen before it does not help.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What a csv writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def lines(user: User, keys: Sequence[int]) -> Iterator[str]:
    """A mark of UTF-8, the heads, and a line for each row; so many queries for every `AT_ONCE` rows."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([safe(head) for head in _heads()])
    for start in range(0, len(keys), AT_ONCE):
        for entry in rows_of(user, keys[start : start + AT_ONCE]):
            yield writer.writerow([safe(cell) for cell in _cells(entry)])


def safe(cell: str) -> str:
    """The cell as text, whatever it begins with."""
    begins = cell.startswith(BEGINS_A_FORMULA) or cell.lstrip().startswith(BEGINS_A_FORMULA)
    return f"'{cell}" if begins else cell


def _heads() -> list[str]:
    return [
        _("Question"), _("Version"), _("State"), _("Who acts next"), _("Lead author"), _("Specialty"), _("Due on"),
        _("Signed by"), _("Signatures needed"), _("Missing"), _("Last reviewed"), _("Next review due"),
    ]  # fmt: skip


def _cells(entry: Entry) -> list[str]:
    return [
        entry.question, entry.version, entry.state, entry.acts, entry.lead, entry.specialty, _day(entry.due_on),
        "; ".join(entry.signed), str(entry.needed or ""), " ".join(entry.missing), _day(entry.reviewed_on),
        _day(entry.check_on),
    ]  # fmt: skip


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
