"""The facts of the site: who publishes, whom to call; one row, remembered for a minute."""

import logging
import time
from typing import Any

from django.db import Error
from django.db.models.signals import post_save

from articles.models import SiteFacts

SECONDS = 60
_kept: dict[str, tuple[float, SiteFacts]] = {}
_known: dict[str, SiteFacts] = {}
_logger = logging.getLogger(__name__)


def read() -> SiteFacts:
    """The row as it stands now, or the facts of a site that nobody has described yet (one query)."""
    return SiteFacts.objects.filter(pk=1).first() or SiteFacts(pk=1)


def facts() -> SiteFacts:
    """What `read` said at most a minute ago. For pages made while somebody waits; published pages use `read`.

    Without a database the last facts known, or those of a site that said nothing of itself: a number to call in an
    emergency is worth more than an error.
    """
    now = time.monotonic()
    kept = _kept.get("facts")
    if kept is None or kept[0] <= now:
        try:
            found = read()
        except Error:
            _logger.exception("The facts of the site could not be read; the last ones known are used.")
            return _known.get("facts") or SiteFacts(pk=1)
        _known["facts"] = found
        kept = _kept["facts"] = (now + SECONDS, found)
    return kept[1]


def forget(**_signal: Any) -> None:
    """Read the row anew next time; other processes learn of a change within a minute."""
    _kept.clear()


post_save.connect(forget, sender=SiteFacts, dispatch_uid="articles.site.forget")
