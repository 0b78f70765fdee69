"""Signing in and out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import attempts

AFTER = "/desk/"
LONGEST_ADDRESS = 2_000


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


class FirstPasswordForm(SetPasswordForm):
    """A password of one's own, twice."""

    use_required_attribute = False
    error_messages = {"password_mismatch": _("The two are not the same. Type both once more.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = _("Password"), _("The same once more")
        first.help_text, second.help_text = _("At least 12 characters; a few words are easy to remember."), ""


class Welcome(PasswordResetConfirmView):
    """A first password, by a link that works once. Looking at it changes nothing, so that a mail scanner may."""

    form_class = FirstPasswordForm
    template_name = "articles/accounts/welcome.html"
    success_url = "/sign-in/"

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. Sign in with it."))
        return super().form_valid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")


def local_path(address: str) -> str:
    """The address if it is a path here, of a length that every browser takes, else the desk."""
    if len(address) > LONGEST_ADDRESS:
        return AFTER
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return AFTER
