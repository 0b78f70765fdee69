"""Commenting: a reviewer's remarks on paragraphs, the writer's own until the review ends.

Each verb is one transaction under the article's lock, or `Refused` and nothing changed.
"""

from typing import Any

from django.utils.translation import gettext as _

from articles import entries
from articles.models import ArticleVersion, Rendered, User
from articles.refusals import Refused
from reviews import reviewing, threads
from reviews.case import Case
from reviews.entering import allow, locked
from reviews.models import Comment, Round

MAX_BODY = 5_000
MAX_QUOTE = 300
MOST_COMMENTS = 200


def save_comment(
    version: ArticleVersion, *, by: User, audience: str, anchor: str, kind: str, body: str, quote: str = "",
    comment: int | None = None, reply_to: int | None = None,
) -> Comment:  # fmt: skip
    """A new remark on a paragraph of the text in review, or (with `comment`) another wording of one's own.

    `quote` are words of that paragraph; where it does not have them, the whole paragraph is quoted. The same
    remark sent twice is kept once. `reply_to`: the key of a point of an earlier round that it replies to.
    """
    kind = entries.choice(kind, Comment.POINTS)
    body = entries.prose(body, _("The comment"), MAX_BODY)
    with locked(version, by) as case:
        allow("review", case)
        if not body:
            raise Refused(_("Write the comment first."))
        words = _paragraph(case.round, audience, anchor)
        given = {
            "audience": audience, "anchor": anchor, "kind": kind, "body": body,
            "selectors": _selectors(words, quote) | _replied(case, reply_to),
        }  # fmt: skip
        if comment is not None:
            return _reword(_own(case, comment), given)
        mine = case.round.comments.filter(author=by, parent=None)
        same = mine.filter(audience=audience, anchor=anchor, kind=kind, body=body).first()
        if same is not None:
            return same
        if mine.count() >= MOST_COMMENTS:
            raise Refused(
                _("You have %(most)d comments already. Take one out first.") % {"most": MOST_COMMENTS}
            )
        reviewing.begin(case.version, by=by)
        return Comment.objects.create(
            version=case.version, manuscript_id=case.round.manuscript_id, round=case.round, author=by,
            created_at=case.now, **given,
        )  # fmt: skip


def delete_comment(version: ArticleVersion, *, by: User, comment: int) -> None:
    """Take out a remark of one's own that nobody else has seen yet."""
    with locked(version, by) as case:
        allow("review", case)
        _own(case, comment).delete()


def close_comment(version: ArticleVersion, *, by: User, comment: int) -> Comment:
    """Settle a point of one's own from an earlier round: the new text answers it."""
    with locked(version, by) as case:
        allow("review", case)
        mine = case.version.comments.filter(author=by, parent=None, kind__in=Comment.POINTS)
        row = mine.exclude(posted_at=None).exclude(round=case.round).filter(pk=comment).first()
        if row is None:
            raise Refused(_("There is no such point of yours from an earlier round."))
        if row.closed_at is None:
            row.closed_by, row.closed_at = by, case.now
            row.save(update_fields=["closed_by", "closed_at"])
        return row


def _own(case: Case, comment: int) -> Comment:
    mine = case.round.comments.filter(author=case.by, posted_at=None, parent=None)
    row = mine.filter(pk=comment).first()
    if row is None:
        raise Refused(_("There is no such comment of yours that can still be changed."))
    return row


def _reword(row: Comment, given: dict[str, Any]) -> Comment:
    changed = [field for field, value in given.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, given[field])
    if changed:
        row.save(update_fields=changed)
    return row


def _paragraph(round_: Round, audience: str, anchor: str) -> str:
    """The words of a paragraph of the very text that is in review."""
    made = Rendered.objects.filter(manuscript=round_.manuscript_id, audience=audience).order_by("-renderer")
    paragraphs = made.values_list("paragraphs", flat=True).first() or []
    for paragraph in paragraphs:
        if paragraph["anchor"] == anchor:
            return str(paragraph["text"])
    raise Refused(_("Choose the paragraph that your comment is about."))


def _replied(case: Case, point: int | None) -> dict[str, Any]:
    """Which earlier point is replied to, as it is sealed with the reply."""
    if point is None:
        return {}
    place = threads.place_of(case.version, point)
    if place is None or place["round"] >= case.round.number:
        raise Refused(_("There is no such point of an earlier round."))
    return {"reply_to": place}


def _selectors(words: str, quote: str) -> dict[str, Any]:
    exact = " ".join(quote.split())[:MAX_QUOTE]
    start = words.find(exact) if exact else -1
    if start < 0:
        exact, start = words[:MAX_QUOTE], 0
    end = start + len(exact)
    near = 40
    return {
        "quote": {
            "exact": exact,
            "prefix": words[max(0, start - near) : start],
            "suffix": words[end : end + near],
        },
        "position": {"start": start, "end": end},
    }
