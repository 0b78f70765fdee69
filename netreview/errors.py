"""The pages for what went wrong: plain, the same for everyone, asking nothing of the database."""

import functools
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.views.addresses import came_from
from articles.views.given_back import page, typed


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for what cannot be read, 413 for what is too much."""
    if isinstance(exception, RequestDataTooBig):
        return page(
            413, _("That is too much at once"), [_("One form can carry up to 5 MB of text."), _go_back()]
        )
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return page(
            413, _("That is too much at once"), [_("This request has more fields than any form here.")]
        )
    return page(400, _("This request cannot be read"), [_("It came in a form that this site does not use.")])


def unreadable_address(request: HttpRequest) -> HttpResponse:
    """400 for an address that no page can have."""
    return page(
        400, _("This address cannot be read"), [_("It contains a character that no address here has.")]
    )


def cut_short(request: HttpRequest) -> HttpResponse:
    """400 for a body whose end never came."""
    return page(
        400, _("Only part of this arrived"), [_("The connection broke off. Nothing was changed."), _go_back()]
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the refusal's own sentence where it has one."""
    return page(
        403, _("This is not open to you"), [str(exception or "") or _("Your account cannot do this.")]
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: what a person may not see answers exactly as what does not exist, with one page that is made once."""
    return HttpResponse(_nothing_here(get_language()), status=404, headers={"Cache-Control": "no-store"})


@functools.cache
def _nothing_here(language: str | None) -> bytes:
    """In the language in force, which is named for the cache alone."""
    sentence = _("Check the address, or start from the list of articles.")
    return page(404, _("There is no page here"), [sentence]).content


def server_error(request: HttpRequest) -> HttpResponse:
    """500, even when the templates themselves are what broke."""
    heading = _("Something went wrong here")
    sentence = _("It is our fault, not yours. Before you repeat your last step, look whether it was kept.")
    try:
        return page(500, heading, [sentence])
    except Exception:  # whatever broke, a person gets words
        return HttpResponse(f"{heading}. {sentence}\n", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its current token; text typed into our own page is given back, nothing was done."""
    sentences = [
        _("The form had been open too long, or you signed in or out in between. Nothing was changed.")
    ]
    words = typed(request)
    sentences.append(
        _("Here is what you typed: copy it, then open the page afresh.") if words else _go_back()
    )
    return page(403, _("This form is out of date"), sentences, words, _afresh(request))


def _afresh(request: HttpRequest) -> list[tuple[str, str]]:
    """The page that the form stood on, and signing in, which leads there too."""
    at = came_from(request)
    links = [(at, _("Open the page afresh"))]
    if not at.startswith(settings.LOGIN_URL):
        links.append((f"{settings.LOGIN_URL}?{urlencode({'next': at})}", _("Sign in")))
    return links


def _go_back() -> str:
    return _("Go back in your browser: what you typed should still be there.")
