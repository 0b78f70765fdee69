"""Withdrawn articles: those whose question is asked, so that a search names them instead of finding nothing."""

import dataclasses

from django.db.models import F

from articles import search_words
from articles.models import ArticleVersion
from articles.states import State

MOST, MOST_READ = 3, 500


@dataclasses.dataclass(frozen=True)
class Withdrawn:
    question: str
    url: str


def asked_for(stems: list[str]) -> list[Withdrawn]:
    """Articles that were retracted and have most of these words in their question (one query)."""
    rows = ArticleVersion.objects.filter(
        article__current=F("pk"), state=State.RETRACTED, article__slug__isnull=False
    ).order_by("-pk")
    found = []
    for question, slug in rows.values_list("question", "article__slug")[:MOST_READ] if stems else ():
        has = set(search_words.stems(question))
        if 2 * sum(stem in has for stem in stems) > len(stems):
            found.append(Withdrawn(question, f"/articles/{slug}/"))
    return found[:MOST]
