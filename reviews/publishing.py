"""Publishing: makes an article's public pages anew from its record."""

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
