"""The text for one audience, as its editor sends it."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles import entries
from articles.forms.fields import DraftForm, Entry
from articles.models import Variant


class TextForm(DraftForm):
    title = Entry(
        partial(entries.line, name=_("The title"), most=entries.MAX_LINE),
        label=_("Title"),
        widget=forms.TextInput,
    )
    body = Entry(
        str,
        label=_("Text in Markdown"),
        widget=forms.Textarea(attrs={"class": "editor", "spellcheck": "true", "rows": 24}),
    )

    def __init__(self, data: Any = None, *, audience: str, row: Variant | None = None) -> None:
        initial = {**self.stored(row), "counter": row.counter} if row else {"counter": 0}
        super().__init__(data, initial=initial)
        self.fields["body"].read = partial(entries.body, audience=audience)  # type: ignore[attr-defined]

    def stored(self, row: Variant) -> dict[str, str]:
        return {"title": row.title, "body": row.body}
