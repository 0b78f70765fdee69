"""The named authors of a version: what each says of themselves, and whom the lead author names."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import drafting, manuscripts
from articles.forms import CoauthorForm, OwnAuthorshipForm
from articles.models import ArticleVersion, Authorship
from articles.refusals import Refused
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import MY_ARTICLES, own_version, page


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_authors(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's lines; each author writes their own."""
    version = own_version(request, pk)
    if request.method != "POST":
        return _authors_page(request, version)
    row = get_object_or_404(Authorship, version=version, user=request.user)
    form = OwnAuthorshipForm(request.POST, row=row)
    if form.saved(lambda: drafting.save_authorship(version, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("write_authors", pk=pk)
    return _authors_page(request, version, own=form, status=422)


@require_POST
@private_not_led_back
def write_author_add(request: HttpRequest, pk: int) -> HttpResponse:
    version = own_version(request, pk)
    form = CoauthorForm(request.POST)
    if form.saved(lambda: drafting.add_author_at(version, by=request.user, **form.cleaned_data)):
        messages.success(request, _("They are named as an author and can write now."))
        return redirect("write_authors", pk=pk)
    return _authors_page(request, version, add=form, status=422)


@require_POST
@private_not_led_back
def write_author_remove(request: HttpRequest, pk: int, uid: uuid.UUID) -> HttpResponse:
    version = own_version(request, pk)
    row = get_object_or_404(Authorship.objects.select_related("user"), version=version, user__uid=uid)
    try:
        drafting.remove_author(version, by=request.user, user=row.user)
    except Refused as refused:
        messages.error(request, " ".join(refused.sentences))
        return redirect("write_authors", pk=pk)
    messages.success(request, _("%(name)s is no longer named as an author.") % {"name": row.name})
    if row.user_id == request.user.pk:
        return redirect(MY_ARTICLES)
    return redirect("write_authors", pk=pk)


def _authors_page(
    request: HttpRequest,
    version: ArticleVersion,
    *,
    own: OwnAuthorshipForm | None = None,
    add: CoauthorForm | None = None,
    status: int = 200,
) -> HttpResponse:
    authors = list(Authorship.objects.filter(version=version).select_related("user"))
    mine = next((author for author in authors if author.user_id == request.user.pk), None)
    context = {
        "authors": authors,
        "own": own or (mine and OwnAuthorshipForm(row=mine)),
        "add": add or CoauthorForm(),
        "digest": manuscripts.draft_digest(version),
        "lead_id": version.article.lead_author_id,
    }
    return page(request, version, "authors.html", context, status)
