"""Marks: everything that a published page says about a version, as facts; `reviews.marks` fills them in."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from articles.states import OPEN, State


@dataclasses.dataclass(frozen=True)
class Author:
    name: str
    credential: str
    interests: str
    uid: str = ""


@dataclasses.dataclass(frozen=True)
class Signer:
    """One unstruck signature, as it was frozen; `interests` "" = declared to have none."""

    name: str
    credential: str
    specialty: str
    interests: str
    signed_at: datetime.datetime
    audiences: tuple[str, ...]
    uid: str = ""


@dataclasses.dataclass(frozen=True)
class Suspension:
    since: datetime.date
    reason: str


@dataclasses.dataclass(frozen=True)
class Statement:
    """A public notice: `text` and `instead` per audience, in the words that were published."""

    kind: str
    on: datetime.date
    by: str
    text: Mapping[str, str]
    instead: Mapping[str, str]
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Marks:
    """The public facts of one version that readers may see, over exactly the text of `digest`.

    `reviewers` signed the last full review; `signers` signed this very text. They differ for an editorial change.
    `needed` is how many have to sign; dates are days in UTC, None = not yet. `newer` is the approved version's
    number where that is another one.
    """

    state: str
    number: int
    change_class: str
    digest: str
    policy: int
    written_for: str
    audiences: tuple[str, ...]
    question: str = ""
    heading: str = ""
    authors: tuple[Author, ...] = ()
    countries: tuple[str, ...] = ()
    searched_to: datetime.date | None = None
    funding: str = ""
    ai_used: str = ""
    ai_statement: str = ""
    reviewers: tuple[Signer, ...] = ()
    signers: tuple[Signer, ...] = ()
    needed: int = 0
    submitted_on: datetime.date | None = None
    sent_on: datetime.date | None = None
    under_review_on: datetime.date | None = None
    approved_at: datetime.datetime | None = None
    superseded_on: datetime.date | None = None
    last_reviewed: datetime.date | None = None
    last_updated: datetime.date | None = None
    overdue_on: datetime.date | None = None
    lapses_on: datetime.date | None = None
    suspended: Suspension | None = None
    retraction: Statement | None = None
    notices: tuple[Statement, ...] = ()
    approved_number: int | None = None
    pending_public: tuple[str, ...] = ()

    @property
    def is_pending(self) -> bool:
        return self.state in OPEN

    @property
    def is_current(self) -> bool:
        return self.number == self.approved_number

    @property
    def approved_on(self) -> datetime.date | None:
        return self.approved_at.date() if self.approved_at else None

    def signed_for(self, audience: str) -> tuple[Signer, ...]:
        """Who signed exactly this text, having read this audience's."""
        return tuple(signer for signer in self.signers if audience in signer.audiences)

    def reviewed_for(self, audience: str) -> tuple[Signer, ...]:
        """Who reviewed this audience's text last, in full."""
        return tuple(signer for signer in self.reviewers if audience in signer.audiences)

    def standing(self, audience: str) -> str:
        """How an audience's text stands. Never approved without signatures, whatever the state says."""
        if self.state == State.APPROVED and not (self.signed_for(audience) and self.reviewed_for(audience)):
            return str(State.SUSPENDED)
        return str(self.state)

    def shown_to(self, audience: str) -> bool:
        """Whether this audience's text is public at all."""
        return audience in self.audiences and (not self.is_pending or audience in self.pending_public)

    def summary(self, audience: str) -> dict[str, Any]:
        """What is kept beside the page for lists: plain JSON."""
        dates = {
            name: day.isoformat() if day else ""
            for name, day in (
                ("approved_on", self.approved_on),
                ("last_reviewed", self.last_reviewed),
                ("last_updated", self.last_updated),
                ("overdue_on", self.overdue_on),
                ("lapses_on", self.lapses_on),
                ("searched_to", self.searched_to),
            )
        }
        return {
            "state": self.standing(audience),
            "question": self.question,
            "version": self.number,
            "digest": self.digest,
            "policy": self.policy,
            "audiences": list(self.audiences),
            "signers": [signer.name for signer in self.signed_for(audience)],
            "reviewers": [signer.name for signer in self.reviewed_for(audience)],
            **dates,
        }
