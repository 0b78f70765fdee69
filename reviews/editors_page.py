"""What an editor sees of a version, fetched in a fixed number of queries."""

import dataclasses
import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import manuscripts
from articles.audiences import FACTS
from articles.editions import addresses
from articles.models import ArticleVersion, Edition, Rendered, Role, User
from articles.states import IN_REVIEW, LIVE, ChangeClass, State
from reviews import absences, erasures, objections, policy, record, specialties, timeline, writers
from reviews.case import Case
from reviews.guards import licence_ran_out, stood_aside, taken_back, who_read_ends
from reviews.models import Absence, Assignment, Disclosure, Review, Round, Signature
from reviews.queue import acts_next, due_words

Erased = Mapping[str, str]


def facts_of(version: ArticleVersion, user: User) -> dict[str, Any]:
    """The context of the page, moves left to the view. What the text says of itself is what was sealed last."""
    desk = {"pk": version.pk}
    sealed = manuscripts.read(version.manuscript)
    newest = version.rounds.order_by("-number").first()
    texts = Rendered.objects.filter(manuscript=version.manuscript_id).order_by("pk")
    audiences = list(dict.fromkeys(texts.values_list("audience", flat=True)))
    is_in_review = version.state in IN_REVIEW
    rounds, declared = _all_rounds(version), _newest_declared(version)
    erased = _erased(rounds, declared)
    return {
        "version": version,
        "state": version.state_label,
        "next": acts_next(version.state),
        "question": sealed["question"],
        "change_class": ChangeClass(sealed["change_class"]).label,
        "specialty": newest.specialty if newest else "",
        "authors": sealed["authors"],
        "texts": [
            (FACTS[name].text_name, reverse("version_text", args=[version.pk, name])) for name in audiences
        ],
        "fingerprint": timeline.short(version.manuscript_id) if version.manuscript_id else "",
        "rounds": _rounds(version, rounds, erased),
        "held": _held(version) if is_in_review else [],
        "interests": _interests(version, declared, erased),
        "assign_url": reverse("assign", kwargs=desk) if is_in_review else "",
        "public": _public(version),
        "notice_url": reverse("notice", kwargs=desk) if version.state in LIVE else "",
        "notes": [
            *objections.over([version.pk]).get(version.pk, []),
            *(specialties.changed_since(newest) if newest else []),
            *(_notes(Case(version, user, is_system=True)) if is_in_review else []),
        ],
        "entries": timeline.entries(version),
    }


def _public(version: ArticleVersion) -> list[tuple[str, str]]:
    """Where readers see it: the page of the text it was written for and the public record, once there are any."""
    slug, audience = version.article.slug, version.written_for
    paths = (
        {"": addresses.record(slug), audience: addresses.permalink(slug, version.number, audience)}
        if slug
        else {}
    )
    there = set(Edition.objects.filter(path__in=paths.values()).values_list("path", flat=True))
    words = {"": _("The public record"), audience: _("The page that readers see")}
    return [(words[name], path) for name, path in reversed(paths.items()) if path in there]


def asked(version: ArticleVersion, reviewer: User, due_on: datetime.date) -> str:
    """What is said once a board member was asked: when the text opens to them; and whether they are away when it is due."""
    return " ".join(filter(None, [_opening(version, reviewer), absences.warning(reviewer, due_on)]))


def _opening(version: ArticleVersion, reviewer: User) -> str:
    declared = Case(version, reviewer).disclosure
    if declared is None:
        return _("Asked. The text opens to them once they have declared their interests.")
    if declared.awaits_ruling:
        return _("Asked. They declared an interest before: the text opens to them once it is answered.")
    return _("Asked. They declared their interests before, and the text is open to them now.")


def _notes(case: Case) -> list[str]:
    """What an editor has to see to while the text is in review."""
    notes = policy.out_of_reach(case)
    if case.round is not None and taken_back().filter(round=case.round).exists():
        notes.append(
            _("A reviewer took their signature back in this round. Send the text back with their reason.")
        )
    elif not policy.obstacles("approve", case):
        notes.append(one_more_signature())
    return notes


