"""What the house goes by: the policy, looked at in plain words before it is put in force; the facts of the site."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import attempts, site
from articles.forms import SiteForm
from articles.models import Role, User
from articles.refusals import Refused
from articles.views.doors import form_page, private
from reviews import house, publishing
from reviews.case import newest_policy
from reviews.forms_house import EnactForm, PolicyForm
from reviews.policy_words import sections
from reviews.rules import Rules, default_rules
from reviews.views.house import only_for_editors


@private
@form_page
def rules(request: HttpRequest) -> HttpResponse:
    """The policy as a form: first what it would require, in words; then, with a password, in force."""
    only_for_editors(request)
    now = newest_policy()
    in_force = now.rules if now else default_rules()
    is_act = request.method == "POST" and "enact" in request.POST
    form = PolicyForm(
        request.POST if request.method == "POST" else None, initial=PolicyForm.initial_of(in_force)
    )
    enact = EnactForm(request.POST if is_act else None, request=request)
    refused: list[str] = []
    proposed = None
    if request.method == "POST" and form.is_valid():
        proposed = form.rules()
        refused = proposed.problems()
        if is_act and not refused and enact.is_valid():
            try:
                made = house.set_policy(proposed, by=request.user, password=enact.cleaned_data["password"])
            except Refused as refusal:
                refused = refusal.sentences
            else:
                messages.success(request, _("Policy number %(n)d is in force.") % {"n": made.number})
                return redirect("policy")
    page = render(request, "reviews/house/policy.html", {
        "policy": now, "form": form, "enact": enact, "refused": refused,
        "preview": _in_words(proposed, in_force) if proposed and not proposed.problems() else None,
        "cautions": _cautions(proposed) if proposed else [],
    }, status=_status(request, refused, form, enact))  # fmt: skip
    return attempts.answered(page, enact)


def _status(request: HttpRequest, refused: list[str], *forms: Any) -> int:
    return 422 if request.method == "POST" and (refused or any(form.errors for form in forms)) else 200


def _in_words(proposed: Rules, in_force: Rules) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Headings with their sentences, each with whether it is new against the policy in force."""
    old = {sentence for _heading, every in sections(in_force, site.facts()) for sentence in every}
    old |= {text for _id, text in in_force.checklist}
    told = [
        *sections(proposed, site.facts()),
        (_("The checklist"), [text for _id, text in proposed.checklist]),
    ]
    return [(heading, [(sentence, sentence not in old) for sentence in every]) for heading, every in told]


def _cautions(proposed: Rules) -> list[str]:
    """Why a board like this one could not approve anything under these rules."""
    board = User.objects.holding(Role.BOARD)
    members, clinicians = board.count(), board.filter(board_profile__is_clinician=True).count()
    found = []
    if members < proposed.approvals:
        found.append(ngettext(
            "The board has %(n)d member; no text could be approved.",
            "The board has %(n)d members; no text could be approved.", members,
        ) % {"n": members})  # fmt: skip
    if clinicians < proposed.clinicians:
        found.append(ngettext(
            "The board has %(n)d clinician; no text could be approved.",
            "The board has %(n)d clinicians; no text could be approved.", clinicians,
        ) % {"n": clinicians})  # fmt: skip
    return found


@private
@form_page
def site_facts(request: HttpRequest) -> HttpResponse:
    """Who publishes, and whom readers should call; every public page is made anew when it changes."""
    only_for_editors(request)
    form = SiteForm(request.POST if request.method == "POST" else None, instance=site.read())
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            form.save()
            done, left = publishing.show_all()
            _say(request, done, left)
        else:
            messages.info(request, _("Nothing was changed."))
        return redirect("site_facts")
    status = 422 if form.errors else 200
    return render(request, "reviews/house/site.html", {"form": form}, status=status)


def _say(request: HttpRequest, done: int, left: int) -> None:
    made = ngettext(
        "Saved. The public pages of %(n)d article were made anew.",
        "Saved. The public pages of %(n)d articles were made anew.", done,
    ) % {"n": done}  # fmt: skip
    if not left:
        messages.success(request, made)
        return
    rest = ngettext(
        "Those of %(n)d article still show the old facts: run “manage.py republish”.",
        "Those of %(n)d articles still show the old facts: run “manage.py republish”.", left,
    ) % {"n": left}  # fmt: skip
    messages.warning(request, f"{made} {rest}")
