"""Moved: the address that an article has now, for whoever comes by an old one."""

import re
from typing import Final

from articles.models import Edition, OldAddress

_PATH: Final = re.compile(r"/articles/([-a-zA-Z0-9_]{1,80})/(.*)", re.DOTALL)


def to(path: str) -> str:
    """Where the page at this address stands now; "" where it never moved, or where there is none now. Two queries."""
    found = _PATH.fullmatch(path)
    old = found and OldAddress.objects.select_related("article").filter(slug=found[1]).first()
    if not (found and old and old.article.slug):
        return ""
    now = f"/articles/{old.article.slug}/{found[2]}"
    there = Edition.objects.filter(article=old.article_id)
    there = there.filter(path=now) if found[2] else there
    return now if there.exists() else ""
