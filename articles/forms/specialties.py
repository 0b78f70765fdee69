"""The specialty of an article: a field that suggests what the board practises, in the board's own spelling."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import entries

# What the board practises; `reviews` adds what it knows when it is ready.
SUGGESTIONS: list[Callable[[], Iterable[str]]] = []

LABEL = _("Specialty")
HINT = _("The policy may ask for a signature from this field. The list offers what the board practises.")


def suggested() -> list[str]:
    return [specialty for suggest in SUGGESTIONS for specialty in suggest()]


def spelled(value: str) -> str:
    """As one of those suggested is spelled, if only capitals or spaces differ; else as it was typed."""
    known = {entries.folded(specialty): specialty for specialty in suggested()}
    return known.get(entries.folded(value), value)


class Suggested(forms.TextInput):
    """A line of free text with a list to choose from."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        attrs = {**(attrs or {}), "autocomplete": "off"}
        listed = f"{attrs.get('id', name)}_list"
        field = super().render(name, value, {**attrs, "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in suggested()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)
