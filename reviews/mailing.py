"""Mailing: takes what waits in the outbox into its hands, one row at a time, and sends it once.

A row is claimed before it is sent, so two runs never send the same one. Should a run die between the sending and
the note of it, the row is sent again after its claim has run out, under the same Message-ID.
"""

import dataclasses
import datetime
import logging
import smtplib
import time
import uuid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from articles import outbox
from articles.models import MailChoice, Outbox
from reviews import mails, notifications, record

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
# After each failed attempt; after the last one it is given up, and editors see that.
BACKOFF = (5 * MINUTE, 30 * MINUTE, 3 * HOUR, 12 * HOUR)
CLAIM = 10 * MINUTE
# What nobody sent for so long, because no mail server was named, is no news any more.
STALE = datetime.timedelta(days=14)
# So many failures one after another are the server's: the rest waits for the next run.
MOST_FAILURES = 3

logger = logging.getLogger(__name__)
Fate = Outbox.Fate


@dataclasses.dataclass
class Sent:
    """What came of a run."""

    sent: int = 0
    left_out: int = 0
    failed: int = 0
    given_up: int = 0


def announce(*, seconds: float = 300.0, connection: Any = None) -> Sent:
    """Send what waits and is due, until nothing does, the time is over, or the server fails again and again."""
    done, failures = Sent(), 0
    if not settings.MAIL_IS_ON and connection is None:
        return done
    connection = connection or get_connection()
    end = time.monotonic() + seconds
    try:
        while failures < MOST_FAILURES and time.monotonic() < end and (row := _claim()) is not None:
            fate = _deliver(row, connection)
            failures = failures + 1 if fate in (Fate.WAITING, Fate.GIVEN_UP) else 0
            done.sent += fate == Fate.SENT
            done.left_out += fate == Fate.LEFT_OUT
            done.failed += fate == Fate.WAITING
            done.given_up += fate == Fate.GIVEN_UP
    finally:
        _close(connection)
    return done


def wanted_by_themselves(now: datetime.datetime) -> Any:
    """Rows to send now, but for those that a digest will tell."""
    daily = MailChoice.objects.filter(person=OuterRef("person"), how=MailChoice.How.DAILY)
    always = [name for name, template in outbox.TEMPLATES.items() if template.always]
    return Outbox.objects.waiting(now).filter(Q(template__in=always) | ~Exists(daily))


def _claim() -> Outbox | None:
    """Take the next row. PostgreSQL passes over rows that another run is taking; on SQLite only one run writes."""
    now = record.now()
    with transaction.atomic():
        rows = wanted_by_themselves(now).select_for_update(skip_locked=True, of=("self",))
        row: Outbox | None = rows.order_by("due_at", "pk").first()
        if row is not None:
            row.claim, row.claimed_until = uuid.uuid4().hex, now + CLAIM
            row.attempts += 1
            row.save(update_fields=["claim", "claimed_until", "attempts"])
    return row


def _deliver(row: Outbox, connection: Any) -> str:
    try:
        mail = _mail_for(row)
        if mail is None:
            return _keep(row, Fate.LEFT_OUT)
        mail.connection = connection
        mail.send()
    except Exception as error:  # whatever goes wrong with one mail, the others go out
        logger.warning("A mail could not be sent (%s).", type(error).__name__)
        _close(connection)
        return _put_off(row, error)
    return _keep(row, Fate.SENT)


def _mail_for(row: Outbox) -> EmailMultiAlternatives | None:
    """The mail, unless its person may not know it any more, does not want it, or it came too late."""
    template = outbox.TEMPLATES.get(row.template)
    if template is None or not row.person.is_active or record.now() - row.due_at > STALE:
        return None
    if not template.always and not _is_wanted(row):
        return None
    if row.is_listed and not notifications.is_still_theirs(row):
        return None
    return mails.written(row) if template.still(row) else None


def _is_wanted(row: Outbox) -> bool:
    choice = MailChoice.objects.filter(person=row.person_id).first()
    if choice is None or choice.how != MailChoice.How.SIGNED:
        return True
    return row.ids.get("move") in notifications.OF_SIGNED_TEXTS


def _put_off(row: Outbox, error: Exception) -> str:
    row.error = _in_words(error)
    if row.attempts > len(BACKOFF):
        return _keep(row, Fate.GIVEN_UP)
    row.due_at = record.now() + BACKOFF[row.attempts - 1]
    return _keep(row, Fate.WAITING)


def _keep(row: Outbox, fate: str) -> str:
    """Write down what came of it and let go; whoever lost the claim meanwhile writes nothing."""
    Outbox.objects.filter(pk=row.pk, claim=row.claim).update(
        fate=fate, sent_at=record.now() if fate == Fate.SENT else None, due_at=row.due_at, claim="",
        claimed_until=None, error="" if fate in (Fate.SENT, Fate.LEFT_OUT) else row.error,
    )  # fmt: skip
    return fate


def _in_words(error: Exception) -> str:
    """For editors, without what a server wrote at length: it may hold anything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("The mail server refused the address.")
    if isinstance(error, smtplib.SMTPResponseException):
        return _("The mail server answered with the code %(code)s.") % {"code": error.smtp_code}
    if isinstance(error, OSError):
        return _("The mail server could not be reached.")
    return _("It could not be written (%(kind)s).") % {"kind": type(error).__name__}


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.warning("The connection to the mail server did not close properly.")


def try_again(row: Outbox) -> None:
    """An editor gives a given-up mail a new start."""
    Outbox.objects.filter(pk=row.pk, fate=Fate.GIVEN_UP).update(
        fate=Fate.WAITING, attempts=0, due_at=record.now(), error=""
    )
