"""The editorial policy, for everybody: the one in force, and each that ever was."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.site import facts
from reviews.models import EditorialPolicy
from reviews.policy_words import sections

MOST = 100


@require_safe
def policy(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """One wording of the rules in plain words; without a number, the one in force. One query."""
    every = list(EditorialPolicy.objects.order_by("-number"))
    wanted = [row for row in every if number is None or row.number == number]
    if number is not None and not wanted:
        raise Http404
    chosen = wanted[0] if wanted else None
    page = {
        "policy": chosen,
        "since": formats.date_format(chosen.at, "j F Y") if chosen else "",
        "is_in_force": bool(chosen) and chosen is every[0],
        "sections": sections(chosen.rules, facts()) if chosen else [],
        "checklist": [text.replace("{date}", _("its date")) for _item, text in chosen.rules.checklist]
        if chosen
        else [],
        "others": [
            (row.number, formats.date_format(row.at, "j F Y")) for row in every[:MOST] if row is not chosen
        ],
    }
    response = render(request, "reviews/public/policy.html", page)
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response
