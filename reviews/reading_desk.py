"""The reading desk: everything that one person may see of one version in review.

Fetching is the permission check. What lies open here is sealed text of one round; what other reviewers wrote in
that round is not fetched at all before one's own review has ended.
"""

from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404

from articles import manuscripts
from articles.models import ArticleVersion, Manuscript, Rendered, Role, User
from articles.states import ChangeClass
from reviews import access, erasures, letters, objections, policy, resting, specialties, threads
from reviews.case import Case
from reviews.guards import licence_is_valid, may_decide
from reviews.models import Assignment, Comment, Disclosure, Review, Round
from reviews.printed import Printed
from reviews.reviewing.review import questions_of

_WITH = ("article__lead_author", "base__manuscript", "manuscript")


def reviewed_by(user: User) -> QuerySet[ArticleVersion]:
    """Versions of which this board member finished a review, unless they stood aside since."""
    if not user.holds(Role.BOARD) or not hasattr(user, "board_profile"):
        return ArticleVersion.objects.none()
    ended = Review.objects.filter(round__version=OuterRef("pk"), reviewer=user).exclude(submitted_at=None)
    newest = Disclosure.objects.filter(article=OuterRef("article"), person=user).order_by("-pk")
    rows = access.apart_from(user).annotate(newest_ruling=Subquery(newest.values("ruling")[:1]))
    return rows.filter(Exists(ended)).exclude(newest_ruling=Disclosure.Ruling.STANDS_ASIDE)


def digest_in_short(digest: str) -> str:
    """The first twelve digits in groups of four."""
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))


def change_in(sealed: dict[str, Any]) -> str:
    """What kind of change a sealed text says it is, as a sentence; empty for a first version."""
    kind = ChangeClass(sealed["change_class"])
    return "" if kind == ChangeClass.FIRST else f"{kind.label}."


