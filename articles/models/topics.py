"""Topics: where editors put articles together for readers; unsigned, and never a claim about a text."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from articles.models.texts import Article


class Topic(models.Model):
    """A page of articles under one name. Its address never changes."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)
    articles = models.ManyToManyField(Article, related_name="topics")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("name"), name="a_topic_has_a_name_of_its_own")]

    def __str__(self) -> str:
        return self.name
