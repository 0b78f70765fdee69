"""Bringing a text in: paste or upload, look at what will be kept, keep it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from articles.forms.brought import lost_json, read_lost
from articles.models import Role
from articles.refusals import Refused
from articles.views.doors import private
from reviews import bringing, workflow
from reviews.bringing import Brought, Source
from reviews.forms_authoring import AskForm, SourceForm


@private
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Stateless: the source travels in the form, and nothing is stored before `keep`."""
    if Role.AUTHOR not in request.user.roles():
        raise Http404
    if request.method != "POST":
        return render(request, "reviews/authoring/bring_in.html", {"form": SourceForm()})
    form = SourceForm(request.POST, request.FILES)
    lost = request.POST.get("lost", "")
    source = Source(request.POST.get("text", ""), read_lost(lost), is_word=bool(lost))
    try:
        if form.is_valid() and form.cleaned_data["file"]:
            source = bringing.source_of(form.cleaned_data["file"])
        brought = bringing.read(source.text) if form.is_valid() else None
    except Refused as refusal:
        return _refused(request, SourceForm(initial={"text": source.text}), refusal.sentences)
    if brought is None:
        return _refused(request, form)
    return _look(request, source, brought)


def _refused(request: HttpRequest, form: SourceForm, sentences: tuple[str, ...] = ()) -> HttpResponse:
    """The first step again; answers that were given already go along and stand in the second when it comes."""
    context = {
        "form": form,
        "refused": [(one, "#id_text") for one in sentences],
        "answers": _answers(request).items(),
    }
    return render(request, "reviews/authoring/bring_in.html", context, status=422)


def _answers(request: HttpRequest) -> dict[str, str]:
    """What was typed as an answer, by its field."""
    return {
        name: value
        for name, value in request.POST.items()
        if value and (name in ("question", "specialty") or name.startswith("ask-"))
    }


def _look(request: HttpRequest, source: Source, brought: Brought) -> HttpResponse:
    """The preview with its questions; keeps the draft where that was asked for and every question is answered."""
    step = request.POST.get("step", "read")
    data = request.POST if step in ("again", "keep") else None
    asks = AskForm(data, asks=brought.questions, question=brought.draft.question, initial=_answers(request))
    context: dict[str, Any] = {"refused": [], "draft": brought.draft}
    if data is not None and asks.is_valid():
        try:
            context["draft"] = brought.answered(asks.answers())
            if step == "keep":
                version = _keep(request, asks, context["draft"])
                return redirect("write_version", pk=version.pk)
        except Refused as refusal:
            context["refused"] = [(sentence, "") for sentence in refusal.sentences]
    try:
        context["texts"] = bringing.shown(context["draft"])
    except Refused as refusal:
        return _refused(request, SourceForm(initial={"text": source.text}), refusal.sentences)
    context |= {"form": asks, "source": SourceForm(initial={"text": source.text}), "brought": brought}
    context |= {"is_word": source.is_word, "lost": source.lost, "lost_json": lost_json(source.lost)}
    is_refused = bool(asks.errors or context["refused"])
    return render(request, "reviews/authoring/look.html", context, status=422 if is_refused else 200)


def _keep(request: HttpRequest, asks: AskForm, draft: Any) -> Any:
    return workflow.start(
        by=request.user,
        question=asks.cleaned_data["question"],
        written_for=draft.written_for,
        specialty=asks.cleaned_data["specialty"],
        draft=draft,
    )
