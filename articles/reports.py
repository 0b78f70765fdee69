"""Reports: what readers say is wrong with a page, kept as work for its authors and the editors."""

import dataclasses
import datetime
import re
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import allowance
from articles.audiences import FACTS
from articles.models import Edition, Report

# An answer can be written for so long after a report was closed; then its reader's address goes.
KEPT_AFTER_CLOSING = datetime.timedelta(days=7)
SENT_TWICE = datetime.timedelta(hours=1)
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclasses.dataclass(frozen=True)
class About:
    """The page that a report is about; without an article, the pages in general."""

    article: int | None = None
    version: int | None = None
    audience: str = ""
    question: str = ""
    url: str = ""


def about(slug: str, audience: str = "", number: str = "") -> About:
    """What readers can see at this address now; of what they cannot see nothing is said. One query at most."""
    if not _SLUG.fullmatch(slug):
        return About()
    is_of = Q(article__slug=slug) | Q(article__old_addresses__slug=slug)
    pages = Edition.objects.filter(is_of).exclude(version=None)
    pages = pages.order_by("-version__number").values(
        "article", "version", "version__number", "audience", "kind", "marks", "path"
    )
    found = [page for page in pages if page["marks"].get("question")]
    if not found:
        return About()
    page = max(found, key=lambda page: _fit(page, audience, number))
    said = audience if audience in FACTS and page["audience"] == audience else ""
    return About(page["article"], page["version"], said, page["marks"]["question"], page["path"])


def _fit(page: dict[str, Any], audience: str, number: str) -> tuple[bool, ...]:
    is_named = bool(_NUMBER.fullmatch(number)) and page["version__number"] == int(number)
    return is_named, page["kind"] == Edition.Kind.CURRENT, page["audience"] == audience


def send(
    page: About,
    *,
    kind: str,
    what: str,
    passage: str,
    address: str,
    asked_from: str | None,
    at: datetime.datetime | None = None,
) -> Report:
    """Keep a report. The same words about the same page within an hour are the same report."""
    now = at or timezone.now()
    words: dict[str, Any] = {
        "article_id": page.article, "audience": page.audience, "kind": kind, "what": what, "passage": passage,
        "address": address,
    }  # fmt: skip
    with transaction.atomic():
        known = Report.objects.filter(**words, received_at__gt=now - SENT_TWICE).first()
        if known is not None:
            return known
        allowance.take(asked_from)
        return Report.objects.create(
            **words, version_id=page.version, question=page.question[:300], received_at=now
        )


def forget() -> int:
    """Delete the addresses of readers whose reports were closed long enough ago; how many went."""
    closed = Report.objects.filter(closed_at__lte=timezone.now() - KEPT_AFTER_CLOSING)
    allowance.forget()
    return int(closed.exclude(address="").update(address=""))
