"""The facts of a version: its question, its evidence, who paid, and the part of AI in it."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles import entries
from articles.audiences import FACTS, Audience
from articles.forms import specialties
from articles.forms.fields import DraftForm, Entry
from articles.models import ArticleVersion
from articles.states import ChangeClass, State

ONLY_LATER = ("change_class", "what_changed")


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


def _fact(name: str, **options: Any) -> Entry:
    return Entry(partial(entries.fact, name), **options)


def _countries(value: str) -> list[str]:
    return entries.countries(value.split("\n"))


class FactsForm(DraftForm):
    """Every fact of a version; what only a later version has is left out of the first."""

    question = _fact("question", label=_("Clinical question"), widget=forms.TextInput)
    heading = _fact(
        "heading",
        label=_("Heading"),
        widget=forms.TextInput,
        help_text=_(
            "A short name for the whole article: it stands above its public review record. "
            "Readers of a text see the question and that text’s own title."
        ),
    )
    countries = Entry(
        _countries,
        label=_("Countries it is written for"),
        widget=_rows(3),
        help_text=_("One on each line: medicines, limits and guidelines differ between them."),
    )
    searched_to = _fact(
        "searched_to",
        label=_("Evidence searched to"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2026-03-31"}),
        help_text=_("The last day your search for evidence covered, such as 2026-03-31 or 31 March 2026."),
    )
    written_for = _fact(
        "written_for",
        label=_("Written for"),
        help_text=_("Its text leads: references are numbered as it cites them."),
        widget=forms.RadioSelect(choices=[(value, FACTS[value].label) for value in Audience.values]),
    )
    funding = _fact(
        "funding", label=_("Funding"), widget=_rows(2), help_text=_("Who paid for the work; “none” says so.")
    )
    ai_used = _fact(
        "ai_used",
        label=_("Use of AI in the writing"),
        widget=forms.RadioSelect(choices=[("no", _("None")), ("yes", _("AI was used"))]),
    )
    ai_statement = _fact(
        "ai_statement",
        label=_("How AI was used"),
        widget=_rows(3),
        help_text=_("Wanted where AI was used: which system, for what, and who checked the result."),
    )
    change_class = _fact(
        "change_class",
        label=_("What this version is to the one before it"),
        widget=forms.RadioSelect(
            choices=[(kind.value, kind.label) for kind in ChangeClass if kind != ChangeClass.FIRST]
        ),
        help_text=_(
            "One signature is enough for spelling and form, so that is refused where any other word, number or mark "
            "differs: such a change is a correction or an update."
        ),
    )
    specialty = Entry(
        lambda value: specialties.spelled(entries.specialty(value)),
        label=specialties.LABEL,
        widget=specialties.Suggested,
        help_text=specialties.HINT,
        required=False,
    )
    what_changed = _fact(
        "what_changed",
        label=_("What changed, for readers"),
        widget=_rows(3),
        help_text=_(
            "One or two sentences in everyday words. The authors of this article see them; no page shows them to readers."
        ),
    )

    def __init__(self, data: Any = None, *, version: ArticleVersion, is_lead: bool = False) -> None:
        stored = self.stored(version)
        if data is not None:
            # What was not sent at all (a page cut short, a radio nobody pressed) stays as it is stored.
            data = data.copy()
            for name in stored:
                data.setdefault(name, stored[name])
        super().__init__(data, initial={**stored, "counter": version.counter})
        if version.base_id is None:
            for name in ONLY_LATER:
                del self.fields[name]
        if not is_lead or version.state != State.DRAFT:
            del self.fields["specialty"]

    def stored(self, row: ArticleVersion) -> dict[str, str]:
        elsewhere = ("counter", "countries", "searched_to", "specialty")
        names = [name for name in self.base_fields if name not in elsewhere]
        return {
            **{name: str(getattr(row, name)) for name in names},
            "countries": "\n".join(row.countries),
            "searched_to": row.searched_to.isoformat() if row.searched_to else "",
            "specialty": row.article.specialty,
        }

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "counter"}
