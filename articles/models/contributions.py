"""Contributions: what a person did that readers may see, made from the record when pages are; rebuildable at any time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.people import User
from articles.models.texts import Article


class Contribution(models.Model):
    """One line of a person's public page. `facts` is plain JSON, as `reviews.contributions` writes it.

    Parts of the house belong to no article; by themselves they give nobody a public page.
    """

    class What(models.TextChoices):
        WROTE = "wrote", _("Wrote")
        SIGNED = "signed", _("Reviewed and signed")
        DECIDED = "decided", _("Decided as an editor")
        PART = "part", _("Part of the house")

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", null=True)
    what = models.CharField(max_length=8, choices=What.choices)
    place = models.PositiveIntegerField()  # number of the version, or of the decision in its book
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "article", "what", "place"], name="a_contribution_is_listed_once"
            ),
            # To a database no two lines without an article have the same one.
            models.UniqueConstraint(
                fields=["person", "what", "place"],
                condition=models.Q(article=None),
                name="a_part_of_the_house_is_listed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(what="part", article=None)
                | (~models.Q(what="part") & models.Q(article__isnull=False)),
                name="only_parts_of_the_house_are_of_no_article",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} · {self.place}"
