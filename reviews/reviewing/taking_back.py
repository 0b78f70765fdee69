"""Taking back: a signature struck, an objection lifted."""

from collections.abc import Iterable

from articles.models import User
from reviews import publishing
from reviews.entering import allow, locked, sealed_reasons
from reviews.guards import those_who_may_agree
from reviews.models import Decision, Review, Signature
from reviews.reviewing.noting import note
from reviews.workflow import suspend_if_unfounded


def strike(signature: Signature, *, by: User, public: str) -> Decision:
    """A signature no longer counts, by its signer or for cause; a standing text that needed it is suspended."""
    with locked(signature.round.version, by, signature=signature, public=public) as case:
        allow("strike", case)
        role = "reviewer" if signature.person_id == by.pk else "editor"
        reasons = sealed_reasons(case)
        struck = note(
            case,
            "strike",
            role=role,
            round=signature.round,
            strikes=signature.decision,
            digests=reasons,
        )
        suspend_if_unfounded(case.article, public, reasons)
        publishing.show(case.article)
        return struck


def lift_objection(review: Review, *, by: User, reason: str, others: Iterable[User] = ()) -> Review:
    """The objector, or an editor with two named others, ends an objection.

    Nothing is approved by that: a signature has to follow (docs/decisions/0006). Only those whose word counts are named.
    """
    with locked(review.round.version, by, review=review, reason=reason, others=tuple(others)) as case:
        fresh = Review.objects.select_related("round", "reviewer").get(pk=review.pk)
        case.given["review"] = fresh
        allow("lift_objection", case)
        fresh.lifted_at = case.now
        fresh.save(update_fields=["lifted_at"])
        facts = {
            "objector": str(fresh.reviewer.uid),
            "with": [person.printed_name for person in those_who_may_agree(case)],
        }
        role = "reviewer" if fresh.reviewer_id == by.pk else "editor"
        note(case, "lift_objection", role=role, round=fresh.round, facts=facts, digests=sealed_reasons(case))
        publishing.show(case.article)
        return fresh
