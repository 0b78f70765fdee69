"""Search: passages of approved text, best first, the same answers on every database.

The database's full-text index brings the candidates; their order is worked out here: how many of the words a passage's
article has in its question, title, headings and text, rare words weighing more, short answers a little more.
"""

import dataclasses
import datetime
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q
from django.utils import formats

from articles import near_words, search_words
from articles.audiences import FACTS, Audience
from articles.models import Passage
from articles.search_index import INDEX

MOST_STEMS = 12
CANDIDATES = 300
MOST_QUESTIONS = 2_000
PER_PAGE = 20
SHOWN_BEFORE, SHOWN = 60, 260
WEIGHTS = (
    8.0,
    5.0,
    3.0,
)  # question, title, headings; the text's weight grows with how often a word stands there
ANSWERS_MORE = 1.2


@dataclasses.dataclass(frozen=True)
class Hit:
    """The best passage of one article."""

    question: str
    url: str
    section: str
    pieces: list[tuple[str, bool]]  # of the passage, each with whether it was looked for
    reader: str
    reviewed: str
    is_overdue: bool


@dataclasses.dataclass(frozen=True)
class Found:
    """What a search found. `is_partial`: no passage has all the words, these have some. `unknown`: stems that none has."""

    hits: Sequence[Hit]
    total: int
    is_partial: bool
    unknown: frozenset[str] = frozenset()


NOTHING = Found((), 0, is_partial=False)


def find(
    words: str,
    *,
    today: datetime.date,
    audience: str = "",
    since: datetime.date | None = None,
    topic: int | None = None,
    page: int = 1,
) -> Found:
    """The articles that these words lead to, `PER_PAGE` a page. Any words are taken; four queries at most."""
    looked_for = search_words.asked(words, most=MOST_STEMS)
    if not looked_for:
        return NOTHING
    there = Passage.objects.filter(Q(lapses_on=None) | Q(lapses_on__gt=today))
    if audience in FACTS:
        there = there.filter(audience=audience)
    if topic is not None:
        there = there.filter(article__topics=topic)
    if since is not None:
        there = there.filter(reviewed_on__gte=since)
    for joiner in ("and", "or") if len(looked_for) > 1 else ("and",):
        passages = list(there.filter(pk__in=_candidates(looked_for, joiner)))
        if passages:
            best = _best_of_each_article(passages, looked_for)
            shown = best[(page - 1) * PER_PAGE : page * PER_PAGE]
            return Found(
                [_hit(one, looked_for, today) for one in shown],
                len(best),
                is_partial=joiner == "or",
                unknown=_unknown(passages, looked_for) if joiner == "or" else frozenset(),
            )
    return dataclasses.replace(NOTHING, unknown=frozenset(looked_for))


def meant(words: str, unknown: frozenset[str]) -> str:
    """The words without their mistypings, as the questions of approved texts have them; "" for none (one query)."""
    if not unknown:
        return ""
    return near_words.mended(
        words,
        unknown,
        Passage.objects.order_by().values_list("question", flat=True).distinct()[:MOST_QUESTIONS],
    )


def _unknown(passages: Iterable[Passage], stems: Sequence[str]) -> frozenset[str]:
    has = {
        stem
        for one in passages
        for name in ("question", "title", "section", "text")
        for stem in getattr(one, f"{name}_stems").split()
    }
    return frozenset(stems) - has


def _candidates(stems: Sequence[str], joiner: str) -> list[int]:
    """Keys of the passages that the database ranks first."""
    if connection.vendor == "sqlite":
        asked = f" {joiner.upper()} ".join(f'"{stem}"' for stem in stems)
        sql = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s ORDER BY bm25({INDEX}, 8, 5, 3, 1) LIMIT %s"  # noqa: S608  (a constant)
    else:
        asked = {"and": " & ", "or": " | "}[joiner].join(f"'{stem}'" for stem in stems)
        sql = (
            "SELECT id FROM articles_passage, to_tsquery('simple', %s) AS asked WHERE stems @@ asked"
            " ORDER BY ts_rank('{0.1, 0.3, 0.5, 0.8}', stems, asked) DESC LIMIT %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, CANDIDATES])
        return [key for (key,) in cursor.fetchall()]


def _best_of_each_article(passages: Iterable[Passage], stems: Sequence[str]) -> list[Passage]:
    words = {
        one.pk: [getattr(one, f"{name}_stems").split() for name in ("question", "title", "section", "text")]
        for one in passages
    }
    having = Counter(stem for four in words.values() for stem in set().union(*four) if stem in stems)
    rarity = {stem: 1 + math.log(1 + len(words) / (1 + having[stem])) for stem in stems}
    scored = sorted(
        passages,
        key=lambda one: (-_score(words[one.pk], rarity, is_answer=one.is_answer), one.question, one.pk),
    )
    best: dict[int, Passage] = {}
    for one in scored:
        best.setdefault(one.article_id, one)
    return list(best.values())


def _score(fields: Sequence[Sequence[str]], rarity: dict[str, float], *, is_answer: bool) -> float:
    *above, text = fields
    often = Counter(text)
    total, covered = 0.0, 0
    for stem, weight in rarity.items():
        value = sum(worth for worth, field in zip(WEIGHTS, above, strict=True) if stem in field)
        value += 4 * often[stem] / (often[stem] + 1.5)
        covered += bool(value)
        total += weight * value
    return total * (covered / len(rarity)) ** 2 * (ANSWERS_MORE if is_answer else 1.0)


def _hit(passage: Passage, stems: Sequence[str], today: datetime.date) -> Hit:
    return Hit(
        question=passage.question,
        url=passage.url,
        section=passage.section,
        pieces=list(search_words.pieces(_around(passage.text, stems), frozenset(stems))),
        reader=str(FACTS[Audience(passage.audience)].text_name),
        reviewed=formats.date_format(passage.reviewed_on, "j F Y"),
        is_overdue=passage.overdue_on is not None and passage.overdue_on <= today,
    )


def _around(text: str, stems: Sequence[str]) -> str:
    """At most SHOWN characters of the passage around the first word that was looked for, cut between words."""
    if len(text) <= SHOWN:
        return text
    start = 0
    for piece, is_match in search_words.pieces(text, frozenset(stems)):
        if is_match:
            break
        start += len(piece)
    start = max(0, start - SHOWN_BEFORE) if start < len(text) else 0
    if start:
        start = text.find(" ", start) + 1
    end = start + SHOWN
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    return ("… " if start else "") + text[start:end].rstrip() + (" …" if end < len(text) else "")
