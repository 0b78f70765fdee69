"""Objections on safety grounds: which of them stand over a version, whatever the round in which they were raised."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
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


def left_behind(article: Article) -> list[int]:
    """Numbers of versions newer than the one that readers have over which an objection stands, and that were put away."""
    found = standing().filter(round__version__article=article, round__version__state__in=PUT_AWAY)
    if article.current is not None:
        found = found.filter(round__version__number__gt=article.current.number)
    return sorted(set(found.values_list("round__version__number", flat=True)))


def sentences(objections: Iterable[Review]) -> list[str]:
    """That they stand, by round, without a name or a reason."""
    said = _("An objection on safety grounds of round %(number)d stands.")
    return [said % {"number": number} for number in sorted({one.round.number for one in objections})]
