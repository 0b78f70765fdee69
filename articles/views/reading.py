"""Reading: published pages as they were made, the list of them, the choice of reader."""

import datetime
import re
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import corrections, moved, site, topics
from articles.about import PAGES
from articles.audiences import FACTS, Audience
from articles.editions.listing import page_of_list
from articles.editions.serving import bytes_at
from articles.models import Edition

AUDIENCE_COOKIE: Final = "netreview-audience"
A_YEAR: Final = 365 * 24 * 60 * 60
SHARED: Final = "public, max-age=0, s-maxage=60"
ARTICLE_ADDRESS: Final = re.compile(r"(/articles/[-a-zA-Z0-9_]{1,80}/)(?:[a-z0-9]+/){0,2}")
_GZIP: Final = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?(?:,|$)", re.IGNORECASE)


@require_safe
def article_text(request: HttpRequest, **_place: object) -> HttpResponse:
    """The bytes of this very address, today. One query, and nothing else is looked at."""
    is_packed = takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    found = bytes_at(request.path_info, today(), "gzipped" if is_packed else "body")
    if found is None:
        return _onward(request)
    body, etag = found
    headers = {
        "Cache-Control": SHARED,
        "Vary": "Accept-Encoding",
        "ETag": f"W/{etag}",  # weak: plain and compressed bytes share it
    }
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    response = HttpResponse(body, headers=headers)
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """On to the remembered audience's page, else to the patient text, else to the text that was written first."""
    pages = list(
        Edition.objects.filter(article__slug=slug, path__in=[f"/articles/{slug}/{a}/" for a in FACTS])
        .values_list("audience", "kind", "version__written_for")
        .distinct()
    )
    if not pages:
        return _onward(request)
    there = [audience for audience, kind, _lead in pages if kind != Edition.Kind.ABSENT]
    remembered = request.COOKIES.get(AUDIENCE_COOKIE, "")
    lead = str(Audience.PATIENT) if Audience.PATIENT in there else pages[0][2]
    chosen = remembered if remembered in FACTS else lead
    if chosen not in there and chosen != remembered:
        chosen = there[0]
    response = redirect(f"/articles/{slug}/{chosen}/")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _onward(request: HttpRequest) -> HttpResponse:
    """To where the article stands now, if it once stood at this address. Only an address without a page pays for it."""
    now = moved.to(request.path_info)
    if not now:
        raise Http404
    return HttpResponsePermanentRedirect(now, headers={"Cache-Control": SHARED})


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Whom this browser reads for; remembered there and nowhere else."""
    data = request.POST if request.method == "POST" else request.GET
    onward = local_address(data.get("next", ""))
    chosen = data.get("audience") or request.COOKIES.get(AUDIENCE_COOKIE, "")
    if request.method == "POST" and chosen in FACTS:
        response = redirect(onward)
        response.set_cookie(
            AUDIENCE_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        return response
    error = _("Choose one of the four.") if request.method == "POST" else ""
    facts = {"choices": _choices(chosen), "next": onward, "error": error}
    return render(request, "articles/reading/choose.html", facts, status=422 if error else 200)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is published, newest first, and what was corrected lately. One query while the rest is remembered."""
    facts = page_of_list(today(), before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    response = render(request, "articles/reading/home.html", {
        **facts, "topics": topics.every(), "corrected": corrections.latest() if facts["is_first"] else (),
    })  # fmt: skip
    response.headers["Cache-Control"] = SHARED
    return response


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """Every topic. No query while they are remembered."""
    response = render(request, "articles/reading/topics.html", {"topics": topics.every()})
    response.headers["Cache-Control"] = SHARED
    return response


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What is published in one topic, newest first. One query."""
    found = topics.at(slug)
    if found is None:
        raise Http404
    places = {name: request.GET.get(name, "") for name in ("before", "after")}
    facts = page_of_list(today(), **places, topic=found.pk)
    response = render(request, "articles/reading/topic.html", {**facts, "topic": found})
    response.headers["Cache-Control"] = SHARED
    return response


@require_safe
def about(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages about these pages, from the facts of the site. No query while those are remembered."""
    title, sections = PAGES[name]
    facts = {"title": title, "sections": list(sections(site.facts()))}
    response = render(request, "articles/reading/about.html", facts)
    response.headers["Cache-Control"] = SHARED
    return response


def today() -> datetime.date:
    """The day that decides which marks a page shows: that of UTC."""
    return timezone.now().astimezone(datetime.UTC).date()


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header names gzip, and not with the weight nought."""
    found = _GZIP.search(accepted)
    return found is not None and (found[1] is None or found[1].strip("0.") != "")


def local_address(wanted: str) -> str:
    """The bare address of the article that `wanted` is part of, or the list: never another site."""
    found = ARTICLE_ADDRESS.fullmatch(wanted)
    return found[1] if found else "/"


def _choices(chosen: str) -> list[dict[str, object]]:
    return [
        {"value": value, "label": facts.label, "hint": facts.description, "is_chosen": value == chosen}
        for value, facts in FACTS.items()
    ]
