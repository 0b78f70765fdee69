"""Signing in and out, and the ways to a password for who has none or forgot it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import attempts, links, own_account
from articles.forms.accounts import FirstPasswordForm, ForgottenForm
from articles.views.addresses import local_path


class SignInForm(AuthenticationForm):
    """E-mail address and password. One sentence for every way they can fail, so that it tells nobody who is here."""

    use_required_attribute = False
    error_messages = {
        "invalid_login": _("No open account has this e-mail address and password. Check both."),
        "inactive": _("No open account has this e-mail address and password. Check both."),
    }

    def get_invalid_login_error(self) -> ValidationError:
        if attempts.are_too_many(self.request):
            return ValidationError(attempts.TOO_MANY, code=attempts.CODE)
        return super().get_invalid_login_error()


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; then on to `next`, if that is an address of ours."""
    after = local_path(request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated and request.method != "POST":
        return redirect(after)
    form = SignInForm(attempts.bare(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(after)
    context = {"form": form, "next": after}
    page = render(request, "articles/accounts/sign_in.html", context, status=422 if form.errors else 200)
    return attempts.answered(page, form)


class Welcome(PasswordResetConfirmView):
    """A first password, by a link that works once. Looking at it changes nothing, so that a mail scanner may."""

    form_class = FirstPasswordForm
    template_name = "articles/accounts/welcome.html"
    success_url = "/sign-in/"

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. Sign in with it."))
        return super().form_valid(form)


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a new password. The same answer for every address, and the same work before it."""
    form = ForgottenForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            own_account.ask_for_password(form.cleaned_data["email"], asked_from=attempts.address_of(request))
        except own_account.TooOften as refusal:
            form.add_error(None, ValidationError(list(refusal.sentences)))
            status = 429
        else:
            return redirect("forgotten_sent")
    context = {"form": form, "has_mail": settings.MAIL_IS_ON}
    page = render(request, "articles/accounts/forgotten.html", context, status=status)
    if status == 429:
        page["Retry-After"] = str(attempts.MINUTES * 60)
    return page


@require_safe
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """What happens now, for whoever asked."""
    return render(request, "articles/accounts/forgotten_sent.html")


class Reset(PasswordResetConfirmView):
    """Another password, by a link from a mail. Looking at it changes nothing."""

    form_class = FirstPasswordForm
    token_generator = links.reset_tokens
    template_name = "articles/accounts/reset.html"
    success_url = "/sign-in/"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            own_account.password_was_changed(self.user)
        attempts.forget(attempts.bare(self.request), self.user)
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")
