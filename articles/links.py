"""One-time links of accounts: made when their mail is written, kept nowhere, and good for nothing once used."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode

from articles.models import User

HOUR = 60 * 60
DAY = 24 * HOUR
ADDRESS_SALT = "articles.links.address"


class ResetTokens(PasswordResetTokenGenerator):
    """For an hour, and until the person signs in, has another password or address, or is closed."""

    key_salt = "articles.links.ResetTokens"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"

    def check_token(self, user: Any, token: str | None) -> bool:
        return super().check_token(user, token) and self._age(token or "") <= HOUR

    def _age(self, token: str) -> int:
        return self._num_seconds(self._now()) - base36_to_int(token.partition("-")[0])


reset_tokens = ResetTokens()


def reset_path(person: User) -> str:
    """Where the person chooses another password."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    return reverse("reset", args=[key, reset_tokens.make_token(person)])


def state_of(person: User) -> str:
    """Of each person another, and another one once they have another password or address, or were closed."""
    value = f"{person.pk}{person.password}{person.email}{person.is_active}"
    return salted_hmac(ADDRESS_SALT, value, algorithm="sha256").hexdigest()[:32]


def address_path(person: User, to: str) -> str:
    """Where the person, signed in, confirms that they read mail at `to`."""
    signed = signing.dumps([to, state_of(person)], salt=ADDRESS_SALT)
    return reverse("me_address_confirm", args=[signed])


def address_in(signed: str, person: User) -> str | None:
    """The new address that a link confirms for this person; None where it holds no more, or never did."""
    try:
        to, state = signing.loads(signed, salt=ADDRESS_SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    return str(to) if constant_time_compare(state, state_of(person)) else None
