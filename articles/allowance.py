"""The allowance: how much one network address, and all of them together, may send without an account."""

import datetime

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles import site
from articles.models import SentFrom
from articles.refusals import Refused

QUARTER = datetime.timedelta(minutes=15)
MOST_FROM_ONE = 6
MOST_FROM_ALL = 300


class TooOften(Refused):
    """So much was sent from one network address, or from all, that whoever sends has to wait."""


def take(asked_from: str | None) -> None:
    """Count one more from this network address. Raises TooOften, and counts nothing, where it was the last."""
    now = timezone.now()
    SentFrom.objects.filter(at__lte=now - QUARTER).delete()
    mark = _mark(asked_from)
    if SentFrom.objects.filter(mark=mark).count() >= MOST_FROM_ONE:
        raise TooOften(
            _("A lot was sent from where you are. Wait 15 minutes, then send this once more."), *_else()
        )
    if SentFrom.objects.count() >= MOST_FROM_ALL:
        raise TooOften(
            _(
                "So much is being sent now that we cannot take more. Wait 15 minutes, then send this once more."
            ),
            *_else(),
        )
    SentFrom.objects.create(mark=mark, at=now)


def _else() -> list[str]:
    address = site.facts().contact_email
    return [_("If it cannot wait that long, write to %(address)s.") % {"address": address}] if address else []


def _mark(asked_from: str | None) -> str:
    """The same for one address on one day, and of no use to whoever would like to know the address."""
    day = timezone.now().date().isoformat()
    return salted_hmac("articles.allowance", f"{day} {asked_from or ''}", algorithm="sha256").hexdigest()


def forget() -> None:
    """Remove what is no longer counted."""
    SentFrom.objects.filter(at__lte=timezone.now() - QUARTER).delete()
