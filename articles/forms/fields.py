"""Fields that read what is typed through `articles.entries`, and the form that can be refused or stale."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from articles import diffs
from articles.diffs import Fold
from articles.refusals import Refused, Stale

NEVER_SEEN = -1


class Entry(forms.Field):
    """Text read by `read`, whose refusal stands beside the field. Empty is no error: a draft grows."""

    def __init__(self, read: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.read = read

    def clean(self, value: str | None) -> Any:
        try:
            return self.read(value or "")
        except Refused as refused:
            raise ValidationError(list(refused.sentences)) from refused


class Counter(forms.Field):
    """The counter of the row that the page showed; one that cannot be read is one that was never seen."""

    widget = forms.HiddenInput

    def clean(self, value: str | None) -> int:
        return int(value) if re.fullmatch("[0-9]{1,9}", value or "") else NEVER_SEEN


class DraftForm(forms.Form):
    """A form over one stored row. `over` comes from a button only: the counter of the row it may replace."""

    use_required_attribute = False
    stale: Stale | None = None
    row: Any = None  # as it was saved
    counter = Counter()

    @property
    def is_over(self) -> bool:
        """Whether its writer chose to save over what somebody else stored."""
        return "over" in self.data

    @property
    def seen(self) -> int:
        """The counter that the writer saw, or chose to save over."""
        if self.is_over:
            return Counter().clean(self.data["over"])
        return int(self.cleaned_data["counter"])

    def saved(self, save: Callable[[], Any]) -> bool:
        """Whether the form is clean and `save` did its work; if not, the form says why and keeps all."""
        if not self.is_valid():
            return False
        try:
            self.row = save()
        except Refused as refused:
            self.stale = refused if isinstance(refused, Stale) else None
            self.add_error(None, list(refused.sentences))
            return False
        return True

    def stored(self, row: Any) -> dict[str, str]:
        """The fields as this row would show them; none where a form stores no row of its own."""
        return {}

    def differences(self) -> list[tuple[str, list[Fold], str]]:
        """Label, comparison and stored words of each field that a stale form has otherwise than the stored row."""
        if self.stale is None or self.stale.stored is None:
            return []
        stored = self.stored(self.stale.stored)
        pairs = [(field, stored.get(field.name, ""), typed(field)) for field in self.visible_fields()]
        return [
            (str(field.label), diffs.folded(diffs.compare(old, new)), old)
            for field, old, new in pairs
            if old != new
        ]


def typed(field: forms.BoundField) -> str:
    """What stands in the field, with the line ends that stored text has."""
    return str(field.value() or "").replace("\r\n", "\n").replace("\r", "\n")
