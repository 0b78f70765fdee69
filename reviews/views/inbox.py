"""The inbox: what a person was told, the same rows that become mail; and how they want their mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles import outbox
from articles.models import MailChoice
from articles.views.doors import form_page, private
from reviews import mails, notifications, record
from reviews.forms_post import ChoiceForm

PER_PAGE = 30


@private
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What is unread first; each line leads to its text."""
    mine = notifications.inbox(request.user, request.user.roles())
    unread_first = mine.order_by(Case(When(read_at=None, then=0), default=1), "-made_at", "-pk")
    page = Paginator(unread_first, PER_PAGE).get_page(request.GET.get("page"))
    said = outbox.lines(page.object_list)
    context = {
        "page": page,
        "lines": [(row, said[row.pk]) for row in page if row.pk in said],
        "unread": mine.unread().count(),
        "last": max((row.pk for row in page), default=0),
    }
    return render(request, "reviews/post/inbox.html", context)


@private
@require_POST
def inbox_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one line as read, and go where it leads if that was asked for."""
    row = get_object_or_404(notifications.inbox(request.user), pk=pk)
    notifications.inbox(request.user).unread().filter(pk=row.pk).order_by().update(read_at=record.now())
    line = outbox.lines([row]).get(row.pk)
    return redirect(line.path if line and line.path and "open" in request.POST else "inbox")


@private
@require_POST
def inbox_read_all(request: HttpRequest) -> HttpResponse:
    """Mark every line as read that was there when the page was made."""
    last = request.POST.get("last", "")
    if last.isascii() and last.isdigit() and len(last) < 19:
        unread = notifications.inbox(request.user).unread().filter(pk__lte=int(last))
        unread.order_by().update(read_at=record.now())
    return redirect("inbox")


@private
@form_page
def mail_choice(request: HttpRequest) -> HttpResponse:
    """How this person wants their mail."""
    mine = MailChoice.objects.filter(person=request.user).first()
    now = mine.how if mine else MailChoice.How.EACH
    form = ChoiceForm(request.POST if request.method == "POST" else None, initial={"how": now})
    if request.method == "POST" and form.is_valid():
        MailChoice.objects.update_or_create(person=request.user, defaults=form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("mail_choice")
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/post/choice.html", {"form": form}, status=status)


@csrf_exempt  # a mail program sends it, by the signed address alone; all it can do is stop mails
@form_page
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """From a mail, without signing in: looking changes nothing, one press (or one click of a mail program) stops."""
    person = mails.person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        MailChoice.objects.update_or_create(person=person, defaults={"how": MailChoice.How.SIGNED})
    return render(request, "reviews/post/stop.html", {"is_done": request.method == "POST"})
