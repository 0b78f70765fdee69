"""A cited work, by a form for its type or as pasted CSL-JSON."""

import json
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles import entries
from articles.forms.fields import DraftForm, Entry
from articles.forms.work_fields import ALL_FIELDS, DATES, FIRST_KIND, KINDS, PEOPLE, read, show
from articles.models import Reference
from articles.references import csl_problems, names_a_work

PEOPLE_HINT = _(
    "One on each line: Family, Given. A group by its name alone, in {braces} if that has a comma."
)
DATE_HINT = _("As 2022, 2022-03 or 2022-03-31.")


class WorkForm(DraftForm):
    """Fields of the chosen type; what was typed for another type travels along hidden and is not saved."""

    type = Entry(
        partial(entries.choice, values=list(KINDS)),
        label=_("Type of work"),
        widget=forms.Select(choices=[(name, kind.label) for name, kind in KINDS.items()]),
    )

    def __init__(self, data: Any = None, *, row: Reference | None = None, typed: Any = None) -> None:
        """`data` is to be saved; `typed` is only shown again, under another type."""
        self.row, self.csl_stored = row, json.loads(row.csl) if row else {}
        initial = {**self.stored(row), "counter": row.counter} if row else {"counter": 0, "type": FIRST_KIND}
        if typed is not None:
            initial |= {**typed.dict(), "is_placeholder": "is_placeholder" in typed}
        self.was_placeholder = row is not None and row.is_placeholder
        super().__init__(data, initial=initial)
        chosen = self["type"].value()
        self.kind = KINDS[chosen if chosen in KINDS else FIRST_KIND]
        for name in [*self.kind.fields, *(name for name in ALL_FIELDS if name not in self.kind.fields)]:
            self.fields[name] = self._work_field(name)
        self.fields["key"] = self._key_field()
        self.fields["kept_because"] = Entry(
            partial(entries.prose, name=_("The reason"), most=entries.MAX_PROSE),
            label=_("Why it is cited although it was retracted"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Leave it empty for a work that stands. Readers see what you write here."),
        )
        # Not ticked beforehand: a mark that nobody looks at would outlive the completing of its work.
        self.fields["is_placeholder"] = forms.BooleanField(
            label=_("Keep it a placeholder all the same: I have still to complete it")
            if self.was_placeholder
            else _("Only a placeholder: I have still to find out which work this is"),
            required=False,
        )

    def _work_field(self, name: str) -> Entry:
        if name not in self.kind.fields:
            return Entry(str, label=name, widget=forms.HiddenInput, required=False)
        label = self.kind.fields[name]
        is_people = name in PEOPLE
        return Entry(
            lambda text: read(name, text, str(label), self.csl_stored.get(name)),
            label=label,
            required=name == "title",
            widget=forms.Textarea(attrs={"rows": 4}) if is_people else forms.TextInput(),
            help_text=PEOPLE_HINT if is_people else DATE_HINT if name in DATES else "",
        )

    def _key_field(self) -> Entry:
        return Entry(
            lambda text: entries.key(text) if text.strip() or self.row else "",
            label=_("Key"),
            required=self.row is not None,
            widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off", "spellcheck": "false"}),
            help_text=_("What you write in the text: [@key]. Changing it changes the citations with it.")
            if self.row
            else _(
                "What you write in the text: [@key]. Left empty, it is made from the first author and year."
            ),
        )

    def stored(self, row: Reference) -> dict[str, str]:
        csl = json.loads(row.csl)
        kind = csl.get("type")
        return {
            **{name: show(name, csl.get(name)) for name in ALL_FIELDS},
            "type": kind if kind in KINDS else FIRST_KIND,
            "key": row.key,
            "kept_because": row.kept_because,
        }

    def clean(self) -> dict[str, Any]:
        """What is wrong with the record stands beside its field; an incomplete placeholder stays one."""
        values = super().clean() or self.cleaned_data
        csl = self.csl()
        if self.was_placeholder and not names_a_work(csl):
            values["is_placeholder"] = True
        for field, sentence in [] if values.get("is_placeholder") else csl_problems(csl):
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, sentence)
        return values

    def csl(self) -> dict[str, Any]:
        """The record: what the form shows, and what it does not know as it was."""
        unknown = {name: value for name, value in self.csl_stored.items() if name not in ALL_FIELDS}
        values = self.cleaned_data
        typed = {name: values[name] for name in self.kind.fields if values.get(name)}
        if "type" in values and (typed or not (values["is_placeholder"] or self.was_placeholder)):
            unknown["type"] = values["type"]
        return {**unknown, **typed}


class PastedForm(DraftForm):
    """Pasted CSL-JSON as it came: `formats.csl` measures it before it reads it."""

    counter = None
    text = Entry(
        str,
        label=_("CSL-JSON"),
        widget=forms.Textarea(attrs={"class": "editor", "spellcheck": "false", "rows": 12}),
        help_text=_("Reference managers export it: a list of works, or one work."),
    )
