"""What the writing pages share: whose version it is, where it stands, what is missing, its works."""

import dataclasses
import functools
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import checks, citations, manuscripts, readability
from articles.audiences import FACTS, Audience
from articles.models import ArticleVersion, Variant
from articles.references import ama
from articles.states import IN_REVIEW, State

# Pages of the review house, whose names this package does not know: an author's articles, a move of a version.
MY_ARTICLES = "/write/"
MOVE = "/desk/versions/%(pk)d/%(move)s/"
HAND_IN = "/write/%(pk)d/hand-in/"

WHO_ACTS_NEXT = {
    State.DRAFT: gettext_lazy("Its authors act next: nobody else reads it before it is submitted."),
    State.SUBMITTED: gettext_lazy("The editors act next: they ask reviewers for it."),
    State.UNDER_REVIEW: gettext_lazy("Its reviewers act next: they read exactly the text below."),
    State.CHANGES_REQUESTED: gettext_lazy(
        "Its authors act next: answer each point of the letter, then submit it again."
    ),
    State.APPROVED: gettext_lazy("Nobody has to act: readers have this text."),
    State.SUSPENDED: gettext_lazy("The editors act next: readers have this text under a caution."),
    State.SUPERSEDED: gettext_lazy("Nobody has to act: readers have a newer version."),
    State.RETRACTED: gettext_lazy("Nobody has to act: the text stays readable under its notice."),
    State.DECLINED: gettext_lazy("Nobody has to act, unless an editor reopens it."),
    State.WITHDRAWN: gettext_lazy("Nobody has to act, unless its lead author reopens it."),
}


def own_version(request: HttpRequest, pk: int) -> ArticleVersion:
    """The version, if this person is one of its authors; for everybody else it is not there."""
    mine = ArticleVersion.objects.written_by(request.user).select_related("article", "base")
    return get_object_or_404(mine, pk=pk)


def page(
    request: HttpRequest, version: ArticleVersion, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A writing page, which knows its version, where that stands, and what is missing from it."""
    working_page = reverse("write_version", args=[version.pk])
    is_lead = version.article.lead_author_id == request.user.pk
    crumbs = [(_("My articles"), MY_ARTICLES), (version.question or _("No question yet"), working_page)]
    shared = {
        "version": version,
        "crumbs": crumbs[:1] if request.path == working_page else crumbs,
        "who_acts_next": WHO_ACTS_NEXT[State(version.state)],
        "is_lead": is_lead,
        "way": _way_on(version) or (_way_back(version) if is_lead else None),
        "missing": missing(version) if version.is_writable else [],
    }
    return render(request, f"articles/writing/{template}", {**shared, **context}, status=status)


def _way_on(version: ArticleVersion) -> tuple[str, str] | None:
    """Address and words of the page on which every author of a retracted text reads why."""
    if version.state == State.RETRACTED:
        return HAND_IN % {"pk": version.pk}, _("Why it was retracted, and what comes next")
    return None


def _way_back(version: ArticleVersion) -> tuple[str, str] | None:
    """Address and words of what its lead author can do to write on a closed text."""
    if version.state in IN_REVIEW:
        return MOVE % {"pk": version.pk, "move": "withdraw"}, _("Take it back")
    if version.state == State.WITHDRAWN:
        return MOVE % {"pk": version.pk, "move": "reopen"}, _("Open it again")
    return None


def missing(version: ArticleVersion) -> list[tuple[str, str, str]]:
    """What stops a submission: sentence, address of the place to mend it, words of that link."""
    return [(each.sentence, *_place(version, *each.place)) for each in checks.missing(version)]


def _place(version: ArticleVersion, kind: str, name: str) -> tuple[str, str]:
    if kind == "facts":
        return reverse("write_version", args=[version.pk]) + f"#id_{name}", _("Say it")
    if kind == "text":
        return reverse("write_text", args=[version.pk, name]), _("Open the text")
    if kind == "references" and name:
        return reverse("write_reference", args=[version.pk, name]), _("Open the reference")
    if kind == "references":
        return reverse("write_references", args=[version.pk]), _("See the references")
    if kind == "confirm":
        return HAND_IN % {"pk": version.pk} + "#confirm", _("See who confirmed it")
    return reverse("write_authors", args=[version.pk]), _("See the authors")


@dataclasses.dataclass(frozen=True)
class TextFacts:
    """A text that a version has, or (`row` is None) could have."""

    audience: str
    label: str
    description: str
    url: str
    row: Variant | None = None
    words: int = 0
    minutes: int = 0
    reading: str = ""  # how hard it is, in words


def texts_of(version: ArticleVersion) -> list[TextFacts]:
    """One for each audience, in their order (one query)."""
    rows = {row.audience: row for row in manuscripts.variants_in_order(version)}
    return [_text_facts(version, audience, rows.get(audience)) for audience in Audience.values]


def _text_facts(version: ArticleVersion, audience: str, row: Variant | None) -> TextFacts:
    facts = FACTS[audience]
    about = TextFacts(
        audience, str(facts.label), str(facts.description), reverse("write_text", args=[version.pk, audience])
    )
    if row is None:
        return dataclasses.replace(about, reading=_("not started"))
    measured = measure(row.body, audience)
    return dataclasses.replace(about, row=row, **measured)


def measure(body: str, audience: str) -> dict[str, Any]:
    """`words`, `minutes` and `reading` of a text. Raises TooLong."""
    words, minutes, grade = _measure(body, audience)
    return {"words": words, "minutes": minutes, "reading": reading(grade, audience)}


@functools.lru_cache(maxsize=64)
def _measure(body: str, audience: str) -> tuple[int, int, float]:
    return readability.words(body), readability.minutes(body, audience), readability.grade(body)


def reading(grade: float, audience: str) -> str:
    budget = FACTS[audience].grade_budget
    if budget is None:
        return _("grade %(grade).1f, no limit") % {"grade": grade}
    sentence = _("grade %(grade).1f, aim up to %(budget).0f")
    if grade > budget:
        sentence = _("grade %(grade).1f, aim up to %(budget).0f: hard to read")
    return sentence % {"grade": grade, "budget": budget}


@dataclasses.dataclass(frozen=True)
class Work:
    """A cited work as the lists show it; `cited_in` names texts, "" where none cites it."""

    number: int
    key: str
    line: str
    cited_in: str
    is_placeholder: bool
    raw: str
    kept_because: str
    url: str


def works_of(version: ArticleVersion) -> list[Work]:
    """The works of a version in the order of their numbers (two queries)."""
    texts = manuscripts.variants_in_order(version)
    parsed = {
        "written_for": version.written_for,
        "variants": [{"audience": text.audience, "body": text.body} for text in texts],
        "references": [],
    }
    rows = manuscripts.references_in_order(version)
    parsed["references"] = [{"key": row.key} for row in rows]
    numbers = manuscripts.numbers_of(parsed)
    cited = {text.audience: frozenset(citations.cited_keys(text.body)) for text in texts}
    return [
        Work(
            number=numbers[row.key],
            key=row.key,
            line=ama(json.loads(row.csl)),
            cited_in=_names([audience for audience, keys in cited.items() if row.key in keys]),
            is_placeholder=row.is_placeholder,
            raw=row.raw,
            kept_because=row.kept_because,
            url=reverse("write_reference", args=[version.pk, row.key]),
        )
        for row in sorted(rows, key=lambda row: numbers[row.key])
    ]


def _names(audiences: list[str]) -> str:
    return get_text_list([str(FACTS[audience].text_name) for audience in audiences], _("and"))
