"""The review itself: what is typed, and its end."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import ArticleVersion, User
from articles.refusals import Refused, Stale
from reviews import points, publishing, record
from reviews.case import Case
from reviews.entering import allow, check_password, locked
from reviews.models import Decision, Disclosure, Review, Signature
from reviews.printed import Printed
from reviews.reviewing.noting import note
from reviews.rules import Rules
from reviews.workflow import approve_if_complete, settle


def begin(version: ArticleVersion, *, by: User) -> Review:
    """The review of the open round, made with the checklist's questions frozen in it when first opened."""
    with locked(version, by) as case:
        allow("review", case)
        if case.review is None:
            questions = questions_of(case.rules, case.disclosure)
            Review.objects.create(round=case.round, reviewer=by, answers=questions, started_at=case.now)
            case.__dict__.pop("review", None)
        return case.review


def questions_of(rules: Rules, disclosure: Disclosure | None) -> list[dict[str, str]]:
    """The checklist as a review freezes it, so its date is written the same way in every language."""
    with translation.override("en"):
        declared = date_format(disclosure.at.date(), "j F Y") if disclosure else ""
    return [
        {"id": item, "question": text.replace("{date}", declared), "answer": "", "passage": ""}
        for item, text in rules.checklist
    ]


REVIEW_FIELDS = frozenset({"audiences", "reason", "ai_used", "ai_statement"})


def save_review(
    version: ArticleVersion,
    *,
    by: User,
    counter: int,
    answers: Mapping[str, Mapping[str, str]],
    **fields: Any,
) -> Review:
    """Keep what was typed so far. `answers`: item id -> {"answer", "passage"}. Stale when another tab was quicker."""
    if set(fields) - REVIEW_FIELDS:
        raise ValueError("Unknown fields of a review.")
    with locked(version, by) as case:
        allow("review", case)
        review = case.review
        if review is None:
            raise Refused(_("Open the review first."))
        if review.counter != counter:
            raise Stale(
                _("This review was saved in another window meanwhile. Nothing was overwritten."),
                stored=review,
            )
        for entry in review.answers:
            given = answers.get(entry["id"])
            if given is not None:
                entry["answer"] = given["answer"] if given["answer"] in ("yes", "no", "outside") else ""
                entry["passage"] = given.get("passage", "")
        for field, value in fields.items():
            setattr(review, field, value)
        review.counter += 1
        review.save(update_fields=["answers", "counter", *fields])
        return review


def sign(
    version: ArticleVersion,
    *,
    by: User,
    password: str,
    audiences: Iterable[str],
    digest: str | None = None,
    printed: str | None = None,
) -> Decision:
    """Put one's name under exactly this text; approves it where that completes the round's rule.

    `digest` is that of the text the signer had before them: a text handed in anew meanwhile is not signed unseen.
    `printed` is that of the name and credential they saw (`reviews.printed`), which somebody may have corrected since.
    Part and licence are read under the lock of the house, so nobody signs after their part was taken away.
    """
    check_password(by, password)
    with locked(version, by, audiences=tuple(audiences), printed=printed) as case:
        record.lock_house()
        by.refresh_from_db(fields=["printed_name"])
        allow("sign", case)
        _same_text(case, digest)
        case.review.audiences = sorted(set(case.given["audiences"]))
        review = _finish(case, Review.End.SIGNED)
        printed_as = dataclasses.asdict(Printed.of(by, case.profile))
        facts = _facts_of_a_signature(case, review) | printed_as
        digests = {"manuscript": case.round.manuscript_id, "review": review.sealed_id}
        decision = note(case, "sign", role="reviewer", round=case.round, digests=digests, facts=facts)
        Signature.objects.create(
            decision=decision, round=case.round, person=by, meaning="approval", statement=SIGN_STATEMENT,
            digest=case.round.manuscript_id, audiences=record.canonical(review.audiences), at=decision.at, **printed_as,
        )  # fmt: skip
        if not approve_if_complete(case.version, by=by):
            settle(case.version)
            publishing.show(case.article)
        return decision


# Frozen in every signature, so it is the same words in every language.
SIGN_STATEMENT = (
    "I have read the texts named here, checked them as the policy asks, "
    "and approve exactly this text for publication under my name."
)


def _facts_of_a_signature(case: Case, review: Review) -> dict[str, Any]:
    base = case.version.base
    return {
        "meaning": "approval",
        "statement": SIGN_STATEMENT,
        "audiences": review.audiences,
        "base_digest": base.manuscript_id if base else "",
        "eligible": _eligibility(case),
    }


def _eligibility(case: Case) -> dict[str, Any]:
    """What made the signer eligible, as it stood at this moment."""
    return {
        "is_clinician": case.profile.is_clinician,
        "licence_valid_to": case.profile.licence_valid_to,
        "licence_checked_on": case.profile.licence_checked_on,
        "declared_on": case.disclosure.at.date(),
        "ruling": case.disclosure.ruling,
        "contributor": case.is_contributor,
    }


def ask_for_changes(version: ArticleVersion, *, by: User, reason: str, digest: str | None = None) -> Review:
    """End one's review: this round cannot be approved."""
    return _end(version, by, "ask_for_changes", Review.End.CHANGES, reason, digest)


def object_on_safety(version: ArticleVersion, *, by: User, reason: str, digest: str | None = None) -> Review:
    """End one's review with an objection, which blocks approval until it is lifted."""
    return _end(version, by, "object", Review.End.OBJECTION, reason, digest)


def comment_only(version: ArticleVersion, *, by: User, digest: str | None = None) -> Review:
    """End one's review without deciding."""
    return _end(version, by, "comment_only", Review.End.COMMENTED, "", digest)


def _end(version: ArticleVersion, by: User, action: str, end: str, reason: str, digest: str | None) -> Review:
    with locked(version, by, reason=reason) as case:
        allow(action, case)
        _same_text(case, digest)
        case.review.reason = reason.strip()
        review = _finish(case, end)
        move = "object" if end == Review.End.OBJECTION else "finish_review"
        digests = {"manuscript": case.round.manuscript_id, "review": review.sealed_id}
        note(case, move, role="reviewer", round=case.round, digests=digests, facts={"end": str(end)})
        settle(case.version)
        publishing.show(case.article)
        return review


ANOTHER_TEXT = gettext_lazy(
    "The text was submitted anew since you opened this page. What stands here now is the new text: read it before you decide."
)


def _same_text(case: Case, digest: str | None) -> None:
    if digest is not None and case.round.manuscript_id != digest:
        raise Stale(ANOTHER_TEXT)


def _finish(case: Case, end: str) -> Review:
    """Freeze the review with its comments under one sealed text."""
    review = case.review
    mine = case.round.comments.filter(author=case.by, posted_at=None)
    mine.update(posted_at=case.now)
    comments = points.as_sealed(case.round.comments.filter(author=case.by).order_by("pk"))
    words = {
        "answers": review.answers, "audiences": review.audiences, "reason": review.reason, "end": str(end),
        "ai_used": review.ai_used, "ai_statement": review.ai_statement, "comments": comments,
    }  # fmt: skip
    review.sealed = record.seal_text("review", record.canonical(words))
    review.end, review.submitted_at = end, case.now
    review.save(update_fields=["audiences", "reason", "sealed", "end", "submitted_at"])
    case.__dict__.pop("finished", None)
    return review
