"""What the mails about an account say. Those with a one-time link are shown to nobody else."""

import datetime
from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import links, outbox
from articles.models import Outbox
from articles.outbox import Line, Template

ONE_HOUR = datetime.timedelta(hours=1)
ONE_DAY = datetime.timedelta(days=1)


def _reset(row: Outbox) -> Line:
    return Line(
        _("A new password"),
        _("Somebody asked for a new password for your account. If it was you, choose it within an hour; the link works once."),
        _("If it was not you, do nothing: your password stays as it is."),
        _("Choose a new password"),
        links.reset_path(row.person),
    )  # fmt: skip


def _password_changed(row: Outbox) -> Line:
    return Line(
        _("Your password was changed"),
        _("The password of your account was changed on %(when)s, and every other session has ended.") % _when(row),
        _("If it was not you, ask for a new password at once and tell an editor."),
        _("Ask for a new password"),
        reverse("forgotten"),
    )  # fmt: skip


def _address_confirm(row: Outbox) -> Line:
    return Line(
        _("Confirm your new address"),
        _("Somebody with an account here wants to sign in with this address. If it was you, confirm it within a day."),
        _("If it was not you, do nothing: nothing changes."),
        _("Confirm this address"),
        links.address_path(row.person, row.address),
    )  # fmt: skip


def _address_asked(row: Outbox) -> Line:
    return Line(
        _("A new address was asked for"),
        _("On %(when)s somebody who knows your password asked to sign in to your account with another address.") % _when(row),
        _("Nothing changes before it is confirmed there. If it was not you, change your password."),
        _("My account"),
        reverse("me"),
    )  # fmt: skip


def _address_changed(row: Outbox) -> Line:
    return Line(
        _("The address of your account was changed"),
        _("On %(when)s the address of your account was changed. From now on you sign in with the new one.") % _when(row),
        _("If it was not you, tell an editor at once."),
    )  # fmt: skip


def _address_corrected(row: Outbox) -> Line:
    return Line(
        _("An editor corrected the address of your account"),
        _("On %(when)s an editor corrected the e-mail address of your account. It is the new one that you sign in with.") % _when(row),
        _("If this is wrong, tell another editor at once."),
    )  # fmt: skip


def _when(row: Outbox) -> dict[str, str]:
    made = timezone.localtime(row.made_at)
    return {"when": f"{formats.date_format(made, 'j F Y, H:i')} {made:%Z}"}


def _each(write: Callable[[Outbox], Line]) -> Callable[[Sequence[Outbox]], Mapping[int, Line]]:
    return lambda rows: {row.pk: write(row) for row in rows}


def _reset_is_wanted(row: Outbox) -> bool:
    return row.person.has_usable_password() and timezone.now() - row.made_at < ONE_HOUR


def _address_is_wanted(row: Outbox) -> bool:
    return row.ids.get("state") == links.state_of(row.person) and timezone.now() - row.made_at < ONE_DAY


def connect() -> None:
    """Called once when the application starts. No choice of a person stops any of them."""
    register = outbox.register
    register("reset", Template(_each(_reset), still=_reset_is_wanted, always=True, is_secret=True))
    register("password_changed", Template(_each(_password_changed), always=True))
    register(
        "address_confirm",
        Template(_each(_address_confirm), still=_address_is_wanted, always=True, is_secret=True),
    )
    register("address_asked", Template(_each(_address_asked), always=True))
    register("address_changed", Template(_each(_address_changed), always=True))
    register("address_corrected", Template(_each(_address_corrected), always=True))
