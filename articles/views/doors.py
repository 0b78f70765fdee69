"""Doors: who has to sign in first, and what was typed when a door closed meanwhile."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.views import given_back
from articles.views.addresses import came_from

View = Callable[..., HttpResponse]
# A page with a form that its own address takes back.
form_page = require_http_methods(["GET", "HEAD", "POST"])


def private(view: View) -> View:
    """Ask a visitor to sign in. Words that were on their way when a session or an access ended come back."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = given_back.typed(request)
        if not request.user.is_authenticated:
            return _signed_out(request, words) if words else redirect_to_login(request.get_full_path())
        try:
            return view(request, *args, **kwargs)
        except Http404:
            # Nothing is said of what is not there: the answer is made of what was sent, and of nothing else.
            if words:
                return _gone(words)
            raise

    return guarded


def private_not_led_back(view: View) -> View:
    """As `private`; but whoever sends something is not led back to it: some writing pages only take what is sent."""
    within = private(view)

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return _signed_out(request, given_back.typed(request))
        return within(request, *args, **kwargs)

    return guarded


def _signed_out(request: HttpRequest, words: given_back.Typed) -> HttpResponse:
    sentence = _("Nothing was saved. Sign in, then do it once more.")
    if words:
        sentence = _(
            "Nothing was saved. Here is what you typed: copy it, sign in, and paste it where it belongs."
        )
    onward = [(f"/sign-in/?{urlencode({'next': came_from(request)})}", _("Sign in"))]
    return given_back.page(403, _("You are signed out"), [sentence], words, onward)


def _gone(words: given_back.Typed) -> HttpResponse:
    sentences = [
        _("It may have closed while you were writing. Nothing was saved."),
        _("Here is what you typed: copy it before you leave this page."),
    ]
    return given_back.page(404, _("There is no page here"), sentences, words)
