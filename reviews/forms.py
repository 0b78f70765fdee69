"""Forms of the desk: they clean what was typed and measure it; whether it is enough is the policy's to say."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.audiences import FACTS
from articles.cleaning import Unwritable, clean
from articles.forms import PasswordForm, password_field
from articles.models import Notice
from reviews import record
from reviews.guards import REASONS
from reviews.models import Disclosure
from reviews.reviewing.assigning import MOST_DAYS

MAX_PROSE = 20_000


class Words(forms.CharField):
    """Typed words, cleaned, at most `most` characters. No `maxlength` in the page: browsers cut what is pasted."""

    def __init__(self, *, most: int = MAX_PROSE, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if len(text) > 2 * self.most:
            raise ValidationError(self._too_long(len(text)))
        try:
            text = clean(text).strip()
        except Unwritable as error:
            raise ValidationError(str(error)) from error
        if len(text) > self.most:
            raise ValidationError(self._too_long(len(text)))
        return text

    def _too_long(self, count: int) -> str:
        return _("This has %(count)d characters; at most %(most)d can be kept.") % {
            "count": count,
            "most": self.most,
        }


def area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlainForm(forms.Form):
    """A form whose missing fields are named by the answer, in our words, never by the browser's bubble."""

    use_required_attribute = False


# Each reason says who reads it: the label, the hint.
REASON_FIELDS = {
    "reason": (gettext_lazy("Reason"), gettext_lazy("Editors read it.")),
    "to_author": (gettext_lazy("To the author"), gettext_lazy("The authors of this article read it.")),
    "public": (
        gettext_lazy("For the public record"),
        gettext_lazy("Everybody can read it, under the article."),
    ),
    "for_editors": (gettext_lazy("For editors only"), gettext_lazy("Nobody but editors reads it.")),
}


def reason_field(name: str, *, is_required: bool) -> Words:
    label, hint = REASON_FIELDS[name]
    return Words(
        label=label, help_text=hint, widget=area(), required=is_required,
        error_messages={"required": REASONS[name]},
    )  # fmt: skip


def signing_field() -> forms.CharField:
    return password_field(gettext_lazy("It is your signature under this decision."))


class MoveForm(PasswordForm):
    """What a person brings to a move: the notice for each of `audiences`, reasons, the password, each if asked for."""

    def __init__(
        self, *args: Any, reasons: Iterable[str], needed: Iterable[str], audiences: Iterable[str] = (),
        password: bool = False, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        needed = set(needed)
        for audience in audiences:
            self.fields |= _notice_fields(audience)
        for name in reasons:
            self.fields[name] = reason_field(name, is_required=name in needed)
        if password:
            self.fields["password"] = signing_field()

    def given(self) -> dict[str, Any]:
        """The cleaned words by the names that the verbs know; `text` and `instead` by audience."""
        plain = {name: value for name, value in self.cleaned_data.items() if "-" not in name}
        for name, value in self.cleaned_data.items():
            part, _dash, audience = name.partition("-")
            if audience:
                plain.setdefault(part, {})[audience] = value
        return plain


def _notice_fields(audience: str) -> dict[str, Words]:
    names = {"text": FACTS[audience].text_name}
    return {
        f"text-{audience}": Words(
            label=_("What happened, to readers of the %(text)s") % names,
            help_text=_("They see it above the text."),
            widget=area(),
            error_messages={"required": _("Write the notice for the readers of the %(text)s.") % names},
        ),
        f"instead-{audience}": Words(
            label=_("What they should do instead"),
            help_text=_("Readers of the %(text)s see it in the notice.") % names,
            widget=area(3),
            error_messages={"required": _("Say what the readers of the %(text)s should do instead.") % names},
        ),
    }


class NoticeForm(MoveForm):
    """A correction or an expression of concern beside a standing text."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, reasons=(), needed=(), password=True, **options)
        kinds = [(kind.value, kind.label) for kind in (Notice.Kind.CORRECTION, Notice.Kind.CONCERN)]
        kind = forms.ChoiceField(
            label=_("What it is"), choices=kinds, widget=forms.RadioSelect,
            error_messages={"required": _("Say what kind of notice this is.")},
        )  # fmt: skip
        self.fields = {"kind": kind, **self.fields}


class DueField(forms.DateField):
    """A day from today to a year ahead."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            label=gettext_lazy("Due on"), widget=widget,
            error_messages={"invalid": gettext_lazy("Write a day like 2026-03-31.")}, **options,
        )  # fmt: skip

    def clean(self, value: Any) -> datetime.date | None:
        due = super().clean(value)
        if due is not None and due > record.now().date() + datetime.timedelta(days=MOST_DAYS):
            raise ValidationError(_("The due date is more than a year away."))
        return due


class AssignForm(PlainForm):
    """Whom an editor asks, and by when. `people`: (uid, what they are called in the list)."""

    reviewer = forms.ChoiceField(
        label=gettext_lazy("Board member"),
        error_messages={
            "required": gettext_lazy("Choose whom to ask."),
            "invalid_choice": gettext_lazy("Choose a person from the list."),
        },
    )
    due_on = DueField(required=False, help_text=gettext_lazy("Left empty: as long as the policy gives."))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reviewer"].choices = [("", _("Choose…")), *people]


class ExtendForm(PlainForm):
    due_on = DueField()


class RulingForm(PlainForm):
    """An editor's answer to a declared interest. `given`: the answer that it replaces, if there was one."""

    ANSWERS = (
        (
            Disclosure.Ruling.NOT_RELEVANT,
            gettext_lazy("Not relevant to this article: they read the text, and may sign it or stop it."),
        ),
        (
            Disclosure.Ruling.COMMENT_ONLY,
            gettext_lazy(
                "They may comment but not decide: they read the text, and neither sign it nor stop it."
            ),
        ),
        (
            Disclosure.Ruling.STANDS_ASIDE,
            gettext_lazy("They stand aside: the text closes to them, and somebody else has to review it."),
        ),
    )

    ruling = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer to the declared interest.")},
    )

    def __init__(self, *args: Any, given: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = reason_field("reason", is_required=bool(given))


class LiftForm(PlainForm):
    """Two others of the board who agree that an objection ends, and why. `people`: (uid, name)."""

    others = forms.MultipleChoiceField(
        label=gettext_lazy("Who of the board agrees"),
        help_text=gettext_lazy(
            "At least two, whom you have asked. They are published with the decision, as named by you."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["others"].choices = list(people)
        self.fields["reason"] = reason_field("reason", is_required=True)
