"""Questions of readers as work: which are open, how one is closed, and how an article comes of one."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import ArticleVersion, Question, Role, User
from articles.parts import only_editors
from articles.refusals import Refused
from reviews import record, workflow
from reviews.queue import MOST, Row, day


def open_to(user: User) -> QuerySet[Question]:
    """Editors see all; authors see those that are open, and any that they made an article of."""
    roles = user.roles()
    rows = Question.objects.select_related("closed_by", "article", "began")
    if Role.EDITOR in roles:
        return rows
    if Role.AUTHOR not in roles:
        return rows.none()
    return rows.filter(closed_at=None) | rows.filter(closed_by=user)


def waiting() -> QuerySet[Question]:
    return Question.objects.filter(closed_at=None)


def rows_of(questions: QuerySet[Question]) -> list[Row]:
    """The open ones, what waited longest first. One query."""
    return [
        Row(
            title=Truncator(question.text).chars(160),
            url=reverse("question_desk", args=[question.pk]),
            when=day(question.asked_on),
            note=_("After reading “%(title)s”.") % {"title": question.asked_at} if question.asked_at else "",
        )
        for question in questions.filter(closed_at=None).order_by("asked_on", "pk")[:MOST]
    ]


def closed_rows(questions: Any) -> list[Row]:
    return [
        Row(
            title=Truncator(question.text).chars(160),
            url=reverse("question_desk", args=[question.pk]),
            when=day(question.closed_at.date()),
            who=f"{question.closed_by}: {Truncator(question.closed_with).chars(140)}",
        )
        for question in questions
    ]


def close(question: Question, *, by: User, sentence: str) -> None:
    """End it with a sentence, without an article."""
    only_editors(by)
    with transaction.atomic():
        _end(_locked(question), by, sentence)


def begin(asked: Question, *, by: User, **facts: Any) -> ArticleVersion:
    """Begin an article that answers it; whoever begins it is its lead author."""
    if not by.holds(Role.AUTHOR):
        raise Refused(_("Only an author can begin an article. An editor gives you that part."))
    with transaction.atomic():
        row = _locked(asked)
        version = workflow.start(by=by, **facts)
        row.began = version.article
        _end(row, by, _("An article was begun from it."))
    return version


def _locked(question: Question) -> Question:
    """As it stands now, if it is open still."""
    row = Question.objects.select_for_update().get(pk=question.pk)
    if row.closed_at is not None:
        raise Refused(_("Somebody closed this question meanwhile. Nothing of theirs was changed."))
    return row


def _end(row: Question, by: User, sentence: str) -> None:
    row.closed_at, row.closed_by, row.closed_with = record.now(), by, sentence
    row.save(update_fields=["closed_at", "closed_by", "closed_with", "began"])
