"""Where a person is signed in: what is noted of it, how it is shown, how it ends."""

import dataclasses
import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Session, User
from articles.sessions import BEGUN, BROWSER, hashed

# Of what a browser says of itself these words are kept, and nothing else. The first that is found counts.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Place:
    """One session, for its person to see."""

    key: str
    browser: str
    begun_at: datetime.datetime | None
    seen_at: datetime.datetime
    is_this: bool


def connect() -> None:
    user_logged_in.connect(_note, dispatch_uid="articles.signed_in")


def _note(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    request.session[BEGUN] = timezone.now().isoformat()
    request.session[BROWSER] = short(request.META.get("HTTP_USER_AGENT", ""))


def short(agent: str) -> str:
    """Browser and system of a User-Agent header, a slash between them; either may be empty."""
    return "/".join(
        next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS)
    )


def in_words(kept: str) -> str:
    browser, _slash, system = kept.partition("/")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that does not say what it is")


def places(person: User, request: HttpRequest) -> list[Place]:
    """Every open session of the person, this one first (one query)."""
    here = hashed(request.session.session_key or "")
    rows = person.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_at", "-begun_at", "pk")
    found = [Place(row.pk, in_words(row.browser), row.begun_at, row.seen_at, row.pk == here) for row in rows]
    return sorted(found, key=lambda place: not place.is_this)


def end(person: User, key: str) -> bool:
    """End one session of this person; False where there was none."""
    deleted, _per_model = Session.objects.filter(person=person, pk=key).delete()
    return bool(deleted)


def end_all(person: User, *, but: HttpRequest | None = None) -> int:
    """End every session of this person, except the one that `but` came with. How many there were."""
    here = hashed(but.session.session_key or "") if but is not None else ""
    deleted, _per_model = Session.objects.filter(person=person).exclude(pk=here).delete()
    return int(deleted)
