"""What machines read: feeds of what was checked and what was corrected, the map of pages, the rules for crawlers."""

import datetime
import json
from collections.abc import Callable
from typing import Any, Final

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import site
from articles.models import Edition, Notice
from articles.models.editions import ALWAYS
from articles.views.reading import SHARED, today

MOST: Final = 30
CLOSED: Final = ("/desk/", "/write/", "/sign-in/", "/welcome/", "/search/")


def _listed() -> Any:
    day = today()
    return (
        Edition.objects.filter(is_listed=True)
        .filter(Q(lapses_on=None) | Q(lapses_on__gt=day))
        .defer("body", "gzipped")
    )


class Checked(Feed):
    """What the board approved last; nothing that is suspended, withdrawn or lapsed."""

    feed_type = Atom1Feed
    title = gettext_lazy("Recently checked")
    subtitle = gettext_lazy("Answers to medical questions that an advisory board has signed.")
    link, feed_guid = "/", "urn:netreview:checked"

    def items(self) -> list[Edition]:
        return list(_listed().order_by("-listed_at", "-id")[:MOST])

    def item_title(self, item: Edition) -> str:
        return str(item.marks["question"])

    def item_description(self, item: Edition) -> str:
        names = ", ".join(item.marks["signers"])
        return _("%(title)s. Approved by our advisory board: %(names)s.") % {
            "title": item.title,
            "names": names,
        }

    def item_link(self, item: Edition) -> str:
        return item.path

    def item_pubdate(self, item: Edition) -> datetime.datetime | None:
        return item.listed_at

    def item_updateddate(self, item: Edition) -> datetime.datetime | None:
        return item.listed_at

    def item_guid(self, item: Edition) -> str:
        return f"urn:sha256:{item.marks['digest']}"


class Corrected(Feed):
    """Public notices: corrections, expressions of concern, retractions."""

    feed_type = Atom1Feed
    title = gettext_lazy("Recently corrected")
    subtitle = gettext_lazy("Corrections, concerns and retractions, word for word as they were published.")
    link, feed_guid = "/", "urn:netreview:corrected"

    def items(self) -> list[Notice]:
        public = Edition.objects.filter(kind=Edition.Kind.CURRENT, shown_from=ALWAYS).values("article")
        found = Notice.objects.filter(article__in=public).select_related("article", "version")
        return list(found.order_by("-at", "-pk")[:MOST])

    def item_title(self, item: Notice) -> str:
        question = item.version.question if item.version else ""
        return f"{item.get_kind_display()}: {question}"

    def item_description(self, item: Notice) -> str:
        words = json.loads(item.body)
        audience = next(iter(words["text"]), "")
        return " ".join(words[part].get(audience, "") for part in ("text", "instead")).strip()

    def item_link(self, item: Notice) -> str:
        return f"/articles/{item.article.slug}/"

    def item_pubdate(self, item: Notice) -> datetime.datetime:
        return item.at

    def item_updateddate(self, item: Notice) -> datetime.datetime:
        return item.at

    def item_guid(self, item: Notice) -> str:
        return f"urn:sha256:{item.digest}:{item.pk}"


class Pages(Sitemap):
    """Every text that stands, at its bare address; a demonstration names none."""

    def items(self) -> list[Edition]:
        if site.facts().is_demo:
            return []
        day = today()
        current = Edition.objects.filter(kind=Edition.Kind.CURRENT, shown_from=ALWAYS, lapses_on__gt=day)
        return list(current.exclude(path__regex=r"/v[0-9]+/").defer("body", "gzipped").order_by("path"))

    def location(self, item: Edition) -> str:
        return item.path

    def lastmod(self, item: Edition) -> datetime.date | None:
        updated = item.marks.get("last_updated")
        return datetime.date.fromisoformat(updated) if updated else None


def shared(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for everybody, and kept for a minute on the way."""

    @require_safe
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = SHARED
        return response

    return answered


checked = shared(Checked())
corrected = shared(Corrected())


@shared
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemap_of(request, {"pages": Pages()}).render()


@shared
def robots(request: HttpRequest) -> HttpResponse:
    """Rooms and searches are no pages for a crawler; pages that may not be listed say so themselves."""
    lines = ["User-agent: *", *(f"Disallow: {prefix}" for prefix in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
