"""The page on which an editor gives an article another address."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import reports
from articles.models import Article
from articles.views.doors import private
from reviews import readdressing
from reviews.forms import PlainForm, Words
from reviews.views.house import Act, answer, only_for_editors


class AddressForm(PlainForm):
    slug = Words(
        label=gettext_lazy("New address"), most=readdressing.LONGEST, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("The part after /articles/, such as aspirin-at-72."),
        error_messages={"required": gettext_lazy("Write the new address.")},
    )  # fmt: skip


@private
@require_http_methods(["GET", "HEAD", "POST"])
def article_address(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another address for an article that has one; the old ones are listed with what becomes of them."""
    only_for_editors(request)
    article = get_object_or_404(Article.objects.exclude(slug=None), uid=uid)
    old = article.old_addresses.order_by("-at", "-pk").values_list("slug", flat=True)
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"slug": article.slug})
    act = Act(
        title=_("The address of an article"), button=_("Change the address"), form=form,
        do=None, done=_("The address is changed. Every old one leads to it."), back=reverse("library"),
        lede=_("%(question)s Now: %(path)s") % {"question": reports.about(str(article.slug)).question, "path": f"/articles/{article.slug}/"},
        consequences=[
            _("Every address that it had leads to the new one, for ever, and is given to no other article."),
            _("It cannot be changed back: browsers remember where an old address leads."),
            *(_("Leads here already: %(path)s") % {"path": f"/articles/{slug}/"} for slug in old),
        ],
    )  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        readdressing.change(article, given["slug"], by=request.user)
        act.back = reverse("article_address", args=[uid])

    act.do = do
    return answer(request, act)
