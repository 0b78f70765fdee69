"""A version's working page: its facts, and what there is of it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import checks, drafting
from articles.forms import FactsForm
from articles.models import ArticleVersion, Authorship
from articles.views import writing_saving
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import own_version, page, texts_of, works_of


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_version(request: HttpRequest, pk: int) -> HttpResponse:
    version = own_version(request, pk)
    is_lead = version.article.lead_author_id == request.user.pk
    if request.method != "POST":
        return _shown(request, version, FactsForm(version=version, is_lead=is_lead))
    form = FactsForm(request.POST, version=version, is_lead=is_lead)
    save = partial(_save, request, version, form)
    if writing_saving.is_by_script(request):
        advice = partial(checks.advice, version)
        return writing_saving.answered(request, version, form, save, advice=advice)
    if form.saved(save):
        messages.success(request, _("Saved."))
        return redirect("write_version", pk=pk)
    return _working_page(request, version, form, status=422)


def _save(request: HttpRequest, version: ArticleVersion, form: FactsForm) -> ArticleVersion:
    return drafting.save_facts(version, by=request.user, counter=form.seen, **form.facts())


def _shown(request: HttpRequest, version: ArticleVersion, form: FactsForm) -> HttpResponse:
    if writing_saving.is_by_script(request):
        return writing_saving.standing(request, form)
    if not version.is_writable:
        return page(request, version, "version_sealed.html", contents_of(version))
    return _working_page(request, version, form)


def _working_page(
    request: HttpRequest, version: ArticleVersion, form: FactsForm, status: int = 200
) -> HttpResponse:
    context = {**contents_of(version), "form": form, "advice": checks.advice(version)}
    return page(request, version, "version.html", context, status)


def contents_of(version: ArticleVersion) -> dict[str, Any]:
    """Texts, works and authors, as the lists of the page show them (four queries)."""
    return {
        "texts": texts_of(version),
        "works": works_of(version),
        "authors": Authorship.objects.filter(version=version).order_by("position", "pk"),
    }
