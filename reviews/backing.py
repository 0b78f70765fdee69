"""Backing: whether every row that the record vouches for says what the record says, no more and no less."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef

from articles import manuscripts
from articles.models import ArticleVersion, Contributor, Notice
from articles.states import WRITABLE, State
from reviews import record
from reviews.models import Comment, Disclosure, EditorialPolicy, Review, Round, Signature
from reviews.replay import Report, Story

Policies = Mapping[str, EditorialPolicy]
OUTCOMES = {
    "approve": Round.Outcome.APPROVED,
    "request_changes": Round.Outcome.CHANGES,
    "decline": Round.Outcome.DECLINED,
    "withdraw": Round.Outcome.WITHDRAWN,
}
ENDS = {"sign": Review.End.SIGNED, "object": Review.End.OBJECTION}
UNSUBMITTED = WRITABLE | {State.WITHDRAWN, State.DECLINED}


def check_policies(story: Story, policies: Policies, report: Report) -> None:
    """The policies are those that the house's book names, in its order."""
    told = [(e.facts.get("number"), e.digests.get("policy"), e.said["actor"]) for e in story.of("policy")]
    rows = [(p.number, digest, str(p.by.uid)) for digest, p in policies.items()]
    _compare("the house", "policies", told, sorted(rows), report)


def check_article(story: Story, policies: Policies, report: Report) -> None:
    """All rows of one article against its book."""
    _check_rounds(story, policies, report)
    _check_signatures(story, report)
    _check_reviews(story, report)
    _check_emptied(story, report)
    _check_disclosures(story, report)
    _check_notices(story, report)
    _check_contributors(story, report)
    for version in story.book.article.versions.select_related("article", "manuscript"):
        _check_version(story, version, report)


def _compare(place: str, what: str, told: list[Any], rows: list[Any], report: Report) -> None:
    report.counts[what] += len(rows)
    for missing in (entry for entry in told if entry not in rows):
        report.wrong(place, f"of its {what}, the record has one that no row shows: {_short(missing)}.")
    for stray in (entry for entry in rows if entry not in told):
        report.wrong(place, f"of its {what}, a row shows one that the record does not have: {_short(stray)}.")
    if told != rows and sorted(map(str, told)) == sorted(map(str, rows)):
        report.wrong(place, f"its {what} are not in the order of the record.")
    elif len(told) != len(rows):
        report.wrong(place, f"it has {len(rows)} {what}, the record {len(told)}.")


def _short(entry: Any) -> str:
    return ", ".join(str(part)[:40] for part in entry if part not in ("", None))


def _check_rounds(story: Story, policies: Policies, report: Report) -> None:
    closed = {e.place: OUTCOMES[e.move] for e in story.of(*OUTCOMES) if e.said["round"]}
    told = []
    for entry in story.of("submit"):
        outcome = closed.get(entry.place, "")
        digests = entry.digests
        told.append(
            (
                *entry.place,
                digests.get("manuscript"),
                digests.get("policy"),
                entry.facts["specialty"],
                outcome,
            )
        )
    rounds = Round.objects.filter(version__article=story.book.article).select_related("version", "policy")
    rows = []
    for row in rounds.order_by("version__number", "number"):
        policy = record.sha256(row.policy.fields)
        outcome = row.outcome if row.closed_at else ""
        rows.append((row.version.number, row.number, row.manuscript_id, policy, row.specialty, outcome))
    _compare(f"article {story.book.name}", "rounds", sorted(told), rows, report)


def _check_signatures(story: Story, report: Report) -> None:
    told = []
    for entry in story.of("sign"):
        facts = entry.facts
        told.append((
            entry.said["uid"], *entry.place, entry.said["actor"], facts["meaning"], facts["statement"],
            facts["name"], facts["credential"], facts["specialty"], entry.digests.get("manuscript"),
            record.canonical(facts["audiences"]), entry.said["at"],
        ))  # fmt: skip
    signatures = Signature.objects.filter(round__version__article=story.book.article)
    rows = [
        (
            str(row.decision.uid), row.round.version.number, row.round.number, str(row.person.uid), row.meaning,
            row.statement, row.name, row.credential, row.specialty, row.digest, row.audiences, record.stamp(row.at),
        )
        for row in signatures.select_related("decision", "round__version", "person").order_by("decision__seq")
    ]  # fmt: skip
    _compare(f"article {story.book.name}", "signatures", told, rows, report)


def _check_reviews(story: Story, report: Report) -> None:
    told = [
        (*e.place, e.said["actor"], ENDS.get(e.move) or e.facts.get("end"), e.digests.get("review"))
        for e in story.of("sign", "object", "finish_review")
    ]
    lifted = {(*e.place, e.facts.get("objector")) for e in story.of("lift_objection")}
    reviews = Review.objects.filter(round__version__article=story.book.article).exclude(submitted_at=None)
    rows = []
    for row in reviews.select_related("round__version", "reviewer", "sealed"):
        place = (row.round.version.number, row.round.number, str(row.reviewer.uid))
        rows.append((*place, row.end, row.sealed_id))
        where = f"article {story.book.name}, review by {row.reviewer}"
        if (row.lifted_at is not None) != (place in lifted):
            report.wrong(where, "whether its objection was lifted differs from the record.")
        _check_words(row, where, report)
    _compare(f"article {story.book.name}", "reviews", sorted(told, key=str), sorted(rows, key=str), report)


