"""The queue: what waits for whom, as rows of plain words; each list is bounded and costs a fixed number of queries."""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import readability
from articles.models import ArticleVersion, Rendered, User
from articles.states import IN_REVIEW, OPEN, State
from reviews import absences, access, record
from reviews.models import Assignment, Disclosure, Review, Round, Signature
from reviews.sealed_facts import names_of, with_sealed_facts

MOST = 100


@dataclasses.dataclass
class Row:
    """One line of a ledger: when, what, who; `act` is (label, address) of a button that posts."""

    title: str
    url: str = ""
    when: str = ""
    when_note: str = ""
    is_late: bool = False
    note: str = ""
    who: str = ""
    act: tuple[str, str] | None = None


@dataclasses.dataclass
class Section:
    """A list under its heading; `empty` is said where it has no rows."""

    name: str
    title: str
    rows: list[Row]
    empty: str

    @property
    def is_cut(self) -> bool:
        return len(self.rows) >= MOST


def acts_next(state: str) -> str:
    """Who moves a version on from this state, in words."""
    return {
        State.DRAFT: _("Its authors are writing it."),
        State.SUBMITTED: _("It waits for the board: no reviewer has begun yet."),
        State.UNDER_REVIEW: _("Its reviewers are reading it."),
        State.CHANGES_REQUESTED: _("Its authors answer the points and submit it again."),
        State.APPROVED: _("Nothing to do: readers have it."),
        State.SUSPENDED: _("The editors are having it checked again."),
        State.SUPERSEDED: _("Nothing to do: readers have a newer version."),
        State.RETRACTED: _("Nothing to do: it was retracted."),
        State.DECLINED: _("Closed, unless an editor opens it again."),
        State.WITHDRAWN: _("Nothing to do, unless its author opens it again."),
    }[State(state)]


# For the board


def for_board(user: User) -> list[Section]:
    """Waiting for this person (due first), open to take, with its authors, done. Ten queries at most."""
    held = _held_by(user)
    open_ = _open_to_take(user, without=[entry.version_id for entry in held])
    declared = newest_disclosures(
        user, [row.article_id for row in (*open_, *(entry.version for entry in held))]
    )
    reviews = {
        review.round.version_id: review
        for review in _with_strikes(Review.objects.filter(reviewer=user, round__closed_at=None))
    }
    minutes = reading_minutes({row.manuscript_id for row in (*open_, *(entry.version for entry in held))})
    away = absences.of([user.pk])[user.pk]
    waiting, back = [], []
    for entry in held:
        review = reviews.get(entry.version_id)
        row = _held_row(entry, declared.get(entry.version.article_id), review, minutes)
        if absences.at(away, entry.due_on) and _is_waiting(entry, review):
            row.who += " " + _("It is due while you are away.")
        (waiting if _is_waiting(entry, review) else back).append(row)
    to_take = [
        _open_row(version, minutes)
        for version in open_
        if not _is_aside(declared.get(version.article_id)) and not _has_ended(reviews.get(version.pk))
    ]
    return [
        Section("waiting", _("Waiting for you"), waiting, _nothing_waits(to_take)),
        Section("open", _("You may take"), to_take, _("There is nothing to take now. New texts appear here.")),
        Section("back", _("You have answered"), back, _("Nothing. What you have answered stays here until its round ends.")),
        Section("done", _("Done"), _done_rows(user), _("Nothing yet. Reviews you finished stay here.")),
    ]  # fmt: skip


def _nothing_waits(to_take: list[Row]) -> str:
    if to_take:
        return _(
            "Nothing waits for you. Take a text from the list below: its cover sheet says what it asks of you."
        )
    return _(
        "Nothing waits for you, and there is nothing to do here now. What an editor asks you for appears here."
    )


def _held_by(user: User) -> list[Assignment]:
    rows = Assignment.objects.active().filter(reviewer=user, version__state__in=OPEN)
    rows = with_sealed_facts(rows, "version__manuscript").select_related("version__article")
    return list(rows.order_by("due_on", "pk")[:MOST])


def _open_to_take(user: User, *, without: Iterable[int]) -> list[ArticleVersion]:
    rows = access.cover_of(user).filter(state__in=IN_REVIEW).exclude(pk__in=without)
    rows = with_sealed_facts(rows, "manuscript").select_related("article").order_by("pk")
    newest = Round.objects.filter(version=OuterRef("pk"), closed_at=None)
    return list(rows.annotate(sealed_specialty=Subquery(newest.values("specialty")[:1]))[:MOST])


def _is_waiting(entry: Assignment, review: Review | None) -> bool:
    return entry.version.state in IN_REVIEW and not _has_ended(review)


def _has_ended(review: Review | None) -> bool:
    return review is not None and review.submitted_at is not None


