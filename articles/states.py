"""The states of a version, the edges between them, the classes of change.

Nothing here decides who may use an edge: that is `reviews.policy`. No edge is ever removed from
`EDGES`, because replaying an old record needs every edge that was once there.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a version stands; each member says who may leave it, and how."""

    DRAFT = "draft", _("Draft")
    """Left by its lead author: submit, or withdraw (put away)."""
    SUBMITTED = "submitted", _("Submitted")
    """Left when a declared reviewer takes it up, by an editor (send back, decline), or by its lead author (withdraw)."""
    UNDER_REVIEW = "under_review", _("Under review")
    """Left by the completing signature, by the last review that ends, by an editor, or by its lead author (withdraw)."""
    CHANGES_REQUESTED = "changes_requested", _("Back with its author")
    """Left by its lead author (submit again, withdraw) or by an editor (decline)."""
    APPROVED = "approved", _("Approved")
    """Left when a newer version is approved, when a signature that it rests on is struck (suspend), or by an editor:
    suspend, retract. Time alone moves no state (docs/decisions/0025)."""
    SUSPENDED = "suspended", _("Being checked again")
    """Left when a newer version is approved, or by an editor: resume, retract."""
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    """Final."""
    RETRACTED = "retracted", _("Retracted")
    """Final: the notice stays, the text stays readable under it."""
    DECLINED = "declined", _("Not accepted")
    """Left by an editor: reopen."""
    WITHDRAWN = "withdrawn", _("Taken back")
    """Left by its lead author: reopen."""


class ChangeClass(models.TextChoices):
    """What a version is to the one before it."""

    FIRST = "first", _("First version")
    UPDATE = "update", _("Update: the advice or its evidence changed")
    CORRECTION = "correction", _("Correction: something was wrong")
    EDITORIAL = "editorial", _("Editorial: spelling and form only, no other words")
    RENEWAL = "renewal", _("Renewal: the same text, reviewed again")


# What says again what the version before it said, and so needs that one to stand.
SAME_WORDS = frozenset({ChangeClass.EDITORIAL, ChangeClass.RENEWAL})
OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED})
WRITABLE = frozenset({State.DRAFT, State.CHANGES_REQUESTED})
IN_REVIEW = frozenset({State.SUBMITTED, State.UNDER_REVIEW})
# Submitted and not decided: what the public may see of these is the policy's to say.
PENDING = IN_REVIEW | {State.CHANGES_REQUESTED}
LIVE = frozenset({State.APPROVED, State.SUSPENDED})
# What a next version may rest on: what readers have, or were told not to rely on.
FOLLOWED = LIVE | {State.RETRACTED}

EDGES: frozenset[tuple[str, str, str]] = frozenset(
    (move, str(source), str(target))
    for move, sources, target in (
        ("start", ("",), State.DRAFT),
        ("submit", (State.DRAFT, State.CHANGES_REQUESTED), State.SUBMITTED),
        ("take_up", (State.SUBMITTED,), State.UNDER_REVIEW),
        ("release", (State.UNDER_REVIEW,), State.SUBMITTED),
        ("request_changes", (State.SUBMITTED, State.UNDER_REVIEW), State.CHANGES_REQUESTED),
        ("approve", (State.UNDER_REVIEW,), State.APPROVED),
        ("decline", (State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED), State.DECLINED),
        ("withdraw", tuple(OPEN), State.WITHDRAWN),
        ("reopen", (State.DECLINED, State.WITHDRAWN), State.DRAFT),
        ("suspend", (State.APPROVED,), State.SUSPENDED),
        ("resume", (State.SUSPENDED,), State.APPROVED),
        ("supersede", (State.APPROVED, State.SUSPENDED), State.SUPERSEDED),
        ("retract", (State.APPROVED, State.SUSPENDED), State.RETRACTED),
    )
    for source in sources
)
MOVE_NAMES = (
    "start", "submit", "take_up", "release", "request_changes", "approve", "decline",
    "withdraw", "reopen", "suspend", "resume", "supersede", "retract",
)  # fmt: skip
