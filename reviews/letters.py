"""Letters: what a round sent back to the authors, put together from its reviews."""

import dataclasses
import json

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.audiences import FACTS
from articles.models import ArticleVersion
from reviews import erasures, threads
from reviews.models import Comment, Review, Round, Sealed


@dataclasses.dataclass(frozen=True)
class Point:
    """One remark of a reviewer, with the authors' answer where there is one."""

    pk: int
    number: int  # in its letter
    name: str  # of its round too, so that a point of the next letter is never taken for it
    kind: str
    label: str
    reviewer: str
    place: str
    quote: str
    body: str
    answer: Comment | None
    audience: str = ""
    anchor: str = ""
    about: threads.About | None = None  # the point of an earlier round that it replies to

    @property
    def wants_answer(self) -> bool:
        return self.kind in (Comment.Kind.MUST, Comment.Kind.QUESTION)


@dataclasses.dataclass(frozen=True)
class Part:
    """One reviewer's part of a letter."""

    name: str
    detail: str
    end: str
    reason: str
    noes: list[tuple[str, str]]  # questions of the checklist answered No, each with the passage it is about
    points: list[Point]


@dataclasses.dataclass(frozen=True)
class Letter:
    """`words` are the editor's; a part for each reviewer who finished or had posted points."""

    round: Round
    words: str
    parts: list[Part]

    @property
    def points(self) -> list[Point]:
        return [point for part in self.parts for point in part.points]


def letter_of(round: Round) -> Letter:
    """The merged letter of a closed round, reviewers named, in the order their reviews began. Six queries; with replies, nine."""
    reviews = {
        review.reviewer_id: review
        for review in round.reviews.exclude(submitted_at=None).select_related(
            "reviewer__board_profile", "sealed"
        )
    }
    posted = list(
        round.comments.filter(parent=None, kind__in=Comment.POINTS)
        .exclude(posted_at=None)
        .select_related("author__board_profile")
    )
    answers = {
        row.parent_id: row
        for row in Comment.objects.filter(parent__in=[row.pk for row in posted], kind__in=Comment.ANSWERS)
    }
    erased = erasures.of_reviews(reviews.values())
    about = threads.about(round.version, posted)
    people = {review.reviewer_id: review.reviewer for review in reviews.values()}
    people |= {row.author_id: row.author for row in posted if row.author_id not in people}
    parts, number = [], 0
    for pk, person in people.items():
        points = []
        for row in posted:
            if row.author_id == pk:
                number += 1
                point = _point(row, number, person.printed_name, answers.get(row.pk), erased.get(pk))
                points.append(dataclasses.replace(point, about=about.get(row.pk)))
        parts.append(_part(person, reviews.get(pk), points, erased.get(pk)))
    return Letter(round, _editors_words(round), parts)


def _editors_words(round: Round) -> str:
    """From the record and not from the round, so that erased words are gone here too."""
    closing = round.decisions.filter(move__in=["request_changes", "decline"]).first()
    digest = json.loads(closing.payload)["digests"].get("to_author", "") if closing else ""
    sealed = Sealed.objects.filter(pk=digest).first() if digest else None
    if sealed is None:
        return ""
    return sealed.body if sealed.body is not None else erasures.said([digest])[digest]


def _part(person: object, review: Review | None, points: list[Point], erased: str | None) -> Part:
    profile = getattr(person, "board_profile", None)
    return Part(
        name=person.printed_name,  # type: ignore[attr-defined]
        detail=f"{profile.credential}, {profile.specialty}" if profile else "",
        end=str(review.get_end_display()) if review else _("Had not finished when the round ended"),
        reason=erased or (review.reason if review else ""),
        noes=[] if erased or review is None else _noes(review),
        points=points,
    )


def _noes(review: Review) -> list[tuple[str, str]]:
    return [
        (entry["question"], entry.get("passage", "")) for entry in review.answers if entry["answer"] == "no"
    ]


def _point(row: Comment, number: int, reviewer: str, answer: Comment | None, erased: str | None) -> Point:
    text = str(FACTS[row.audience].text_name) if row.audience in FACTS else _("whole article")
    paragraph = row.anchor.removeprefix("p-")
    place = _("%(text)s, paragraph %(number)s") % {"text": text, "number": paragraph} if paragraph else text
    return Point(
        pk=row.pk,
        number=number,
        name=f"{row.round.number}.{number}",
        kind=row.kind,
        label=str(row.get_kind_display()),
        reviewer=reviewer,
        place=place[:1].upper() + place[1:],
        quote=str((row.selectors.get("quote") or {}).get("exact", ""))
        if isinstance(row.selectors, dict)
        else "",
        body=erased or row.body,
        answer=answer,
        audience=row.audience,
        anchor=row.anchor,
    )


def last_asking_for_changes(version: ArticleVersion) -> Round | None:
    """The newest closed round of a version in which changes were asked for, whatever became of the version since."""
    went_back = Q(outcome=Round.Outcome.CHANGES)
    asked = Q(outcome=Round.Outcome.WITHDRAWN, reviews__end=Review.End.CHANGES)
    return version.rounds.filter(went_back | asked).order_by("-number").first()


def last_sent_back(version: object) -> Round | None:
    """The newest closed round of a version if it left its authors a letter, else None."""
    last = version.rounds.exclude(closed_at=None).order_by("-number").first()  # type: ignore[attr-defined]
    return last if last is not None and last.has_letter else None
