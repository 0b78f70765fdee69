"""Periodic work: every job that `manage.py tick` does, when each ran last, and what came of it.

Each job may run twice, late, or beside itself: the second time there is nothing left to do.
"""

import dataclasses
import datetime
import logging
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import own_account, reports
from articles.models import Edition, Outbox
from articles.refusals import Refused
from reviews import digests, mailing, record, reminders, reviewing
from reviews.models import Assignment, PeriodicJob

logger = logging.getLogger(__name__)
# Whoever runs a job for longer has died.
AT_MOST = datetime.timedelta(minutes=15)
LATE_AFTER = datetime.timedelta(hours=1)


@dataclasses.dataclass(frozen=True)
class Job:
    """`run` answers with a sentence; `seconds` bounds it where it can be bounded."""

    name: str
    title: object
    does: object
    run: Callable[[float], str]


def _lapse(seconds: float) -> str:
    now, freed = record.now(), 0
    for held in Assignment.objects.active().filter(held_until__lte=now).select_related("version"):
        try:
            reviewing.lapse(held)
        except Refused:  # begun, or ended meanwhile
            continue
        freed += 1
    return ngettext("%(n)d review was freed.", "%(n)d reviews were freed.", freed) % {"n": freed}


def _remind(seconds: float) -> str:
    count = reminders.make(record.now())
    return ngettext("%(n)d reminder was queued.", "%(n)d reminders were queued.", count) % {"n": count}


def _digest(seconds: float) -> str:
    count = digests.make(record.now())
    return ngettext("%(n)d digest was made.", "%(n)d digests were made.", count) % {"n": count}


def _announce(seconds: float) -> str:
    own_account.hand_on()
    if not settings.MAIL_IS_ON:
        waiting = Outbox.objects.filter(fate=Outbox.Fate.WAITING).count()
        return _("No mail server is named (NETREVIEW_EMAIL_URL). Waiting: %(n)d.") % {"n": waiting}
    done = mailing.announce(seconds=seconds)
    return _("Sent: %(sent)d. Not sent, because nobody wants or may get them: %(left)d. Failed: %(failed)d.") % {
        "sent": done.sent, "left": done.left_out, "failed": done.failed + done.given_up,
    }  # fmt: skip


def _clear_sessions(seconds: float) -> str:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return _("Sessions that had ended are gone.")


def _forget_readers(seconds: float) -> str:
    count = reports.forget()
    return ngettext(
        "%(n)d address of a reader was deleted.", "%(n)d addresses of readers were deleted.", count
    ) % {"n": count}


def _republish(seconds: float) -> str:
    call_command("republish", if_changed=True, verbosity=0)
    return _("Pages agree with the facts of the site: %(n)d.") % {"n": Edition.objects.count()}


JOBS = (
    Job("lapse", gettext_lazy("Free reviews"), gettext_lazy("Frees reviews that nobody began while they were held."), _lapse),
    Job("remind", gettext_lazy("Remind"), gettext_lazy("Reminds of reviews that are due soon or late, and of texts to check again."), _remind),
    Job("digest", gettext_lazy("Make digests"), gettext_lazy("Puts what waits into one mail a day, for those who want that."), _digest),
    Job("announce", gettext_lazy("Send mail"), gettext_lazy("Sends what waits, and tries again what failed."), _announce),
    Job("sessions", gettext_lazy("Clear sessions"), gettext_lazy("Removes sessions that have ended."), _clear_sessions),
    Job("readers", gettext_lazy("Forget readers"), gettext_lazy("Deletes the e-mail addresses of readers a week after their report was closed."), _forget_readers),
    Job("republish", gettext_lazy("Make pages anew"), gettext_lazy("Makes public pages anew after facts of the site or the program changed."), _republish),
)  # fmt: skip
BY_NAME = {job.name: job for job in JOBS}


def tick() -> Iterator[PeriodicJob]:
    """Run every job, one after another; a job that fails keeps no other from running."""
    for job in JOBS:
        yield run(job)


def run(job: Job, *, seconds: float = 300.0) -> PeriodicJob:
    """Run it, unless another run is at it; its row afterwards."""
    now = record.now()
    row = PeriodicJob.objects.get_or_create(name=job.name)[0]
    free = PeriodicJob.objects.filter(Q(running_until=None) | Q(running_until__lt=now), pk=row.pk)
    if not free.update(running_until=now + AT_MOST, begun_at=now):
        return row
    begun = time.monotonic()
    try:
        result, has_failed = job.run(seconds), False
    except Exception as error:  # said on the page, and in the log
        logger.exception("The periodic job %s failed.", job.name)
        result, has_failed = (
            _("It failed (%(kind)s). The log says more.") % {"kind": type(error).__name__},
            True,
        )
    row.begun_at, row.ended_at, row.running_until = now, record.now(), None
    row.milliseconds = int((time.monotonic() - begun) * 1000)
    row.result, row.has_failed = result[:300], has_failed
    row.save()
    return row


def is_late(row: PeriodicJob | None, now: datetime.datetime) -> bool:
    """Whether a job has not ended for longer than it should, or never did."""
    return row is None or row.ended_at is None or now - row.ended_at > LATE_AFTER


def late() -> list[str]:
    """The titles of the jobs that are late (one query)."""
    rows, now = {row.name: row for row in PeriodicJob.objects.all()}, record.now()
    return [str(job.title) for job in JOBS if is_late(rows.get(job.name), now)]
