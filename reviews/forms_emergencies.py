"""The form of the table of emergencies: its text, and a box to try it out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.emergencies import Reading, read
from reviews.forms import PlainForm, Words, area

MOST = 200_000
MOST_TRIED = 20_000


class EmergenciesForm(PlainForm):
    """`reading` of the table as typed, there whenever the field could be read at all."""

    tried = Words(
        label=gettext_lazy("Try it out"), most=MOST_TRIED, required=False, widget=area(2),
        help_text=gettext_lazy("Write what somebody might type, and see what they would be shown under the table below."),
    )  # fmt: skip
    table = Words(
        label=gettext_lazy("The table"), most=MOST, widget=forms.Textarea(
            attrs={"rows": 30, "class": "editor", "spellcheck": "false", "wrap": "off"}
        ),
        help_text=gettext_lazy("One entry a line; the notes on top say how."),
        error_messages={"required": gettext_lazy("A table without a line would answer nobody in danger.")},
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reading: Reading | None = None

    def clean_table(self) -> str:
        text = str(self.cleaned_data["table"])
        self.reading = read(text)
        if self.reading.wrong:
            raise ValidationError([str(wrong) for wrong in self.reading.wrong[:20]])
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "look" in self.data and not given.get("tried") and not self.errors:
            self.add_error("tried", _("Write something to try out."))
        return given
