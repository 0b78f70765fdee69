"""A Word file for a text that is there already, and what was read of it."""

import json
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.entries import MAX_LINE
from articles.formats.draft import MAX_REFERENCES, DraftReference
from articles.formats.lost import MAX_LISTED, Lost
from articles.forms.fields import DraftForm, Entry, typed

END, INSTEAD = "end", "instead"
PLACES = (
    (END, gettext_lazy("At the end of the text")),
    (INSTEAD, gettext_lazy("In the place of the whole text")),
)


class WordForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("Word file"),
        help_text=gettext_lazy("A .docx of at most 5 MB. You see what was read before anything is saved."),
        allow_empty_file=True,
        max_length=255,
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "invalid": gettext_lazy("Choose a file first."),
        },
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


class BroughtForm(DraftForm):
    """What was read, which may be mended, and where it goes; `works` and `lost` travel along."""

    place = forms.ChoiceField(
        label=gettext_lazy("Where it goes"),
        choices=PLACES,
        initial=END,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say where it goes.")},
    )
    body = Entry(
        str,
        label=gettext_lazy("As it was read, in Markdown"),
        widget=forms.Textarea(attrs={"class": "editor", "spellcheck": "true", "rows": 24}),
    )
    title = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MAX_LINE)
    works = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    lost = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean_works(self) -> list[DraftReference]:
        """The works as they were read. What is no list of them was not made by our page."""
        works = read_works(self.cleaned_data["works"])
        if works is None:
            raise ValidationError(_("The works that were read did not come along. Choose the file again."))
        return works

    def body_beside(self, stored: str) -> str:
        """The whole text as it will be."""
        new = typed(self["body"])
        if self.cleaned_data["place"] == INSTEAD or not stored.strip():
            return new
        return f"{stored.rstrip()}\n\n{new}"


def read_lost(text: str) -> tuple[Lost, ...]:
    """What travelled along of what was not understood; () for anything else."""
    try:
        held = json.loads(text or "[]")
        return tuple(
            Lost(*(str(one[name]) for name in ("where", "text", "why"))) for one in held[:MAX_LISTED]
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()


def read_works(text: str) -> list[DraftReference] | None:
    """The works that travelled along; None for what is no list of them."""
    try:
        return [
            DraftReference(str(one["key"]), dict(one["csl"]), str(one["raw"]), one["is_placeholder"] is True)
            for one in json.loads(text or "[]")[: MAX_REFERENCES + 1]
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def lost_json(lost: tuple[Lost, ...]) -> str:
    """What was not understood, as a text that travels along."""
    return json.dumps([asdict(one) for one in lost])


def works_json(works: list[DraftReference]) -> str:
    kept: list[dict[str, Any]] = [
        {"key": one.key, "csl": one.csl, "raw": one.raw, "is_placeholder": one.is_placeholder}
        for one in works
    ]
    return json.dumps(kept)
