"""Rounds of review: who may review, under which policy, what they declared."""

import json
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models import Article, ArticleVersion, Manuscript
from reviews.rules import Rules


class BoardProfile(models.Model):
    """What makes a board member eligible: credential, specialty, licence as checked by somebody else."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="board_profile")
    credential = models.CharField(_("credential"), max_length=120)
    specialty = models.CharField(_("specialty"), max_length=80)
    is_clinician = models.BooleanField(default=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    licence_valid_to = models.DateField(null=True, blank=True)
    licence_checked_on = models.DateField(null=True)
    licence_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.user} · {self.specialty}"


class EditorialPolicy(models.Model):
    """One wording of the rules. Append-only; the newest is in force, each Round pins the one it began under."""

    number = models.PositiveIntegerField(unique=True)
    fields = models.TextField()  # canonical JSON of `reviews.rules.Rules`
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"policy {self.number}"

    @cached_property
    def rules(self) -> Rules:
        return Rules.from_dict(json.loads(self.fields))


class Round(models.Model):
    """One passage of a manuscript through review, from its submission to its outcome."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes asked")
        DECLINED = "declined", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Taken back")

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="rounds")
    policy = models.ForeignKey(EditorialPolicy, models.PROTECT, related_name="rounds")
    specialty = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"], name="rounds_of_a_version_are_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(closed_at=None),
                name="a_version_has_at_most_one_open_round",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"

    @property
    def has_letter(self) -> bool:
        """Whether it left its authors something to answer: it went back, or was taken back after somebody's end."""
        if self.outcome == self.Outcome.WITHDRAWN:
            return bool(self.reviews.exclude(submitted_at=None).exists())
        return self.outcome == self.Outcome.CHANGES


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active(self) -> "AssignmentQuerySet":
        return self.filter(ended_at=None)


class Assignment(models.Model):
    """A board member asked for, or taking, the review of one version."""

    class How(models.TextChoices):
        ASSIGNED = "assigned", _("asked by an editor")
        TAKEN = "taken", _("taken")

    class Ended(models.TextChoices):
        HANDED_BACK = "handed_back", _("handed back")
        LAPSED = "lapsed", _("lapsed")
        RECUSED = "recused", _("stood aside because of an interest")
        ROUND_CLOSED = "round_closed", _("the round ended")

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    how = models.CharField(max_length=8, choices=How.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_on = models.DateField()
    held_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, choices=Ended.choices, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "reviewer"],
                condition=models.Q(ended_at=None),
                name="one_active_assignment_per_version_and_reviewer",
            ),
        ]


class Disclosure(models.Model):
    """Interests of one person for one article; the newest counts. Append-only.

    A ruling is a new row. `at` is when the interest was declared, in the ruling as well: from then on it is valid.
    """

    class Kind(models.TextChoices):
        NONE = "none", _("No interests to declare")
        INTEREST = "interest", _("An interest")

    class Ruling(models.TextChoices):
        NOT_RELEVANT = "not_relevant", _("not relevant to this article")
        COMMENT_ONLY = "comment_only", _("may comment but not decide")
        STANDS_ASIDE = "stands_aside", _("stands aside")

    article = models.ForeignKey(Article, models.PROTECT, related_name="disclosures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="disclosures")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    ruling = models.CharField(max_length=12, choices=Ruling.choices, blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    text = models.ForeignKey("Sealed", models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="interest") | models.Q(ruling=""), name="only_an_interest_is_ruled_on"
            ),
        ]

    @property
    def stands_aside(self) -> bool:
        return self.ruling == self.Ruling.STANDS_ASIDE

    @property
    def awaits_ruling(self) -> bool:
        return self.kind == self.Kind.INTEREST and not self.ruling

    @property
    def opens_the_text(self) -> bool:
        """Whether its person may read the draft: everyone who declared, unless they stand aside or await a ruling."""
        return self.kind == self.Kind.NONE or self.ruling in (
            self.Ruling.NOT_RELEVANT,
            self.Ruling.COMMENT_ONLY,
        )

    @property
    def allows_a_decision(self) -> bool:
        return self.kind == self.Kind.NONE or self.ruling == self.Ruling.NOT_RELEVANT
