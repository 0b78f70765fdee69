"""Kept: what each table of the record refuses to change, whoever asks."""

import dataclasses

from django.db import models

from articles.models import (
    Article,
    ArticleVersion,
    Contributor,
    EmergencyTable,
    Manuscript,
    Notice,
    Rendered,
    Sentence,
)
from reviews.models import (
    Book,
    Comment,
    Decision,
    Disclosure,
    EditorialPolicy,
    Review,
    Round,
    Sealed,
    Signature,
)

# What an author answered is not what its reviewer said: an erasure leaves it alone.
_AN_ANSWER_CHANGES = (
    """OLD."posted_at" IS NOT NULL AND OLD."kind" IN ('changed', 'not_changed')"""
    """ AND NEW."body" IS DISTINCT FROM OLD."body" """
).strip()
# A text that was handed in rests on the version it was made from, and names its reviewers by it.
_IT_RESTS_ELSEWHERE = (
    """OLD."manuscript_id" IS NOT NULL"""
    """ AND (NEW."manuscript_id" IS NULL OR NEW."base_id" IS DISTINCT FROM OLD."base_id")"""
)


@dataclasses.dataclass(frozen=True)
class Guard:
    """What one table refuses. Rows are frozen from their insertion, or once the field `since` is set.

    A frozen row takes a change of its `may_change` fields and no other; an UPDATE that changes nothing is none,
    and is refused. Fields named in `emptied` may change as well, to the SQL value given there, and to no other.
    `fixed` fields never change, frozen or not; `refused` is SQL over NEW and OLD. A row is deleted only before
    it is frozen, and never where `is_kept`.
    """

    model: type[models.Model]
    since: str = ""
    may_change: tuple[str, ...] = ()
    emptied: tuple[tuple[str, str], ...] = ()
    fixed: tuple[str, ...] = ()
    refused: str = ""
    is_frozen: bool = True
    is_kept: bool = True


GUARDS = (
    *(
        Guard(model)
        for model in (
            Contributor, Manuscript, Rendered, Sentence, Notice, EditorialPolicy, Disclosure, Signature, Decision,
            EmergencyTable,
        )
    ),
    Guard(Sealed, may_change=("body",), refused='NEW."body" IS NOT NULL'),
    # Words of a review that are erased go from its row and its comments too; `verify` asks for the decision.
    Guard(
        Review, since="submitted_at", may_change=("lifted_at",), fixed=("id",), is_kept=False,
        emptied=(("answers", "'[]'"), ("reason", "''"), ("ai_statement", "''")),
    ),
    Guard(
        Comment, since="posted_at", may_change=("closed_by", "closed_at"), fixed=("id",), is_kept=False,
        emptied=(("body", "''"),),
        refused=_AN_ANSWER_CHANGES,
    ),
    Guard(
        Round,
        since="closed_at",
        fixed=("id", "version", "number", "manuscript", "policy", "specialty", "opened_at"),
    ),
    Guard(
        Book, fixed=("id", "name", "article"), refused='NEW."head_seq" <> OLD."head_seq" + 1', is_frozen=False
    ),
    Guard(
        ArticleVersion, fixed=("id", "article", "number"), refused=_IT_RESTS_ELSEWHERE, is_frozen=False
    ),
    Guard(Article, fixed=("id", "uid"), is_frozen=False),
)  # fmt: skip
