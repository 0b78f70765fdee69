"""Answering the points of a round: what the authors did with each, kept until they submit again."""

import hashlib
import json
from collections.abc import Mapping

from django.utils.translation import gettext as _

from articles.drafting.locking import was_author
from articles.models import ArticleVersion, User
from articles.refusals import Refused, Stale
from articles.states import WRITABLE
from reviews import letters
from reviews.entering import locked
from reviews.guards import stands_in
from reviews.letters import Point
from reviews.models import Comment

Answers = Mapping[int, tuple[str, str]]
"""By the key of a point: kind ("changed", "not_changed", or "" for none yet) and the words."""

NOTHING = ("", "")


def stored(points: list[Point]) -> dict[int, tuple[str, str]]:
    """The answers as they are kept now."""
    return {point.pk: (point.answer.kind, point.answer.body) if point.answer else NOTHING for point in points}


def mark_of(answers: Answers) -> str:
    """Stands for a set of answers, so that a form can say which ones its writer saw."""
    facts = json.dumps(sorted((pk, kind, body) for pk, (kind, body) in answers.items()))
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def answer_points(version: ArticleVersion, *, by: User, seen: str, answers: Answers) -> int:
    """Keep these answers; how many changed. `seen` is the mark of the answers that their writer saw.

    Refused while nobody can write on the text, for who is no author of the version, and for points that are not of
    the last round; Stale where a co-author answered meanwhile.
    """
    with locked(version, by) as case:
        obstacles = list(stands_in(*WRITABLE)(case))
        if not ArticleVersion.objects.written_by(by).filter(pk=case.version.pk).exists():
            obstacles.append(_("Only the authors of this article can answer."))
        elif was_author(by):
            obstacles.append(_("Your part as an author has ended. Ask an editor if you should write on."))
        sent_back = letters.last_sent_back(case.version)
        points = letters.letter_of(sent_back).points if sent_back else []
        kept = stored(points)
        if set(answers) - set(kept):
            obstacles.append(_("One of these points is not of the last review."))
        obstacles.extend(_problems(answers))
        if obstacles:
            raise Refused(*dict.fromkeys(obstacles))
        changed = {pk: given for pk, given in answers.items() if given != kept[pk]}
        if changed and seen != mark_of(kept):
            raise Stale(
                _("A co-author answered meanwhile. Nothing was overwritten: compare, then save again."),
                stored=kept,
            )
        for pk, (kind, body) in changed.items():
            _write(pk, by, kind, body)
        return len(changed)


def _problems(answers: Answers) -> list[str]:
    found = []
    for kind, body in answers.values():
        if kind not in ("", *Comment.ANSWERS):
            found.append(_("Say whether you changed the text."))
        elif kind == Comment.Kind.NOT_CHANGED and not body:
            found.append(_("Say why you did not change the text."))
        elif body and not kind:
            found.append(_("Say whether you changed the text."))
    return found


def _write(pk: int, by: User, kind: str, body: str) -> None:
    row = Comment.objects.filter(parent=pk, kind__in=Comment.ANSWERS).first()
    if row is not None and not kind:
        row.delete()
    elif row is not None:
        row.kind, row.body, row.author = kind, body, by
        row.save(update_fields=["kind", "body", "author"])
    elif kind:
        point = Comment.objects.get(pk=pk)
        Comment.objects.create(
            version=point.version, manuscript=point.manuscript, round=point.round, audience=point.audience,
            author=by, kind=kind, anchor=point.anchor, body=body, parent=point,
        )  # fmt: skip
