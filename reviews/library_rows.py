"""Rows of the library in words: what stands in each, for the page and for the file alike."""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import ArticleVersion, User
from articles.states import IN_REVIEW, LIVE, State
from reviews import away, library, record, signatures
from reviews.models import Assignment, Review
from reviews.queue import acts_next, due_words
from reviews.signatures import Standing


@dataclasses.dataclass(frozen=True)
class Entry:
    """One article. `key`: of the version that can be chosen and opened; a draft that nobody else may see has none."""

    key: int | None
    question: str
    version: str
    state: str
    acts: str
    lead: str
    specialty: str
    due_on: datetime.date | None
    due_note: str
    is_late: bool
    signed: tuple[str, ...]
    needed: int
    missing: tuple[str, ...]
    reviewed_on: datetime.date | None
    check_on: datetime.date | None
    is_check_late: bool

    @property
    def url(self) -> str:
        return reverse("version_desk", args=[self.key]) if self.key else ""

    @property
    def signatures(self) -> str:
        """How many there are of how many; nothing where nobody could have signed yet."""
        if not self.needed:
            return ""
        return _("%(given)d of %(needed)d") % {"given": len(self.signed), "needed": self.needed}

    @property
    def missing_note(self) -> str:
        """What is missing, where it is one thing; more of them make a list."""
        return self.missing[0] if len(self.missing) == 1 else ""


def rows_of(user: User, keys: Iterable[int]) -> list[Entry]:
    """The rows of these versions, in this order, as far as this person sees them. Nine queries."""
    wanted = list(keys)
    versions = {version.pk: version for version in away.told(_fetched(user, wanted))}
    standing = signatures.standing_of(versions.values())
    none = Standing()
    return [_entry(versions[key], standing.get(key, none)) for key in wanted if key in versions]


def _fetched(user: User, keys: Sequence[int]) -> QuerySet[Any]:
    active = Assignment.objects.active().select_related("reviewer").order_by("due_on", "pk")
    ended = Review.objects.filter(
        round__version=OuterRef("version"), round__closed_at=None, reviewer=OuterRef("reviewer")
    ).exclude(submitted_at=None)
    held = active.annotate(has_finished=Exists(ended))
    newer = ArticleVersion.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    return (
        library.with_facts(library.shown(user).filter(pk__in=keys))
        .select_related("article__lead_author", "article__current")
        .prefetch_related(Prefetch("assignments", held, "held"))
        .annotate(is_written_anew=Exists(newer.filter(state=State.DRAFT)))
    )


def _entry(version: Any, standing: Standing) -> Entry:
    is_submitted = version.newest_round is not None
    is_signed = version.state in library.SIGNED
    today = record.now().date()
    due_note, is_late = due_words(version.due_on)[1:] if version.due_on else ("", False)
    check_on = version.check_on if version.article.current_id else None
    return Entry(
        key=version.pk if is_submitted else None,
        question=version.sealed_question if is_submitted else _("A draft that was never submitted"),
        version=_version_words(version) if is_submitted else "",
        state=version.state_label,
        acts=_acts(version),
        lead=version.article.lead_author.printed_name,
        specialty=version.sealed_specialty or "",
        due_on=version.due_on,
        due_note=due_note,
        is_late=is_late,
        signed=standing.names if is_signed else (),
        needed=standing.needed if is_signed else 0,
        missing=standing.missing if is_signed else (),
        reviewed_on=version.reviewed_at.date() if version.reviewed_at else None,
        check_on=check_on,
        is_check_late=check_on is not None and check_on <= today,
    )


def _version_words(version: Any) -> str:
    words = [_("Version %(number)d.") % {"number": version.number}]
    current = version.article.current
    if current is not None and current.pk != version.pk and current.state in LIVE:
        words.append(_("Readers have version %(number)d.") % {"number": current.number})
    if version.is_written_anew:
        words.append(_("The next one is being written."))
    return " ".join(words)


def _acts(version: Any) -> str:
    """Who acts next; in review by name."""
    if version.state not in IN_REVIEW:
        return acts_next(version.state)
    if not version.held:
        return _("An editor: ask a board member.")
    names = [entry.reviewer.printed_name for entry in version.held if not entry.has_finished]
    if not names:
        return _("An editor: everybody who was asked has answered.")
    return _("With %(names)s.") % {"names": get_text_list(names, _("and"))}
