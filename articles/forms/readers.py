"""What readers write without an account: forms that measure it, and leave a place where only machines write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import entries
from articles.forms.fields import Entry
from articles.models import Report
from articles.models.people import MAX_ADDRESS

MOST_WORDS = 4_000
MOST_PASSAGE = 2_000
MOST_QUESTION = 1_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _what(value: str) -> str:
    text = entries.prose(value, _("What you wrote"), MOST_WORDS)
    if not text:
        raise ValidationError(_("Say what is wrong."))
    return text


def _passage(value: str) -> str:
    return entries.prose(value, _("The passage"), MOST_PASSAGE)


def _question(value: str) -> str:
    text = entries.prose(value, _("Your question"), MOST_QUESTION)
    if not text:
        raise ValidationError(_("Write your question."))
    return text


class ReaderForm(forms.Form):
    """`website` is not shown: what stands there was written by a machine. The page it came from is hidden too."""

    use_required_attribute = False
    website = forms.CharField(
        required=False, label=gettext_lazy("Leave this empty"),
        widget=forms.URLInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip
    about = forms.CharField(required=False, widget=forms.HiddenInput)
    audience = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.data.get("website", "").strip():
            self.data = self.data.copy()
            self.data["website"] = ""
            raise ValidationError(
                _(
                    "Something filled in a field that people do not see, and it is empty again. Please send this once more."
                )
            )
        return given

    def shown(self) -> list[forms.BoundField]:
        """The fields that a reader sees."""
        return [field for field in self.visible_fields() if field.name != "website"]


class ReportForm(ReaderForm):
    """What is wrong with a page."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=Report.Kind.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("A danger is something that could harm a person who does what the page says."),
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )  # fmt: skip
    passage = Entry(
        _passage, label=gettext_lazy("Which passage"), required=False, widget=_area(3),
        help_text=gettext_lazy("Copy the words from the page, or say where they stand."),
    )  # fmt: skip
    what = Entry(
        _what, label=gettext_lazy("What is wrong, and how you know it"), widget=_area(6),
        help_text=gettext_lazy("Please write nothing about your own health or anybody else’s: it is not needed here."),
    )  # fmt: skip
    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), required=False, max_length=MAX_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Only if you would like an answer. Only editors see it; it is deleted a week after your report was closed."),
    )  # fmt: skip
    field_order = ("kind", "passage", "what", "address")


class AskForm(ReaderForm):
    """What somebody would like to know."""

    question = Entry(
        _question, label=gettext_lazy("Your question"), widget=_area(5),
        help_text=gettext_lazy(
            "Ask it so that an answer helps others too. Leave out names: we do not recognise them. E-mail addresses, "
            "telephone numbers and dates of birth that we recognise are taken out before your question is kept."
        ),
    )  # fmt: skip
    field_order = ("question",)
