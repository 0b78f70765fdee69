"""One's own account: a forgotten password, another password, another address; whom each concerns is told by mail."""

import datetime
import uuid
from typing import Any

from django.contrib.auth.forms import PasswordResetForm
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import links, outbox, signed_in
from articles.models import Outbox, ResetAsked, User
from articles.refusals import Refused

# A new password is asked for at most this often for one account, and from one network address in a quarter of an hour.
PAUSE = datetime.timedelta(minutes=10)
QUARTER = datetime.timedelta(minutes=15)
MOST_FROM_ONE_ADDRESS = 10
MOST_NEW_ADDRESSES = 3
WITHIN = datetime.timedelta(hours=1)


class TooOften(Refused):
    """So much was asked for from one network address that whoever asks has to wait."""


def ask_for_password(address: str, *, asked_from: str | None) -> None:
    """Note that somebody wants a new password: the same two queries whether the address is known here or not.

    `hand_on` finds out later, where nobody waits for it.
    """
    now = timezone.now()
    if (
        ResetAsked.objects.filter(asked_from=asked_from, asked_at__gt=now - QUARTER).count()
        >= MOST_FROM_ONE_ADDRESS
    ):
        raise TooOften(
            _("Too many new passwords were asked for from here. Wait 15 minutes, then try once more.")
        )
    ResetAsked.objects.create(address=address, asked_from=asked_from, asked_at=now)


def hand_on() -> int:
    """Queue a mail for each account that a new password was asked for; forget who asked. How many mails."""
    now = timezone.now()
    with transaction.atomic():
        asked = list(
            ResetAsked.objects.select_for_update(skip_locked=True).filter(handed_on_at=None).order_by("pk")
        )
        people = {
            person.pk: person
            for row in asked
            if now - row.asked_at < WITHIN
            for person in people_at(row.address)
        }
        told = [person for person in people.values() if not _was_told(person, "reset", now - PAUSE)]
        outbox.queue([_row("reset", person, key=f"reset:{person.pk}:{now:%Y%m%d%H%M}") for person in told])
        ResetAsked.objects.filter(pk__in=[row.pk for row in asked]).update(handed_on_at=now)
        ResetAsked.objects.filter(asked_at__lt=now - QUARTER).exclude(handed_on_at=None).delete()
    return len(told)


def people_at(address: str) -> list[User]:
    """Open accounts with a password of their own and this address, letters in capitals aside, but no look-alikes."""
    return list(PasswordResetForm().get_users(address))


def _was_told(person: User, template: str, since: datetime.datetime) -> bool:
    return Outbox.objects.filter(person=person, template=template, made_at__gt=since).exists()


def _row(template: str, person: User, *, key: str = "", **more: Any) -> Outbox:
    """Never a line of the inbox: it would stand there for whoever holds a session that is not theirs."""
    return outbox.of(
        template, key or f"{template}:{person.pk}:{uuid.uuid4().hex}", person, is_listed=False, **more
    )


def password_was_changed(person: User, *, but: Any = None) -> None:
    """End every session (except that of the request `but`) and say so by mail; call it where the password is saved."""
    signed_in.end_all(person, but=but)
    outbox.queue([_row("password_changed", person)])


def ask_for_address(person: User, to: str) -> None:
    """Send a link to the new address, and word to the old one. Whether somebody else has it, the asker is not told."""
    to = User.objects.normalize_email(to).strip()
    if to.lower() == person.email.lower():
        raise Refused(_("This is your address already."))
    now = timezone.now()
    asked = Outbox.objects.filter(person=person, template="address_confirm", made_at__gt=now - WITHIN)
    if asked.count() >= MOST_NEW_ADDRESSES:
        raise Refused(
            _("You asked for this %(n)d times within an hour. Wait an hour.") % {"n": MOST_NEW_ADDRESSES}
        )
    outbox.queue([
        _row("address_confirm", person, address=to, ids={"state": links.state_of(person)}),
        _row("address_asked", person, address=person.email),
    ])  # fmt: skip


def confirm_address(person: User, to: str) -> None:
    """From now on the person signs in with `to`. Links for a new password that are under way hold no more."""
    old = person.email
    person.email = to
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
            address_was_changed(person, old, template="address_changed")
    except IntegrityError as clash:
        person.email = old
        raise Refused(_("Another account has this e-mail address.")) from clash


def address_was_changed(person: User, old: str, *, template: str) -> None:
    """Tell both addresses; `template`: `address_changed`, or `address_corrected` where an editor did it."""
    outbox.queue([_row(template, person, address=address) for address in (old, person.email)])
