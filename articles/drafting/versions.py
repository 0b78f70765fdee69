"""Opening a version, its facts, and what is brought into it from a file."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from articles import entries
from articles.audiences import FACTS
from articles.drafting.locking import contribute, is_author, keep, stale, writable
from articles.drafting.texts import create_text, find_text, write_text
from articles.drafting.works import add_rows, refuse, rows_of
from articles.formats.draft import Draft, Text
from articles.models import Article, ArticleVersion, Authorship, Reference, User, Variant
from articles.refusals import Refused
from articles.states import ChangeClass

COPIED = (
    "heading", "countries", "searched_to", "funding", "ai_used", "ai_statement",
)  # fmt: skip


def open_version(
    *,
    by: User,
    question: str,
    written_for: str,
    change_class: str = ChangeClass.FIRST,
    article: Article | None = None,
    specialty: str = "",
    draft: Draft | None = None,
) -> ArticleVersion:
    """The rows of a new draft: of a new article led by `by`, or of the next version of a given one.

    The next version begins as a copy of the current one; what `draft` holds stands in place of the copy.
    An empty question, audience or specialty is that of the current version.
    """
    facts = {"change_class": entries.fact("change_class", change_class)}
    if question or article is None:
        facts["question"] = entries.fact("question", question)
    if written_for or article is None:
        facts["written_for"] = entries.audience(written_for)
    specialty = entries.line(specialty, _("The specialty"), 80)
    brought = _Brought(draft or Draft())
    if facts.get("question") == "":
        raise Refused(_("Write the clinical question that the article answers."))
    with transaction.atomic():
        version = (
            _first(by, facts, specialty) if article is None else _next(article, by, facts, specialty, brought)
        )
        _take(version, by, brought)
        contribute(version.article, by)
    return version


def save_facts(version: ArticleVersion, *, by: User, counter: int, **fields: Any) -> ArticleVersion:
    """The version with these facts (names: `entries.FACTS_SAVED`); `counter` is the version's that was seen."""
    values = {name: entries.fact(name, value) for name, value in fields.items()}
    with transaction.atomic():
        draft = writable(version, by)
        changed = [name for name, value in values.items() if getattr(draft, name) != value]
        if not changed:
            return draft
        if draft.counter != counter:
            raise stale(draft)
        if "change_class" in changed:
            _check_class(values["change_class"], draft.base)
        _write(draft, {name: values[name] for name in changed})
        contribute(draft.article, by)
    return draft


def take_draft(version: ArticleVersion, *, by: User, draft: Draft) -> ArticleVersion:
    """Bring a file into a version: facts only where there are none yet, works and texts beside those there are.

    Refused where a text or a work with other words is in the way: nothing that was written is overwritten.
    """
    brought = _Brought(draft)
    with transaction.atomic():
        stored = writable(version, by)
        if _take(stored, by, brought):
            contribute(stored.article, by)
    return stored


class _Brought:
    """A draft cleaned and measured: facts that say something, texts and works by their places."""

    def __init__(self, draft: Draft) -> None:
        ai_used = {None: "", False: "no", True: "yes"}[draft.ai_used]
        facts = {name: entries.fact(name, getattr(draft, name)) for name in COPIED if name != "ai_used"}
        self.facts = {name: value for name, value in {**facts, "ai_used": ai_used}.items() if value}
        self.texts = {
            entries.audience(audience): Text(
                entries.line(text.title, _("The title"), entries.MAX_LINE), entries.body(text.body, audience)
            )
            for audience, text in draft.texts.items()
        }
        self.works = rows_of(draft.references)


