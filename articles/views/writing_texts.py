"""The editor of the text for one audience, and its preview."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles import drafting
from articles.audiences import FACTS
from articles.blocks import CERTAINTIES, KINDS, STRENGTHS
from articles.drafting.texts import find_text
from articles.forms import TextForm
from articles.forms.fields import Counter
from articles.markdown import headings
from articles.models import ArticleVersion, Variant
from articles.refusals import Refused
from articles.views import writing_saving
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import own_version, page, texts_of, works_of
from articles.views.writing_previews import preview, sealed

# What a recommendation can say, for the toolbar.
CHOICES = {
    "directions": [
        ("for", gettext_lazy("For")),
        ("against", gettext_lazy("Against")),
        ("none", gettext_lazy("None")),
    ],
    "strengths": list(STRENGTHS.items()),
    "certainties": list(CERTAINTIES.items()),
}


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_text(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    version = _version(request, pk, audience)
    if request.method == "POST":
        return _take(request, version, audience)
    if not version.is_writable:
        return _sealed_page(request, version, audience)
    row = find_text(version, audience)
    form = TextForm(audience=audience, row=row)
    if writing_saving.is_by_script(request):
        return writing_saving.standing(request, form)
    return _editor(request, version, audience, form, row=row)


def _take(request: HttpRequest, version: ArticleVersion, audience: str) -> HttpResponse:
    """Save what was typed, or only show how it reads; or begin a text with what another one has."""
    if "begin" in request.POST:
        return _begin(request, version, audience)
    form = TextForm(request.POST, audience=audience)
    if writing_saving.is_by_script(request):
        save = partial(_save, request, version, audience, form)
        return writing_saving.answered(request, version, form, save)
    if "preview" in request.POST:
        return _editor(request, version, audience, form, row=find_text(version, audience))
    if form.saved(lambda: _save(request, version, audience, form)):
        messages.success(request, _("Saved."))
        return redirect("write_text", pk=version.pk, audience=audience)
    return _editor(request, version, audience, form, row=find_text(version, audience), status=422)


def _begin(request: HttpRequest, version: ArticleVersion, audience: str) -> HttpResponse:
    try:
        drafting.begin_text(version, audience=audience, by=request.user, part=request.POST["begin"])
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
    else:
        lead = {"text": FACTS[version.written_for].text_name}
        messages.success(request, _("Copied from the %(text)s. Now tell it for these readers.") % lead)
    return redirect("write_text", pk=version.pk, audience=audience)


def _save(request: HttpRequest, version: ArticleVersion, audience: str, form: TextForm) -> Variant:
    typed = {name: form.cleaned_data[name] for name in ("title", "body")}
    return drafting.save_text(
        version, audience=audience, by=request.user, counter=form.seen, is_apart=form.is_over, **typed
    )


def _editor(
    request: HttpRequest,
    version: ArticleVersion,
    audience: str,
    form: TextForm,
    *,
    row: Variant | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_about(version, audience),
        "form": form,
        "row": row,
        "works": works_of(version),
        "preview": _preview(version, audience, form),
        "kinds": KINDS.items(),
        **CHOICES,
        "begin": None if row else _beginnings(version, audience),
        "saved_at": writing_saving.saved_at(row) if row else "",
        "who_saved": writing_saving.who_saved(form.stale, request) if form.stale else "",
    }
    return page(request, version, "text.html", context, status)


def _beginnings(version: ArticleVersion, audience: str) -> dict[str, Any] | None:
    """What a text that is still to be written could begin with; None where there is nothing (one query)."""
    lead = find_text(version, version.written_for) if version.is_writable else None
    if lead is None or audience == lead.audience or not lead.body.strip():
        return None
    return {"text_name": FACTS[lead.audience].text_name, "headings": len(headings(lead.body))}


def _sealed_page(request: HttpRequest, version: ArticleVersion, audience: str) -> HttpResponse:
    shown = sealed(version, audience)
    if shown is None:
        raise Http404
    return page(request, version, "text_sealed.html", {**_about(version, audience), "preview": shown})


@require_POST
@private_not_led_back
def write_preview(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """The preview alone, of what is typed now; nothing is saved."""
    version = _version(request, pk, audience)
    shown = _preview(version, audience, TextForm(request.POST, audience=audience))
    return render(request, "articles/writing/_preview.html", {"preview": shown})


@require_POST
@private_not_led_back
def write_text_remove(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    version = _version(request, pk, audience)
    counter = Counter().clean(request.POST.get("counter"))
    try:
        drafting.remove_text(version, audience=audience, by=request.user, counter=counter)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect("write_text", pk=pk, audience=audience)
    messages.success(request, _("The %(text)s was removed.") % {"text": FACTS[audience].text_name})
    return redirect("write_version", pk=pk)


def _version(request: HttpRequest, pk: int, audience: str) -> ArticleVersion:
    if audience not in FACTS:
        raise Http404
    return own_version(request, pk)


def _preview(version: ArticleVersion, audience: str, form: TextForm) -> Any:
    typed = {name: str(form[name].value() or "") for name in ("title", "body")}
    return preview(version, audience, **typed)


def _about(version: ArticleVersion, audience: str) -> dict[str, Any]:
    texts = texts_of(version)
    shown = [text for text in texts if text.row or version.is_writable]
    tabs = [(text.label, text.url, text.audience == audience, text.reading) for text in shown]
    return {"audience": audience, "facts": FACTS[audience], "tabs": tabs}
