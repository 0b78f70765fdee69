"""The queue of an editor: what needs a reviewer, an answer or a decision."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import ArticleVersion, User
from articles.states import IN_REVIEW, LIVE, OPEN, State
from reviews import absences, access, away, objections
from reviews.guards import taken_back
from reviews.models import Assignment, Disclosure, Round
from reviews.queue import MOST, Row, Section, acts_next, by_line, day, due_words
from reviews.sealed_facts import names_of, with_sealed_facts


def for_editor(user: User) -> list[Section]:
    """Unassigned, in review, interests to answer, with authors, standing, retracted, left. Thirteen queries at most."""
    mine = with_sealed_facts(access.as_editor(user), "manuscript")
    active = Assignment.objects.active()
    is_held = Exists(active.filter(version=OuterRef("pk")))
    has_objection = Exists(objections.standing().filter(round__version=OuterRef("pk")))
    in_review = mine.filter(state__in=IN_REVIEW).annotate(has_objection=has_objection).order_by("pk")
    prefetched = [
        Prefetch("assignments", active.select_related("reviewer").order_by("due_on"), "held"),
        Prefetch("held__reviewer__absences", absences.to_come(), "away"),
        Prefetch("rounds", _open_rounds(), "now"),
    ]
    return [
        Section("unassigned", _("Nobody reviews it yet"), _rows(in_review.exclude(is_held), _unassigned),
                _("Every text in review has a reviewer.")),
        Section("in-review", _("In review"), _rows(in_review.filter(is_held).prefetch_related(*prefetched), _reviewed),
                _("Nothing is in review.")),
        Section("interests", _("Declared interests to answer"), interest_rows(user), _("None.")),
        Section("authors", _("Back with their authors"),
                _rows(mine.filter(state=State.CHANGES_REQUESTED).order_by("pk"), _plain), _("Nothing.")),
        Section("standing", _("Published"), _rows(mine.filter(state__in=LIVE).order_by("-pk"), _plain),
                _("No text stands yet.")),
        Section("retracted", _("Retracted"), _rows(mine.filter(state=State.RETRACTED).order_by("-pk"), _plain),
                _("Nothing was retracted.")),
        Section("away", _("Not accepted, taken back, or put away"),
                _rows(mine.filter(state__in=[State.DECLINED, State.WITHDRAWN]).order_by("-pk"), _plain), _("Nothing.")),
    ]  # fmt: skip


def _open_rounds() -> QuerySet[Round]:
    fell = Exists(taken_back().filter(round=OuterRef("pk")))
    return Round.objects.filter(closed_at=None).annotate(has_lost_a_signer=fell).prefetch_related("reviews")


def _rows(versions: QuerySet[ArticleVersion], made: Callable[[ArticleVersion], Row]) -> list[Row]:
    return [made(version) for version in away.told(versions[:MOST])]


def _plain(version: Any) -> Row:
    return Row(
        title=version.sealed_question,
        url=reverse("version_desk", args=[version.pk]),
        when=version.state_label,
        note=by_line(version, names_of(version), {}),
        who=acts_next(version.state),
    )


def _unassigned(version: ArticleVersion) -> Row:
    row = _plain(version)
    row.who = _("Ask a board member, or wait until one takes it.")
    return row


def _reviewed(version: Any) -> Row:
    row = _plain(version)
    ends = [review for opened in version.now for review in opened.reviews.all() if review.submitted_at]
    finished = {review.reviewer_id for review in ends}
    left = [entry for entry in version.held if entry.reviewer_id not in finished]
    if left:  # whoever has finished is not late
        row.when, row.when_note, row.is_late = due_words(left[0].due_on)
    names = get_text_list([_named(entry.reviewer) for entry in version.held], _("and"))
    row.who = _("With %(names)s.") % {"names": names}
    if ends:
        count = ngettext("%(count)d has finished.", "%(count)d have finished.", len(ends))
        row.who += " " + count % {"count": len(ends)}
    if version.has_objection:
        row.who += " " + _("An objection on safety grounds stands.")
    if any(opened.has_lost_a_signer for opened in version.now):
        row.who += " " + _("A signature was taken back: send the text back.")
    return row


def _named(reviewer: Any) -> str:
    """With the next days on which they are away."""
    away_next = next(iter(reviewer.away), None)
    return f"{reviewer.printed_name} ({absences.said(away_next)})" if away_next else reviewer.printed_name


def interest_rows(user: User) -> list[Row]:
    newer = Disclosure.objects.filter(
        article=OuterRef("article"), person=OuterRef("person"), pk__gt=OuterRef("pk")
    )
    waiting = (
        Disclosure.objects.filter(kind=Disclosure.Kind.INTEREST, ruling="")
        .exclude(Exists(newer))
        .select_related("person")
        .order_by("pk")[:MOST]
    )
    versions: dict[int, Any] = {
        version.article_id: version
        for version in with_sealed_facts(access.as_editor(user), "manuscript").filter(
            state__in=OPEN, article__in=[row.article_id for row in waiting]
        )
    }
    return [
        Row(
            title=versions[row.article_id].sealed_question,
            url=reverse("ruling", args=[versions[row.article_id].pk, row.person.uid]),
            when=day(row.at.date()),
            note=_("%(name)s declared an interest.") % {"name": row.person.printed_name},
            who=_("The text stays closed to them until you answer."),
        )
        for row in waiting
        if row.article_id in versions
    ]
