"""Forms of the post: how a person wants their mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import MailChoice
from reviews.forms import PlainForm


class ChoiceForm(PlainForm):
    """One of three ways."""

    how = forms.ChoiceField(
        label=_("Mail"), choices=MailChoice.How.choices, widget=forms.RadioSelect,
        help_text=_("Your inbox here shows everything, whatever you choose. Mail about your account comes always."),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )  # fmt: skip
