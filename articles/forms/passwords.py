"""The password of whoever is signed in, asked for once more; a wrong one counts as it does at the sign-in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import attempts

LONGEST = 1_000
LABEL = _("Your password")
TOO_LONG = _("That is not your password: it is far too long.")


def password_field(
    help_text: str | Promise, *, is_required: bool = True, label: str | Promise = LABEL
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_required,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )


class PasswordForm(forms.Form):
    """A form with, where it is asked for, the field `password`. `request`: None where nothing is signed by what was sent.

    After too many wrong ones no password is looked at; `attempts.answered` makes the answer say so.
    """

    use_required_attribute = False
    wrong_password = _("That is not your password. Nothing was signed.")

    def __init__(self, *args: Any, request: HttpRequest | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        password = given.get("password")
        if password and self.takes_password():
            try:
                self._check(str(password))
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return given

    def takes_password(self) -> bool:
        """Whether the password that was typed is put to use."""
        return self.request is not None

    def _check(self, password: str) -> None:
        assert self.request is not None
        if len(password) > LONGEST:
            raise ValidationError(TOO_LONG)
        asked = attempts.bare(self.request)
        if attempts.is_password_of(self.request.user, password, asked):
            return
        if attempts.are_too_many(asked):
            raise ValidationError(attempts.TOO_MANY, code=attempts.CODE)
        raise ValidationError(self.wrong_password)
