"""One's own signatures: whether each still stands, where, and if not, why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.audiences import FACTS
from articles.models import ArticleVersion, User
from articles.states import LIVE, ChangeClass, State
from reviews.models import Round, Signature
from reviews.queue import MOST, Row, Section, day
from reviews.reading_desk import reviewed_by
from reviews.sealed_facts import with_sealed_facts

Base = tuple[int | None, str]
"""Of a version: the one it was made from, and what kind of change it is."""


def of(user: User) -> tuple[list[Section], bool]:
    """Those that stand, those whose round goes on, those that count no more; whether older ones were left out. Five queries at most."""
    rows = with_sealed_facts(Signature.objects.filter(person=user), "round__manuscript")
    signed = list(
        rows.select_related("round__version__article__current", "decision")
        .prefetch_related("decision__struck_by")
        .order_by("-at", "-pk")[:MOST]
    )
    bases = _bases(signed)
    open_to_me = set(
        reviewed_by(user).filter(pk__in=[one.round.version_id for one in signed]).values_list("pk", flat=True)
    )
    found: dict[str, list[Row]] = {"standing": [], "open": [], "fallen": []}
    for one in signed:
        kind, words, shown = _standing(one, bases)
        found[kind].append(_row(one, words, shown, is_open=one.round.version_id in open_to_me))
    return [
        Section("standing", _("They stand"), found["standing"], _("None of your signatures stands under a text that readers have.")),
        Section("open", _("Their round goes on"), found["open"], _("None.")),
        Section("fallen", _("They count no more"), found["fallen"], _("None.")),
    ], len(signed) >= MOST  # fmt: skip


def _bases(signed: Iterable[Any]) -> Mapping[int, Base]:
    articles = {one.round.version.article_id for one in signed}
    rows = ArticleVersion.objects.filter(article__in=articles)
    return {pk: (base, kind) for pk, base, kind in rows.values_list("pk", "base", "change_class")}


def _standing(one: Any, bases: Mapping[int, Base]) -> tuple[str, str, ArticleVersion | None]:
    """Its section, why it is there, and the version that readers have it under."""
    struck, round_, version = next(iter(one.decision.struck_by.all()), None), one.round, one.round.version
    if struck is not None:
        return "fallen", _("Struck on %(day)s.") % {"day": day(struck.at.date())}, None
    if round_.closed_at is None:
        return "open", _("It counts when the round ends in an approval."), None
    if round_.outcome != Round.Outcome.APPROVED:
        return (
            "fallen",
            _("The round ended without an approval: %(outcome)s.")
            % {"outcome": round_.get_outcome_display()},
            None,
        )
    current = version.article.current
    if version.state == State.RETRACTED or current.state == State.RETRACTED:
        return "fallen", _("The text was retracted."), version
    if current.pk == version.pk:
        return "standing", _live(current), version
    if _rests_on(current.pk, version.pk, bases):
        words = _("Version %(number)d changed the wording only, and rests on your signature.") % {
            "number": current.number
        }
        return "standing", f"{words} {_live(current)}", current
    return "fallen", _("Superseded: readers have version %(number)d.") % {"number": current.number}, version


def _live(version: ArticleVersion) -> str:
    if version.state not in LIVE:
        return ""
    return (
        _("The text is being checked again.")
        if version.state == State.SUSPENDED
        else _("Readers have this text.")
    )


def _rests_on(top: int, below: int, bases: Mapping[int, Base]) -> bool:
    """Whether only changes of wording stand between the two."""
    at: int | None = top
    while at is not None and at != below:
        base, kind = bases[at]
        at = base if kind == ChangeClass.EDITORIAL else None
    return at is not None


def _row(one: Any, words: str, shown: ArticleVersion | None, *, is_open: bool) -> Row:
    version, texts = (
        one.round.version,
        [str(FACTS[name].text_name) for name in FACTS if f'"{name}"' in one.audiences],
    )
    where = {"version": version.number, "round": one.round.number, "texts": get_text_list(texts, _("and"))}
    return Row(
        title=one.sealed_question,
        url=_address(version, shown, is_open=is_open),
        when=day(one.at.date()),
        note=_("Version %(version)d, round %(round)d: %(texts)s.") % where,
        who=words,
    )


def _address(version: ArticleVersion, shown: ArticleVersion | None, *, is_open: bool) -> str:
    """As readers have it; of what they never had, the review, while it is open to its signer."""
    slug = version.article.slug
    if shown is not None and slug:
        return reverse("article_version", args=[slug, shown.number, shown.written_for])
    return reverse("review", args=[version.pk]) if is_open else ""
