"""Noting: appends a decision that leaves the state as it is."""

from typing import Any

from reviews import record
from reviews.case import Case
from reviews.models import Decision


def note(case: Case, move: str, *, role: str, **rest: Any) -> Decision:
    """Append a decision that leaves the state as it is."""
    state = case.version.state
    return record.append(
        case.article,
        move,
        by=case.by,
        role=role,
        version=case.version,
        from_state=state,
        to_state=state,
        at=case.now,
        **rest,
    )
