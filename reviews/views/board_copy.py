"""A review copy: everything that is to be read before a decision, on paper, with whose it is on every page."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.audiences import FACTS
from articles.models import Rendered
from articles.views.doors import private
from reviews import record
from reviews.reading_desk import Desk, digest_in_short
from reviews.sealed_facts import names_in
from reviews.views.closed import says_what_closed

_TAG = re.compile(r"<[a-z][^<>]*>")
_PLACE = re.compile(
    r'(?<= id=")(?:p|s|ref|cite)-[^"]*(?=")|(?<= href="#)[^"]*(?=")|(?<= aria-labelledby=")[^"]*(?=")'
)
_LABEL = re.compile(r'(?<= aria-label=")[^"]*(?=")')


@private
@says_what_closed
@require_safe
def review_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Every text of the round that one reviews, one behind the other."""
    desk = Desk.of(request.user, pk)
    page = {
        "desk": desk,
        "version": desk.version,
        "round": desk.round,
        "authors": names_in(desk.sealed),
        "texts": [_text(text, audience) for audience, text in desk.texts.items()],
        "reader": request.user.printed_name,
        "today": record.now(),
        "digest": desk.round.manuscript_id,
        "short_digest": digest_in_short(desk.round.manuscript_id),
        "crumbs": [
            (_("Queue"), reverse("queue")),
            (desk.sealed["question"], reverse("review", args=[desk.version.pk])),
        ],
    }  # fmt: skip
    return render(request, "reviews/board/copy.html", page)


def _text(text: Rendered, audience: str) -> dict[str, Any]:
    return {
        "audience": audience,
        "label": FACTS[audience].text_name,
        "title": text.title,
        "language": text.language,
        "html": apart(text.html, audience),
        "references": apart(text.references_html, audience),
    }


def apart(html: str, audience: str) -> str:
    """A sealed text whose places and regions are named after it, so that several stand on one page; no word of it changes."""
    label = escape(FACTS[audience].text_name)
    return _TAG.sub(lambda tag: _named(tag[0], audience, label), html)


def _named(tag: str, audience: str, label: str) -> str:
    placed = _PLACE.sub(lambda place: f"{place[0]}-{audience}", tag)
    is_region = tag.startswith("<section") or 'role="region"' in tag
    return _LABEL.sub(lambda name: f"{name[0]}, {label}", placed) if is_region else placed
