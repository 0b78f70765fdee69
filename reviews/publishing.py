"""Publishing: makes an article's public pages anew from its record."""

import time
from collections.abc import Iterator

from django.db import transaction
from django.utils import translation

from articles import editions, passages
from articles.models import Article, ArticleVersion, Contribution, Edition, Passage
from reviews import contributions, marks, public_record
from reviews.story import Story

Facts = tuple[list[editions.Shown], editions.History | None, Story]


def show(article: Article, *, is_thorough: bool = False) -> None:
    """Make every public page of the article anew, inside the caller's transaction; repeated, it changes nothing.

    Thorough: pages are mended that were changed by something else than this.
    """
    fresh = Article.objects.select_related("current").get(pk=article.pk)
    with translation.override(editions.LANGUAGE):
        shown, history, story = _facts(fresh)
        editions.publish(fresh, shown, history, is_thorough=is_thorough)
        contributions.keep(fresh, contributions.wanted(fresh, story, _pairs(shown)))
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


class Wanted:
    """What `show` would make of an article, unsaved; nothing is written. Read it with `editions.LANGUAGE` in force."""

    def __init__(self, article: Article) -> None:
        self.article = Article.objects.select_related("current").get(pk=article.pk)
        self.shown, self.history, self.story = _facts(self.article)
        self._titles: dict[str, str] = {}

    def pages(self) -> Iterator[Edition]:
        """One by one. ValueError for a text that readers may see and that has no address."""
        if self.shown and not self.article.slug:
            raise ValueError("readers may see it, and it has no address")
        for page in editions.pages_of(self.article, self.shown, self.history):
            if page.kind == Edition.Kind.CURRENT:
                self._titles[page.audience] = page.title
            yield page

    def passages(self) -> Iterator[Passage]:
        """What search finds, once all pages were read."""
        current = [(entry.version, entry.marks) for entry in self.shown if entry.marks.is_current]
        yield from passages.wanted(self.article, current[0] if current else None, self._titles)

    def contributions(self) -> list[Contribution]:
        """What people's own pages say of it."""
        return contributions.wanted(self.article, self.story, _pairs(self.shown))


def _pairs(shown: list[editions.Shown]) -> list[tuple[ArticleVersion, editions.Marks]]:
    return [(entry.version, entry.marks) for entry in shown]


def _facts(article: Article) -> Facts:
    story = Story(article)
    shown = list(marks.of_shown(story))
    history = public_record.history(story, shown) if shown else None
    return [editions.Shown(version, facts) for version, facts in shown], history, story