def _check_words(row: Review, where: str, report: Report) -> None:
    """They stand as they were sealed; or, where those were erased, nowhere."""
    if row.sealed is None:
        return
    if row.sealed.body is not None:
        if not _is_as_sealed(row):
            report.wrong(where, "its words are not those that were sealed.")
        return
    comments = row.round.comments.filter(author=row.reviewer).exclude(body="")
    if comments.exists() or any(getattr(row, field) != value for field, value in record.EMPTIED.items()):
        report.wrong(where, "its words were erased, and stand in its row or its comments.")


def _check_emptied(story: Story, report: Report) -> None:
    """No point lost its words without its review: one that was sealed was compared with it already."""
    finished = Review.objects.filter(round=OuterRef("round"), reviewer=OuterRef("author"))
    emptied = Comment.objects.filter(version__article=story.book.article, kind__in=Comment.POINTS, body="")
    unfinished = emptied.exclude(Exists(finished.exclude(submitted_at=None)))
    for row in unfinished.exclude(posted_at=None).select_related("author"):
        report.wrong(f"article {story.book.name}, a comment by {row.author}", "its words are gone.")


def _is_as_sealed(row: Review) -> bool:
    """Whether a review and the comments sealed with it stand as they were sealed; later comments may follow."""
    try:
        words = json.loads(row.sealed.body)
    except ValueError:
        return False
    comments = row.round.comments.filter(author=row.reviewer).order_by("pk")
    count = len(words.get("comments", ()))
    now = {
        "answers": row.answers, "audiences": row.audiences, "reason": row.reason, "end": row.end,
        "ai_used": row.ai_used, "ai_statement": row.ai_statement,
        "comments": list(comments.values("audience", "kind", "anchor", "body")[:count]),
    }  # fmt: skip
    return record.canonical(now) == record.canonical(words)


def _check_disclosures(story: Story, report: Report) -> None:
    """A ruling is a disclosure of its own: the same words with the editor's answer."""
    told: list[tuple[Any, ...]] = []
    for entry in story.of("disclose", "rule_on_interest"):
        facts, words = entry.facts, entry.digests.get("disclosure")
        if entry.move == "disclose":
            told.append((entry.said["actor"], facts["kind"], "", None, words))
        else:
            told.append((facts["person"], "interest", facts["ruling"], entry.said["actor"], words))
    rows = [
        (str(row.person.uid), row.kind, row.ruling, row.ruled_by and str(row.ruled_by.uid), row.text_id)
        for row in Disclosure.objects.filter(article=story.book.article).select_related("person", "ruled_by")
    ]
    _compare(f"article {story.book.name}", "disclosures", told, rows, report)


def _check_notices(story: Story, report: Report) -> None:
    told = [
        (e.said["version"], e.facts.get("kind", "retraction"), e.digests["notice"], e.said["actor"])
        for e in story.entries
        if "notice" in e.digests
    ]
    rows = []
    for row in (
        Notice.objects.filter(article=story.book.article).select_related("version", "by").order_by("pk")
    ):
        rows.append((row.version and row.version.number, row.kind, row.digest, str(row.by.uid)))
        if record.sha256(row.body) != row.digest:
            report.wrong(f"article {story.book.name}, notice {row.digest[:12]}", "its words were changed.")
    _compare(f"article {story.book.name}", "notices", told, rows, report)


def _check_contributors(story: Story, report: Report) -> None:
    """Whoever a submission named is there; who is there was named, or wrote something that is not submitted."""
    named = {uid for entry in story.of("submit") for uid in entry.facts["contributors"]}
    there = Contributor.objects.filter(article=story.book.article).select_related("user")
    rows = {str(row.user.uid): str(row.user) for row in there}
    report.counts["contributors"] += len(rows)
    place = f"article {story.book.name}"
    for uid in sorted(named - rows.keys()):
        report.wrong(place, f"its contributor {uid} is no longer there.")
    if not UNSUBMITTED & set(story.states.values()):
        for uid in sorted(rows.keys() - named):
            report.wrong(place, f"no submission names its contributor {rows[uid]}.")


def _check_version(story: Story, version: ArticleVersion, report: Report) -> None:
    """Its manuscript is the last one submitted; while it cannot be edited, its rows are what that says."""
    submissions = [
        e.digests.get("manuscript") for e in story.of("submit") if e.said["version"] == version.number
    ]
    place = f"article {story.book.name}, version {version.number}"
    if version.manuscript_id != (submissions[-1] if submissions else None):
        report.wrong(place, "its manuscript is not the one that was submitted last.")
    elif version.manuscript and version.state not in UNSUBMITTED:
        report.counts["sealed versions compared"] += 1
        if manuscripts.canonical(version) != version.manuscript.body:
            report.wrong(place, "its rows are not what its manuscript says.")