def lacking(version: ArticleVersion) -> list[str]:
    """What an approval still takes; never nothing, because only a signature approves (docs/decisions/0006)."""
    if version.state in objections.PUT_AWAY:
        return [_("The text stays put away until it is opened again.")]
    return policy.obstacles("approve", Case(version, None, is_system=True)) or [one_more_signature()]


def one_more_signature() -> str:
    return _(
        "Enough have signed, but an objection was lifted after that, so one more signature has to follow. An editor "
        "asks another board member, or sends the text back for a new round."
    )


def _all_rounds(version: ArticleVersion) -> list[Round]:
    """The newest round first, each with its reviews and signatures."""
    ended = Review.objects.select_related("reviewer", "sealed").order_by("pk")
    signed = Signature.objects.select_related("decision").annotate(struck=Count("decision__struck_by"))
    rounds = version.rounds.select_related("policy").prefetch_related(
        Prefetch("reviews", ended), Prefetch("signatures", signed)
    )
    return list(rounds.order_by("-number"))


def _erased(rounds: list[Round], declared: list[Disclosure]) -> dict[str, str]:
    """By digest, what stands in the place of words of reviews and interests that were erased. One query, or none."""
    reviews = [review.sealed for row in rounds for review in row.reviews.all()]
    sealed = [*reviews, *(row.text for row in declared)]
    return erasures.said(text.digest for text in sealed if text is not None and text.body is None)


def _rounds(version: ArticleVersion, rounds: list[Round], erased: Erased) -> list[dict[str, Any]]:
    """Each round with how its reviews ended and who signed."""
    objecting = set(objections.standing().filter(round__version=version).values_list("pk", flat=True))
    return [
        {
            "round": row,
            "outcome": row.get_outcome_display() if row.closed_at else _("open"),
            "fingerprint": timeline.short(row.manuscript_id),
            "reviews": [_review(version, row, review, objecting, erased) for review in row.reviews.all()],
        }
        for row in rounds
    ]


def _review(
    version: ArticleVersion, round_: Round, review: Review, objecting: set[int], erased: Erased
) -> dict[str, Any]:
    signature = next((row for row in round_.signatures.all() if row.person_id == review.reviewer_id), None)
    is_struck = bool(signature and signature.struck)
    links = []
    if signature and not is_struck and version.state in {*IN_REVIEW, *LIVE, State.SUPERSEDED}:
        links.append((_("Strike"), reverse("strike", args=[version.pk, signature.pk])))
    if version.state in {*IN_REVIEW, *objections.PUT_AWAY} and review.pk in objecting:
        links.append((_("Lift the objection"), reverse("lift_objection", args=[version.pk, review.pk])))
    end = review.get_end_display() if review.submitted_at else _("still reading")
    if is_struck:
        end = _("%(end)s, struck since") % {"end": end}
    if review.lifted_at:
        end = _("%(end)s, lifted since") % {"end": end}
    reason = erasures.reason_of(review, erased) if review.submitted_at else ""
    return {"name": review.reviewer.printed_name, "end": end, "reason": reason, "links": links}


def _held(version: ArticleVersion) -> list[dict[str, Any]]:
    rows = version.assignments.active().select_related("reviewer").order_by("due_on", "pk")
    finished = dict(
        Review.objects.filter(round__version=version, round__closed_at=None)
        .exclude(submitted_at=None)
        .values_list("reviewer", "submitted_at")
    )
    return [_held_row(version, row) | _finished(finished.get(row.reviewer_id)) for row in rows]


def _finished(at: datetime.datetime | None) -> dict[str, Any]:
    """Over what a held review is called, where its reviewer has ended it: there is no time to give any more."""
    return {"finished": formats.date_format(at, "j F Y") if at else ""}


def _held_row(version: ArticleVersion, row: Assignment) -> dict[str, Any]:
    when, note, is_late = due_words(row.due_on)
    return {
        "name": row.reviewer.printed_name,
        "how": row.get_how_display(),
        "due": when,
        "due_note": note,
        "is_late": is_late,
        "extend_url": reverse("extend", args=[version.pk, row.pk]),
        "lapse_url": reverse("lapse", args=[version.pk, row.pk]),
    }


