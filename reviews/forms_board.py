"""Forms of the board: a declaration, a review as typed, its end, a comment."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.audiences import FACTS
from articles.forms import PasswordForm, password_field
from reviews import policy
from reviews.commenting import MAX_BODY, MAX_QUOTE
from reviews.forms import PlainForm, Words, area
from reviews.models import Comment, Disclosure, Review

MAX_PASSAGE = 2_000
MAX_STATEMENT = 2_000
MAX_REASON = 10_000
MAX_INTEREST = 5_000
LONGEST_NUMBER = 9  # digits of a counter or a key
FIRST_WORDS = 60

ANSWERS = (
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("outside", gettext_lazy("Outside my field")),
)


class WholeNumber(forms.CharField):
    """A number that the page itself put in; anything else is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, **options)

    def clean(self, value: Any) -> int | None:
        text = str(value or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def _day_field(label: Any, hint: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Write a day like 2026-03-31."),
            "required": gettext_lazy("Say until when."),
        },
        **options,
    )  # fmt: skip


class AwayForm(PlainForm):
    """Days on which somebody does not review."""

    from_on = _day_field(gettext_lazy("First day"), gettext_lazy("Left empty: today."), required=False)
    until_on = _day_field(
        gettext_lazy("Last day"), gettext_lazy("You can be asked again from the day after.")
    )


class DisclosureForm(PlainForm):
    """None, or an interest in words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Your interests in what this article is about"),
        help_text=gettext_lazy(
            "Money, shares, posts, patents, research or friendships that a reader would want to know of."
        ),
        choices=Disclosure.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you have an interest.")},
    )
    text = Words(
        label=gettext_lazy("The interest"),
        help_text=gettext_lazy(
            "A sentence that readers will understand. An editor answers it before the text opens."
        ),
        required=False,
        most=MAX_INTEREST,
        widget=area(3),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") == Disclosure.Kind.NONE and given.get("text"):
            self.add_error(
                "kind",
                _("You wrote of an interest, and chose that you have none. Choose, or take the words out."),
            )
        return given


class ReviewForm(PlainForm):
    """The checklist, the use of AI, the texts read, the words to the author; nothing of it has to be complete."""

    def __init__(
        self, *args: Any, questions: Sequence[Mapping[str, str]], audiences: Iterable[str],
        review: Review | None, **options: Any,
    ) -> None:  # fmt: skip
        self.questions = questions
        super().__init__(*args, initial=stored_in(questions, review), **options)
        for number, entry in enumerate(questions, 1):
            self.fields |= _question_fields(number, entry)
        self.fields |= _other_fields(audiences)

    @property
    def checklist(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each question its answer and the passage."""
        return [(self[f"answer-{entry['id']}"], self[f"passage-{entry['id']}"]) for entry in self.questions]

    def answers(self) -> dict[str, dict[str, str]]:
        """As `reviewing.save_review` takes them."""
        given = self.cleaned_data
        return {
            entry["id"]: {
                "answer": given[f"answer-{entry['id']}"],
                "passage": given[f"passage-{entry['id']}"],
            }
            for entry in self.questions
        }

    def fields_of_review(self) -> dict[str, Any]:
        """The other fields as `reviewing.save_review` takes them."""
        names = ("ai_used", "ai_statement", "reason")
        return {
            "audiences": sorted(self.cleaned_data["audiences"]),
            **{name: self.cleaned_data[name] for name in names},
        }

    def differs(self) -> bool:
        """Whether what was typed is not what is stored."""
        typed = {name: self.cleaned_data[name] for name in self.initial if name != "counter"}
        typed["audiences"] = sorted(typed["audiences"])
        return any(self.initial[name] != value for name, value in typed.items())


def stored_in(questions: Iterable[Mapping[str, str]], review: Review | None) -> dict[str, Any]:
    """What the fields of a review hold."""
    answers = {f"answer-{entry['id']}": entry["answer"] for entry in questions}
    passages = {f"passage-{entry['id']}": entry["passage"] for entry in questions}
    return {
        **answers, **passages,
        "ai_used": review.ai_used if review else "",
        "ai_statement": review.ai_statement if review else "",
        "audiences": sorted(review.audiences) if review else [],
        "reason": review.reason if review else "",
        "counter": review.counter if review else 0,
    }  # fmt: skip


