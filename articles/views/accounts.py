"""Signing in and out."""

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import attempts
from articles.views.addresses import local_path

TOO_MANY = "too_many"


class SignInForm(AuthenticationForm):
    """E-mail address and password. One sentence for every way they can fail, so that it tells nobody who is here."""

    use_required_attribute = False
    error_messages = {
        "invalid_login": _("No open account has this e-mail address and password. Check both."),
        "inactive": _("No open account has this e-mail address and password. Check both."),
    }

    def get_invalid_login_error(self) -> ValidationError:
        if attempts.are_too_many(self.request):
            return ValidationError(attempts.TOO_MANY, code=TOO_MANY)
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
    answer = render(request, "articles/accounts/sign_in.html", context, status=422 if form.errors else 200)
    if form.has_error("__all__", TOO_MANY):
        answer.status_code, answer["Retry-After"] = 429, attempts.MINUTES * 60
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")
