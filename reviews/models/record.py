"""The record: books of decisions, signatures, sealed words."""

import uuid

from django.conf import settings
from django.db import models

from articles.models import Article, ArticleVersion
from reviews.models.rounds import Round


class Book(models.Model):
    """One chain of decisions: of an article, or of the house (`article` null). `head_hash` starts as 64 zeros."""

    name = models.CharField(max_length=40, unique=True)  # "house" or the article's uid
    article = models.OneToOneField(Article, models.PROTECT, related_name="book", null=True)
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """One move, for ever. `payload` is the canonical text of every fact; the other columns are its index."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    book = models.ForeignKey(Book, models.PROTECT, related_name="decisions")
    seq = models.PositiveIntegerField()
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="decisions", null=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions", null=True)
    move = models.CharField(max_length=24)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions", null=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, blank=True)
    strikes = models.ForeignKey("self", models.PROTECT, related_name="struck_by", null=True)
    at = models.DateTimeField()
    payload = models.TextField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["book", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["book", "seq"], name="a_book_counts_each_decision_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(move__in=["approve", "request_changes", "decline", "withdraw"]),
                name="a_round_is_closed_once",
            ),
            models.UniqueConstraint(fields=["strikes"], name="a_signature_is_struck_once"),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.seq} {self.move}"


class Signature(models.Model):
    """A person's name under exactly one text. Append-only; struck by a later Decision, never removed."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="signature")
    round = models.ForeignKey(Round, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    meaning = models.CharField(max_length=12, default="approval")
    statement = models.TextField()
    name = models.CharField(max_length=120)
    credential = models.CharField(max_length=120)
    specialty = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    audiences = models.TextField()  # canonical JSON list of the audiences whose texts were read
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "meaning"], name="one_signature_per_round_and_person"
            ),
        ]


class Sealed(models.Model):
    """Free text that the record names by hash: `digest` = SHA-256(salt + "\\n" + body). Its body may be erased."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    body = models.TextField(null=True)
    salt = models.CharField(max_length=32)