def _question_fields(number: int, entry: Mapping[str, str]) -> dict[str, forms.Field]:
    return {
        f"answer-{entry['id']}": forms.ChoiceField(
            label=f"{number}. {entry['question']}", choices=ANSWERS, widget=forms.RadioSelect, required=False
        ),
        f"passage-{entry['id']}": Words(
            label=_("The passage, and what is wrong"), help_text=_("Needed for a No."), required=False,
            most=MAX_PASSAGE, widget=forms.Textarea(attrs={"rows": 2, "placeholder": " "}),
        ),
    }  # fmt: skip


def _other_fields(audiences: Iterable[str]) -> dict[str, forms.Field]:
    return {
        "audiences": forms.MultipleChoiceField(
            label=_("Which texts did you read?"),
            help_text=_("Your signature counts for these texts, and says so."),
            choices=[(name, FACTS[name].label) for name in audiences],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        ),
        "ai_used": forms.ChoiceField(
            label=_("Did you use AI for this review?"), choices=Review._meta.get_field("ai_used").choices,
            widget=forms.RadioSelect, required=False,
        ),
        "ai_statement": Words(
            label=_("Which AI, and for what"), required=False, most=MAX_STATEMENT, widget=area(2)
        ),
        "reason": Words(
            label=_("Your words to the author"),
            help_text=_("At the head of your part of the letter, if you ask for changes or object."),
            required=False, most=MAX_REASON, widget=area(4),
        ),
        "counter": WholeNumber(),
        "over": WholeNumber(),
    }  # fmt: skip


class EndForm(PasswordForm):
    """How a review ends."""

    ENDS = ("sign", "ask_for_changes", "object", "comment_only")

    end = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[(name, policy.MOVES[name].label) for name in ENDS],
        widget=forms.RadioSelect,
        required=False,
    )
    password = password_field(
        gettext_lazy("It is your signature. Nothing else that ends a review asks for it or looks at it."),
        is_required=False,
        label=gettext_lazy("Your password (for signing only)"),
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not password and self._is_signed():
            raise ValidationError(_("Type your password to sign."))
        return password

    def takes_password(self) -> bool:
        return super().takes_password() and self._is_signed()

    def _is_signed(self) -> bool:
        end = self.cleaned_data.get("end")
        return bool(end) and policy.MOVES[end].password


class CommentForm(PlainForm):
    """A remark on a paragraph; without words it is none. `paragraphs`: of the text shown, as `Rendered` has them."""

    on = forms.ChoiceField(label=gettext_lazy("Paragraph"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind, Comment.Kind(kind).label) for kind in Comment.POINTS],
        widget=forms.RadioSelect,
        required=False,
    )
    body = Words(label=gettext_lazy("Comment"), required=False, most=MAX_BODY, widget=area(4))
    quote = forms.CharField(required=False, widget=forms.HiddenInput)
    comment = WholeNumber()
    reply = WholeNumber()

    def __init__(self, *args: Any, paragraphs: Iterable[Mapping[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].choices = [("", _("Choose…")), *map(_named, paragraphs)]

    @property
    def has_words(self) -> bool:
        return bool(self.cleaned_data.get("body"))

    def clean_quote(self) -> str:
        return str(self.cleaned_data["quote"])[:MAX_QUOTE]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("body"):
            if not given.get("on") and "on" not in self.errors:
                self.add_error("on", _("Choose the paragraph that your comment is about."))
            if not given.get("kind") and "kind" not in self.errors:
                self.add_error("kind", _("Say what kind of comment this is."))
        return given


def _named(paragraph: Mapping[str, str]) -> tuple[str, str]:
    text = paragraph["text"]
    words = text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS].rsplit(' ', 1)[0]} …"
    return paragraph["anchor"], f"{paragraph['anchor'].removeprefix('p-')}: {words}"
