"""Publishing: makes an article's public pages anew from its record."""

import time
from collections.abc import Iterator

from django.db import transaction
from django.utils import translation

from articles import editions
from articles.models import Article, Edition
from reviews import marks, public_record
from reviews.story import Story

Facts = tuple[list[editions.Shown], editions.History | None]


def show(article: Article, *, is_thorough: bool = False) -> None:
    """Make every public page of the article anew, inside the caller's transaction; repeated, it changes nothing.

    Thorough: pages are mended that were changed by something else than this.
    """
    fresh = Article.objects.select_related("current").get(pk=article.pk)
    with translation.override(editions.LANGUAGE):
        shown, history = _facts(fresh)
        editions.publish(fresh, shown, history, is_thorough=is_thorough)
    article.slug = fresh.slug


def show_all(*, seconds: float = 20.0) -> tuple[int, int]:
    """Make the pages of every article anew, each in a transaction of its own; (done, left) when the time is over."""
    keys = list(Article.objects.exclude(slug=None).order_by("pk").values_list("pk", flat=True))
    end = time.monotonic() + seconds
    for done, key in enumerate(keys):
        if time.monotonic() > end:
            return done, len(keys) - done
        with transaction.atomic():
            show(Article.objects.select_for_update().get(pk=key))
    return len(keys), 0


def wanted(article: Article) -> Iterator[Edition]:
    """The pages that `show` would make at the article's addresses, one by one and unsaved; nothing is written.

    Read them with `editions.LANGUAGE` in force. ValueError for a text that readers may see and that has no address.
    """
    fresh = Article.objects.select_related("current").get(pk=article.pk)
    shown, history = _facts(fresh)
    if shown and not fresh.slug:
        raise ValueError("readers may see it, and it has no address")
    yield from editions.pages_of(fresh, shown, history)


def _facts(article: Article) -> Facts:
    story = Story(article)
    shown = list(marks.of_shown(story))
    history = public_record.history(story, shown) if shown else None
    return [editions.Shown(version, facts) for version, facts in shown], history
