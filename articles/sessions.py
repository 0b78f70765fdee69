"""The session engine: Django's own in the database, with the key hashed and the person beside it.

A session that was ended is a row that is gone: the next request finds nobody signed in, and needs no further query to
know it. No view here is asynchronous, nor is this.
"""

import datetime
import hashlib
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from articles.models import Session

BEGUN, BROWSER = "begun", "browser"


def hashed(key: str) -> str:
    """Under which key the row lies."""
    return hashlib.sha256(key.encode()).hexdigest()


def this_hour() -> datetime.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(pk=hashed(self.session_key), expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        elif row.seen_at < this_hour():
            Session.objects.filter(pk=row.pk).update(seen_at=this_hour())
        return row

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hashed(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        begun = data.get(BEGUN)
        return Session(
            session_key=hashed(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=data.get(SESSION_KEY),
            browser=data.get(BROWSER, ""),
            begun_at=datetime.datetime.fromisoformat(begun) if begun else None,
            seen_at=this_hour(),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(pk=hashed(key)).delete()
