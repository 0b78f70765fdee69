"""Standing: whether every text that is or was approved has the signatures that its approval demands."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from articles import manuscripts
from articles.models import Contributor, Manuscript
from articles.states import ChangeClass, State
from reviews import quorum
from reviews.models import Disclosure, EditorialPolicy
from reviews.replay import Entry, Report, Story
from reviews.rules import Rules


@dataclasses.dataclass(frozen=True)
class Approval:
    """One approval with all that it rests on; `signs` are the signatures of exactly its text in its round."""

    entry: Entry
    rules: Rules
    text: dict[str, Any]
    specialty: str
    signs: list[Entry]

    @property
    def is_editorial(self) -> bool:
        return bool(self.text["change_class"] == ChangeClass.EDITORIAL)

    @property
    def audiences(self) -> list[str]:
        return sorted(variant["audience"] for variant in self.text["variants"])

    def unstruck(self, struck: set[str]) -> list[Entry]:
        return [sign for sign in self.signs if sign.said["uid"] not in struck]

    def missing(self, signs: list[Entry]) -> list[str]:
        """What these signatures leave open, in the words of `reviews.quorum`."""
        return quorum.missing(
            self.rules,
            change_class=self.text["change_class"],
            audiences=self.audiences,
            specialty=self.specialty,
            signed=[
                quorum.Signed(
                    person=str(sign.said["actor"]),
                    audiences=frozenset(sign.facts["audiences"]),
                    is_clinician=bool(sign.facts["eligible"]["is_clinician"]),
                    specialty=sign.facts["specialty"],
                )
                for sign in signs
            ],
        )


def check(story: Story, policies: Mapping[str, EditorialPolicy], report: Report) -> None:
    """Each approval as it was made; then what readers are shown now, over the signatures that still stand."""
    article = story.book.article
    barred = {str(row.user.uid) for row in Contributor.objects.filter(article=article).select_related("user")}
    barred.add(str(article.lead_author.uid))
    foundation: list[Approval] = []
    for entry in story.of("approve"):
        report.counts["approvals"] += 1
        approval = _approval(story, entry, policies)
        if approval is None:
            report.wrong(entry, "its manuscript, its policy or its submission cannot be read.")
            return
        foundation = [*foundation, approval] if approval.is_editorial else [approval]
        _check_approval(story, approval, foundation, barred, report)
    current = foundation[-1].entry.said["version"] if foundation else None
    if (article.current.number if article.current else None) != current:
        report.wrong(f"article {story.book.name}", f"its current version is not {current}, approved last.")
    if current is not None and story.states.get(current) == State.APPROVED:
        for approval in foundation:
            for sentence in approval.missing(approval.unstruck(story.struck())):
                report.wrong(approval.entry, f"it is shown as approved, yet: {sentence}")


def _approval(story: Story, entry: Entry, policies: Mapping[str, EditorialPolicy]) -> Approval | None:
    digest = entry.digests.get("manuscript", "")
    submitted = [
        e for e in story.of("submit") if e.place == entry.place and e.said["seq"] < entry.said["seq"]
    ]
    manuscript = Manuscript.objects.filter(pk=digest).first()
    policy = policies.get(entry.digests.get("policy", ""))
    if not submitted or manuscript is None or policy is None:
        return None
    signs = [
        sign
        for sign in story.of("sign")
        if sign.place == entry.place
        and sign.digests.get("manuscript") == digest
        and sign.said["seq"] < entry.said["seq"]
    ]
    try:
        text = manuscripts.read(manuscript)
        return Approval(entry, policy.rules, text, submitted[-1].facts["specialty"], signs)
    except (ValueError, KeyError, TypeError):
        return None


def _check_approval(
    story: Story, approval: Approval, foundation: list[Approval], barred: set[str], report: Report
) -> None:
    entry = approval.entry
    signs = approval.unstruck(story.struck(before=entry.said["seq"]))
    for sentence in approval.missing(signs):
        report.wrong(entry, f"it was approved, yet: {sentence}")
    if sorted(entry.facts["signatures"]) != sorted(sign.said["uid"] for sign in signs):
        report.wrong(entry, "the signatures that it names are not those of its round.")
    if entry.facts["audiences"] != approval.audiences:
        report.wrong(entry, "the texts that it names are not those of its manuscript.")
    if entry.facts["counts_from"] != ("editorial" if approval.is_editorial else "quorum"):
        report.wrong(entry, "the kind of approval that it names is not that of its manuscript.")
    if len({sign.said["actor"] for sign in signs}) != len(signs):
        report.wrong(entry, "one person signed twice.")
    if _blocked(story, entry):
        report.wrong(
            entry,
            "a reviewer had asked for changes in its round, or an objection to it or to a newer version stood.",
        )
    barred = barred | {author["user"] for author in approval.text["authors"]}
    for sign in signs:
        _check_signer(sign, barred, report)
        _check_declared(story, sign, entry, report)
    if approval.is_editorial:
        _check_editorial(approval, foundation, signs, report)


def _check_declared(story: Story, sign: Entry, approved: Entry, report: Report) -> None:
    """An interest that its signer declared between a signature and the approval that counted it should have struck it."""
    since = [e for e in story.of("disclose") if sign.said["seq"] < e.said["seq"] < approved.said["seq"]]
    interests = [entry for entry in since if entry.facts["kind"] == Disclosure.Kind.INTEREST]
    if any(entry.said["actor"] == sign.said["actor"] for entry in interests):
        report.wrong(
            sign, "its signer declared an interest after it, and it was not struck before the approval."
        )


def _check_signer(sign: Entry, barred: set[str], report: Report) -> None:
    """Whoever signed was eligible at that moment, by the facts frozen then, and never wrote for the article."""
    eligible, day = sign.facts["eligible"], sign.said["at"][:10]
    report.counts["signers checked"] += 1
    if eligible["contributor"] or sign.said["actor"] in barred:
        report.wrong(sign, "its signer wrote part of the article.")
    if eligible["licence_valid_to"] and eligible["licence_valid_to"] < day:
        report.wrong(sign, "the licence of its signer had run out.")
    if eligible["ruling"] not in ("", "not_relevant") or not eligible["declared_on"]:
        report.wrong(sign, "its signer had declared no interests, or one that forbids a decision.")


def _blocked(story: Story, approved: Entry) -> bool:
    """Whether an end of a review forbade this approval when it was made.

    A request for changes forbids it in its own round; an objection over the whole version, until it is lifted or
    its objector ends a later review otherwise, and over others beside it that were put away, unless readers have a
    newer one.
    """
    version, number = approved.place
    # By version and reviewer: the round of their last end, and how that stands.
    last: dict[tuple[int, str], tuple[int | None, str]] = {}
    before = story.entries[: approved.said["seq"] - 1]
    for entry in before:
        place, who = entry.place, (entry.place[0] or 0, str(entry.said["actor"]))
        objector = (entry.place[0] or 0, str(entry.facts.get("objector")))
        if entry.move in ("sign", "object", "finish_review"):
            last[who] = (place[1], entry.move if entry.facts.get("end") != "commented" else "comment")
        elif entry.move == "lift_objection" and last.get(objector, (None, ""))[0] == place[1]:
            last[objector] = (place[1], "lifted")
    current = next((entry.place[0] or 0 for entry in reversed(before) if entry.move == "approve"), 0)
    return any(
        (how == "object" and (of > current or of == version))
        or (how == "finish_review" and (of, at) == (version, number))
        for (of, _who), (at, how) in last.items()
    )


def _check_editorial(
    approval: Approval, foundation: list[Approval], signs: list[Entry], report: Report
) -> None:
    """A change of wording rests on a full review: at most so many steps above it, each naming the one below."""
    if len(foundation) < 2:
        report.wrong(approval.entry, "a change of wording was approved above no full review.")
        return
    if len(foundation) - 1 > approval.rules.editorial_steps:
        report.wrong(approval.entry, "there were too many changes of wording since the last full review.")
    base = foundation[-2].entry.digests["manuscript"]
    if any(sign.facts["base_digest"] != base for sign in signs):
        report.wrong(approval.entry, "its signatures name another text than the one before it.")