def _is_aside(declared: Disclosure | None) -> bool:
    return declared is not None and declared.ruling == Disclosure.Ruling.STANDS_ASIDE


def newest_disclosures(user: User, articles: Iterable[int]) -> dict[int, Disclosure]:
    """By article, the newest that this person declared."""
    rows = Disclosure.objects.filter(person=user, article__in=set(articles)).order_by("pk")
    return {row.article_id: row for row in rows}


def reading_minutes(digests: Iterable[str | None]) -> dict[str, int]:
    """By manuscript, the minutes that reading all of its texts takes."""
    total: dict[str, int] = defaultdict(int)
    rows = Rendered.objects.filter(manuscript__in=[digest for digest in digests if digest])
    for digest, audience, paragraphs in rows.values_list("manuscript", "audience", "paragraphs"):
        total[digest] += readability.minutes(" ".join(part["text"] for part in paragraphs), audience)
    return dict(total)


def _held_row(entry: Any, declared: Disclosure | None, review: Any, minutes: dict[str, int]) -> Row:
    version = entry.version
    row = Row(title=entry.sealed_question, note=by_line(version, names_of(entry), minutes))
    if version.state == State.CHANGES_REQUESTED:
        row.who = _("Back with its author. You see it again when it comes back.")
        row.url = reverse("cover", args=[version.pk])
    elif _has_ended(review):
        row.who = _("Your answer: %(end)s. The round goes on.") % {"end": _end_of(review)}
        row.url = reverse("review", args=[version.pk])
    else:
        row.when, row.when_note, row.is_late = due_words(entry.due_on)
        is_open = declared is not None and declared.opens_the_text
        row.url = reverse("review" if is_open else "cover", args=[version.pk])
        row.who = _next_step(declared, review)
    return row


def _next_step(declared: Disclosure | None, review: Review | None) -> str:
    if declared is None:
        return _("Declare your interests first.")
    if declared.awaits_ruling:
        return _("An editor has to answer your declared interest first.")
    return _("You have begun.") if review else _("Not opened yet.")


def _open_row(version: Any, minutes: dict[str, int]) -> Row:
    return Row(
        title=version.sealed_question,
        url=reverse("cover", args=[version.pk]),
        when=str(State(version.state).label),
        note=by_line(version, names_of(version), minutes),
        who=_("Specialty: %(name)s.") % {"name": version.sealed_specialty}
        if version.sealed_specialty
        else "",
        act=(_("Take this review"), reverse("move", args=[version.pk, "take"])),
    )


def by_line(version: ArticleVersion, names: str, minutes: dict[str, int]) -> str:
    line = _("Version %(number)d by %(name)s.") % {"number": version.number, "name": names}
    needed = minutes.get(version.manuscript_id or "")
    if not needed:
        return line
    words = ngettext("About %(count)d minute to read.", "About %(count)d minutes to read.", needed)
    return f"{line} {words % {'count': needed}}"


def _done_rows(user: User) -> list[Row]:
    ended: Iterable[Any] = (
        with_sealed_facts(_with_strikes(Review.objects.filter(reviewer=user)), "round__manuscript")
        .exclude(submitted_at=None)
        .exclude(round__closed_at=None)
        .select_related("round__version__article")
        .order_by("-submitted_at")[:MOST]
    )
    return [
        Row(
            title=review.sealed_question,
            url=_record_of(review.round.version),
            when=day(review.submitted_at.date()),
            note=_("Version %(version)d, round %(round)d.")
            % {"version": review.round.version.number, "round": review.round.number},
            who=f"{_end_of(review)}. {_outcome(review.round)}",
        )
        for review in ended
    ]


def _with_strikes(reviews: QuerySet[Review]) -> QuerySet[Any]:
    struck = Signature.objects.filter(round=OuterRef("round"), person=OuterRef("reviewer"))
    struck = struck.exclude(decision__struck_by=None)
    return reviews.select_related("round").annotate(is_struck=Exists(struck))


def _end_of(review: Any) -> str:
    end = str(review.get_end_display())
    return _("%(end)s, struck since") % {"end": end} if review.is_struck else end


def _outcome(round_: Round) -> str:
    return _("The round ended: %(outcome)s.") % {"outcome": round_.get_outcome_display()}


def _record_of(version: ArticleVersion) -> str:
    return reverse("article_record", args=[version.article.slug]) if version.article.slug else ""


# Days


def day(date: datetime.date) -> str:
    return formats.date_format(date, "j M Y")


def due_words(due_on: datetime.date) -> tuple[str, str, bool]:
    """The day, how far it is away, and whether it has passed."""
    left = (due_on - record.now().date()).days
    if left < 0:
        return day(due_on), ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}, True
    if left == 0:
        return day(due_on), _("due today"), False
    return day(due_on), ngettext("in %(n)d day", "in %(n)d days", left) % {"n": left}, False
