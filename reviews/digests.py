"""Digests: one mail a day for those who chose it, with everything that waited for them."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import outbox
from articles.models import MailChoice, Outbox
from articles.outbox import Line
from reviews import notifications

TEMPLATE = "digest"
# In UTC; before it, yesterday's digest is still the last one.
HOUR = 6


def make(now: datetime.datetime) -> int:
    """Put what waits into today's digest of each person who wants one; how many were made."""
    if now.hour < HOUR:
        return 0
    choices = MailChoice.objects.filter(how=MailChoice.How.DAILY, person__is_active=True)
    return sum(_make_one(person, now) for person in choices.values_list("person", flat=True))


def _make_one(person: int, now: datetime.datetime) -> bool:
    key = f"digest:{person}:{now.date()}"
    with transaction.atomic():
        MailChoice.objects.select_for_update().get(person=person)
        waiting = Outbox.objects.waiting(now).filter(person=person, is_listed=True)
        if Outbox.objects.filter(key=key).exists() or not waiting.exists():
            return False
        made = outbox.of(TEMPLATE, key, person, at=now, is_listed=False)
        made.save()
        waiting.update(fate=Outbox.Fate.DIGEST, digest=made)
    return True


def told_in(digest: Outbox) -> Sequence[Outbox]:
    """The rows of a digest that its person may still be told, oldest first."""
    rows = digest.told.filter(notifications.may_be_told(digest.person))
    rows = rows.select_related("person").order_by("made_at", "pk")
    return [row for row in rows if outbox.TEMPLATES[row.template].still(row)]


def lines(rows: Sequence[Outbox]) -> dict[int, Line]:
    """What stands on top of each digest."""
    found = {}
    for row in rows:
        count = len(told_in(row))
        if count:
            words = ngettext(
                "%(n)d thing happened since the last mail.",
                "%(n)d things happened since the last mail.",
                count,
            )
            title = _("What happened, %(date)s") % {"date": row.made_at.date().isoformat()}
            found[row.pk] = Line(title, words % {"n": count})
    return found
