"""A reviewer's work on one round: answers, comments, how it ended."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.audiences import Audience
from articles.models import ArticleVersion, Manuscript
from reviews.models.rounds import Round


class Review(models.Model):
    """One reviewer's review of one round; `answers` carries the questions as they were put.

    Frozen by the database once `submitted_at` is set.
    """

    class End(models.TextChoices):
        SIGNED = "signed", _("Signed")
        CHANGES = "changes", _("Asked for changes")
        OBJECTION = "objection", _("Objected on safety grounds")
        COMMENTED = "commented", _("Commented, without deciding")

    round = models.ForeignKey(Round, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    answers = models.JSONField(default=list)  # [{"id", "question", "answer": "yes|no|outside|", "passage"}]
    audiences = models.JSONField(default=list)  # the texts its reviewer says they read
    reason = models.TextField(blank=True)
    ai_used = models.CharField(max_length=3, choices=[("no", _("None")), ("yes", _("Yes"))], blank=True)
    ai_statement = models.TextField(blank=True)
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    counter = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    sealed = models.ForeignKey("Sealed", models.PROTECT, related_name="+", null=True)
    lifted_at = models.DateTimeField(null=True)  # an objection lifted; the only column that changes later

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "reviewer"], name="one_review_per_reviewer_and_round"),
            models.CheckConstraint(
                condition=(models.Q(end="") & models.Q(submitted_at=None))
                | (~models.Q(end="") & ~models.Q(submitted_at=None)),
                name="a_review_has_an_end_exactly_when_it_was_submitted",
            ),
        ]

    @property
    def blocks(self) -> bool:
        """Whether this end forbids approval in its round."""
        return self.end == self.End.CHANGES or (self.end == self.End.OBJECTION and self.lifted_at is None)


class Comment(models.Model):
    """A remark on a passage, or an answer to one. A posted body is frozen by the database.

    `kind` "must" is a point that the author answers; an answer is a child whose kind says what was done.
    """

    class Kind(models.TextChoices):
        MUST = "must", _("Must change")
        QUESTION = "question", _("Question")
        SUGGESTION = "suggestion", _("Suggestion")
        CHANGED = "changed", _("Changed")
        NOT_CHANGED = "not_changed", _("Not changed, because")
        REPLY = "reply", _("Reply")

    POINTS = ("must", "question", "suggestion")
    ANSWERS = ("changed", "not_changed")

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="comments")
    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="comments")
    round = models.ForeignKey(Round, models.PROTECT, related_name="comments")
    audience = models.CharField(max_length=12, choices=Audience.choices, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    anchor = models.CharField(max_length=24, blank=True)
    selectors = models.JSONField(default=dict)  # {"quote": {"exact", "prefix", "suffix"}, "position": {...}}
    body = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True)
    created_at = models.DateTimeField(default=timezone.now)
    posted_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent"],
                condition=models.Q(kind__in=["changed", "not_changed"]),
                name="a_point_has_one_answer",
            ),
        ]
