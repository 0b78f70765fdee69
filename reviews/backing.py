"""Backing: whether every row that the record vouches for says what the record says, no more and no less."""

from collections.abc import Callable, Mapping
from typing import Any

from articles import manuscripts
from articles.models import ArticleVersion, Authorship, Notice, Reference
from reviews import record
from reviews.models import Disclosure, EditorialPolicy, Review, Round, Signature
from reviews.replay import Report, Story
from reviews.written import UNSUBMITTED

Policies = Mapping[str, EditorialPolicy]
OUTCOMES = {
    "approve": Round.Outcome.APPROVED,
    "request_changes": Round.Outcome.CHANGES,
    "decline": Round.Outcome.DECLINED,
    "withdraw": Round.Outcome.WITHDRAWN,
}
ENDS = {"sign": Review.End.SIGNED, "object": Review.End.OBJECTION}


def _check_rounds(story: Story, policies: Policies, report: Report) -> None:
    closed = {e.place: (OUTCOMES[e.move], e.said["at"]) for e in story.of(*OUTCOMES) if e.said["round"]}
    told = [
        (
            *entry.place, entry.digests.get("manuscript"), entry.digests.get("policy"), entry.facts["specialty"],
            entry.said["at"], *closed.get(entry.place, ("", None)),
        )
        for entry in story.of("submit")
    ]  # fmt: skip
    rounds = Round.objects.filter(version__article=story.book.article).select_related("version", "policy")
    rows = [
        (
            row.version.number, row.number, row.manuscript_id, record.sha256(row.policy.fields), row.specialty,
            row.opened_at, row.outcome, row.closed_at,
        )
        for row in rounds.order_by("version__number", "number")
    ]  # fmt: skip
    report.compare(f"article {story.book.name}", "rounds", sorted(told, key=lambda entry: entry[:2]), rows)


def _check_signatures(story: Story, policies: Policies, report: Report) -> None:
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
            row.decision.uid, row.round.version.number, row.round.number, row.person.uid, row.meaning,
            row.statement, row.name, row.credential, row.specialty, row.digest, row.audiences, row.at,
        )
        for row in signatures.select_related("decision", "round__version", "person").order_by("decision__seq")
    ]  # fmt: skip
    report.compare(f"article {story.book.name}", "signatures", told, rows)


def _check_reviews(story: Story, policies: Policies, report: Report) -> None:
    lifted = {(*e.place, e.facts.get("objector")): e.said["at"] for e in story.of("lift_objection")}
    told = []
    for entry in story.of("sign", "object", "finish_review"):
        end, whose = ENDS.get(entry.move) or entry.facts.get("end"), (*entry.place, entry.said["actor"])
        told.append((*whose, end, entry.digests.get("review"), entry.said["at"], lifted.get(whose)))
    reviews = Review.objects.filter(round__version__article=story.book.article).exclude(submitted_at=None)
    rows = []
    for row in reviews.select_related("round__version", "reviewer"):
        place = (row.round.version.number, row.round.number, str(row.reviewer.uid))
        rows.append((*place, row.end, row.sealed_id, row.submitted_at, row.lifted_at))
    report.compare(f"article {story.book.name}", "reviews", sorted(told, key=str), sorted(rows, key=str))


def _check_disclosures(story: Story, policies: Policies, report: Report) -> None:
    """A ruling is a disclosure of its own: the same words, of the same day, with the editor's answer."""
    told: list[tuple[Any, ...]] = []
    declared_at: dict[Any, str] = {}
    for entry in story.of("disclose", "rule_on_interest"):
        facts, words, actor = entry.facts, entry.digests.get("disclosure"), entry.said["actor"]
        if entry.move == "disclose":
            declared_at[actor] = entry.said["at"]
            told.append((actor, facts["kind"], "", None, words, entry.said["at"]))
        else:
            person = facts["person"]
            told.append((person, "interest", facts["ruling"], actor, words, declared_at.get(person)))
    rows = [
        (row.person.uid, row.kind, row.ruling, row.ruled_by and row.ruled_by.uid, row.text_id, row.at)
        for row in Disclosure.objects.filter(article=story.book.article).select_related("person", "ruled_by")
    ]
    report.compare(f"article {story.book.name}", "disclosures", told, rows)


def _check_notices(story: Story, policies: Policies, report: Report) -> None:
    told = [
        (e.said["version"], e.facts.get("kind", "retraction"), e.digests["notice"], e.said["actor"], e.said["at"], None)
        for e in story.entries
        if "notice" in e.digests
    ]  # fmt: skip
    rows = []
    notices = Notice.objects.filter(article=story.book.article).select_related("version", "by")
    for row in notices.order_by("pk"):
        number = row.version and row.version.number
        # No verb replaces a notice.
        rows.append((number, row.kind, row.digest, row.by.uid, row.at, row.replaces_id))
        if record.sha256(row.body) != row.digest:
            report.wrong(f"article {story.book.name}, notice {row.digest[:12]}", "its words were changed.")
    report.compare(f"article {story.book.name}", "notices", told, rows)


def _check_bases(story: Story, policies: Policies, report: Report) -> None:
    """Each version was made from the one approved last before it began, and submitted above no other."""
    base: int | None = None
    begun: dict[int | None, int | None] = {}
    for entry in story.entries:
        number = entry.said["version"]
        if entry.move == "approve":
            base = number
        elif entry.move == "start":
            begun[number] = base
        # Decisions of before this was written down name none.
        elif entry.move == "submit" and {begun.get(number), entry.facts.get("base", base)} != {base}:
            report.wrong(entry, f"it rests on another version than {base}, approved last.")
    for version in story.book.article.versions.select_related("base"):
        told, shown = begun.get(version.number), version.base and version.base.number
        place = f"article {story.book.name}, version {version.number}"
        if version.base and version.base.article_id != version.article_id:
            report.wrong(place, "its row says that it was made from a version of another article.")
        elif version.number in begun and shown != told:
            report.wrong(
                place, f"its row says that it was made from version {shown}, the record from {told}."
            )


def _check_versions(story: Story, policies: Policies, report: Report) -> None:
    for version in story.book.article.versions.select_related("article", "manuscript"):
        _check_version(story, version, report)


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
        _check_beside(version, place, report)


# Columns of a sealed text's rows that no manuscript holds, and what is said of others than were saved.
BESIDE: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (Authorship, ("position",), "its authors do not stand in the places that were saved last"),
    (
        Reference,
        ("doi", "pmid", "pmcid", "is_placeholder"),
        "a work of it is known by what was not saved last",
    ),
)


def _check_beside(version: ArticleVersion, place: str, report: Report) -> None:
    """What its rows say beside the sealed text is what the history of the working copy says."""
    for model, fields, sentence in BESIDE:
        history = model.history.filter(version=version).order_by("history_id")
        saved = {pk: values for pk, *values in history.values_list("id", *fields)}
        rows = model.objects.filter(version=version).values_list("pk", *fields)
        if any(saved.get(pk) != values for pk, *values in rows):
            report.wrong(place, f"{sentence}, as the history says.")


CHECKS: tuple[Callable[[Story, Policies, Report], None], ...] = (
    _check_rounds,
    _check_signatures,
    _check_reviews,
    _check_disclosures,
    _check_notices,
    _check_bases,
    _check_versions,
)
"""All that is compared with the book of one article."""
