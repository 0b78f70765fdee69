"""Forms of an author's own articles."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.audiences import FACTS, Audience
from articles.entries import MAX_LINE, MAX_SPECIALTY
from articles.formats.captured import Ask
from articles.forms import specialties
from articles.models import ArticleVersion
from articles.states import SAME_WORDS, ChangeClass, State
from reviews.forms import PlainForm, Words, area
from reviews.models import Comment

MAX_ANSWER = 5_000


def question_field(**options: Any) -> Words:
    return Words(
        label=gettext_lazy("Clinical question"),
        help_text=gettext_lazy("As a patient or a colleague would ask it, in one sentence."),
        most=MAX_LINE,
        widget=area(2),
        error_messages={"required": gettext_lazy("Write the clinical question that the article answers.")},
        **options,
    )


def written_for_field(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Written for"),
        help_text=gettext_lazy("This text comes first; you can tell it to other readers afterwards."),
        choices=[(value, FACTS[value].label) for value in Audience.values],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which readers it is written for.")},
        **options,
    )


class Specialty(Words):
    """In the board's spelling, where it is one of the board's."""

    widget = specialties.Suggested

    def to_python(self, value: Any) -> str:
        return specialties.spelled(super().to_python(value))


def specialty_field(**options: Any) -> Words:
    return Specialty(
        label=specialties.LABEL, help_text=specialties.HINT, most=MAX_SPECIALTY, required=False, **options
    )


class StartForm(PlainForm):
    """The beginning of an article."""

    question = question_field()
    written_for = written_for_field()
    specialty = specialty_field()


class NextForm(PlainForm):
    """The beginning of the next version of an approved article; above a text that fell the same words are no choice."""

    change_class = forms.ChoiceField(
        label=gettext_lazy("What kind of change this is"),
        choices=[(kind.value, kind.label) for kind in ChangeClass if kind != ChangeClass.FIRST],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "One signature is enough for spelling and form, so that is refused where any other word, number or mark "
            "differs: such a change is a correction or an update."
        ),
        error_messages={"required": gettext_lazy("Say what kind of change this is.")},
    )

    def __init__(self, *args: Any, base: ArticleVersion | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if base is not None and base.state != State.APPROVED:
            field = self.fields["change_class"]
            field.choices = [kind for kind in field.choices if kind[0] not in SAME_WORDS]
            field.help_text = _(
                "The text before this one does not stand, so the same words again are no answer."
            )


ANSWERS = [
    (Comment.Kind.CHANGED.value, gettext_lazy("Changed")),
    (Comment.Kind.NOT_CHANGED.value, gettext_lazy("Not changed, because")),
]


class Answer(forms.ChoiceField):
    """A choice that may wait: wanted in the end, so nobody calls it optional, and kept without one until then."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class AnswerForm(PlainForm):
    """An author's answer to one point of a review; a suggestion may stay without one."""

    kind = Answer(label=gettext_lazy("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    body = Words(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Needed where you did not change the text. The reviewers read it."),
        most=MAX_ANSWER,
        required=False,
        widget=area(3),
    )

    def __init__(self, *args: Any, is_wanted: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].required = is_wanted

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (
            values.get("kind") == Comment.Kind.NOT_CHANGED
            and not values.get("body")
            and "body" not in self.errors
        ):
            self.add_error("body", _("Say why you did not change the text."))
        if values.get("body") and not values.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Say whether you changed the text."))
        return values


class Awaited(Words):
    """Words that another answer makes necessary: nobody calls them optional, and the form asks for them then."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class SourceForm(PlainForm):
    """A text as pasted, or a file. What a file holds goes on as pasted text."""

    text = forms.CharField(
        label=gettext_lazy("The text"),
        help_text=gettext_lazy(
            "A page copied as plain text, or Markdown with front matter as exported here."
        ),
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "editor", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy(
            "A .docx of at most 5 MB, or a .txt or .md in UTF-8 of at most 1 MB. It is taken instead of the text above."
        ),
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md,text/plain,text/markdown"}),
    )


class AskForm(PlainForm):
    """The questions that a source raises (`asks`: reviews.bringing), beside what every article begins with."""

    def __init__(self, *args: Any, asks: Iterable[Ask], question: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["question"] = question_field(initial=question)
        for ask in asks:
            self.fields[f"ask-{ask.id}"] = _ask_field(ask)
        self.fields["specialty"] = specialty_field()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("ask-ai") == "yes" and not values.get("ask-ai_which", "x"):
            self.add_error("ask-ai_which", _("Say which AI was used, and what for."))
        return values

    def answers(self) -> dict[str, str]:
        """By the id of the question."""
        return {
            name.removeprefix("ask-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("ask-")
        }


def _ask_field(ask: Ask) -> forms.Field:
    missing = {"required": _("Please answer this."), "invalid_choice": _("Choose one of these answers.")}
    if ask.options:
        return forms.ChoiceField(
            label=ask.sentence, choices=ask.options, initial=ask.default, widget=forms.RadioSelect,
            error_messages=missing,
        )  # fmt: skip
    kind = Awaited if ask.id == "ai_which" else Words
    return kind(label=ask.sentence, most=MAX_LINE, initial=ask.default, error_messages=missing)
