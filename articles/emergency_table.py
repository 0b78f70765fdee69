"""The table of emergencies in force: the board's newest one, or the one that comes with the application."""

import logging
import time
from typing import Any

from django.db import Error, transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.emergencies import Match, Table, find, read, shipped, shipped_text
from articles.models import EmergencyTable, Role, User
from articles.refusals import Refused

SECONDS = 60
_logger = logging.getLogger(__name__)
_kept: dict[str, tuple[float, Table]] = {}


def newest() -> EmergencyTable | None:
    return EmergencyTable.objects.select_related("by").order_by("-pk").first()


def text_of(row: EmergencyTable | None) -> str:
    return (row and row.text) or shipped_text()


def emergency_in(text: str) -> Match | None:
    """What a text speaks of, by the table in force. It needs no database where there is none to ask."""
    return find(text, table())


def table() -> Table:
    """The table as it was at most a minute ago. Without a database the last one known; never an error."""
    now = time.monotonic()
    kept = _kept.get("table")
    if kept is not None and now < kept[0]:
        return kept[1]
    try:
        found = _read()
    except Error:
        _logger.exception("The table of emergencies could not be read; the last one known is used.")
        found = kept[1] if kept else shipped()
    _kept["table"] = (now + SECONDS, found)
    return found


def _read() -> Table:
    row = newest()
    if row is None or not row.text:
        return shipped()
    reading = read(row.text)
    if reading.wrong:  # written for an older application
        _logger.error("Table of emergencies %s cannot be read any more; the shipped one is used.", row.pk)
        return shipped()
    return Table(reading)


def save(text: str, *, by: User, seen: int | None) -> EmergencyTable:
    """Put a table in force. `seen` is the key of the row that `by` started from, None for the shipped table."""
    wrong = read(text).wrong
    if wrong:
        raise Refused(*wrong)
    if not by.holds(Role.EDITOR):
        raise Refused(_("Only editors can change the table."))
    with transaction.atomic():
        last = newest()
        if (last and last.pk) != seen:
            raise Refused(_(
                "Somebody else saved another table meanwhile. Yours is still below: compare it with the one in "
                "force, in a new window, and save it again."
            ))  # fmt: skip
        if _lines(text) == _lines(text_of(last)):
            raise Refused(_("This table is in force already."))
        is_shipped = _lines(text) == _lines(shipped_text())
        return EmergencyTable.objects.create(text="" if is_shipped else text, by=by, at=timezone.now())


def _lines(text: str) -> list[str]:
    return text.strip().splitlines()


def forget(**_signal: Any) -> None:
    """Read the row anew next time; other processes learn of a change within a minute."""
    if "table" in _kept:
        _kept["table"] = (0.0, _kept["table"][1])


post_save.connect(forget, sender=EmergencyTable, dispatch_uid="articles.emergency_table.forget")
