"""A Word file brought into a text that is there already: read, looked at, kept."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import citations, drafting, rendering
from articles.audiences import FACTS
from articles.drafting.texts import find_text
from articles.formats import word
from articles.formats.word_package import MAX_FILE
from articles.forms.brought import BroughtForm, WordForm, lost_json, read_lost, read_works, works_json
from articles.forms.fields import typed
from articles.markdown import TooLong
from articles.models import ArticleVersion, Reference, Variant
from articles.references import ama
from articles.refusals import Refused
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import own_version, page
from articles.views.writing_previews import Preview
from articles.views.writing_rich import readable


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_text_bring(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """Stateless, as bringing in a new article is: what was read travels in the form, and nothing is stored before."""
    if audience not in FACTS:
        raise Http404
    version = own_version(request, pk)
    if request.method != "POST":
        return _page(request, version, audience, WordForm())
    return (_keep if "keep" in request.POST else _read)(request, version, audience)


def word_bytes(upload: UploadedFile) -> bytes:
    """The bytes of a .docx. Refused, before it is read, for what has another name or is too large."""
    if not (upload.name or "").lower().endswith(word.ENDING):
        raise Refused(_("Choose a file whose name ends in .docx."))
    if (upload.size or 0) > MAX_FILE:
        raise Refused(_("This file is larger than 5 MB. Take its pictures out, then choose it again."))
    return upload.read(MAX_FILE + 1)


def _read(request: HttpRequest, version: ArticleVersion, audience: str) -> HttpResponse:
    form = WordForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, version, audience, form, status=422)
    row = find_text(version, audience)
    has_title = row is None or not row.title
    try:
        data = word_bytes(form.cleaned_data["file"])
        found, new = readable(
            version,
            lambda stored: word.read(data, csl=stored.csl, stored=stored.raw, has_title=has_title),
        )
    except Refused as refused:
        for sentence in refused.sentences:
            form.add_error("file", sentence)
        return _page(request, version, audience, form, status=422)
    initial = {
        "body": found.body,
        "title": found.title,
        "works": works_json(new),
        "lost": lost_json(found.lost),
        "counter": row.counter if row else 0,
        "place": "end",
    }
    return _page(request, version, audience, BroughtForm(initial=initial))


def _keep(request: HttpRequest, version: ArticleVersion, audience: str) -> HttpResponse:
    form = BroughtForm(request.POST)
    row = find_text(version, audience)
    if form.saved(lambda: _save(request, version, audience, form, row)):
        messages.success(request, _("Saved. Look it through: what was read is in the text now."))
        return redirect("write_text", pk=version.pk, audience=audience)
    if form.stale:  # the choice is made again in sight of the text as it is now
        form.data = form.data.copy()
        form.data["counter"] = str(row.counter if row else 0)
    return _page(request, version, audience, form, status=422)


def _save(
    request: HttpRequest, version: ArticleVersion, audience: str, form: BroughtForm, row: Variant | None
) -> None:
    title = (row.title if row else "") or form.cleaned_data["title"]
    body = row.body if row else ""
    if form.cleaned_data["works"]:
        drafting.add_references(version, by=request.user, references=form.cleaned_data["works"])
    drafting.save_text(
        version,
        audience=audience,
        by=request.user,
        counter=form.seen,
        title=title,
        body=form.body_beside(body),
    )


def _page(
    request: HttpRequest,
    version: ArticleVersion,
    audience: str,
    form: WordForm | BroughtForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "audience": audience, "text_name": FACTS[audience].text_name}
    if isinstance(form, BroughtForm):
        works = read_works(str(form["works"].value() or "")) or []
        context["lost"] = read_lost(str(form["lost"].value() or ""))
        context["works"] = [(work.key, ama(work.csl) or work.raw) for work in works]
        context["preview"] = _preview(version, form, [work.key for work in works])
    return page(request, version, "bring.html", context, status)


def _preview(version: ArticleVersion, form: BroughtForm, keys: list[str]) -> Preview:
    """What was read, its citations numbered for themselves: those of the works that come with it too."""
    title, body = typed(form["title"]), typed(form["body"])
    stored = Reference.objects.filter(version=version).values_list("key", flat=True)
    try:
        numbers = citations.number(body, [], [*stored, *keys])
        return Preview(title=title, html=rendering.render(title, body, numbers=numbers).html)
    except TooLong as error:
        return Preview(title=title, problems=(str(error),))
