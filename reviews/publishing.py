"""Publishing: makes an article's public pages anew from its record."""

from articles.models import Article


def show(article: Article) -> None:
    """Make every public page of the article anew, inside the caller's transaction."""
