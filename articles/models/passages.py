"""Passages: what search finds, made from approved texts when facts change; rebuildable at any time."""

from django.db import models

from articles.audiences import Audience
from articles.models.texts import Article, ArticleVersion


class Passage(models.Model):
    """One run of sentences under one heading and in one block, of a text that stands as approved.

    The columns in `*_stems` are what is looked for: stems in the order of the text. An index of the database over them
    is made by `articles.search_index`.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="passages")
    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    pos = models.PositiveIntegerField()
    url = models.CharField(max_length=240)
    section = models.TextField(blank=True)
    is_answer = models.BooleanField(default=False)
    question = models.TextField()
    text = models.TextField()
    question_stems = models.TextField()
    title_stems = models.TextField()
    section_stems = models.TextField()
    text_stems = models.TextField()
    reviewed_on = models.DateField()
    overdue_on = models.DateField(null=True)
    lapses_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "audience", "pos"], name="a_passage_has_one_place"),
        ]
