"""Publishing: makes an article's public pages anew from its record."""

import time

from django.db import transaction
from django.utils import translation

from articles import editions
from articles.models import Article
from reviews import marks, public_record
from reviews.story import Story


def show(article: Article) -> None:
    """Make every public page of the article anew, inside the caller's transaction; repeated, it changes nothing."""
    fresh = Article.objects.select_related("current").get(pk=article.pk)
    with translation.override(editions.LANGUAGE):
        story = Story(fresh)
        shown = list(marks.of_shown(story))
        history = public_record.history(story, shown) if shown else None
        editions.publish(fresh, [editions.Shown(version, facts) for version, facts in shown], history)
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
