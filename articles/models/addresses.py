"""Old addresses: where an article could be read before, so that no link to it breaks."""

from django.db import models

from articles.models.people import User
from articles.models.texts import Article


class OldAddress(models.Model):
    """A slug that an article had. It leads to the article for ever, and is never given to another, nor back."""

    slug = models.SlugField(max_length=80, unique=True)
    article = models.ForeignKey(Article, models.PROTECT, related_name="old_addresses")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
