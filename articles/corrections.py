"""Corrections: what was corrected lately, remembered for a minute for the page that everybody opens first."""

import dataclasses
import datetime
import time
from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone

from articles.models import Edition, Notice
from articles.models.editions import ALWAYS

SECONDS = 60
MOST = 5
LATELY = datetime.timedelta(days=365)
_kept: dict[str, tuple[float, tuple["Correction", ...]]] = {}


@dataclasses.dataclass(frozen=True)
class Correction:
    """One public notice: what kind, on which day, about which question, and where it can be read."""

    kind: str
    on: datetime.date
    question: str
    url: str


def latest() -> tuple[Correction, ...]:
    """The newest notices on what readers can see, as they were at most a minute ago; retractions among them."""
    now = time.monotonic()
    kept = _kept.get("latest")
    if kept is None or kept[0] <= now:
        kept = _kept["latest"] = (now + SECONDS, tuple(_read()))
    return kept[1]


def _read() -> list[Correction]:
    public = Edition.objects.filter(kind=Edition.Kind.CURRENT, shown_from=ALWAYS).values("article")
    rows = Notice.objects.filter(article__in=public, at__gt=timezone.now() - LATELY, version__isnull=False)
    return [
        Correction(
            str(row.get_kind_display()), row.at.date(), row.version.question, f"/articles/{row.article.slug}/"
        )
        for row in rows.select_related("article", "version").order_by("-at", "-pk")[:MOST]
        if row.version
    ]


def forget(**_signal: Any) -> None:
    """Read them anew next time; other processes learn of one within a minute."""
    _kept.clear()


post_save.connect(forget, sender=Notice, dispatch_uid="articles.corrections.forget")
