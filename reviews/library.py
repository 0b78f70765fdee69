"""The library: every article that was ever submitted, a row each, for its editors to sort and narrow down."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from articles.models import ArticleVersion, Edition, Role, User
from articles.states import IN_REVIEW, LIVE, ChangeClass, State
from reviews import access, record, signatures
from reviews.models import Assignment, Decision, Review, Round, Signature
from reviews.sealed_facts import with_sealed_facts

LONGEST = 100
MOST_WORDS = 5
SOON = datetime.timedelta(days=90)
WEEK = datetime.timedelta(days=6)
DUE = {
    "overdue": gettext_lazy("Review overdue"),
    "week": gettext_lazy("Review due this week"),
    "check-overdue": gettext_lazy("Next review overdue"),
    "check-soon": gettext_lazy("Next review within 90 days"),
}
LACKING = {
    "missing": gettext_lazy("Signatures missing"),
    "complete": gettext_lazy("Nothing missing"),
}
# What a row may be sorted by: the fact, and whether a text is compared without regard to capitals.
SORTS: dict[str, tuple[str, bool]] = {
    "question": ("sealed_question", True),
    "state": ("place", False),
    "lead": ("article__lead_author__printed_name", True),
    "specialty": ("sealed_specialty", True),
    "due": ("due_on", False),
    "signatures": ("given", False),
    "reviewed": ("reviewed_at", False),
    "next": ("check_on", False),
}
FIRST_SORT = "due"
SIGNED = IN_REVIEW | LIVE


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What an address asks for; whatever is no choice of ours is as if it were not there."""

    q: str = ""
    lead: str = ""
    state: str = ""
    specialty: str = ""
    due: str = ""
    signatures: str = ""
    sort: str = FIRST_SORT

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        plain = {field.name: _plain(query.get(field.name) or "") for field in dataclasses.fields(cls)}
        known: dict[str, Callable[[str], bool]] = {
            "lead": _is_uid,
            "state": State.values.__contains__,
            "due": DUE.__contains__,
            "signatures": LACKING.__contains__,
            "sort": lambda name: name.removeprefix("-") in SORTS,
        }
        for name, is_known in known.items():
            if not is_known(plain[name]):
                plain[name] = ""
        return cls(**(plain | {"sort": plain["sort"] or FIRST_SORT}))

    @property
    def is_narrow(self) -> bool:
        return bool(dict(self.pairs()).keys() - {"sort"})

    def pairs(self) -> list[tuple[str, str]]:
        """What differs from the library as it opens."""
        fresh = Wanted()
        return [
            (name, value) for name, value in dataclasses.asdict(self).items() if value != getattr(fresh, name)
        ]

    def address(self, **changes: Any) -> str:
        """The query of an address that asks for this, with `changes`; never empty, so that a link leads somewhere."""
        page = changes.pop("page", 1)
        pairs = dataclasses.replace(self, **changes).pairs()
        return "?" + urlencode([*pairs, ("page", page)] if page > 1 else pairs)

    def sorted_by(self, name: str) -> str:
        """The same, sorted by this; the other way round where it is sorted so already."""
        return self.address(sort=f"-{name}" if self.sort == name else name)


