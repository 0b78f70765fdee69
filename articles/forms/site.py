"""The facts of the site: who publishes, who pays, and whom readers should call."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.cleaning import Unwritable, clean
from articles.models import SiteFacts

NUMBERS = ("emergency_number", "advice_number", "crisis_line", "poison_line")
LABELS = {
    "name": (gettext_lazy("Name of the site"), gettext_lazy("It stands on top of every page.")),
    "publisher": (gettext_lazy("Publisher"), gettext_lazy("The organisation that answers for the site.")),
    "funding_statement": (
        gettext_lazy("Who pays, and what may be advertised"),
        gettext_lazy("One or two sentences; they stand in the editorial policy."),
    ),
    "contact_email": (gettext_lazy("Contact"), gettext_lazy("Readers write to this address about an error.")),
    "country": (gettext_lazy("Country"), gettext_lazy("Where the numbers below can be called.")),
    "emergency_number": (gettext_lazy("Emergency number"), gettext_lazy("For an ambulance, such as 112.")),
    "advice_number": (
        gettext_lazy("Urgent advice"), gettext_lazy("For a person who is unwell and cannot wait for a practice."),
    ),
    "crisis_line": (gettext_lazy("Crisis line"), gettext_lazy("For somebody who thinks of ending their life.")),
    "poison_line": (gettext_lazy("Poison line"), gettext_lazy("For somebody who took what they should not.")),
    "safety_report_days": (
        gettext_lazy("Working days until a safety report is read"), gettext_lazy("Professionals are told this number."),
    ),
}  # fmt: skip
PROSE = 2_000


class SiteForm(forms.ModelForm):
    """Every fact of the one row. Nobody types whether this is a demonstration."""

    use_required_attribute = False

    class Meta:
        model = SiteFacts
        fields = tuple(LABELS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (label, hint) in LABELS.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop(
                "maxlength", None
            )  # browsers cut what is pasted; the form says it in words
        self.fields["funding_statement"].widget.attrs["rows"] = 3
        for name in NUMBERS:
            self.fields[name].validators.append(_dialled)
        self.fields["name"].error_messages["required"] = _("Give the site a name.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, value in list(given.items()):
            if isinstance(value, str):
                try:
                    given[name] = clean(value).strip()
                except Unwritable as error:
                    self.add_error(name, str(error))
        if len(given.get("funding_statement") or "") > PROSE:
            self.add_error(
                "funding_statement", ValidationError(_("At most %(most)d characters.") % {"most": PROSE})
            )
        return given

    def clean_safety_report_days(self) -> int:
        days = int(self.cleaned_data["safety_report_days"])
        if not 1 <= days <= 60:
            raise ValidationError(_("From 1 to 60 days."))
        return days


def _dialled(value: str) -> None:
    if not (set(value) <= set("0123456789 +-()") and any(mark.isdigit() for mark in value)):
        raise ValidationError(_("Write a number that can be dialled, such as 112 or +44 20 7946 0018."))
