"""One's own absences: said and taken back by a board member."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Role
from articles.refusals import Refused
from articles.views.doors import private
from reviews import absences, record
from reviews.forms_board import AwayForm


@private
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """What is to come, and a form for more."""
    if not request.user.holds(Role.BOARD):
        raise Http404
    form = AwayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            absences.add(
                request.user, from_on=given["from_on"] or record.now().date(), until_on=given["until_on"]
            )
        except Refused as refusal:
            form.add_error("until_on", list(refusal.sentences))
        else:
            messages.success(request, _("Kept. Editors see it when they ask for a review."))
            return redirect("away")
    rows = [(row, absences.said(row)) for row in absences.of([request.user.pk])[request.user.pk]]
    page = {"form": form, "rows": rows}
    return render(request, "reviews/board/away.html", page, status=422 if form.errors else 200)


@private
@require_POST
def away_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of one's own back."""
    get_object_or_404(absences.to_come().filter(person=request.user), pk=pk).delete()
    messages.success(request, _("Taken out."))
    return redirect("away")
