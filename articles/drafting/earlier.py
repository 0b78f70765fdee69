"""Earlier saves of a text: as its history has them, and brought back as a new save."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from articles import entries
from articles.drafting.texts import LANGUAGE, save_text
from articles.models import ArticleVersion, User, Variant
from articles.refusals import Refused


def earlier_saves(version: ArticleVersion, audience: str) -> models.QuerySet[Any]:
    """Every save of this audience's text that the history keeps, the newest first; a removal is one too."""
    rows = Variant.history.filter(version=version, audience=audience, language=LANGUAGE)
    return rows.select_related("history_user").order_by("-history_id")


def bring_back(version: ArticleVersion, *, audience: str, by: User, counter: int, save: int) -> Variant:
    """The words of an earlier save as the newest one; what stood until now stays among the earlier ones."""
    audience = entries.audience(audience)
    earlier = earlier_saves(version, audience).filter(history_id=save).first()
    if earlier is None:
        raise Refused(_("There is no such save of this text."))
    words = {"title": earlier.title, "body": earlier.body}
    return save_text(version, audience=audience, by=by, counter=counter, is_apart=True, **words)
