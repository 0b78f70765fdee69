"""Telling: what a row of the outbox says, in one sentence and a link; never a word of a review, a reason or a draft."""

import dataclasses
import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from articles.models import ArticleVersion, Outbox, Role, User
from articles.outbox import Line
from articles.states import IN_REVIEW, OPEN, WRITABLE, State
from reviews.models import Assignment, Decision
from reviews.notification_words import ANYBODY, AUTHOR, EDITOR, PUT_AWAY, REVIEWER, SAID, Said

WITH_A_PAGE = frozenset({State.APPROVED, State.SUSPENDED, State.SUPERSEDED, State.RETRACTED})


@dataclasses.dataclass(frozen=True)
class Around:
    """What the rows name, read once for all of them. Four queries at most."""

    decisions: Mapping[int, Decision]
    versions: Mapping[int, Any]
    people: Mapping[str, str]
    held: frozenset[tuple[int, int]]


def around(rows: Sequence[Outbox]) -> Around:
    decisions = Decision.objects.in_bulk([row.ids["decision"] for row in rows if "decision" in row.ids])
    versions = with_titles(ArticleVersion.objects.filter(pk__in={row.version_id for row in rows}))
    uids = [uid for decision in decisions.values() for uid in _named(json.loads(decision.payload)["facts"])]
    uids += [row.ids["person"] for row in rows if "person" in row.ids]
    people = {
        str(uid): name for uid, name in User.objects.filter(uid__in=uids).values_list("uid", "printed_name")
    }
    as_reviewer = [row for row in rows if row.part == REVIEWER]
    held = Assignment.objects.active().filter(version__in={row.version_id for row in as_reviewer})
    return Around(
        decisions, {version.pk: version for version in versions}, people,
        frozenset(held.values_list("version", "reviewer") if as_reviewer else ()),
    )  # fmt: skip


def _named(facts: Mapping[str, Any]) -> list[str]:
    return [facts[name] for name in ("reviewer", "person", "objector") if facts.get(name)]


def with_titles(versions: QuerySet[ArticleVersion]) -> QuerySet[Any]:
    """Each with `told_question`: as it was sealed last, in this version or the one before; None where it never was."""
    asked = [
        KeyTextTransform("question", Cast(f"{path}__body", JSONField()))
        for path in ("manuscript", "base__manuscript")
    ]
    return versions.select_related("article").annotate(told_question=Coalesce(*asked))


def of_decisions(rows: Sequence[Outbox]) -> dict[int, Line]:
    """By row, its line."""
    known = around(rows)
    found = {}
    for row in rows:
        decision = known.decisions.get(row.ids.get("decision"))
        said = said_of(decision, row.part) if decision else None
        if decision is not None and said is not None:
            facts = json.loads(decision.payload)["facts"]
            words = {
                "who": decision.name, "person": "".join(known.people.get(uid, "") for uid in _named(facts)[:1]),
                "due": day(facts.get("due_on")), "number": facts.get("number", ""),
                "role": str(dict(Role.choices).get(facts.get("role", ""), "")),
            }  # fmt: skip
            found[row.pk] = line(row, said, words, known, is_by_rule=not decision.name)
    return found


def said_of(decision: Decision, part: str) -> Said | None:
    """What is said of a decision to somebody in this part; None where they are not told."""
    said = SAID.get((decision.move, part))
    is_put_away = decision.move == "withdraw" and decision.from_state in WRITABLE
    return PUT_AWAY.get(part) if said and is_put_away else said


def line(
    row: Outbox, said: Said, words: Mapping[str, Any], known: Around, *, is_by_rule: bool = False
) -> Line:
    """What is said, with the name of the text and the way to it."""
    version = known.versions.get(row.version_id or 0)
    text = title_of(version) if version is not None else ""
    sentence = str(said.by_rule if is_by_rule and said.by_rule else said.what) % {**words, "text": text}
    label, path = way(row, version, known) if version is not None else _way_in_the_house(row, words)
    title = f"{said.title}: {version.told_question}" if version and version.told_question else str(said.title)
    return Line(title, sentence[:1].upper() + sentence[1:], str(said.next_step), label, path)


def title_of(version: Any) -> str:
    """The sealed question with the version's number; a draft that was never sealed has no words yet."""
    if not version.told_question:
        return _("your draft of %(date)s") % {"date": day(version.created_at.date())}
    return _("“%(question)s” (version %(number)d)") % {
        "question": version.told_question,
        "number": version.number,
    }


def day(value: datetime.date | str | None) -> str:
    date = datetime.date.fromisoformat(value) if isinstance(value, str) and value else value
    return formats.date_format(date, "j F Y") if date else ""


def way(row: Outbox, version: Any, known: Around) -> tuple[str, str]:
    """Where the person goes from here, by their part and by where the text stands now."""
    slug, state = version.article.slug, version.state
    if row.part == EDITOR:
        return _("Open the text"), reverse("version_desk", args=[version.pk])
    if row.part == AUTHOR:
        if state == State.CHANGES_REQUESTED:
            return _("Read the letter"), reverse("points", args=[version.pk])
        if slug and state in WITH_A_PAGE:
            return _("Open the page"), reverse("article", args=[slug])
        name = "write_version" if state in WRITABLE else "hand_in"
        return _("Open the text"), reverse(name, args=[version.pk])
    is_held = (version.pk, row.person_id) in known.held
    if state in IN_REVIEW or (is_held and state in OPEN):
        return _("Open the cover sheet"), reverse("cover", args=[version.pk])
    if slug and state in WITH_A_PAGE:
        return _("Open the record"), reverse("article_record", args=[slug])
    return _("Open the queue"), reverse("queue")


def _way_in_the_house(row: Outbox, words: Mapping[str, Any]) -> tuple[str, str]:
    if row.part == ANYBODY:
        return _("Open your desk"), reverse("desk")
    return _("Read the policy"), reverse("policy_number", args=[words["number"]])
