"""Forms of one's own account: a new password, another address."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.forms.passwords import PasswordForm, password_field
from articles.models.people import MAX_ADDRESS

WHY = gettext_lazy("So that nobody else changes it while you are away from the screen.")
NOTHING_CHANGED = gettext_lazy("That is not your password. Nothing was changed.")


def address_field(label: Any, help_text: Any = "") -> forms.EmailField:
    field = forms.EmailField(
        label=label,
        help_text=help_text,
        error_messages={
            "required": gettext_lazy("Write the e-mail address."),
            "invalid": gettext_lazy("This is no e-mail address. It looks like name@example.org."),
        },
    )
    # Said in our words, and not by the browser cutting what is pasted.
    field.widget = forms.EmailInput(attrs={"autocomplete": "email"})
    field.max_length = None
    return field


class ForgottenForm(forms.Form):
    """The address for which somebody forgot the password."""

    use_required_attribute = False
    email = address_field(gettext_lazy("E-mail address"), gettext_lazy("The one that you sign in with."))

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if len(email) > MAX_ADDRESS:
            raise ValidationError(
                _("An e-mail address has at most %(most)d characters.") % {"most": MAX_ADDRESS}
            )
        return email


class AddressForm(PasswordForm, ForgottenForm):
    """Another address, with the password."""

    wrong_password = NOTHING_CHANGED
    email = address_field(
        gettext_lazy("New e-mail address"),
        gettext_lazy("A link goes there. Until it is confirmed you sign in with the old one."),
    )
    password = password_field(WHY)


class FirstPasswordForm(SetPasswordForm):
    """A password of one's own, twice."""

    use_required_attribute = False
    error_messages = {"password_mismatch": gettext_lazy("The two are not the same. Type both once more.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = _("Password"), _("The same once more")
        first.help_text, second.help_text = (
            _("At least 12 characters; a few words are easy to remember."),
            "",
        )


class NextPasswordForm(PasswordForm, FirstPasswordForm):
    """Another password, with the one it replaces."""

    wrong_password = NOTHING_CHANGED
    password = password_field(WHY)
    field_order = ("password", "new_password1", "new_password2")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].label = _("Your password now")
        self.fields["new_password1"].label = _("New password")
