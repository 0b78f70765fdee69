"""Contributions: the public lines of each person's page, out of decisions and sealed texts and nothing else."""

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save

from articles.audiences import FACTS
from articles.editions import Marks, addresses
from articles.models import Article, ArticleVersion, Contribution, User
from reviews import public_record
from reviews.models import Decision
from reviews.story import Story

Shown = Sequence[tuple[ArticleVersion, Marks]]
What = Contribution.What
Row = Contribution
GRANTS = ("grant", "end_grant")


def wanted(article: Article, story: Story, shown: Shown) -> list[Row]:
    """The lines that this article gives, unsaved. One query."""
    found = [
        *_wrote(article, story, shown),
        *_signed(article, story, shown),
        *_decided(article, story, shown),
    ]
    keys = dict(User.objects.filter(uid__in={uid for uid, _row in found}).values_list("uid", "pk"))
    keys = {str(uid): key for uid, key in keys.items()}
    rows = []
    for uid, row in found:
        if uid in keys:
            row.person_id = keys[uid]
            rows.append(row)
    return rows


def _wrote(article: Article, story: Story, shown: Shown) -> Iterator[tuple[str, Row]]:
    for version, marks in shown:
        sent = story.of(version.pk, "submit")[-1].row.at
        for author in marks.authors:
            said = {"name": author.name, "credential": author.credential, "interests": author.interests}
            facts = {**_of_version(article, marks), **said, "declared_on": sent.date().isoformat()}
            yield author.uid, _row(article, What.WROTE, version.number, marks.approved_at or sent, facts)


def _signed(article: Article, story: Story, shown: Shown) -> Iterator[tuple[str, Row]]:
    for version, marks in shown:
        for signer in marks.signers:
            declared = _declared_on(story, signer.uid, signer.signed_at)
            facts = {
                **_of_version(article, marks),
                "name": signer.name, "credential": signer.credential, "specialty": signer.specialty,
                "interests": signer.interests, "declared_on": declared,
                "signed_on": signer.signed_at.date().isoformat(),
                "texts": [name for name in FACTS if name in signer.audiences],
            }  # fmt: skip
            yield signer.uid, _row(article, What.SIGNED, version.number, signer.signed_at, facts)


def _decided(article: Article, story: Story, shown: Shown) -> Iterator[tuple[str, Row]]:
    for told, title in public_record.of_editors(story, shown):
        facts = {
            "name": told.row.name, "title": title, "question": shown[0][1].question,
            "url": f"{addresses.record(str(article.slug))}#entry-{told.row.seq}",
        }  # fmt: skip
        yield told.said["actor"], _row(article, What.DECIDED, told.row.seq, told.row.at, facts)


def _of_version(article: Article, marks: Marks) -> dict[str, Any]:
    """What each line says of the text: its question, how it stands, and where it can be read."""
    slug, lead = str(article.slug), marks.written_for
    is_now = marks.is_current or (marks.is_pending and marks.approved_number is None)
    here = next((name for name in (lead, *FACTS) if marks.shown_to(name)), lead)
    return {
        "question": marks.question,
        "number": marks.number,
        "state": "pending" if marks.is_pending else marks.standing(here),
        "approved_on": marks.approved_on.isoformat() if marks.approved_on else "",
        "url": addresses.bare(slug, here) if is_now else addresses.permalink(slug, marks.number, here),
    }


def _row(article: Article, what: str, place: int, at: datetime.datetime, facts: dict[str, Any]) -> Row:
    return Row(article=article, what=str(what), place=place, at=at, facts=facts)


def _declared_on(story: Story, uid: str, before: datetime.datetime) -> str:
    """The day of a signer's last declaration before they signed; "" where there is none."""
    days = [
        told.row.at.date().isoformat()
        for told in story.told
        if told.row.move == "disclose" and told.said["actor"] == uid and told.row.at <= before
    ]
    return days[-1] if days else ""


def keep(article: Article, rows: Iterable[Row]) -> None:
    """Make the stored lines of the article these, inside the caller's transaction; repeated, it changes nothing."""
    _store(Q(article=article), rows)


def _store(stored: Q, rows: Iterable[Row]) -> None:
    new = {_key(row): row for row in rows}
    gone = []
    for row in Contribution.objects.filter(stored):
        wanted_row = new.get(_key(row))
        if wanted_row is not None and said(row) == said(wanted_row):
            del new[_key(row)]
        else:
            gone.append(row.pk)
    Contribution.objects.filter(pk__in=gone).delete()
    Contribution.objects.bulk_create(new.values())


def _key(row: Row) -> tuple[int, str, int]:
    return row.person_id, row.what, row.place


def said(row: Row) -> tuple[Any, ...]:
    """All that is stored of a line but its number in the database."""
    facts = json.dumps(row.facts, sort_keys=True)  # a database may keep their keys in an order of its own
    return row.person_id, row.article_id, row.what, row.place, row.at, facts


# Parts of the house: who holds which, since when and by whom, from the book of the house.


def parts(uids: Iterable[str] | None = None) -> list[Row]:
    """The lines on parts of these people, or of all, unsaved. Two queries."""
    decisions = Decision.objects.filter(book__article=None, move__in=GRANTS).order_by("seq")
    given: dict[tuple[str, str], Row] = {}
    done: list[tuple[str, Row]] = []
    wanted_uids = None if uids is None else set(uids)
    for decision in decisions:
        facts = json.loads(decision.payload)["facts"]
        key = facts["user"], facts["role"]
        if wanted_uids is not None and facts["user"] not in wanted_uids:
            continue
        if decision.move == "grant":
            line = {"role": facts["role"], "by": decision.name, "until": ""}
            given[key] = Row(what=str(What.PART), place=decision.seq, at=decision.at, facts=line)
            done.append((facts["user"], given[key]))
        elif key in given:
            given.pop(key).facts["until"] = decision.at.date().isoformat()
    keys = dict(User.objects.filter(uid__in={uid for uid, _row in done}).values_list("uid", "pk"))
    for uid, row in done:
        row.person_id = next(key for known, key in keys.items() if str(known) == uid)
    return [row for _uid, row in done]


def keep_parts(uid: str | None = None) -> None:
    """Make the stored lines on parts, of one person or of all, what the book of the house says."""
    stored = Q(what=What.PART) if uid is None else Q(what=What.PART, person__uid=uid)
    _store(stored, parts(None if uid is None else [uid]))


def _on_saving(instance: Decision, created: bool, raw: bool = False, **_signal: Any) -> None:
    person = json.loads(instance.payload)["facts"].get("user") if instance.move in GRANTS else None
    if created and not raw and person:
        keep_parts(person)


def connect() -> None:
    """Called once when the application starts."""
    post_save.connect(_on_saving, sender=Decision, dispatch_uid="reviews.contributions")
