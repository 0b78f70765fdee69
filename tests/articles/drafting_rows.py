"""What tests of drafting share: what is saved, and every row that a verb could have written."""

from typing import Any

import pytest

from articles import drafting
from articles.cleaning import Unwritable, clean
from articles.models import ArticleVersion, Authorship, Contributor, Reference, Variant
from tests.factories import make_user

SAVED = {"title": "Ginger tea", "body": "Other words.[@adeyemi2021]"}


def why_not(text: str) -> str:
    with pytest.raises(Unwritable) as unwritable:
        clean(text)
    return str(unwritable.value)


def rows_of(version: ArticleVersion) -> list[Any]:
    """Everything that a verb could have written, history included."""
    tables = [Variant, Reference, Authorship, Variant.history, Reference.history, Authorship.history]
    rows: list[Any] = [list(ArticleVersion.objects.values()), list(Contributor.objects.values())]
    for table in tables:
        rows.append(list(getattr(table, "objects", table).filter(version=version).order_by("pk").values()))
    return rows


def add_coauthor(version: ArticleVersion) -> Any:
    coauthor = make_user("author")
    drafting.add_author(version, by=version.article.lead_author, user=coauthor)
    return coauthor


def text_of(version: ArticleVersion, audience: str = "patient") -> Variant:
    return Variant.objects.get(version=version, audience=audience)
