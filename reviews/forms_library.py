"""Forms of the library: whom to ask for many texts, a day for many, the name of a view."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from reviews.forms import AssignForm, DueField, PlainForm, Words

NAME_LENGTH = 60


class AskForm(AssignForm):
    """Whom to ask for the review of every text that was chosen, and by when."""

    prefix = "ask"


class DayForm(PlainForm):
    """The day on which every review of the texts that were chosen is due."""

    prefix = "day"
    due_on = DueField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_on"].error_messages["required"] = gettext_lazy("Give the day.")


class ViewForm(PlainForm):
    """What a view is called."""

    prefix = "view"
    name = Words(
        label=gettext_lazy("Name of this view"), most=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the view a name.")},
    )  # fmt: skip
