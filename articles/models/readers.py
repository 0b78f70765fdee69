"""What readers send: their words stay here, and never enter the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.audiences import Audience
from articles.models.people import MAX_ADDRESS, User
from articles.models.texts import Article, ArticleVersion


class Report(models.Model):
    """What a reader says is wrong with a page. Without an article it is about the pages in general.

    `question` is the article's as that page showed it. `address` is there for an answer, and is deleted after closing.
    """

    class Kind(models.TextChoices):
        DANGER = "danger", _("A danger")
        ERROR = "error", _("An error")
        OUTDATED = "outdated", _("Out of date")
        OTHER = "other", _("Something else")

    article = models.ForeignKey(Article, models.PROTECT, related_name="reports", null=True)
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="+", null=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, blank=True)
    question = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    passage = models.TextField(blank=True)
    what = models.TextField()
    address = models.EmailField(max_length=MAX_ADDRESS, blank=True)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    closed_with = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None, closed_with="")
                | (models.Q(closed_at__isnull=False, closed_by__isnull=False) & ~models.Q(closed_with="")),
                name="a_report_is_closed_by_somebody_with_a_sentence",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=models.Q(closed_at=None), name="reports_open_by_age"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.pk}"


class Question(models.Model):
    """What a reader would like to know, without anything that leads to them: the day, and no hour.

    `article` and `asked_at`: the article, and its question, from whose page it was asked. `began`: what came of it.
    """

    text = models.TextField()
    article = models.ForeignKey(Article, models.PROTECT, related_name="questions", null=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, blank=True)
    asked_at = models.CharField(max_length=300, blank=True)
    asked_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    closed_with = models.TextField(blank=True)
    began = models.ForeignKey(Article, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None, closed_with="", began=None)
                | (models.Q(closed_at__isnull=False, closed_by__isnull=False) & ~models.Q(closed_with="")),
                name="a_question_is_closed_by_somebody_with_a_sentence",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_on"], condition=models.Q(closed_at=None), name="questions_open_by_age"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class SentFrom(models.Model):
    """That something was sent from a network address, as a mark that leads to no address; kept for a quarter of an hour."""

    mark = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.at)
