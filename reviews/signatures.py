"""Signatures of many versions at once: which are there, and which the rule of each one's round still lacks."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from articles.models import ArticleVersion, Variant
from articles.states import ChangeClass
from reviews import quorum
from reviews.models import Round, Signature


@dataclasses.dataclass(frozen=True)
class Standing:
    """Of the newest round of a version: who signed and stands by it, how many have to, what is missing."""

    names: tuple[str, ...] = ()
    needed: int = 0
    missing: tuple[str, ...] = ()


def standing_of(versions: Iterable[ArticleVersion]) -> dict[int, Standing]:
    """By version that was ever submitted. Three queries, and that of the versions."""
    by_key = {version.pk: version for version in versions}
    audiences: dict[int, list[str]] = defaultdict(list)
    for key, audience in Variant.objects.filter(version__in=by_key).values_list("version", "audience"):
        audiences[key].append(audience)
    unstruck = Signature.objects.filter(decision__struck_by=None).select_related("person", "decision")
    rounds = (
        Round.objects.filter(version__in=by_key)
        .select_related("policy")
        .prefetch_related(Prefetch("signatures", unstruck, "unstruck"))
        .order_by("number")
    )
    newest = {opened.version_id: opened for opened in rounds}
    return {key: _standing(opened, by_key[key], audiences[key]) for key, opened in newest.items()}


def missing_of(versions: Iterable[ArticleVersion]) -> dict[int, tuple[str, ...]]:
    """The same sentences as `reviews.guards.still_needed`, by version."""
    return {key: standing.missing for key, standing in standing_of(versions).items()}


def _standing(opened: Any, version: ArticleVersion, audiences: list[str]) -> Standing:
    on_this_text = [one for one in opened.unstruck if one.digest == opened.manuscript_id]
    rules = opened.policy.rules
    return Standing(
        names=tuple(one.name for one in on_this_text),
        needed=1 if version.change_class == ChangeClass.EDITORIAL else rules.approvals,
        missing=tuple(
            quorum.missing(
                rules,
                change_class=version.change_class,
                audiences=audiences,
                specialty=opened.specialty,
                signed=[quorum.of(one) for one in on_this_text],
            )
        ),
    )
