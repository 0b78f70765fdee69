"""Saving, renaming and removing the works that a version cites."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from articles import entries
from articles.audiences import FACTS
from articles.citations import cited_keys
from articles.drafting.locking import contribute, drop, first_counter, keep, stale, writable
from articles.drafting.texts import write_text
from articles.formats.draft import MAX_REFERENCES, DraftReference
from articles.identifiers import normalise_doi, normalise_pmcid, normalise_pmid
from articles.markdown import MAX_BODY, TooLong
from articles.models import ArticleVersion, Reference, User, Variant
from articles.references import check_csl, csl_text
from articles.refusals import Refused
from articles.renaming import rename_key


def save_reference(
    version: ArticleVersion,
    *,
    by: User,
    key: str,
    csl: Mapping[str, Any],
    counter: int | None = None,
    raw: str = "",
    is_placeholder: bool = False,
    kept_because: str = "",
    old_key: str | None = None,
) -> Reference:
    """The stored work. Without a counter (or with 0) it is a new one, else `old_key`, or `key`, is changed.

    A changed key changes the citations in every text of the version along with it.
    """
    values = columns(DraftReference(key, dict(csl), raw, is_placeholder, kept_because))
    if not is_placeholder:
        refuse(check_csl(entries.csl(csl, values["key"])))
    with transaction.atomic():
        draft = writable(version, by)
        row = Reference.objects.filter(version=draft, key=old_key or values["key"]).first()
        if row is not None and is_same(row, values):
            return row
        if row is None:
            row = _create(draft, by, values, is_known=bool(counter or old_key))
        else:
            _change(row, by, values, counter, is_new=not (counter or old_key))
        contribute(draft.article, by)
    return row


def add_references(
    version: ArticleVersion, *, by: User, references: Iterable[DraftReference]
) -> list[Reference]:
    """Add works under their keys; one that is stored exactly so already is passed over.

    Records may be incomplete: `checks` names them before the text is submitted.
    """
    wanted = rows_of(references)
    with transaction.atomic():
        draft = writable(version, by)
        rows = add_rows(draft, by, wanted)
        if rows:
            contribute(draft.article, by)
    return rows


def remove_reference(version: ArticleVersion, *, by: User, key: str, counter: int | None = None) -> None:
    """Take out a work that no text cites."""
    with transaction.atomic():
        draft = writable(version, by)
        row = Reference.objects.filter(version=draft, key=entries.key(key)).first()
        if row is None:
            return
        if counter is not None and row.counter != counter:
            raise stale(row)
        _refuse_cited(draft, row.key)
        drop(row, by)
        contribute(draft.article, by)


def columns(reference: DraftReference) -> dict[str, Any]:
    """The columns of a reference, cleaned and measured. Raises Refused."""
    key = entries.key(reference.key)
    csl = entries.csl(reference.csl, key)
    return {
        "key": key,
        "csl": csl_text(csl),
        "doi": _identifier(csl, "DOI", normalise_doi, 255),
        "pmid": _identifier(csl, "PMID", normalise_pmid, 12),
        "pmcid": _identifier(csl, "PMCID", normalise_pmcid, 16),
        "raw": entries.prose(reference.raw, _("The line as it was found"), entries.MAX_RAW),
        "is_placeholder": reference.is_placeholder,
        "kept_because": entries.prose(reference.kept_because, _("The reason"), entries.MAX_PROSE),
    }


def _identifier(csl: Mapping[str, Any], field: str, normalise: Callable[[str], str], most: int) -> str:
    """The normalised identifier, empty where there is none; what is longer than any is none."""
    value = normalise(str(csl.get(field, "")))
    return value if len(value) <= most else ""


def rows_of(references: Iterable[DraftReference]) -> dict[str, dict[str, Any]]:
    """Columns by key. Raises Refused for too many, and for a key given twice."""
    references = list(references)
    if len(references) > MAX_REFERENCES:
        refuse([_too_many()])
    wanted: dict[str, dict[str, Any]] = {}
    for reference in references:
        values = columns(reference)
        if values["key"] in wanted:
            refuse([_key_is_used(values["key"])])
        wanted[values["key"]] = values
    return wanted


def add_rows(draft: ArticleVersion, by: User, wanted: Mapping[str, dict[str, Any]]) -> list[Reference]:
    """Insert what is not there yet, under the caller's lock, in a bounded number of queries."""
    stored = {row.key: row for row in Reference.objects.filter(version=draft)}
    refuse(
        _key_is_used(key)
        for key, values in wanted.items()
        if key in stored and not is_same(stored[key], values)
    )
    # Counters of removed rows: see `first_counter`, which would ask for each.
    earlier = dict(Reference.history.filter(version=draft).order_by("counter").values_list("key", "counter"))
    new = [
        Reference(version=draft, counter=earlier.get(key, 0) + 1, **values)
        for key, values in wanted.items()
        if key not in stored
    ]
    if len(stored) + len(new) > MAX_REFERENCES:
        refuse([_too_many()])
    return bulk_create_with_history(new, Reference, batch_size=100, default_user=by) if new else []


def is_same(row: Reference, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def refuse(sentences: Iterable[str]) -> None:
    """Raise Refused if there is any sentence."""
    if found := list(sentences):
        raise Refused(*found)


def _create(draft: ArticleVersion, by: User, values: dict[str, Any], *, is_known: bool) -> Reference:
    if is_known:
        raise stale(None)
    if Reference.objects.filter(version=draft).count() >= MAX_REFERENCES:
        refuse([_too_many()])
    row = Reference(version=draft, counter=first_counter(Reference, draft, key=values["key"]), **values)
    keep(row, by)
    return row


def _change(row: Reference, by: User, values: dict[str, Any], counter: int | None, *, is_new: bool) -> None:
    if is_new:
        refuse([_key_is_used(row.key)])
    if row.counter != counter:
        raise stale(row)
    if values["key"] != row.key:
        if Reference.objects.filter(version=row.version_id, key=values["key"]).exists():
            refuse([_key_is_used(values["key"])])
        _rename_citations(row, by, values["key"])
    for name, value in values.items():
        setattr(row, name, value)
    row.counter += 1
    keep(row, by, *values, "counter")


def _rename_citations(row: Reference, by: User, key: str) -> None:
    for text in Variant.objects.filter(version=row.version_id):
        try:
            body = rename_key(text.body, row.key, key)
        except TooLong as error:
            raise Refused(str(error)) from error
        if len(body) > MAX_BODY:
            refuse(
                [
                    _("With this longer key the %(text)s would be too long.")
                    % {"text": FACTS[text.audience].text_name}
                ]
            )
        if body != text.body:
            write_text(text, by, title=text.title, body=body)


def citing_texts(version: ArticleVersion, key: str) -> list[Variant]:
    """The texts of a version that cite this work (one query)."""
    texts = Variant.objects.filter(version=version).order_by("pk")
    return [text for text in texts if f"@{key}" in text.body and key in cited_keys(text.body)]


def _refuse_cited(draft: ArticleVersion, key: str) -> None:
    citing = [str(FACTS[text.audience].text_name) for text in citing_texts(draft, key)]
    if citing:
        refuse(
            [
                _("“%(key)s” is still cited in the %(texts)s: take out its citations first.")
                % {"key": key, "texts": get_text_list(citing, _("and"))}
            ]
        )


def _key_is_used(key: str) -> str:
    return _("The key “%(key)s” belongs to another reference already; choose another.") % {"key": key}


def _too_many() -> str:
    return _("A text can have at most %(most)d references.") % {"most": MAX_REFERENCES}
