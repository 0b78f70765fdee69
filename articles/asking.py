"""Asking: questions of readers, kept as work for the authors, without anything that leads to who asked."""

import dataclasses
import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import allowance, personal
from articles.models import Question
from articles.reports import About


@dataclasses.dataclass(frozen=True)
class Kept:
    """What became of a question; `left_out` names what was not kept of it."""

    question: Question
    left_out: list[str]


def ask(page: About, *, text: str, asked_from: str | None, at: datetime.datetime | None = None) -> Kept:
    """Keep a question without what is personal in it. The same words on the same day are the same question."""
    text, found = personal.without(text)
    names = {
        personal.MAIL: _("an e-mail address"),
        personal.NUMBER: _("a telephone number"),
        personal.DATE: _("a date"),
    }
    left_out = [name for kind, name in names.items() if kind in found]
    with transaction.atomic():
        today = (at or timezone.now()).astimezone(datetime.UTC).date()
        known = Question.objects.filter(text=text, article=page.article, asked_on=today).first()
        if known is not None:
            return Kept(known, left_out)
        allowance.take(asked_from)
        made = Question.objects.create(
            text=text, article_id=page.article, audience=page.audience, asked_at=page.question, asked_on=today
        )
        return Kept(made, left_out)