def _newest_declared(version: ArticleVersion) -> list[Disclosure]:
    """The newest disclosure of each person for the article."""
    rows = (
        Disclosure.objects.filter(article=version.article_id).select_related("person", "text").order_by("pk")
    )
    return list({row.person_id: row for row in rows}.values())


def _interests(version: ArticleVersion, declared: list[Disclosure], erased: Erased) -> list[dict[str, Any]]:
    return [
        {
            "name": row.person.printed_name,
            "kind": row.get_kind_display(),
            "words": declared_words(row, erased) if row.kind == Disclosure.Kind.INTEREST else "",
            "ruling": capfirst(row.get_ruling_display()) if row.ruling else "",
            "url": reverse("ruling", args=[version.pk, row.person.uid])
            if row.kind == Disclosure.Kind.INTEREST and version.is_open
            else "",
            "awaits": row.awaits_ruling,
        }
        for row in declared
    ]


def declared_words(declared: Disclosure | None, erased: Erased | None = None) -> str:
    """What was declared, or that it was erased, or that nothing holds now; `erased`: what `said` gave for many at once."""
    if declared is None or declared.text is None:
        return _("Nothing that still holds.")
    text = declared.text
    if text.body is not None:
        return str(text.body)
    return (erasures.said([text.digest]) if erased is None else erased)[text.digest]


def declared_facts(person: User, declared: Disclosure | None) -> list[tuple[str, str]]:
    """What a person declared, and how it was answered so far."""
    facts = [(_("%(name)s declared") % {"name": person.printed_name}, declared_words(declared))]
    if declared is not None and declared.ruling:
        facts.append((_("Answer so far"), capfirst(declared.get_ruling_display())))
    return facts


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A member of the board; `note` says what stands in the way of asking them, if anything does."""

    uid: str
    name: str
    note: str


def candidates(version: ArticleVersion) -> list[Candidate]:
    """The whole board by name, with specialty and how many reviews each holds now, and when they are away. Nine queries."""
    declared = _newest_declared(version)
    in_the_way: list[tuple[Collection[int], str]] = [
        (writers.of([version.article])[version.article_id], _("Wrote part of this article.")),
        (
            set(version.assignments.active().values_list("reviewer", flat=True)),
            _("Has this review already."),
        ),
        (
            {row.person_id for row in declared if stood_aside(row)},
            _("Stood aside because of an interest."),
        ),
        (
            who_read_ends(Case(version, None)),
            _("Could read as an editor how others ended their review: not in this round."),
        ),
    ]
    board = (
        User.objects.filter(pk__in=User.objects.holding(Role.BOARD).values("pk"), board_profile__isnull=False)
        .select_related("board_profile")
        .annotate(now=Count("assignments", filter=Q(assignments__ended_at=None)))
        .order_by("printed_name", "pk")
    )
    away = absences.of(person.pk for person in board)
    return [
        _candidate(person, [said for those, said in in_the_way if person.pk in those], away[person.pk])
        for person in board
    ]


def _candidate(person: Any, notes: list[str], away: list[Absence]) -> Candidate:
    profile = person.board_profile
    if profile.is_clinician and profile.licence_checked_on is None:
        notes.append(_("Licence not checked yet: may not sign."))
    elif licence_ran_out(profile, record.now().date()):
        notes.append(_("Licence ran out: may not sign."))
    notes += [f"{said[:1].upper()}{said[1:]}." for said in map(absences.said, away)]
    line = ngettext(
        "%(name)s, %(specialty)s (%(count)d review now)",
        "%(name)s, %(specialty)s (%(count)d reviews now)",
        person.now,
    )
    name = line % {
        "name": person.printed_name, "specialty": profile.specialty, "count": person.now,
    }  # fmt: skip
    return Candidate(str(person.uid), name, " ".join(notes))
