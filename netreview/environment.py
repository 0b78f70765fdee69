"""What the environment says, read once, with a sentence where it says something unusable."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "NETREVIEW_"
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})
POSTGRESQL_OPTIONS = frozenset(
    {
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "connect_timeout",
        "application_name",
        "target_session_attrs",
    }
)


def text(name: str, default: str | None = None) -> str:
    """The value of NETREVIEW_<name>, or the default; without a default a missing value stops the start."""
    value = os.environ.get(PREFIX + name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set {PREFIX}{name} in the environment: README.md says to what.")
    return default


def flag(name: str, default: bool = False) -> bool:
    """Yes or no; anything else stops the start, so that a misspelt "flase" never means yes."""
    value = text(name, "1" if default else "0").lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be 1 or 0, not “{value}”.")
    return value in YES


def words(name: str, default: str | None = None) -> list[str]:
    """Values separated by commas or spaces."""
    return text(name, default).replace(",", " ").split()


def whole_number(name: str, default: int) -> int:
    """A whole number of at least nought."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{PREFIX}{name} must be a whole number, not “{value}”.")
    return int(value)


def kept_secret(path: Path) -> str:
    """The random key of this installation: made at the first start, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="utf-8").strip()
        if not key:
            raise ImproperlyConfigured(f"{path.name} is empty: delete it and start again.") from None
        return key
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key + "\n")
    return key


def database(url: str, base: Path) -> dict[str, Any]:
    """Django's settings for `sqlite:///relative`, `sqlite:////absolute` or `postgresql://user:word@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        return sqlite(base / unquote(parts.path[1:]))
    if parts.scheme in {"postgresql", "postgres"} and len(parts.path) > 1:
        return postgresql(url)
    raise ImproperlyConfigured(
        "NETREVIEW_DATABASE must look like sqlite:///var/netreview.sqlite3 or postgresql://user:word@host/name."
    )


def sqlite(path: Path) -> dict[str, Any]:
    """Writers queue instead of failing (IMMEDIATE), and what was acknowledged survives a power cut (FULL)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """`?host=/folder` names a socket; `?sslmode=…` and its like are passed on, anything unknown is refused."""
    from psycopg import IsolationLevel  # only here: an installation on SQLite needs no driver for PostgreSQL

    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", unquote(parts.hostname or ""))
    if unknown := sorted(query.keys() - POSTGRESQL_OPTIONS):
        raise ImproperlyConfigured(
            f"NETREVIEW_DATABASE has options that are not known: {', '.join(unknown)}."
        )
    try:
        port = str(parts.port or "")
    except ValueError:
        raise ImproperlyConfigured("NETREVIEW_DATABASE names a port that is none.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": whole_number("DATABASE_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**query, "isolation_level": IsolationLevel.READ_COMMITTED},
    }


MAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "": "django.core.mail.backends.dummy.EmailBackend",
}
MAIL_SCHEMES = {"smtps": 465, "smtp": 587, "smtp+plain": 25}


def mail(url: str) -> dict[str, Any]:
    """Django's settings for `smtps://user:word@host` (TLS from the start), `smtp://…` (STARTTLS), `smtp+plain://host`
    (no TLS: for a server on this machine), or `console:`; "" sends no mail.
    """
    parts = urlsplit(url)
    if url in ("", "console:"):
        return {"EMAIL_BACKEND": MAIL_BACKENDS[url.rstrip(":")]}
    try:
        port = parts.port or MAIL_SCHEMES[parts.scheme]
    except (KeyError, ValueError):
        port = 0
    if not port or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            "NETREVIEW_EMAIL_URL must look like smtps://user:word@host, smtp://user:word@host:587, "
            "smtp+plain://localhost or console:."
        )
    return {
        "EMAIL_BACKEND": MAIL_BACKENDS["smtp"],
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
    }


def address(default: str) -> str:
    """Under which the site is reached, for links in mails, without a stroke at its end."""
    value = text("ADDRESS", default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured("NETREVIEW_ADDRESS must look like https://review.example.org.")
    return value
