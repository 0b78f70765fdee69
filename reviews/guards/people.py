"""Where an action may start from, and who may do it."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.drafting.locking import was_author
from articles.models import Article, Role, User
from articles.states import EDGES, State
from reviews.case import Case
from reviews.models import Assignment, Decision, Review, Signature

Guard = Callable[[Case], Iterable[str]]


def leaves(move: str) -> Guard:
    """The version stands in a state that an edge of the machine leaves by this move."""
    return stands_in(*(source for name, source, _target in EDGES if name == move))


def stands_in(*states: str) -> Guard:
    def guard(case: Case) -> Iterator[str]:
        if case.version.state not in states:
            state = State(case.version.state).label if case.version.state else _("nowhere yet")
            yield _("This cannot be done now: the text is in the state “%(state)s”.") % {"state": state}

    return guard


def anywhere(case: Case) -> Iterator[str]:
    return iter(())


def lead_author(case: Case) -> Iterator[str]:
    if not case.is_lead:
        yield _("Only the lead author can do this.")


def named_author(case: Case) -> Iterator[str]:
    if case.by is None or not case.version.authorships.filter(user=case.by).exists():
        yield _("Only an author named on this version can do this.")
    elif was_author(case.by):
        yield _("Your part as an author has ended. Ask an editor if you should write on.")


def says_who_they_are(case: Case) -> Iterator[str]:
    """What an author says of themselves is part of the text that they confirm, so it comes first."""
    own = case.version.authorships.filter(user=case.by).first()
    if own is not None and not (own.credential and own.interests):
        yield _("State your credential and your interests first: they are part of the text that you confirm.")


def editor(case: Case) -> Iterator[str]:
    if Role.EDITOR not in case.roles:
        yield _("Only an editor can do this.")
    elif case.is_contributor:
        yield _("You wrote part of this article, so another editor has to do this.")
    elif case.is_reviewing:
        yield _("You review this text, so another editor has to do this.")
        if not User.objects.holding(Role.EDITOR).exclude(pk__in={case.by.pk, *case.writers}).exists():
            yield _(
                "There is no other editor apart from this article: somebody has to be given that part first."
            )


def second_is_apart(case: Case) -> Iterator[str]:
    """Whoever agrees to an erasure wrote no part of the article either."""
    second: User = case.given["second"]
    if case.contributes(second):
        yield _("%(name)s wrote part of this article, so somebody else has to agree.") % {
            "name": second.printed_name
        }


def editor_or_system(case: Case) -> Iterator[str]:
    if not case.is_system:
        yield from editor(case)


def system(case: Case) -> Iterator[str]:
    if not case.is_system:
        yield _("Nobody does this by hand: it follows from a review.")


def board_member(case: Case) -> Iterator[str]:
    if Role.BOARD not in case.roles or case.profile is None:
        yield _("Only a member of the medical advisory board can do this.")
    elif case.is_contributor:
        yield _("You wrote part of this article, so you cannot review it.")


def assigned_reviewer(case: Case) -> Iterator[str]:
    if case.is_contributor:
        yield _("You wrote part of this article, so you cannot review it.")
    elif Role.BOARD not in case.roles or case.profile is None or case.assignment is None:
        yield _("Only a board member who holds this review can do this.")


def signed_for_it(article: Article, person: User) -> Iterator[str]:
    """Whoever signed a text of an article stands outside it for good: an approval rests on that.

    Naming whoever else judged it would take the article out of their hands, and an objection with it.
    """
    name = {"name": person.printed_name}
    if Signature.objects.filter(round__version__article=article, person=person).exists():
        yield _("%(name)s has signed a version of this article, so they cannot become its author.") % name
    elif _has_judged(article, person):
        yield _("%(name)s has a part in the review of this article, so they cannot become its author.") % name


def _has_judged(article: Article, person: User) -> bool:
    mine = Q(version__article=article)
    return (
        Review.objects.filter(round__version__article=article, reviewer=person).exists()
        or Assignment.objects.active().filter(mine, reviewer=person).exists()
        or Decision.objects.filter(mine, actor=person, role="editor").exists()
    )


def whoever_may_reopen(case: Case) -> Iterator[str]:
    """An editor where an editor declined it, its lead author where they took it back."""
    yield from (editor(case) if case.version.state == State.DECLINED else lead_author(case))
