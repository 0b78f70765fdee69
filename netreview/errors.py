"""The pages for what went wrong: plain, the same for everyone, asking nothing of the database."""

from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template import loader
from django.utils.translation import gettext as _

# Typed text comes back after a stale form; these never do.
NEVER_SHOWN: Final = ("password", "token", "secret", "code")
FIELDS_SHOWN: Final = 200


def page(
    status: int, heading: str, sentences: list[str], typed: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """Rendered without the request: no session, no user and no token can reach an error page."""
    facts = {"status": status, "heading": heading, "sentences": sentences, "typed": typed or []}
    return HttpResponse(
        loader.render_to_string("errors/error.html", facts),
        status=status,
        headers={"Cache-Control": "no-store"},
    )


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
    """404: what a person may not see answers exactly as what does not exist."""
    return page(
        404, _("There is no page here"), [_("Check the address, or start from the list of articles.")]
    )


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
    typed = _typed(request) if _comes_from_here(request) else []
    sentences.append(
        _("Here is what you typed: copy it, then open the page afresh.") if typed else _go_back()
    )
    return page(403, _("This form is out of date"), sentences, typed)


def _go_back() -> str:
    return _("Go back in your browser: what you typed should still be there.")


def _comes_from_here(request: HttpRequest) -> bool:
    """Only our own pages get words echoed, so that no other site can put its words into ours."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        fields = list(request.POST.lists())[:FIELDS_SHOWN]
    except UnreadablePostError:
        return []
    return [
        (name, value)
        for name, values in fields
        if not any(word in name.lower() for word in NEVER_SHOWN)
        for value in values
        if value.strip()
    ]
