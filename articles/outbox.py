"""The outbox: queues what somebody is to be told, and knows who writes it.

`queue` belongs into the transaction of what happened. Nothing is sent there: `manage.py announce` does that.
"""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from articles.models import ArticleVersion, Outbox, User


@dataclasses.dataclass(frozen=True)
class Line:
    """One thing said: what happened, what comes next, and the path of the page where that is done."""

    title: str
    sentence: str
    next_step: str = ""
    label: str = ""
    path: str = ""


# Many rows at once, so that a list of them costs no more than one; a row without a line is not told.
Writer = Callable[[Sequence[Outbox]], Mapping[int, Line]]


@dataclasses.dataclass(frozen=True)
class Template:
    """`still`: whether a mail is worth sending now. Secret ones hold a one-time link and are shown to nobody else.

    What is sent `always` no choice of the person stops, nor puts into a digest.
    """

    write: Writer
    still: Callable[[Outbox], bool] = lambda row: True
    always: bool = False
    is_secret: bool = False


TEMPLATES: dict[str, Template] = {}


def register(name: str, template: Template) -> None:
    """Called once for each kind, when the application starts."""
    TEMPLATES[name] = template


def of(
    template: str,
    key: str,
    person: User | int,
    *,
    version: ArticleVersion | int | None = None,
    part: str = "",
    ids: Mapping[str, Any] | None = None,
    at: datetime.datetime | None = None,
    is_listed: bool = True,
    address: str = "",
) -> Outbox:
    """A row, not yet kept."""
    at = at or timezone.now()
    return Outbox(
        template=template, key=key, person_id=getattr(person, "pk", person),
        version_id=getattr(version, "pk", version), part=part, ids=dict(ids or {}), made_at=at, due_at=at,
        is_listed=is_listed, address=address,
    )  # fmt: skip


def queue(rows: Iterable[Outbox]) -> None:
    """Keep rows whose keys are new; whoever queues the same thing twice has queued it once."""
    Outbox.objects.bulk_create(rows, ignore_conflicts=True)


def lines(rows: Iterable[Outbox]) -> dict[int, Line]:
    """By row, what it says; rows of a template that is gone say nothing."""
    by_template: dict[str, list[Outbox]] = {}
    for row in rows:
        by_template.setdefault(row.template, []).append(row)
    found: dict[int, Line] = {}
    for name, group in by_template.items():
        if name in TEMPLATES:
            found |= TEMPLATES[name].write(group)
    return found