class Desk:
    """One person at one version: `part` is "holder", "finished" or "editor"."""

    def __init__(self, user: User, version: ArticleVersion, part: str) -> None:
        self.user, self.version, self.part = user, version, part

    @classmethod
    def of(cls, user: User, pk: int) -> "Desk":
        """The desk of a version whose text is open to this person; Http404 where it is not, or is not there."""
        for part, open_to in (
            ("holder", access.as_reviewer), ("finished", reviewed_by), ("editor", access.as_editor),
        ):  # fmt: skip
            version = open_to(user).filter(pk=pk).select_related(*_WITH).first()
            if version is not None:
                return cls(user, version, part)
        raise Http404

    def afresh(self) -> "Desk":
        """The same desk, read again."""
        return Desk.of(self.user, self.version.pk)

    @cached_property
    def case(self) -> Case:
        return Case(self.version, self.user)

    @cached_property
    def rounds(self) -> list[Round]:
        """Oldest first."""
        return list(self.version.rounds.select_related("manuscript", "policy"))

    @cached_property
    def round(self) -> Round:
        """The newest; for who only finished an earlier review, the round of that review."""
        if self.part != "finished":
            return self.rounds[-1]
        mine = set(
            Review.objects.filter(round__version=self.version, reviewer=self.user)
            .exclude(submitted_at=None)
            .values_list("round_id", flat=True)
        )
        return next(entry for entry in reversed(self.rounds) if entry.pk in mine)

    @cached_property
    def review(self) -> Review | None:
        if self.part == "editor":
            return None
        return self.round.reviews.filter(reviewer=self.user).select_related("sealed").first()

    @cached_property
    def has_ended(self) -> bool:
        return self.review is not None and self.review.submitted_at is not None

    @cached_property
    def obstacles(self) -> list[str]:
        """Why nothing can be written on this review now; empty while it can."""
        return policy.obstacles("review", self.case)

    @cached_property
    def is_writable(self) -> bool:
        return self.part == "holder" and not self.obstacles

    @cached_property
    def held_back(self) -> list[str]:
        """What forbids this person to decide, whatever they write."""
        return [*may_decide(self.case), *licence_is_valid(self.case)]

    @cached_property
    def printed(self) -> Printed | None:
        """What readers will see beside a signature given here."""
        return Printed.of(self.user, self.case.profile) if self.case.profile else None

    @cached_property
    def assignment(self) -> Assignment | None:
        return self.case.assignment

    @cached_property
    def questions(self) -> list[dict[str, str]]:
        """Those frozen in the review; before it is begun, those that it will freeze."""
        if self.review is not None:
            return self.review.answers
        return questions_of(self.round.policy.rules, self.case.disclosure)

    # The text

    @cached_property
    def texts(self) -> dict[str, Rendered]:
        """By audience, exactly as readers get them; the text it was written for stands first."""
        newest = {row.audience: row for row in self.round.manuscript.renderings.order_by("renderer")}
        return {name: newest[name] for name in self.audiences if name in newest}

    @cached_property
    def audiences(self) -> list[str]:
        """Those of the sealed text, in its order."""
        return [entry["audience"] for entry in self.sealed["variants"]]

    @cached_property
    def lead(self) -> str:
        written_for = self.sealed["written_for"]
        return written_for if written_for in self.audiences else self.audiences[0]

    @cached_property
    def sealed(self) -> dict[str, Any]:
        return manuscripts.read(self.round.manuscript)

    @cached_property
    def change(self) -> str:
        """What kind of change it says it is; empty for a first version."""
        return change_in(self.sealed)

    @cached_property
    def fallen(self) -> list[tuple[str, str]]:
        """What its reader has to know before the text: a base that fell, a specialty that was changed."""
        told = resting.told(self.version)
        return [*told, *((sentence, "") for sentence in specialties.changed_since(self.round))]

    # What was said about it

    @cached_property
    def sees_others(self) -> bool:
        """Others' ends and remarks: once one's own was given, or the round is over."""
        return self.part == "editor" or self.has_ended or self.round.closed_at is not None

    @cached_property
    def other_reviews(self) -> list[Review]:
        if not self.sees_others:
            return []
        ended = self.round.reviews.exclude(submitted_at=None).exclude(reviewer=self.user)
        return list(ended.select_related("reviewer__board_profile", "sealed"))

    @cached_property
    def struck(self) -> set[int]:
        """Whose signatures of this round were struck since."""
        rows = self.round.signatures.exclude(decision__struck_by=None)
        return set(rows.values_list("person", flat=True))

    @cached_property
    def erased(self) -> dict[int, str]:
        """By reviewer, what stands where the words of their review of this round were erased."""
        return erasures.of_reviews([*filter(None, [self.review]), *self.other_reviews])

    @cached_property
    def comments(self) -> list[Comment]:
        """Remarks of this round: one's own, and, where they may be seen, the posted ones of others."""
        rows = self.round.comments.filter(parent=None, kind__in=Comment.POINTS).select_related("author")
        mine = rows.filter(author=self.user) if self.part != "editor" else rows.none()
        others = rows.exclude(author=self.user).exclude(posted_at=None) if self.sees_others else rows.none()
        return sorted([*mine, *others], key=lambda row: (self.audiences.index(row.audience), row.pk))

    @cached_property
    def about(self) -> dict[int, threads.About]:
        """By remark, the point of an earlier round that it replies to."""
        return threads.about(self.version, self.comments)

    @cached_property
    def letter(self) -> letters.Letter | None:
        """The merged letter of this round, if it left one to its authors."""
        return letters.letter_of(self.round) if self.round.has_letter and self.sees_others else None

    @cached_property
    def earlier_letter(self) -> letters.Letter | None:
        """The letter of the newest round before this one that left one, with the author's answers."""
        before = [entry for entry in reversed(self.rounds) if entry.number < self.round.number]
        earlier = next((entry for entry in before if entry.has_letter), None)
        return letters.letter_of(earlier) if earlier else None

    @cached_property
    def objections(self) -> list[tuple[str, str]]:
        """Which objections stand, each with its reason; of both, what others' ends hide comes after one's own end.

        Those of a later round are for whoever reviews in that.
        """
        rows = objections.standing().filter(round__version=self.version).select_related("sealed")
        rows = rows.filter(round__number__lte=self.round.number)
        if not self.sees_others:
            return [(sentence, "") for sentence in objections.sentences(rows.exclude(round=self.round))]
        return [(*objections.sentences([row]), erasures.reason_of(row)) for row in rows]

    @cached_property
    def _own_earlier(self) -> dict[int, bool]:
        """One's own posted points of earlier rounds, and whether each is settled."""
        mine = self.version.comments.filter(author=self.user, parent=None, kind__in=Comment.POINTS)
        rows = mine.exclude(posted_at=None).exclude(round=self.round)
        return {pk: closed is not None for pk, closed in rows.values_list("pk", "closed_at")}

    @property
    def settled(self) -> set[int]:
        return {pk for pk, is_settled in self._own_earlier.items() if is_settled}

    @property
    def to_settle(self) -> set[int]:
        return {pk for pk, is_settled in self._own_earlier.items() if not is_settled}

    def seen_last(self) -> tuple[Manuscript, str] | None:
        """What this person reviewed last before this round, else the approved text: the manuscript, and which it is."""
        mine = Review.objects.filter(
            reviewer=self.user, round__version__article=self.version.article_id, round__lt=self.round.pk
        )
        last = mine.select_related("round__manuscript", "round__version").order_by("-round").first()
        if last is not None and self.part != "editor":
            return last.round.manuscript, "reviewed"
        before = [entry for entry in self.rounds if entry.number < self.round.number]
        if before and self.part == "editor":
            return before[-1].manuscript, "round"
        base = self.version.base
        return (base.manuscript, "base") if base is not None and base.manuscript is not None else None