def _plain(text: str) -> str:
    """Text that every database takes, on one line."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:LONGEST]


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def shown(user: User) -> QuerySet[ArticleVersion]:
    """Of each article the newest version that was submitted, or a draft of which nothing but its author is told.

    Whoever is one of its writers does not see an article here at all.
    """
    rounds = Round.objects.filter(version__article=OuterRef("article"))
    newer = rounds.filter(version__number__gt=OuterRef("number"))
    submitted = access.as_editor(user).exclude(Exists(newer))
    is_editor = Exists(User.objects.holding(Role.EDITOR).filter(pk=user.pk))
    drafts = access.apart_from(user).filter(is_editor, state=State.DRAFT).exclude(Exists(rounds))
    either = Q(pk__in=submitted.values("pk")) | Q(pk__in=drafts.values("pk"))
    return ArticleVersion.objects.filter(either)


def with_facts(rows: QuerySet[ArticleVersion]) -> QuerySet[Any]:
    """Rows with everything that they are sorted by and narrowed down to."""
    rounds = Round.objects.filter(version=OuterRef("pk")).order_by("-number")
    full = Decision.objects.filter(version__article=OuterRef("article"), move="approve")
    full = full.exclude(version__change_class=ChangeClass.EDITORIAL).order_by("-seq")
    pages = Edition.objects.filter(article=OuterRef("article"), kind=Edition.Kind.CURRENT)
    pages = pages.exclude(overdue_on=None).order_by("overdue_on")
    places = [When(state=state, then=place) for place, state in enumerate(State.values)]
    rows = rows.annotate(
        newest_round=Subquery(rounds.values("pk")[:1]),
        sealed_specialty=Subquery(rounds.values("specialty")[:1]),
        due_on=Subquery(waiting().filter(version=OuterRef("pk")).order_by("due_on").values("due_on")[:1]),
        reviewed_at=Subquery(full.values("at")[:1]),
        check_on=Subquery(pages.values("overdue_on")[:1]),
        place=Case(*places, output_field=IntegerField()),
    )
    signed = Signature.objects.filter(round=OuterRef("newest_round"), decision__struck_by=None)
    count = signed.order_by().values("round").annotate(count=Count("pk")).values("count")
    return with_sealed_facts(rows, "manuscript").annotate(given=Coalesce(Subquery(count), 0))


def waiting() -> QuerySet[Assignment]:
    """Reviews that somebody holds and has not finished."""
    ended = Review.objects.filter(
        round__version=OuterRef("version"), round__closed_at=None, reviewer=OuterRef("reviewer")
    ).exclude(submitted_at=None)
    return Assignment.objects.active().filter(version__state__in=IN_REVIEW).exclude(Exists(ended))


def found(user: User, wanted: Wanted) -> QuerySet[Any]:
    """The rows that are asked for, in their order. What is missing is worked out beforehand, in four queries."""
    rows = with_facts(shown(user))
    for word in wanted.q.split()[:MOST_WORDS]:
        rows = rows.filter(sealed_question__icontains=word)
    if wanted.lead:
        rows = rows.filter(article__lead_author__uid=wanted.lead)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.specialty:
        rows = rows.filter(sealed_specialty=wanted.specialty)
    if wanted.due:
        rows = rows.filter(**_when(wanted.due))
    if wanted.signatures:
        rows = rows.filter(state__in=SIGNED)
        lacking = _lacking(shown(user).filter(state__in=SIGNED))
        rows = rows.filter(pk__in=lacking) if wanted.signatures == "missing" else rows.exclude(pk__in=lacking)
    return rows.order_by(*_order(wanted.sort))


def _when(due: str) -> dict[str, Any]:
    today = record.now().date()
    return {
        "overdue": {"due_on__lt": today},
        "week": {"due_on__range": (today, today + WEEK)},
        "check-overdue": {"check_on__lte": today},
        "check-soon": {"check_on__range": (today + datetime.timedelta(days=1), today + SOON)},
    }[due]


def _lacking(rows: Iterable[ArticleVersion]) -> list[int]:
    return [key for key, missing in signatures.missing_of(rows).items() if missing]


def _order(sort: str) -> list[Any]:
    """What has no such fact comes last, whichever way it goes."""
    name, is_text = SORTS[sort.removeprefix("-")]
    fact = NullIf(Lower(name), Value("")) if is_text else F(name)
    way = fact.desc(nulls_last=True) if sort.startswith("-") else fact.asc(nulls_last=True)
    return [way, "-article_id"]


def specialties(rows: QuerySet[ArticleVersion]) -> list[str]:
    """Every specialty that these were ever submitted under, by name."""
    rounds = Round.objects.filter(version__in=rows.values("pk")).exclude(specialty="")
    return list(rounds.order_by("specialty").values_list("specialty", flat=True).distinct())
