"""Access: whose eyes may see which versions; fetching from these sets is the permission check.

Having written part of an article takes rights away: a contributor who is also an editor or of the board sees the
article as its author only. What is read through these sets is the sealed text, never the working copy.
"""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import ArticleVersion, Role, User
from articles.states import IN_REVIEW, OPEN
from reviews import record, writers
from reviews.case import months_later, newest_policy
from reviews.models import Assignment, Disclosure, Review, Round
from reviews.rules import default_rules

Versions = QuerySet[ArticleVersion]


def apart_from(user: User) -> Versions:
    """Versions of articles that this person has no part in as a writer."""
    return ArticleVersion.objects.exclude(writers.is_writer(user))


def as_editor(user: User, roles: frozenset[str] | None = None) -> Versions:
    """Versions that this person may decide about as an editor: once submitted, neither theirs nor in their review."""
    return _as_editor(user, user.roles() if roles is None else roles)


def _as_editor(user: User, roles: frozenset[str]) -> Versions:
    if Role.EDITOR not in roles:
        return ArticleVersion.objects.none()
    held, ended = reviewed_now_by(user)
    submitted = apart_from(user).filter(Exists(Round.objects.filter(version=OuterRef("pk"))))
    return submitted.exclude(held).exclude(ended)


def reviewed_now_by(user: User) -> tuple[Exists, Exists]:
    """Of a version: whether this person holds its review, and whether they ended one in its open round."""
    held = Assignment.objects.active().filter(version=OuterRef("pk"), reviewer=user)
    ended = Review.objects.filter(round__version=OuterRef("pk"), round__closed_at=None, reviewer=user)
    return Exists(held), Exists(ended.exclude(submitted_at=None))


def as_reviewer(user: User) -> Versions:
    """Versions whose text is open to this person as a reviewer: held, and declared for in time."""
    return _as_reviewer(user, user.roles())


def _as_reviewer(user: User, roles: frozenset[str]) -> Versions:
    if Role.BOARD not in roles or not hasattr(user, "board_profile"):
        return ArticleVersion.objects.none()
    return apart_from(user).filter(pk__in=list(_declared_for(user)))


def _declared_for(user: User) -> Iterator[int]:
    """Keys of the versions this person holds whose newest, still valid declaration opens the text."""
    held = list(Assignment.objects.active().filter(reviewer=user).select_related("version"))
    newest = {
        row.article_id: row
        for row in Disclosure.objects.filter(
            person=user, article__in=[entry.version.article_id for entry in held]
        ).order_by("pk")
    }
    months = _months_of_validity([entry.version_id for entry in held])
    today = record.now().date()
    for entry in held:
        declared = newest.get(entry.version.article_id)
        if declared is None or not declared.opens_the_text:
            continue
        if today <= months_later(declared.at.date(), months[entry.version_id]):
            yield entry.version_id


def _months_of_validity(versions: list[int]) -> dict[int, int]:
    """For each version, how long a declaration holds: by the policy its open round pinned, else the newest."""
    newest = newest_policy()
    months = dict.fromkeys(versions, (newest.rules if newest else default_rules()).disclosure_months)
    for opened in Round.objects.filter(version__in=versions, closed_at=None).select_related("policy"):
        months[opened.version_id] = opened.policy.rules.disclosure_months
    return months


def open_to(user: User) -> Versions:
    """Versions whose text this person may read: as editor, as reviewer, or as one of its authors."""
    roles = user.roles()
    return ArticleVersion.objects.filter(
        Q(pk__in=_as_editor(user, roles).values("pk"))
        | Q(pk__in=_as_reviewer(user, roles).values("pk"))
        | Q(pk__in=ArticleVersion.objects.written_by(user).values("pk"))
    )


def cover_of(user: User) -> Versions:
    """Versions whose cover sheet, not the text, a board member may see: all in review, and those they hold."""
    return _cover_of(user, user.roles())


def _cover_of(user: User, roles: frozenset[str]) -> Versions:
    if Role.BOARD not in roles or not hasattr(user, "board_profile"):
        return ArticleVersion.objects.none()
    held = Assignment.objects.active().filter(version=OuterRef("pk"), reviewer=user)
    return apart_from(user).filter(Q(state__in=IN_REVIEW) | Q(Exists(held), state__in=OPEN))


def known_to(user: User) -> Versions:
    """Versions that this person may know of at all, in any part: the ones a move can be asked for."""
    roles = user.roles()
    return ArticleVersion.objects.filter(
        Q(pk__in=_as_editor(user, roles).values("pk"))
        | Q(pk__in=_cover_of(user, roles).values("pk"))
        | Q(pk__in=ArticleVersion.objects.written_by(user).values("pk"))
    )
