"""What is stuck: every text, review, interest and licence that waits for an editor, with what to do about it."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import ArticleVersion, Role, User
from articles.states import IN_REVIEW, OPEN
from reviews import (
    access,
    library,
    objections,
    people,
    post_room,
    queue_editor,
    reach,
    reader_questions,
    reader_reports,
    record,
)
from reviews.guards import taken_back
from reviews.models import Assignment, Review, Round
from reviews.queue import MOST, Row, Section, by_line, day, due_words
from reviews.sealed_facts import names_of, with_sealed_facts


def for_editor(user: User) -> list[Section]:
    """Every list of what is stuck, in the order in which it hurts. Twenty-five queries at most."""
    mine = access.as_editor(user)
    return [
        Section("reports", _("Reports by readers"), reader_reports.open_rows(reader_reports.for_editor(user)), _("No report by a reader is open.")),
        Section("objections", _("Objections and signatures taken back"), _stopped(mine), _("Nobody objects, and no signature was taken back.")),
        Section("out-of-reach", _("Approval out of reach"), _out_of_reach(mine), _("The board can complete every approval that is asked for.")),
        Section("unassigned", _("Nobody reviews it yet"), _unassigned(mine), _("Every text in review has a reviewer.")),
        Section("overdue", _("Reviews that are late"), _overdue(mine), _("No review is late.")),
        Section("interests", _("Declared interests to answer"), queue_editor.interest_rows(user), _("Every declared interest has its answer.")),
        Section("licences", _("Licences to check"), _licences(user), _("Every licence is checked and holds for two months or longer.")),
        Section("mail", _("Mail that could not be sent"), post_room.stuck_mail(user), _("Every mail was sent.")),
        Section("work", _("Periodic work that is late"), post_room.stuck_work(), _("Everything that happens by itself has run.")),
        Section("questions", _("Questions of readers"), reader_questions.rows_of(reader_questions.open_to(user)), _("No question of a reader is open.")),
        Section("checks", _("Published texts whose next review is due"), _checks(user), _("Every published text was reviewed in time.")),
    ]  # fmt: skip


def _rows_of(versions: QuerySet[ArticleVersion]) -> QuerySet[Any]:
    return with_sealed_facts(versions, "manuscript").select_related("article")


def _row(version: Any, url: str, who: str, *rest: str) -> Row:
    return Row(
        title=version.sealed_question,
        url=reverse(url, args=[version.pk, *rest]),
        note=by_line(version, names_of(version), {}),
        who=who,
    )


def _stopped(mine: QuerySet[ArticleVersion]) -> list[Row]:
    in_review = objections.standing().filter(round__version__state__in=IN_REVIEW)
    # Nothing waits for a first version that was put away: no other can be begun in its place.
    away = objections.put_away().exclude(round__version__article__current=None)
    those = Q(pk__in=in_review.values("pk")) | Q(pk__in=away.values("pk"))
    objected = (
        with_sealed_facts(
            Review.objects.filter(those, round__version__in=mine.values("pk")), "round__manuscript"
        )
        .select_related("reviewer", "round__version")
        .order_by("submitted_at", "pk")
    )
    fell = taken_back().filter(round__closed_at=None, round__version=OuterRef("pk"))
    lost = mine.filter(state__in=IN_REVIEW).annotate(struck_from=Subquery(fell.values("name")[:1]))
    lost = _rows_of(lost.exclude(struck_from=None)).order_by("pk")
    return [
        *(_objection(review) for review in objected[:MOST]),
        *(_taken_back(version) for version in lost[:MOST]),
    ]


def _taken_back(version: Any) -> Row:
    who = _("%(name)s took their signature back. Send the text back to its author with the reason.")
    return _row(version, "move", who % {"name": version.struck_from}, "request_changes")


def _objection(review: Any) -> Row:
    version = review.round.version
    who = _(
        "%(name)s objects on safety grounds. Read why. Then send the text back, or end the objection with two others of the board."
    )
    if version.state in objections.PUT_AWAY:
        who = _(
            "%(name)s objects on safety grounds to this text, which was put away since. No other version can be begun while "
            "the objection stands. Read why. Then see to it that this one is opened again, or end the objection with two others of the board."
        )
    return Row(
        title=review.sealed_question,
        url=reverse("lift_objection", args=[version.pk, review.pk]),
        when=day(review.submitted_at.date()),
        note=by_line(version, names_of(review), {}),
        who=who % {"name": review.reviewer.printed_name},
    )


def _out_of_reach(mine: QuerySet[ArticleVersion]) -> list[Row]:
    versions = list(_rows_of(mine.filter(state__in=IN_REVIEW)).order_by("pk"))
    sentences = reach.out_of_reach(versions)
    rows = []
    for version in versions:
        if version.pk in sentences:
            who = " ".join(
                [*sentences[version.pk], _("Invite somebody to the board, or send the text back.")]
            )
            rows.append(_row(version, "version_desk", who))
    return rows[:MOST]


def _unassigned(mine: QuerySet[ArticleVersion]) -> list[Row]:
    held = Assignment.objects.active().values("version")
    waiting = _rows_of(mine.filter(state__in=IN_REVIEW).exclude(pk__in=held))
    opened = Round.objects.filter(version=OuterRef("pk"), closed_at=None)
    waiting = waiting.annotate(since=Subquery(opened.values("opened_at")[:1])).order_by("since", "pk")
    rows = []
    for version in waiting[:MOST]:
        row = _row(version, "assign", _("Ask a board member, or wait until one takes it."))
        if version.since:
            row.when = day(version.since.date())
        rows.append(row)
    return rows


def _overdue(mine: QuerySet[ArticleVersion]) -> list[Row]:
    begun = Review.objects.filter(
        round__version=OuterRef("version"), round__closed_at=None, reviewer=OuterRef("reviewer")
    )
    late = (
        with_sealed_facts(library.waiting(), "version__manuscript")
        .filter(due_on__lt=record.now().date(), version__in=mine.values("pk"))
        .annotate(begun_at=Subquery(begun.values("started_at")[:1]))
        .select_related("reviewer", "version")
        .order_by("due_on", "pk")
    )
    return [_late(held) for held in late[:MOST]]


def _late(held: Any) -> Row:
    when, note, is_late = due_words(held.due_on)
    names = {"name": held.reviewer.printed_name, "date": day(held.held_until.date())}
    if held.begun_at is not None:
        url, who = (
            "extend",
            _("%(name)s has begun. Ask how it goes, and give more time or ask somebody else as well."),
        )
    elif held.held_until <= record.now():
        url, who = "lapse", _("%(name)s has not begun. Free the review, and ask somebody else.")
    else:
        url, who = (
            "extend",
            _(
                "%(name)s has not begun, and holds it until %(date)s. Ask them, and give more time or ask somebody else as well."
            ),
        )
    return Row(
        title=held.sealed_question,
        url=reverse(url, args=[held.version_id, held.pk]),
        when=when,
        when_note=note,
        is_late=is_late,
        note=by_line(held.version, names_of(held), {}),
        who=who % names,
    )  # fmt: skip


def _licences(user: User) -> list[Row]:
    """Members of the board who cannot sign, or soon cannot."""
    ends = record.now().date() + people.LICENCE_ENDS_SOON
    unsure = Q(board_profile=None) | Q(board_profile__licence_checked_on=None) | Q(
        board_profile__licence_valid_to__lt=ends
    )  # fmt: skip
    members = User.objects.filter(unsure, pk__in=User.objects.holding(Role.BOARD).values("pk"))
    return [
        _licence(person, is_self=person.pk == user.pk)
        for person in members.select_related("board_profile").order_by("printed_name", "pk")[:MOST]
    ]


def _licence(person: User, *, is_self: bool) -> Row:
    profile = getattr(person, "board_profile", None)
    said, is_late = people.licence(profile)
    until = profile.licence_valid_to if profile else None
    return Row(
        title=person.printed_name,
        url=reverse("person" if is_self else "licence", args=[person.uid]),
        when=day(until) if until else "",
        is_late=is_late,
        note=said,
        who=_("This is you: another editor has to check it.")
        if is_self
        else _("Look it up in the register, and write down what you found."),
    )


def _checks(user: User) -> list[Row]:
    """Published, reviewed too long ago, and with no next version under way."""
    underway = ArticleVersion.objects.filter(state__in=OPEN).values("article")
    late = library.with_facts(access.as_editor(user)).filter(check_on__lte=record.now().date())
    late = late.filter(article__current=F("pk")).exclude(article__in=underway)
    rows = []
    for version in late.select_related("article__lead_author").order_by("check_on", "pk")[:MOST]:
        name = version.article.lead_author.printed_name
        row = _row(
            version,
            "version_desk",
            _("Ask %(name)s to begin the next version: a renewal, where the text is still right.")
            % {"name": name},
        )
        row.when, row.is_late = day(version.check_on), True
        rows.append(row)
    return rows  # fmt: skip
