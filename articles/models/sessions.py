"""Sessions: which browsers are signed in, and for whom."""

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from articles.models.people import User


class Session(AbstractBaseSession):
    """One browser's session, as `articles.sessions` keeps it. `session_key`: the SHA-256 of what the cookie holds.

    `person` is null until somebody signed in. Whoever reads this table cannot sign in with it.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(User, models.PROTECT, related_name="sessions", null=True)
    browser = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()  # to the hour

    @classmethod
    def get_session_store_class(cls) -> Any:
        from articles.sessions import SessionStore

        return SessionStore


class ResetAsked(models.Model):
    """Somebody asked for a new password for this address, known or not; kept for a quarter of an hour."""

    address = models.EmailField()
    asked_from = models.GenericIPAddressField(null=True)
    asked_at = models.DateTimeField(db_index=True)
    handed_on_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.asked_at)
