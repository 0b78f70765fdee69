"""What readers get: published pages, public notices, the facts of the site."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.audiences import Audience
from articles.models.people import User
from articles.models.sealed import Manuscript  # noqa: F401  (named by string below)
from articles.models.texts import Article, ArticleVersion

ALWAYS = datetime.date(1, 1, 1)


class EditionQuerySet(models.QuerySet["Edition"]):
    def at(self, path: str, today: datetime.date) -> "EditionQuerySet":
        """The page of an address on a day: take the first."""
        return self.filter(path=path, shown_from__lte=today).order_by("-shown_from")


class Edition(models.Model):
    """The whole bytes of one public address from one day on.

    A mark that depends on the day ("check overdue") is a second row with a later `shown_from`, so that a
    late periodic run can never show a false mark. Rebuildable from rendered texts and the record.
    """

    class Kind(models.TextChoices):
        PENDING = "pending", _("Pending text")
        CURRENT = "current", _("Current text")
        PAST = "past", _("Earlier version")
        ABSENT = "absent", _("No text for this audience")
        RECORD = "record", _("Public record")

    path = models.CharField(max_length=200)
    shown_from = models.DateField(default=ALWAYS)
    article = models.ForeignKey(Article, models.PROTECT, related_name="editions")
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="editions", null=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, blank=True)
    language = models.CharField(max_length=8, default="en")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.TextField(blank=True)
    etag = models.CharField(max_length=70)
    marks = models.JSONField(default=dict)
    is_listed = models.BooleanField(default=False)
    listed_at = models.DateTimeField(null=True)
    overdue_on = models.DateField(null=True)
    lapses_on = models.DateField(null=True)
    # Last, the smaller one first: SQLite reads a row from its start, past whatever stands before the column asked for.
    gzipped = models.BinaryField()
    body = models.BinaryField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "shown_from"], name="an_address_has_one_page_per_day"),
        ]
        indexes = [
            models.Index(
                fields=["-listed_at", "-id"],
                condition=models.Q(is_listed=True),
                name="editions_listed_newest_first",
            ),
        ]


class Notice(models.Model):
    """A public statement on an article, word for word as published. Append-only."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CONCERN = "concern", _("Expression of concern")
        RETRACTION = "retraction", _("Retraction")
        CITED = "cited", _("A cited work was retracted")

    article = models.ForeignKey(Article, models.PROTECT, related_name="notices")
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="notices", null=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    body = models.TextField()  # canonical JSON: {"text": {audience: …}, "instead": {audience: …}}
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaces = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)


class SiteFacts(models.Model):
    """Who publishes, and whom a reader should call. One row."""

    name = models.CharField(max_length=120, default="NetReview")
    publisher = models.CharField(max_length=200, blank=True)
    funding_statement = models.TextField(blank=True)
    contact_email = models.EmailField(blank=True)
    country = models.CharField(max_length=80, blank=True)
    emergency_number = models.CharField(max_length=40, blank=True)
    advice_number = models.CharField(max_length=40, blank=True)
    crisis_line = models.CharField(max_length=40, blank=True)
    poison_line = models.CharField(max_length=40, blank=True)
    safety_report_days = models.PositiveSmallIntegerField(default=2)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_row_of_site_facts")
        ]
