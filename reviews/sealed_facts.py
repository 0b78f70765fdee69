"""Sealed facts: what a text said of itself when it was submitted last; how it reads since is its authors' own."""

from collections.abc import Mapping
from typing import Any

from django.db.models import JSONField, Model, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles import manuscripts
from articles.models import ArticleVersion, User

MOST_NAMES = 3


def with_sealed_facts(rows: QuerySet[Any], manuscript: str) -> QuerySet[Any]:
    """Rows with `sealed_question` and `sealed_authors`, taken out by the database: no text is fetched for them."""
    body = Cast(f"{manuscript}__body", JSONField())
    return rows.annotate(
        sealed_question=KeyTextTransform("question", body), sealed_authors=KeyTransform("authors", body)
    )


def names_of(row: Model) -> str:
    """The authors of such a row as they are printed, the last ones as a number."""
    return names_in({"authors": getattr(row, "sealed_authors", None) or ()})


def names_in(sealed: Mapping[str, Any]) -> str:
    """The authors of a sealed text, the same way."""
    names = [author["name"] for author in sealed["authors"]]
    if len(names) > MOST_NAMES:
        some = {"names": ", ".join(names[: MOST_NAMES - 1]), "count": len(names) - MOST_NAMES + 1}
        return _("%(names)s and %(count)d more") % some
    return get_text_list(names, _("and"))


def question_for(user: User, version: ArticleVersion) -> str:
    """The question as its authors have it now; to everybody else, as it was sealed."""
    if ArticleVersion.objects.written_by(user).filter(pk=version.pk).exists():
        return version.question
    return str(manuscripts.read(version.manuscript)["question"]) if version.manuscript else ""
