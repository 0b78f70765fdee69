"""Objections on safety grounds: which of them stand over a version, whatever the round in which they were raised."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article
from articles.states import State
from reviews.models import Review

PUT_AWAY = (State.WITHDRAWN, State.DECLINED)


def standing() -> QuerySet[Review]:
    """Those that nobody lifted, and whose objector has ended no later review of the same version."""
    later = Review.objects.filter(
        round__version=OuterRef("round__version"),
        reviewer=OuterRef("reviewer"),
        round__number__gt=OuterRef("round__number"),
    ).exclude(submitted_at=None)
    raised = Review.objects.filter(end=Review.End.OBJECTION, lifted_at=None)
    return raised.exclude(Exists(later)).select_related("round")


def over(versions: Iterable[int]) -> dict[int, list[str]]:
    """By key of a version, the sentences about the objections that stand over it. One query."""
    found: dict[int, list[Review]] = {}
    for one in standing().filter(round__version__in=list(versions)):
        found.setdefault(one.round.version_id, []).append(one)
    return {pk: sentences(those) for pk, those in found.items()}


def put_away() -> QuerySet[Review]:
    """Those over versions that were put away, newer than the one that readers have."""
    newer = Q(round__version__article__current=None) | Q(
        round__version__number__gt=F("round__version__article__current__number")
    )
    return standing().filter(newer, round__version__state__in=PUT_AWAY)


def left_behind(article: Article) -> list[int]:
    """Numbers of the versions of an article over which such an objection stands."""
    found = put_away().filter(round__version__article=article)
    return sorted(set(found.values_list("round__version__number", flat=True)))


def sentences(objections: Iterable[Review]) -> list[str]:
    """That they stand, by round, without a name or a reason."""
    said = _("An objection on safety grounds of round %(number)d stands.")
    return [said % {"number": number} for number in sorted({one.round.number for one in objections})]
