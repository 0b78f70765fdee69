"""A case: the facts that the guards of `reviews.policy` look at, each read once."""

import datetime
from functools import cached_property
from typing import Any

from articles.models import ArticleVersion, Role, User
from reviews import objections, record, writers
from reviews.models import (
    Assignment,
    BoardProfile,
    Comment,
    Disclosure,
    EditorialPolicy,
    Review,
    Round,
    Signature,
)
from reviews.rules import Rules, default_rules


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def newest_policy() -> EditorialPolicy | None:
    """The policy in force, or None before an editor has signed one."""
    return EditorialPolicy.objects.order_by("-number").first()


class Case:
    """One version, one person who wants something, and what they brought (`given`). Read it under the lock."""

    def __init__(self, version: ArticleVersion, by: User | None, **given: Any) -> None:
        self.version = version
        self.article = version.article
        self.by = by
        self.given = given
        self.is_system = bool(given.pop("is_system", False))

    @cached_property
    def now(self) -> datetime.datetime:
        return record.now()

    @cached_property
    def roles(self) -> frozenset[str]:
        return self.by.roles() if self.by else frozenset()

    @cached_property
    def is_contributor(self) -> bool:
        return self.by is not None and self.contributes(self.by)

    def contributes(self, person: User) -> bool:
        """Whether this person is one of the writers of the article (`reviews.writers`)."""
        return person.pk in self.writers

    @cached_property
    def writers(self) -> frozenset[int]:
        """Keys of all who contribute. Two queries."""
        return writers.of([self.article])[self.article.pk]

    @property
    def is_lead(self) -> bool:
        return self.by is not None and self.by.pk == self.article.lead_author_id and Role.AUTHOR in self.roles

    @property
    def is_editor(self) -> bool:
        return Role.EDITOR in self.roles and not self.is_contributor and not self.is_reviewing

    @cached_property
    def is_reviewing(self) -> bool:
        """Whether this person holds the review, or ended one in the open round: they see what a reviewer may see."""
        has_ended = self.review is not None and self.review.submitted_at is not None
        return self.assignment is not None or has_ended

    @cached_property
    def round(self) -> Round | None:
        """The open round, or None."""
        return self.version.rounds.filter(closed_at=None).select_related("policy", "manuscript").first()

    @cached_property
    def rules(self) -> Rules:
        """Those pinned by the open round, else those in force."""
        policy = self.round.policy if self.round else newest_policy()
        return policy.rules if policy else default_rules()

    @cached_property
    def assignment(self) -> Assignment | None:
        return self.version.assignments.active().filter(reviewer=self.by).first() if self.by else None

    @cached_property
    def disclosure(self) -> Disclosure | None:
        return self.newest_disclosure(self.by) if self.by else None

    def newest_disclosure(self, person: User) -> Disclosure | None:
        """The newest disclosure of a person for this article, if it is not older than the policy allows.

        Standing aside from an article does not wear off.
        """
        newest = Disclosure.objects.filter(article=self.article, person=person).order_by("-pk").first()
        return newest if newest is not None and self._is_in_time(newest) else None

    def _is_in_time(self, disclosure: Disclosure) -> bool:
        if disclosure.stands_aside:
            return True
        return self.now.date() <= months_later(disclosure.at.date(), self.rules.disclosure_months)

    @cached_property
    def disclosures(self) -> dict[int, Disclosure]:
        """By the key of the person, what `newest_disclosure` would find, for whoever asks about many. One query."""
        rows = Disclosure.objects.filter(article=self.article).order_by("pk")
        newest = {row.person_id: row for row in rows}
        return {person: row for person, row in newest.items() if self._is_in_time(row)}

    @cached_property
    def profile(self) -> BoardProfile | None:
        return BoardProfile.objects.filter(user=self.by).first() if self.by else None

    @cached_property
    def review(self) -> Review | None:
        """This person's review in the open round."""
        return self.round.reviews.filter(reviewer=self.by).first() if self.round and self.by else None

    @cached_property
    def finished(self) -> list[Review]:
        """Reviews of the open round that have ended."""
        return list(self.round.reviews.exclude(submitted_at=None)) if self.round else []

    @cached_property
    def objections_of_earlier_rounds(self) -> list[Review]:
        """Those that stand over the version, beside what was said in the open round."""
        return list(objections.standing().filter(round__version=self.version).exclude(round=self.round))

    @cached_property
    def unanswered_points(self) -> list[Comment]:
        """Points of the last closed round that ask for an answer and have none, if it left a letter."""
        last = self.version.rounds.exclude(closed_at=None).order_by("-number").first()
        if last is None or not last.has_letter:
            return []
        points = last.comments.filter(kind__in=["must", "question"], parent=None).exclude(posted_at=None)
        return list(points.exclude(children__kind__in=Comment.ANSWERS))

    @cached_property
    def signatures(self) -> list[Signature]:
        """Unstruck signatures of the open round, or of the round that approved a live version."""
        rounds = [self.round] if self.round else self.version.rounds.filter(outcome=Round.Outcome.APPROVED)
        return list(
            Signature.objects.filter(round__in=rounds, decision__struck_by=None).select_related(
                "person", "decision"
            )
        )
