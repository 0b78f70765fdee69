"""The references of a version: their list, a form for each, and CSL-JSON pasted in."""

import dataclasses
import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import drafting
from articles.audiences import FACTS
from articles.formats import csl as pasted
from articles.formats.draft import DraftReference
from articles.forms import PastedForm, WorkForm
from articles.forms.fields import Counter
from articles.models import ArticleVersion, Reference
from articles.references import ama, check_csl, csl_text
from articles.refusals import Refused
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import own_version, page, works_of


@require_safe
@private_not_led_back
def write_references(request: HttpRequest, pk: int) -> HttpResponse:
    version = own_version(request, pk)
    return page(request, version, "references.html", {"works": works_of(version)})


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_reference_new(request: HttpRequest, pk: int) -> HttpResponse:
    version = own_version(request, pk)
    if request.method != "POST":
        return _form_page(request, version, WorkForm())
    return _take(request, version)


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_reference(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    version = own_version(request, pk)
    rows = Reference.objects.filter(version=version, key=key)
    if request.method != "POST":
        row = get_object_or_404(rows)
        return _form_page(request, version, WorkForm(row=row), key=key)
    # A work that was removed meanwhile is answered by the verb, so that what was typed is still there.
    return _take(request, version, row=rows.first(), key=key)


def _take(
    request: HttpRequest, version: ArticleVersion, *, row: Reference | None = None, key: str = ""
) -> HttpResponse:
    """Save a work, new or known by `key`; or show the fields of another type, saving nothing."""
    if "change_type" in request.POST:
        return _form_page(request, version, WorkForm(row=row, typed=request.POST), key=key)
    form = WorkForm(request.POST, row=row)
    if form.saved(lambda: _save(request, version, form, key)):
        messages.success(request, _saved(form))
        return redirect("write_references", pk=version.pk)
    return _form_page(request, version, form, key=key, status=422)


def _saved(form: WorkForm) -> str:
    """What became of a placeholder, in words; nobody should have to look for its mark."""
    if not form.was_placeholder:
        return _("Saved.")
    if not form.cleaned_data["is_placeholder"]:
        return _("Saved. The record names its work now, so it is no longer a placeholder.")
    if "is_placeholder" in form.data:
        return _("Saved. It stays a placeholder, because you ticked that.")
    return _("Saved. It stays a placeholder until its record names the work.")


def _form_page(
    request: HttpRequest, version: ArticleVersion, form: WorkForm, *, key: str = "", status: int = 200
) -> HttpResponse:
    shown = [form[name] for name in form.kind.fields]
    hidden = [form[name] for name in form.fields if form[name].is_hidden]
    context = {
        "form": form,
        "shown": shown,
        "hidden": hidden,
        "key": key,
        "line": _line(form),
        "citing": _citing(version, form.row.key) if form.row else [],
    }
    return page(request, version, "reference.html", context, status)


def _citing(version: ArticleVersion, key: str) -> list[tuple[str, str]]:
    """Name and address of each text that cites the work."""
    return [
        (str(FACTS[text.audience].text_name), reverse("write_text", args=[version.pk, text.audience]))
        for text in drafting.citing_texts(version, key)
    ]


def _line(form: WorkForm) -> str:
    return ama(form.csl_stored)


def _save(request: HttpRequest, version: ArticleVersion, form: WorkForm, key: str) -> Reference:
    values = form.cleaned_data
    csl = form.csl()
    is_again = "over" in request.POST and not form.seen  # removed by somebody else, wanted all the same
    taken = (
        set()
        if values["key"]
        else set(Reference.objects.filter(version=version).values_list("key", flat=True))
    )
    return drafting.save_reference(
        version,
        by=request.user,
        key=values["key"] or pasted.make_key(csl, taken),
        csl=csl,
        counter=form.seen,
        raw=form.row.raw if form.row else "",
        is_placeholder=values["is_placeholder"],
        kept_because=values["kept_because"],
        old_key=None if is_again else key or None,
    )


@require_POST
@private_not_led_back
def write_reference_remove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    version = own_version(request, pk)
    counter = Counter().clean(request.POST.get("counter"))
    try:
        drafting.remove_reference(version, by=request.user, key=key, counter=counter)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
    else:
        messages.success(request, _("The reference was removed."))
    return redirect("write_references", pk=pk)


@dataclasses.dataclass(frozen=True)
class PastedWork:
    """A pasted work as it would be added; `is_there` when exactly this one is stored already."""

    key: str
    line: str
    csl: dict[str, Any]
    problems: tuple[str, ...]
    is_there: bool


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_references_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Pasted, then looked at, then added: only the very text that was looked at is added."""
    version = own_version(request, pk)
    if request.method != "POST":
        return page(request, version, "paste.html", {"form": PastedForm()})
    form = PastedForm(request.POST)
    text = request.POST.get("text", "")
    records, problems = pasted.parse(text)
    works = _pasted(version, records)
    seen = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if request.POST.get("add") == seen and works and form.saved(lambda: _add(request, version, works)):
        messages.success(request, _added(sum(not work.is_there for work in works)))
        return redirect("write_references", pk=pk)
    context = {"form": form, "pasted": works, "problems": problems, "seen": seen}
    return page(request, version, "paste.html", context, status=422 if problems or form.errors else 200)


def _pasted(version: ArticleVersion, records: list[dict[str, Any]]) -> list[PastedWork]:
    """The works with keys that are free in this version (one query)."""
    stored = {row.key: row.csl for row in Reference.objects.filter(version=version)}
    taken, works = set(stored), []
    for record in records:
        key, csl = record["id"], {name: value for name, value in record.items() if name != "id"}
        is_there = stored.get(key) == csl_text(csl)
        if key in taken and not is_there:
            key = pasted.make_key(csl, taken)
        taken.add(key)
        works.append(PastedWork(key, ama(csl), csl, tuple(check_csl(csl)), is_there))
    return works


def _add(request: HttpRequest, version: ArticleVersion, works: list[PastedWork]) -> list[Reference]:
    references = [DraftReference(work.key, work.csl) for work in works if not work.is_there]
    return drafting.add_references(version, by=request.user, references=references)


def _added(count: int) -> str:
    return ngettext("%(count)d reference was added.", "%(count)d references were added.", count) % {
        "count": count
    }
