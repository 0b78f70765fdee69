"""The post room of the editors: periodic work, mail that could not be sent, and, in a demonstration, all mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import outbox, site
from articles.models import Outbox
from articles.views.doors import private
from reviews import mailing, mails, periodic, post_room, record
from reviews.models import PeriodicJob
from reviews.views.house import only_for_editors

PER_PAGE = 50
# Somebody waits for the page.
SECONDS = 15.0


@private
@require_safe
def periodic_work(request: HttpRequest) -> HttpResponse:
    """Every job: when it ran last, what came of it, and whether it is late."""
    only_for_editors(request)
    rows, now = {row.name: row for row in PeriodicJob.objects.all()}, record.now()
    jobs = [(job, rows.get(job.name), periodic.is_late(rows.get(job.name), now)) for job in periodic.JOBS]
    late = [str(job.title) for job, _row, is_late in jobs if is_late]
    return render(request, "reviews/post/periodic.html", {"jobs": jobs, "late": late})


@private
@require_POST
def run_job(request: HttpRequest, name: str) -> HttpResponse:
    """Run one job now."""
    only_for_editors(request)
    if name not in periodic.BY_NAME:
        raise Http404
    job = periodic.BY_NAME[name]
    row = periodic.run(job, seconds=SECONDS)
    if row.running_until is not None:
        messages.warning(request, _("%(job)s: another run is at it.") % {"job": job.title})
    elif row.has_failed:
        messages.error(request, f"{job.title}: {row.result}")
    else:
        messages.success(request, f"{job.title}: {row.result}")
    return redirect("periodic")


@private
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """What was given up; in a demonstration also everything that was sent."""
    only_for_editors(request)
    is_demo = site.read().is_demo
    rows = post_room.mail_known_to(request.user)
    sent = rows.filter(fate=Outbox.Fate.SENT).order_by("-sent_at", "-pk") if is_demo else rows.none()
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    said = outbox.lines(page.object_list)
    context = {
        "is_demo": is_demo,
        "page": page,
        "sent": [(row, said[row.pk]) for row in page if row.pk in said],
        "given_up": post_room.given_up(request.user),
    }
    return render(request, "reviews/post/mail.html", context)


@private
@require_safe
def mail_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as it was sent, in a demonstration only: elsewhere mail is read by whom it was sent to."""
    only_for_editors(request)
    row = get_object_or_404(post_room.mail_known_to(request.user), pk=pk, fate=Outbox.Fate.SENT)
    letter = mails.letter(row) if site.read().is_demo else None
    if letter is None:
        raise Http404
    return render(request, "reviews/post/mail_read.html", {"row": row, "letter": letter})


@private
@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a given-up mail again."""
    only_for_editors(request)
    known = post_room.mail_known_to(request.user, with_secret=True)
    row = get_object_or_404(known, pk=pk, fate=Outbox.Fate.GIVEN_UP)
    mailing.try_again(row)
    messages.success(request, _("It is tried again at the next run."))
    return redirect("mail")
