"""Writers: who has a part in an article as one of those who write it, and so judges it in no other part.

Three kinds: who leads it, who ever saved text of it, and whose name stands on a version of it that is open or was
ever submitted. A name on a draft that was put away unseen counts no more.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, Authorship, Contributor, User
from articles.states import OPEN
from reviews.models import Round


def named() -> QuerySet[Authorship]:
    """The names that count: on a version that is open, or was ever submitted."""
    submitted = Exists(Round.objects.filter(version=OuterRef("version")))
    return Authorship.objects.filter(Q(version__state__in=OPEN) | submitted)


def is_writer(user: User, article: str = "article") -> Q:
    """Of a row that has an article: whether this person is one of its writers."""
    wrote = Contributor.objects.filter(article=OuterRef(article), user=user)
    author = named().filter(version__article=OuterRef(article), user=user)
    return Q(**{f"{article}__lead_author": user}) | Exists(wrote) | Exists(author)


def of(articles: Iterable[Article]) -> dict[int, frozenset[int]]:
    """By key of an article, the keys of all its writers. Two queries, however many articles."""
    found: dict[int, set[int]] = defaultdict(set)
    leads = {article.pk: article.lead_author_id for article in articles}
    for key, person in Contributor.objects.filter(article__in=leads).values_list("article", "user"):
        found[key].add(person)
    rows = named().filter(version__article__in=leads)
    for key, person in rows.values_list("version__article", "user"):
        found[key].add(person)
    return {key: frozenset({lead, *found[key]}) for key, lead in leads.items()}
