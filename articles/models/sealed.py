"""Sealed texts: manuscripts, and what was made from each when it was sealed."""

from django.db import models

from articles.audiences import Audience


class Manuscript(models.Model):
    """The canonical text sealed at submission; `digest` is the SHA-256 of `body` in UTF-8. Append-only."""

    digest = models.CharField(max_length=64, primary_key=True)
    format = models.PositiveSmallIntegerField()
    body = models.TextField()

    def __str__(self) -> str:
        return self.digest[:12]


class Rendered(models.Model):
    """HTML of one audience's text of one manuscript; board and readers get this very row. Append-only."""

    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="renderings")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    language = models.CharField(max_length=8, default="en")
    renderer = models.PositiveSmallIntegerField()
    title = models.TextField()
    html = models.TextField()
    contents = models.JSONField(default=list)  # [{"level": 2, "anchor": "s-…", "text": "…"}]
    paragraphs = models.JSONField(default=list)  # [{"anchor": "p-1", "text": "…"}]
    references_html = models.TextField()
    words_sha = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript", "audience", "language", "renderer"],
                name="a_sealed_text_is_rendered_once",
            ),
        ]


class Sentence(models.Model):
    """One sentence of a manuscript with its place; one that cites is a claim. Append-only."""

    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="sentences")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    language = models.CharField(max_length=8, default="en")
    pos = models.PositiveIntegerField()
    anchor = models.CharField(max_length=24)
    section = models.TextField(blank=True)
    block = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    claim_key = models.CharField(max_length=64, db_index=True)
    reference_digests = models.JSONField(default=list)

    class Meta:
        ordering = ["audience", "pos"]
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript", "audience", "language", "pos"], name="a_sentence_has_one_place"
            ),
        ]
