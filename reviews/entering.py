"""Entering: what every verb does before it acts, which is to check the password, lock the article, and ask the policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, ArticleVersion, User
from articles.refusals import Refused
from reviews import policy, record
from reviews.case import Case

REASON_FIELDS = ("reason", "to_author", "public", "for_editors")


@contextmanager
def locked(version: ArticleVersion, by: User | None, **given: Any) -> Iterator[Case]:
    """A case read under the lock of its article; everything inside is one transaction."""
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=version.article_id)
        rows = ArticleVersion.objects.select_related("article__lead_author", "base__manuscript", "manuscript")
        yield Case(rows.get(pk=version.pk), by, **given)


def allow(name: str, case: Case) -> None:
    """Refused, unless the policy has nothing against it."""
    found = policy.obstacles(name, case)
    if found:
        raise Refused(*found)


def check_password(by: User, password: str) -> None:
    """The second half of a signature; checked before any lock is taken."""
    if not by.is_active or not by.check_password(password or ""):
        raise Refused(_("That is not your password. Nothing was signed."))


def sealed_reasons(case: Case) -> dict[str, str]:
    """The reasons that were given, each sealed by itself, as digests for the record."""
    given = {field: (case.given.get(field) or "").strip() for field in REASON_FIELDS}
    return {field: record.seal_text(field, text).digest for field, text in given.items() if text}
