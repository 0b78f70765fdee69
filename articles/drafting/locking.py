"""The lock that every change of a draft is made under, and the trace that a change leaves."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from articles.models import Article, ArticleVersion, Authorship, Contributor, Role, User
from articles.refusals import Refused, Stale


def writable(version: ArticleVersion, by: User) -> ArticleVersion:
    """The version as it stands now, its article locked until the caller's transaction ends. Raises Refused."""
    article = Article.objects.select_for_update().get(pk=version.article_id)
    draft = ArticleVersion.objects.get(pk=version.pk)
    draft.article = article
    if not is_author(article, draft, by):
        raise Refused(_("Only the authors of this article can change its text."))
    if was_author(by):
        raise Refused(_("Your part as an author has ended. Ask an editor if you should write on."))
    if not draft.is_writable:
        raise Refused(
            _("This text cannot be changed now: its state is “%(state)s”.")
            % {"state": draft.get_state_display()}
        )
    return draft


def is_author(article: Article, version: ArticleVersion | None, person: User) -> bool:
    """Whether this person leads the article or is named on the version (one query at most)."""
    if article.lead_author_id == person.pk:
        return True
    return version is not None and Authorship.objects.filter(version=version, user=person).exists()


def was_author(person: User) -> bool:
    """Whether the part of an author was taken from this person: their name stays, and they write no more."""
    return not person.holds(Role.AUTHOR) and person.grants.filter(role=Role.AUTHOR).exists()


def keep(row: models.Model, by: User, *fields: str) -> None:
    """Save some fields of a stored row, or all of a new one; its history names who did it."""
    row._history_user = by  # type: ignore[attr-defined]
    if fields:
        row.save(update_fields=fields)
    else:
        row.save(force_insert=True)


def drop(row: models.Model, by: User) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


def contribute(article: Article, by: User) -> None:
    """Remember, for ever, that this person wrote a part of the article."""
    Contributor.objects.get_or_create(article=article, user=by)


def first_counter(model: type[Any], version: ArticleVersion, **place: str) -> int:
    """The counter of a new row: 1, or past every counter that an earlier row in its place had.

    So 0 always means "there was none", and a form from before a removal never fits what came after.
    """
    earlier = model.history.filter(version=version, **place).aggregate(most=models.Max("counter"))["most"]
    return (earlier or 0) + 1


def stale(stored: models.Model | None) -> Stale:
    if stored is None:
        return Stale(
            _("This was removed while you were writing. Nothing was saved; your words are still here.")
        )
    return Stale(
        _("Somebody saved this while you were writing. Nothing was saved; compare both, then save again."),
        stored=stored,
    )
