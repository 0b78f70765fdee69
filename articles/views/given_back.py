"""Given back: what somebody typed into a form that could not be taken, on a plain page or on ours."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template import loader

# Typed text comes back; these never do, nor what only our own pages read.
NEVER_SHOWN: Final = ("password", "token", "secret", "code")
OUR_OWN: Final = frozenset({"counter", "seen", "digest", "step"})
FIELDS_SHOWN: Final = 200

Typed = list[tuple[str, str]]


def page(
    status: int,
    heading: str,
    sentences: list[str],
    typed: Typed | None = None,
    onward: tuple[str, str] | None = None,
) -> HttpResponse:
    """Rendered without the request: no session, no user and no token can reach it. `onward`: address, words."""
    facts = {
        "status": status,
        "heading": heading,
        "sentences": sentences,
        "typed": typed or [],
        "onward": onward,
    }
    return HttpResponse(
        loader.render_to_string("errors/error.html", facts),
        status=status,
        headers={"Cache-Control": "no-store"},
    )


def typed(request: HttpRequest) -> Typed:
    """Field and words of all that was typed; nothing where another site may have put its words into ours."""
    if request.method != "POST" or not _comes_from_here(request):
        return []
    try:
        fields = list(request.POST.lists())[:FIELDS_SHOWN]
    except UnreadablePostError:
        return []
    return [
        (name, value)
        for name, values in fields
        if name not in OUR_OWN and not any(word in name.lower() for word in NEVER_SHOWN)
        for value in values
        if value.strip()
    ]


def _comes_from_here(request: HttpRequest) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
