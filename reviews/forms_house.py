"""Forms of the editors' house: people and their parts, licences, the policy."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.audiences import FACTS
from articles.forms import PasswordForm
from articles.models import Role
from articles.models.people import MAX_ADDRESS
from reviews.forms import PlainForm, Words, area, signing_field
from reviews.rules import Rules

MAX_NAME = 120
MOST_QUESTIONS = 40


def _name() -> Words:
    return Words(
        label=_("Name, as printed"), most=MAX_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("It stands under what this person signs from now on."),
        error_messages={"required": _("Write the name as it should be printed.")},
    )  # fmt: skip


def _email() -> forms.EmailField:
    field = forms.EmailField(
        label=_("E-mail address"), help_text=_("They sign in with it. Nobody but editors sees it."),
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": _("This is no e-mail address. It looks like name@example.org."),
        },
    )  # fmt: skip
    # Said in our words, and not by the browser cutting what is pasted.
    field.widget = forms.EmailInput(attrs={"autocomplete": "off"})
    field.max_length = None
    return field


class PersonForm(PlainForm):
    """Name and address of an account."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {"printed_name": _name(), "email": _email()}

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if len(email) > MAX_ADDRESS:
            raise ValidationError(
                _("An e-mail address has at most %(most)d characters.") % {"most": MAX_ADDRESS}
            )
        return email


class InviteForm(PersonForm):
    """Whom an editor invites, and as what."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parts"] = forms.MultipleChoiceField(
            label=_("Parts"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False,
            help_text=_("Each part is published with the date and your name as the one who gave it."),
        )  # fmt: skip


class LicenceForm(PlainForm):
    """What an editor verified about a board member."""

    credential = Words(
        label=gettext_lazy("Credential"), most=120, widget=forms.TextInput,
        help_text=gettext_lazy("As printed behind the name, such as MD, PhD."),
        error_messages={"required": gettext_lazy("Write the credential as it is printed.")},
    )  # fmt: skip
    specialty = Words(
        label=gettext_lazy("Specialty"), most=80, widget=forms.TextInput(attrs={"list": "specialties"}),
        help_text=gettext_lazy("In the same words as articles name theirs, or it will not match."),
        error_messages={"required": gettext_lazy("Write the specialty.")},
    )  # fmt: skip
    is_clinician = forms.BooleanField(
        label=gettext_lazy("Treats patients, with a licence"),
        help_text=gettext_lazy("Counts where the policy asks for the signature of a clinician."),
        required=False,
    )
    licence = Words(
        label=gettext_lazy("Licence, and where you looked it up"), most=120, required=False, widget=forms.TextInput,
        help_text=gettext_lazy("For editors only, such as a number in a public register."),
    )  # fmt: skip
    valid_to = forms.DateField(
        label=gettext_lazy("Valid to"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("After this day their review no longer counts until it has been checked again."),
        error_messages={"invalid": gettext_lazy("Write a day like 2026-03-31.")},
    )  # fmt: skip


LENGTHS = {
    "approvals": (gettext_lazy("Signatures that each text needs"), 1, 20),
    "clinicians": (gettext_lazy("Of them by clinicians with a checked licence"), 0, 20),
    "due_days": (gettext_lazy("Days until a review is due"), 1, 366),
    "lease_days": (gettext_lazy("Days for which a text is held for a reviewer"), 1, 366),
    "disclosure_months": (gettext_lazy("Months for which a declaration of interests holds"), 1, 120),
    "review_months": (gettext_lazy("Months until an approved text is checked again"), 1, 240),
    "grace_days": (gettext_lazy("Days of grace before an overdue text leaves the lists"), 0, 3660),
    "editorial_steps": (
        gettext_lazy("Changes of wording in a row that one signature may approve"), 0, 20,
    ),
}  # fmt: skip


class PolicyForm(PlainForm):
    """Every rule that a board can set; `rules` puts them together."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (label, least, most) in LENGTHS.items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=most,
                error_messages={
                    "required": _("Write a number."), "invalid": _("Write a whole number."),
                    "min_value": _("At least %(limit_value)s."), "max_value": _("At most %(limit_value)s."),
                },
            )  # fmt: skip
        self.fields["specialty_match"] = forms.BooleanField(
            label=_("Where an article has a specialty, one signer practises it"), required=False
        )
        self.fields["pending_public"] = forms.MultipleChoiceField(
            label=_("Whose texts may be read, under a caution, before they are approved"),
            choices=[(str(audience), facts.label) for audience, facts in FACTS.items()],
            widget=forms.CheckboxSelectMultiple, required=False,
        )  # fmt: skip
        self.fields["checklist"] = Words(
            label=_("Checklist"), widget=area(14),
            help_text=_("One question a line: a word, a colon, the question. {date} stands for the day of the declaration."),
            error_messages={"required": _("A review needs at least one question.")},
        )  # fmt: skip

    @staticmethod
    def initial_of(rules: Rules) -> dict[str, Any]:
        """What the form shows for these rules."""
        plain = {name: getattr(rules, name) for name in (*LENGTHS, "specialty_match")}
        lines = "\n".join(text for _id, text in rules.checklist)
        return {**plain, "pending_public": list(rules.pending_public), "checklist": lines}

    def clean_checklist(self) -> tuple[tuple[str, str], ...]:
        lines = [line.strip() for line in str(self.cleaned_data["checklist"]).splitlines() if line.strip()]
        if len(lines) > MOST_QUESTIONS:
            raise ValidationError(_("A checklist has at most %(most)d questions.") % {"most": MOST_QUESTIONS})
        return tuple(_questions(lines))

    def rules(self) -> Rules:
        """The rules as typed; call it on a valid form. They may still not fit together: `Rules.problems`."""
        given = self.cleaned_data
        plain = {name: given[name] for name in (*LENGTHS, "specialty_match", "checklist")}
        public = tuple(audience for audience in map(str, FACTS) if audience in given["pending_public"])
        return Rules(**plain, pending_public=public)


def _questions(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """(id, question) of each line; the id is the word before the colon, so that answers can be compared over time."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        word, colon, question = line.partition(":")
        name = word.strip().lower()
        if not colon or not question.strip() or not name.isalpha() or len(name) > 30:
            raise ValidationError(
                _("Line %(number)d is not a word, a colon and a question: “%(line)s”")
                % {"number": number, "line": line[:80]}
            )
        if name in seen:
            raise ValidationError(
                _("Two questions begin with “%(word)s:”. Give each a word of its own.")
                % {"word": word.strip()}
            )
        seen.add(name)
        yield name, line


class EnactForm(PasswordForm):
    """The password under a new policy."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = signing_field()
