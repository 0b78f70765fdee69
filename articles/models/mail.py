"""The post: what each person is told, and how they want to be told it."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.people import User
from articles.models.texts import ArticleVersion


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def waiting(self, now: datetime.datetime) -> "OutboxQuerySet":
        """To be sent by now, and in nobody's hands; hands that let go of a row without a word lose it in time."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lt=now)
        return self.filter(free, fate=Outbox.Fate.WAITING, due_at__lte=now)

    def unread(self) -> "OutboxQuerySet":
        return self.filter(read_at=None)


class Outbox(models.Model):
    """One thing that one person is told: a line in their inbox, and a mail where they want one.

    No words are stored: `template` names who writes them (`articles.outbox`), from the rows that `ids` names, when
    they are asked for. `part` is the right by which the person is told; it is looked at again before each telling.
    """

    class Fate(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        SENT = "sent", _("sent")
        DIGEST = "digest", _("told in a digest")
        LEFT_OUT = "left_out", _("not sent: no longer theirs to know, or not wanted as mail")
        GIVEN_UP = "given_up", _("given up")

    key = models.CharField(max_length=120, unique=True)
    template = models.CharField(max_length=40)
    person = models.ForeignKey(User, models.PROTECT, related_name="outbox")
    address = models.EmailField(blank=True)  # where it goes, if not to the person's own address
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="+", null=True)
    part = models.CharField(max_length=12, blank=True)
    ids = models.JSONField(default=dict)
    is_listed = models.BooleanField(default=True)  # whether it is a line of the inbox
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    fate = models.CharField(max_length=8, choices=Fate.choices, default=Fate.WAITING)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    digest = models.ForeignKey("self", models.PROTECT, related_name="told", null=True)
    read_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fate="sent", sent_at__isnull=False)
                | (~models.Q(fate="sent") & models.Q(sent_at=None)),
                name="a_mail_has_a_time_exactly_when_it_was_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(fate="waiting"), name="outbox_waiting_by_due"),
            models.Index(fields=["person", "-made_at"], name="outbox_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.key


class MailChoice(models.Model):
    """How a person wants their mail; without a row, each by itself. What concerns the account comes always."""

    class How(models.TextChoices):
        EACH = "each", _("Each by itself, when it happens")
        DAILY = "daily", _("One mail a day, with everything in it")
        SIGNED = "signed", _("Only what happens to a text that was signed")

    person = models.OneToOneField(User, models.PROTECT, related_name="mail_choice")
    how = models.CharField(max_length=8, choices=How.choices, default=How.EACH)

    def __str__(self) -> str:
        return self.how
