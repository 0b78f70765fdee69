"""Saving while one writes: what a script of the page sends and asks, answered as JSON."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import dateformat, timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.forms.fields import DraftForm
from articles.models import ArticleVersion, Variant
from articles.refusals import Stale
from articles.views.writing_parts import missing


def is_by_script(request: HttpRequest) -> bool:
    """Whether the page's own script asks; a browser that opens a page wants HTML too."""
    return request.headers.get("Accept") == "application/json"


def standing(request: HttpRequest, form: DraftForm) -> HttpResponse:
    """What is stored, and who is signed in with which token: a page that was open for long goes on with it."""
    fields = {name: value for name, value in form.initial.items() if name in form.fields}
    return JsonResponse(
        {
            "token": get_token(request),
            "person": str(request.user.uid),
            "counter": fields.pop("counter"),
            "fields": fields,
        }
    )


def answered(
    request: HttpRequest,
    version: ArticleVersion,
    form: DraftForm,
    save: Callable[[], Any],
    *,
    advice: Callable[[], list[str]] | None = None,
) -> HttpResponse:
    """Save, and say in words how it went: 409 where an older text met a newer one, 422 where it was refused."""
    if form.saved(save):
        return JsonResponse(
            {
                "counter": form.row.counter,
                "said": saved_at(form.row),
                "before": _before(request, version, advice),
            }
        )
    if form.stale:
        return JsonResponse({"said": who_saved(form.stale, request)}, status=409)
    return JsonResponse({"said": " ".join(_refusals(form))}, status=422)


def saved_at(row: Any) -> str:
    """When, for the state beside the button. Facts do not remember it: theirs is now."""
    at = getattr(row, "saved_at", None) or timezone.now()
    if at.date() == timezone.now().date():
        return _("Saved today at %(time)s UTC.") % {"time": f"{at:%H:%M}"}
    return _("Saved on %(day)s.") % {"day": dateformat.format(at, "j F Y")}


def who_saved(stale: Stale, request: HttpRequest) -> str:
    """Who stored what the writer has not seen, and when (one query)."""
    row = stale.stored
    if not isinstance(row, Variant):
        return stale.sentences[0]
    last = row.history.select_related("history_user").order_by("-history_id").first()
    if last is None or last.history_user is None:
        return stale.sentences[0]
    facts = {"name": last.history_user.printed_name, "time": f"{row.saved_at:%H:%M}"}
    if last.history_user_id == request.user.pk:
        return _("You saved this text in another window at %(time)s UTC.") % facts
    return _("%(name)s saved this text at %(time)s UTC, while you were writing.") % facts


def _refusals(form: DraftForm) -> list[str]:
    sentences = [str(sentence) for sentence in form.non_field_errors()]
    for field in form.visible_fields():
        if field.errors:
            sentences.append(f"{field.label}: {get_text_list([str(error) for error in field.errors], ' ')}")
    return sentences


def _before(request: HttpRequest, version: ArticleVersion, advice: Callable[[], list[str]] | None) -> str:
    """What stands between the version and its submission now, as the page shows it."""
    stored = ArticleVersion.objects.select_related("article", "base").get(pk=version.pk)
    facts = {
        "version": stored,
        "missing": missing(stored),
        "is_lead": stored.article.lead_author_id == request.user.pk,
        "advice": advice() if advice else [],
    }
    return render_to_string("articles/writing/_before.html", facts)
