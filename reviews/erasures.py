"""Erasures: what is said where words stood that were taken out of the record."""

import datetime
import json
from collections.abc import Iterable, Mapping

from django.utils import formats
from django.utils.translation import gettext as _

from reviews.models import Decision, Review


def sentence(at: datetime.datetime | None) -> str:
    """`at` is when two people decided it; None where no decision is known."""
    if at is None:
        return _("These words were erased from the record.")
    date = formats.date_format(at, "j F Y")
    return _("These words were erased on %(date)s by a decision of two people.") % {"date": date}


def said(digests: Iterable[str]) -> dict[str, str]:
    """By digest of an erased text, what stands in its place. One query, none for no digests."""
    wanted = set(digests)
    if not wanted:
        return {}
    when: dict[str, datetime.datetime] = {}
    for payload, at in Decision.objects.filter(move="erase").values_list("payload", "at"):
        when[json.loads(payload)["facts"]["erased"]] = at
    return {digest: sentence(when.get(digest)) for digest in wanted}


def is_erased(review: Review) -> bool:
    """Whether the words of a finished review were erased; reads its `sealed`."""
    return review.sealed is not None and review.sealed.body is None


def of_reviews(reviews: Iterable[Review]) -> dict[int, str]:
    """By reviewer, what stands in the place of their words in these reviews of one round, where those were erased.

    Fetch the reviews with their `sealed`; then one query where any was erased, else none.
    """
    erased = {str(review.sealed_id): review.reviewer_id for review in reviews if is_erased(review)}
    return {erased[digest]: words for digest, words in said(erased).items()}


def reason_of(review: Review, erased: Mapping[str, str] | None = None) -> str:
    """The reason of a finished review, or that it was erased; `erased`: what `said` gave for many at once."""
    if not is_erased(review):
        return review.reason
    digest = str(review.sealed_id)
    return (said([digest]) if erased is None else erased)[digest]
