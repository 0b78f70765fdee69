"""Reach: of many versions at once, where the board as it is could not complete the approvals."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from articles.models import ArticleVersion, Role, User
from reviews import quorum, writers
from reviews.case import newest_policy
from reviews.guards import stood_aside
from reviews.models import Disclosure, Round
from reviews.rules import Rules, default_rules


def out_of_reach(versions: Sequence[ArticleVersion]) -> dict[int, list[str]]:
    """By version, the sentences of `reviews.policy.out_of_reach`, where there are any. Six queries, however many."""
    board = [
        (person, profile)
        for person in User.objects.holding(Role.BOARD).select_related("board_profile").distinct()
        if (profile := getattr(person, "board_profile", None))
    ]
    wrote = writers.of(version.article for version in versions)
    newest, rules = _newest_disclosures(versions), _rules(versions)
    found = {}
    for version in versions:
        reachable = [
            quorum.Signed(
                str(person.uid), frozenset({version.written_for}), profile.is_clinician, profile.specialty
            )
            for person, profile in board
            if person.pk not in wrote[version.article_id]
            and not stood_aside(newest.get((version.article_id, person.pk)))
        ]
        lacking = quorum.missing(
            rules[version.pk], change_class=version.change_class, audiences=[version.written_for],
            specialty=version.article.specialty, signed=reachable,
        )  # fmt: skip
        if lacking:
            found[version.pk] = [
                _("The board as it is cannot complete the approvals. %(why)s") % {"why": why}
                for why in lacking
            ]
    return found


def _newest_disclosures(versions: Iterable[ArticleVersion]) -> dict[tuple[int, int], Disclosure]:
    """By article and person."""
    rows = Disclosure.objects.filter(article__in=[version.article_id for version in versions])
    return {(row.article_id, row.person_id): row for row in rows.order_by("pk")}


def _rules(versions: Iterable[ArticleVersion]) -> dict[int, Rules]:
    """By version, the rules its open round pinned, else those in force."""
    newest = newest_policy()
    rules: dict[int, Any] = {version.pk: newest.rules if newest else default_rules() for version in versions}
    for opened in Round.objects.filter(version__in=list(rules), closed_at=None).select_related("policy"):
        rules[opened.version_id] = opened.policy.rules
    return rules