def _take(version: ArticleVersion, by: User, brought: _Brought) -> bool:
    """Write what was brought in; whether anything was."""
    refuse(_texts_in_the_way(version, brought))
    is_changed = bool(add_rows(version, by, brought.works)) if brought.works else False
    for audience, text in brought.texts.items():
        row = find_text(version, audience)
        if row is None:
            create_text(version, by, audience, title=text.title, body=text.body)
        elif (row.title, row.body) != (text.title, text.body):
            write_text(row, by, title=text.title, body=text.body)
        else:
            continue
        is_changed = True
    facts = {name: value for name, value in brought.facts.items() if not getattr(version, name)}
    if facts:
        _write(version, facts)
    return is_changed or bool(facts)


def _texts_in_the_way(version: ArticleVersion, brought: _Brought) -> list[str]:
    return [
        _("There is a %(text)s already. Remove it first, or leave it out of what you bring in.")
        % {"text": FACTS[row.audience].text_name}
        for row in Variant.objects.filter(version=version, audience__in=list(brought.texts)).order_by("pk")
        if (row.title or row.body) and Text(row.title, row.body) != brought.texts[row.audience]
    ]


def _write(draft: ArticleVersion, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(draft, name, value)
    draft.counter += 1
    draft.save(update_fields=[*values, "counter"])


def _first(by: User, facts: dict[str, Any], specialty: str) -> ArticleVersion:
    _check_class(facts["change_class"], None)
    article = Article(lead_author=by, specialty=specialty)
    keep(article, by)
    version = ArticleVersion.objects.create(article=article, number=1, **facts)
    keep(Authorship(version=version, user=by, name=by.printed_name), by)
    return version


def _next(
    article: Article, by: User, facts: dict[str, Any], specialty: str, brought: _Brought
) -> ArticleVersion:
    article = Article.objects.select_for_update().get(pk=article.pk)
    base = article.current
    if not is_author(article, base, by):
        raise Refused(_("Only the authors of this article can write a new version of it."))
    if article.versions.open().exists():
        raise Refused(_("A new version of this article is being written already."))
    if base is None:
        raise ValueError("A next version begins as a copy of the approved one, and nothing was approved.")
    _check_class(facts["change_class"], base)
    if specialty and specialty != article.specialty:
        article.specialty = specialty
        keep(article, by, "specialty")
    copied = {
        name: getattr(base, name)
        for name in ("question", "written_for", *COPIED)
        if name not in brought.facts
    }
    number = article.versions.aggregate(last=Max("number"))["last"] + 1
    version = ArticleVersion.objects.create(article=article, number=number, base=base, **{**copied, **facts})
    _copy_rows(base, version, by, brought)
    return version


def _copy_rows(base: ArticleVersion, version: ArticleVersion, by: User, brought: _Brought) -> None:
    """Copy authors, texts and works, except what was brought in; confirmations are given anew."""
    people = Authorship.objects.filter(version=base)
    texts = Variant.objects.filter(version=base).exclude(audience__in=list(brought.texts))
    works = Reference.objects.filter(version=base).exclude(key__in=list(brought.works))
    anew: tuple[tuple[type[Any], Any, dict[str, Any]], ...] = (
        (Authorship, people, {"confirmed_digest": ""}),
        (Variant, texts, {"counter": 1, "still_right": False}),
        (Reference, works, {"counter": 1}),
    )
    for model, rows, changes in anew:
        copies = [_copy(row, version, changes) for row in rows]
        if copies:
            bulk_create_with_history(copies, model, batch_size=100, default_user=by)


def _copy(row: Any, version: ArticleVersion, changes: dict[str, Any]) -> Any:
    names = [
        field.attname for field in row._meta.concrete_fields if field.attname not in ("id", "version_id")
    ]
    return type(row)(version=version, **{**{name: getattr(row, name) for name in names}, **changes})


def _check_class(change_class: str, base: ArticleVersion | None) -> None:
    if (change_class == ChangeClass.FIRST) != (base is None):
        raise Refused(
            _(
                "Say what kind of change this is: an update, a correction, spelling and form only, or a renewal."
            )
            if base
            else _("The first version of an article is no change of an earlier one.")
        )
