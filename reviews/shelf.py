"""The shelf: an author's own articles, each with its newest version and since when it stands as it does."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Exists, F, Max, OuterRef
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import ArticleVersion, User
from reviews import away
from reviews.models import Decision

MOST = 100


@dataclasses.dataclass
class Mine:
    """One article of an author: its newest version, since when it stands so, and the standing one."""

    version: ArticleVersion
    since: datetime.datetime
    names: str
    current: ArticleVersion | None


def of_author(user: User) -> list[Mine]:
    """The newest version of each of this person's articles, the latest change first. Four queries."""
    newer = ArticleVersion.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    versions = away.told(
        ArticleVersion.objects.written_by(user)
        .exclude(Exists(newer))
        .select_related("article__lead_author", "article__current")
        .prefetch_related("authorships")
        .order_by("-pk")[:MOST]
    )
    last = dict(_last_moves([version.pk for version in versions]))
    rows = [
        Mine(
            version,
            last.get(version.pk, version.created_at),
            get_text_list([row.name for row in version.authorships.all()], _("and")),
            version.article.current,
        )
        for version in versions
    ]
    return sorted(rows, key=lambda row: row.since, reverse=True)


def with_the_same_question(version: ArticleVersion, user: User) -> Iterator[tuple[str, str]]:
    """Sentence and address of another article of this person's, or a published one, that asks what this one asks."""
    others = ArticleVersion.objects.exclude(article=version.article_id).filter(
        question__iexact=version.question
    )
    mine = others.written_by(user).order_by("-pk").first()
    published = others.filter(article__current=F("pk"), article__slug__isnull=False)
    standing = published.select_related("article").order_by("-pk").first()
    if mine is not None:
        yield _("You have an article that asks the same already."), reverse("write_version", args=[mine.pk])
    elif standing is not None and standing.article.slug:
        yield (
            _("Readers have an article that asks the same already."),
            reverse("article", args=[standing.article.slug]),
        )


def _last_moves(versions: list[int]) -> Iterable[tuple[int, datetime.datetime]]:
    """(version, when its state last changed), from the record."""
    moved = Decision.objects.filter(version__in=versions).exclude(from_state=F("to_state"))
    return moved.values("version").annotate(at=Max("at")).values_list("version", "at")
