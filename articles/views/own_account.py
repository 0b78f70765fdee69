"""One's own account: what it is, where one is signed in, another password, another address."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles import attempts, links, own_account, signed_in
from articles.forms.accounts import AddressForm, NextPasswordForm
from articles.refusals import Refused
from articles.views.doors import form_page, private


@private
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Name, address, parts, and every session."""
    grants = request.user.grants.filter(ended_at=None).select_related("by").order_by("at", "pk")
    context = {"person": request.user, "grants": grants, "places": signed_in.places(request.user, request)}
    return render(request, "articles/accounts/me.html", context)


@private
@form_page
def me_password(request: HttpRequest) -> HttpResponse:
    """Another password: every other session ends, and a mail says so."""
    form = NextPasswordForm(request.user, request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = form.save()
            update_session_auth_hash(request, user)
            own_account.password_was_changed(user, but=request)
        messages.success(request, _("Your password is changed. Every other session has ended."))
        return redirect("me")
    status = 422 if form.errors else 200
    page = render(request, "articles/accounts/me_password.html", {"form": form}, status=status)
    return attempts.answered(page, form)


@private
@form_page
def me_address(request: HttpRequest) -> HttpResponse:
    """Another address: asked for here, confirmed by a link that goes there."""
    form = AddressForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            own_account.ask_for_address(request.user, form.cleaned_data["email"])
        except Refused as refusal:
            form.add_error("email", list(refusal.sentences))
        else:
            messages.success(request, _("A link was sent to the new address. Open it there within a day."))
            return redirect("me")
    context = {"form": form, "has_mail": settings.MAIL_IS_ON}
    status = 422 if form.errors else 200
    return attempts.answered(
        render(request, "articles/accounts/me_address.html", context, status=status), form
    )


@private
@form_page
def me_address_confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """What the link leads to. Looking at it changes nothing, and a link alone changes nothing for anybody else."""
    to, refused = links.address_in(signed, request.user), []
    if request.method == "POST" and to is not None:
        try:
            own_account.confirm_address(request.user, to)
        except Refused as refusal:
            refused = list(refusal.sentences)
        else:
            messages.success(request, _("From now on you sign in with %(address)s.") % {"address": to})
            return redirect("me")
    status = 422 if request.method == "POST" else 200
    return render(
        request, "articles/accounts/me_address_confirm.html", {"to": to, "refused": refused}, status=status
    )


@private
@require_POST
def me_session_end(request: HttpRequest, key: str) -> HttpResponse:
    """End one session of one's own."""
    if signed_in.end(request.user, key):
        messages.success(request, _("That session has ended."))
    else:
        messages.info(request, _("That session had ended already."))
    return redirect("me")


@private
@require_POST
def me_sessions_end(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    count = signed_in.end_all(request.user, but=request)
    said = ngettext("%(n)d other session has ended.", "%(n)d other sessions have ended.", count) % {
        "n": count
    }
    messages.success(request, said)
    return redirect("me")
