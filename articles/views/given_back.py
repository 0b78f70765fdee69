"""Given back: what somebody typed into a form that could not be taken, on a plain page or on ours."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.template import loader
from django.urls import NoReverseMatch

from articles.context import Links, about_links, main_links
from articles.views.given_words import in_words

# Typed text comes back; nothing that a page hides while it is typed does, nor what only our own pages read.
# Names tell for fields that no form here has: a sender who is not our page, or the page of another release.
SECRET_PARTS: Final = ("passw", "passphrase", "passcode", "token", "secret")
SECRET_WORDS: Final = frozenset({"pass", "pwd", "pw", "pin", "otp", "code"})
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
OUR_OWN: Final = frozenset({"counter", "seen", "digest", "step", "over", "comment", "next", "printed"})
FIELDS_SHOWN: Final = 200

Typed = list[tuple[str, str, bool]]
"""What a field is called, what it held, and whether that fits on a line."""


def page(
    status: int,
    heading: str,
    sentences: list[str],
    typed: Typed | None = None,
    onward: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """Rendered without the request: no session, no user and no token can reach it. `onward`: addresses, words."""
    facts = {
        "status": status,
        "heading": heading,
        "sentences": sentences,
        "typed": typed or [],
        "onward": [*onward],
        **_links(),
    }
    return HttpResponse(
        loader.render_to_string("errors/error.html", facts),
        status=status,
        headers={"Cache-Control": "no-store"},
    )


def _links() -> dict[str, Links]:
    """Those of every page that need no database; none where not even the addresses can be read."""
    try:
        return {"nav": main_links(""), "footer_nav": about_links()}
    except NoReverseMatch:
        return {}


def typed(request: HttpRequest) -> Typed:
    """All that was typed, each under the name that people know; nothing where another site may have put its words into ours."""
    if request.method != "POST" or not comes_from_here(request):
        return []
    try:
        fields = list(request.POST.lists())[:FIELDS_SHOWN]
    except UnreadablePostError:
        return []
    hidden = {*OUR_OWN, *_hidden_fields(forms.BaseForm)}
    return [
        in_words(name, value)
        for name, values in fields
        if name not in hidden and name.rpartition("-")[2] not in hidden and not _sounds_secret(name)
        for value in values
        if value.strip()
    ]


def _hidden_fields(form: type[forms.BaseForm]) -> Iterator[str]:
    """The names of all fields, of this form and of those made from it, that show dots for what is typed."""
    for name, field in getattr(form, "base_fields", {}).items():
        if isinstance(field.widget, forms.PasswordInput):
            yield name
    for further in form.__subclasses__():
        yield from _hidden_fields(further)


def _sounds_secret(name: str) -> bool:
    words = {word.lower() for word in _WORD.findall(name)}
    return bool(words & SECRET_WORDS) or any(part in name.lower() for part in SECRET_PARTS)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent this, as browsers say it."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
