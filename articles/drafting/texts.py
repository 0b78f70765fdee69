"""Beginning, saving and removing the text for one audience."""

import datetime
from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import entries
from articles.drafting.locking import contribute, drop, first_counter, keep, stale, writable
from articles.markdown import headings
from articles.models import ArticleVersion, User, Variant
from articles.refusals import Refused

BURST = datetime.timedelta(minutes=10)
MUCH = 40  # words
LANGUAGE = "en"


def save_text(
    version: ArticleVersion,
    *,
    audience: str,
    by: User,
    counter: int,
    title: str,
    body: str,
    is_apart: bool = False,
) -> Variant:
    """The stored text of this audience; `counter` is the one its writer saw, 0 where there was no text yet.

    A save `is_apart` where somebody chose it over what is stored: that stays among the earlier saves.
    """
    audience = entries.audience(audience)
    title = entries.line(title, _("The title"), entries.MAX_LINE)
    body = entries.body(body, audience)
    with transaction.atomic():
        draft = writable(version, by)
        row = find_text(draft, audience)
        if row is None:
            if counter:
                raise stale(None)
            row = create_text(draft, by, audience, title=title, body=body)
        elif (row.title, row.body) == (title, body):
            return row
        elif row.counter != counter:
            raise stale(row)
        else:
            write_text(row, by, title=title, body=body, is_apart=is_apart)
        contribute(draft.article, by)
    return row


def begin_text(version: ArticleVersion, *, audience: str, by: User, part: str) -> Variant:
    """A new text for this audience that begins with a part of the leading one: see `BEGINNINGS`.

    Only where there is none yet: nothing that was written is overwritten.
    """
    audience = entries.audience(audience)
    take = BEGINNINGS[entries.choice(part, list(BEGINNINGS))]
    with transaction.atomic():
        draft = writable(version, by)
        if (row := find_text(draft, audience)) is not None:
            raise stale(row)
        lead = find_text(draft, draft.written_for)
        title, body = take(lead) if lead else ("", "")
        if not body.strip():
            raise Refused(_("There is nothing to begin with yet: write the leading text first."))
        row = create_text(draft, by, audience, title=title, body=body)
        contribute(draft.article, by)
    return row


def _headings(lead: Variant) -> tuple[str, str]:
    return "", "".join(f"{line}\n\n" for line in headings(lead.body)).rstrip()


def _whole(lead: Variant) -> tuple[str, str]:
    return lead.title, lead.body


# What a retelling may begin with: title and body taken from the leading text.
BEGINNINGS: dict[str, Callable[[Variant], tuple[str, str]]] = {"headings": _headings, "whole": _whole}


def remove_text(version: ArticleVersion, *, audience: str, by: User, counter: int | None = None) -> None:
    """Take a text out of the version; with a counter, only if it is the one that was seen."""
    audience = entries.audience(audience)
    with transaction.atomic():
        draft = writable(version, by)
        row = find_text(draft, audience)
        if row is None:
            return
        if counter is not None and row.counter != counter:
            raise stale(row)
        drop(row, by)
        contribute(draft.article, by)


def find_text(draft: ArticleVersion, audience: str) -> Variant | None:
    return Variant.objects.filter(version=draft, audience=audience, language=LANGUAGE).first()


def create_text(draft: ArticleVersion, by: User, audience: str, *, title: str, body: str) -> Variant:
    """A new row, under the caller's lock."""
    counter = first_counter(Variant, draft, audience=audience, language=LANGUAGE)
    row = Variant(
        version=draft, audience=audience, language=LANGUAGE, title=title, body=body, counter=counter
    )
    keep(row, by)
    return row


def write_text(row: Variant, by: User, *, title: str, body: str, is_apart: bool = False) -> None:
    """Write a stored text that differs, under the caller's lock."""
    row.title, row.body = title, body
    row.counter += 1
    row.saved_at = timezone.now()
    keep(row, by, "title", "body", "counter", "saved_at")
    if not is_apart:
        _coalesce(row, by)


def _coalesce(row: Variant, by: User) -> None:
    """Make one history row of a person's saves within ten minutes, counted from the first of them.

    A save that takes out much begins a row of its own: what was taken out can be brought back.
    """
    rows = list(row.history.order_by("-history_id")[:2])
    if len(rows) < 2 or rows[1].history_user_id != by.pk:
        return
    newest, earlier = rows
    if (Counter(earlier.body.split()) - Counter(newest.body.split())).total() > MUCH:
        return
    began = earlier.history_change_reason or earlier.history_date.isoformat()
    if abs(newest.history_date - datetime.datetime.fromisoformat(began)) >= BURST:
        return
    # The reason keeps when the writing began: otherwise an afternoon of autosaves would slide into one row.
    newest.history_type, newest.history_change_reason = earlier.history_type, began
    newest.save(update_fields=["history_type", "history_change_reason"])
    earlier.delete()
