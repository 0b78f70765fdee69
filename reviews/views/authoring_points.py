"""The points of the last round, and what the authors did with each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles.refusals import Refused, Stale
from articles.views import given_back
from articles.views.doors import private
from reviews import answering_points as answering
from reviews import letters
from reviews.forms_authoring import ANSWERS, AnswerForm
from reviews.letters import Point
from reviews.views.authoring import version_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """Every point with its answer in one form; POST keeps them all, or says why none was kept."""
    version = version_of(request, pk)
    sent_back = letters.last_sent_back(version)
    if sent_back is None:
        raise Http404
    letter = letters.letter_of(sent_back)
    kept = answering.stored(letter.points)
    forms = [_form(request, point) for point in letter.points]
    context = {
        "version": version,
        "letter": letter,
        "pairs": list(zip(letter.points, forms, strict=True)),
        "seen": request.POST.get("seen", "") or answering.mark_of(kept),
        "is_lead": version.article.lead_author_id == request.user.pk,
        "is_open": version.is_writable,
        "left": sum(point.wants_answer and not kept[point.pk][0] for point in letter.points),
        "errors": [],
        "meanwhile": [],
        "given_back": [] if version.is_writable else given_back.typed(request),
    }
    if request.method == "POST" and _keep(request, version, letter.points, forms, context):
        return redirect("points", pk=pk)
    return render(
        request, "reviews/authoring/points.html", context, status=422 if request.method == "POST" else 200
    )


def _form(request: HttpRequest, point: Point) -> AnswerForm:
    answer = point.answer
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        prefix=f"point-{point.pk}",
        is_wanted=point.wants_answer,
        initial={"kind": answer.kind, "body": answer.body} if answer else {},
    )


def _keep(
    request: HttpRequest, version: object, points: list[Point], forms: list[AnswerForm], context: dict
) -> bool:
    """Whether the answers were kept; else `context` says why not."""
    for point, form in zip(points, forms, strict=True):
        for field, errors in form.errors.items():
            words = _("Point %(name)s: %(error)s")
            context["errors"] += [
                (words % {"name": point.name, "error": error}, f"#{form[field].auto_id}") for error in errors
            ]
    if context["errors"]:
        return False
    answers = {
        point.pk: (form.cleaned_data["kind"], form.cleaned_data["body"])
        for point, form in zip(points, forms, strict=True)
    }
    try:
        count = answering.answer_points(version, by=request.user, seen=context["seen"], answers=answers)
    except Stale as stale:
        context["errors"] = [(sentence, "") for sentence in stale.sentences]
        context["seen"] = answering.mark_of(stale.stored)
        context["meanwhile"] = [_meanwhile(point, stale.stored) for point in points]
        return False
    except Refused as refusal:
        context["errors"] = [(sentence, "") for sentence in refusal.sentences]
        return False
    said = ngettext("%(count)d answer was kept.", "%(count)d answers were kept.", count) % {"count": count}
    messages.success(request, said if count else _("Nothing had changed."))
    return True


def _meanwhile(point: Point, stored: dict[int, tuple[str, str]]) -> tuple[str, str, str]:
    kind, body = stored.get(point.pk, answering.NOTHING)
    return point.name, str(dict(ANSWERS).get(kind, _("no answer"))), body
