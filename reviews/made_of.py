"""What pages are made of beside their record, as one fingerprint: whatever differs here may differ in every page."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.forms.models import model_to_dict

from articles import site

FILES = (("templates", "*.html"), ("articles", "*.py"), ("reviews", "*.py"))


def fingerprint() -> str:
    """Of the names of static files, templates, code, Django, and the facts of the site."""
    facts = (model_to_dict(site.read()), django.__version__, settings.DEBUG, settings.STATIC_URL)
    whole = hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode())
    for path in _files():
        whole.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def last() -> str:
    """The fingerprint of when all pages of this database were last made; "" where nobody knows."""
    with contextlib.suppress(OSError):
        return _kept_at().read_text(encoding="utf-8").strip()
    return ""


def keep(mark: str) -> None:
    """Remember it outside the database; where nothing can be kept, nobody knows next time."""
    with contextlib.suppress(OSError):
        _kept_at().parent.mkdir(parents=True, exist_ok=True)
        _kept_at().write_text(mark + "\n", encoding="utf-8")


def _kept_at() -> Path:
    """A file for each database: two beside each other may have been published at different times."""
    facts = connection.settings_dict
    name = hashlib.sha256(f"{facts['HOST']} {facts['PORT']} {facts['NAME']}".encode()).hexdigest()[:12]
    return Path(settings.VAR_DIR) / f"published-{name}"


def _files() -> Iterator[Path]:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file():
        yield manifest
    for folder, pattern in FILES:
        yield from sorted((settings.BASE_DIR / folder).rglob(pattern))
