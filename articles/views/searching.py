"""Searching what is approved: a plain address that can be shared, the same page for everybody."""

import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import emergency_table, search, search_words, site, topics, withdrawn
from articles.audiences import FACTS
from articles.emergency_reply import reply_to
from articles.views.reading import SHARED, today

LONGEST: Final = 200
LAST_PAGE: Final = 50
SINCE: Final = {
    "1": (gettext_lazy("in the last year"), 365),
    "3": (gettext_lazy("in the last three years"), 3 * 365 + 1),
}


@require_safe
def searching(request: HttpRequest) -> HttpResponse:
    """What the words lead to in approved text; without words, the form. Any words are taken."""
    words = " ".join(request.GET.get("q", "").split())
    match = emergency_table.emergency_in(words)
    reply = reply_to(match, site.facts()) if match else None
    if reply and reply.is_page:  # before anything else, and before the database is asked for anything
        return _shared(render(request, "articles/reading/emergency.html", {"reply": reply}))
    asked = _asked(request)
    page = _page(request.GET.get("page", ""))
    found = search.find(words[:LONGEST], today=today(), **_narrowed(asked), page=page)
    meant = search.meant(words[:LONGEST], found.unknown)
    here = {name: value for name, value in (("q", words), *asked.items()) if value}
    return _shared(render(request, "articles/reading/search.html", {
        "withdrawn": withdrawn.asked_for(search_words.asked(words[:LONGEST], most=search.MOST_STEMS)),
        "meant": meant, "meant_url": "?" + urlencode(here | {"q": meant}),
        "reply": reply, "words": words[:LONGEST], "is_cut": len(words) > LONGEST, "found": found, "is_bare": not here,
        "is_narrowed": any(asked.values()), "wider": "?" + urlencode({"q": words[:LONGEST]}),
        "audiences": [(name, facts.label, name == asked["for"]) for name, facts in FACTS.items()],
        "times": [(name, label, name == asked["since"]) for name, (label, _days) in SINCE.items()],
        "topics": [(one.slug, one.name, one.slug == asked["topic"]) for one in topics.every()],
        "before": _address(here, page - 1) if page > 1 else "",
        "after": _address(here, page + 1) if found.total > page * search.PER_PAGE else "",
    }))  # fmt: skip


def _asked(request: HttpRequest) -> dict[str, str]:
    """By what a search is narrowed, as it stands in the address; "" for what no page offers."""
    offered = {"for": set(FACTS), "since": set(SINCE), "topic": {topic.slug for topic in topics.every()}}
    asked = {name: request.GET.get(name, "") for name in offered}
    return {name: value if value in offered[name] else "" for name, value in asked.items()}


def _narrowed(asked: dict[str, str]) -> dict[str, Any]:
    """The same in the words of `search.find`."""
    topic = topics.at(asked["topic"])
    since = today() - datetime.timedelta(days=SINCE[asked["since"]][1]) if asked["since"] else None
    return {"audience": asked["for"], "since": since, "topic": topic and topic.pk}


def _shared(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = SHARED
    return response


def _page(asked: str) -> int:
    return (
        max(1, min(int(asked), LAST_PAGE)) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
    )


def _address(here: dict[str, str], page: int) -> str:
    return "?" + urlencode(here | {"page": page})
