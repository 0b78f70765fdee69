"""Passages: puts what stands as approved into the index of search, and takes out what does not."""

import datetime
from collections.abc import Iterator, Mapping
from itertools import groupby

from articles import search_words
from articles.editions import addresses
from articles.editions.marks import Marks
from articles.models import Article, ArticleVersion, Passage, Sentence
from articles.states import State

ANSWER = "bottom-line"
MOST_CHARACTERS = 100_000


def index(article: Article, current: tuple[ArticleVersion, Marks] | None, titles: Mapping[str, str]) -> None:
    """Make the article's passages those of its current version; `titles` by audience. Repeated, it changes nothing."""
    new_rows = {(row.audience, row.pos): row for row in wanted(article, current, titles)}
    gone = []
    for row in article.passages.all():
        new = new_rows.get((row.audience, row.pos))
        if new is None:
            gone.append(row.pk)
        elif facts(row) == facts(new):
            del new_rows[row.audience, row.pos]
        else:
            new.pk = row.pk
            new.save(force_update=True)
            del new_rows[row.audience, row.pos]
    Passage.objects.filter(pk__in=gone).delete()
    Passage.objects.bulk_create(new_rows.values())


def facts(row: Passage) -> dict[str, object]:
    """All that is stored of a passage but its number in the database."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name != "id"
    }


def wanted(
    article: Article, current: tuple[ArticleVersion, Marks] | None, titles: Mapping[str, str]
) -> Iterator[Passage]:
    """The passages that `index` would store, one by one and unsaved; nothing is written."""
    if current is None:
        return
    version, marks = current
    stands = [audience for audience in marks.audiences if marks.standing(audience) == State.APPROVED]
    sentences = Sentence.objects.filter(manuscript=marks.digest, audience__in=stands).order_by(
        "audience", "pos"
    )
    for (audience, section, block), run in groupby(
        sentences, key=lambda row: (row.audience, row.section, row.block)
    ):
        rows = list(run)
        text = " ".join(row.text for row in rows)
        yield Passage(
            article=article, version=version, audience=audience, pos=rows[0].pos,
            url=f"{addresses.bare(str(article.slug), audience)}#{rows[0].anchor}",
            section=section, is_answer=block == ANSWER, question=marks.question, text=text,
            question_stems=_stems(marks.question), title_stems=_stems(titles.get(audience, "")),
            section_stems=_stems(section), text_stems=_stems(text[:MOST_CHARACTERS]),
            reviewed_on=marks.last_reviewed or datetime.date.min, overdue_on=marks.overdue_on, lapses_on=marks.lapses_on,
        )  # fmt: skip


def _stems(text: str) -> str:
    return " ".join(search_words.stems(text))
