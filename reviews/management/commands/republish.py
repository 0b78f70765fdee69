"""Makes every public page anew: after style sheets, templates or site facts changed, or pages were lost."""

import hashlib
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.forms.models import model_to_dict

from articles import site
from articles.models import Article, Edition
from reviews import publishing

# What a page is made of beside its record: whatever differs here may differ in every page.
MADE_OF = (("templates", "*.html"), ("articles", "*.py"), ("reviews", "*.py"))


class Command(BaseCommand):
    help = "Make the public pages of every article anew from its record. What has not changed is not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-changed",
            action="store_true",
            help="do nothing where static files, templates, code and facts of the site are those of the last time",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        mark, kept = _fingerprint(), _kept_at()
        if options["if_changed"] and kept.is_file() and kept.read_text(encoding="utf-8").strip() == mark:
            return
        keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            with transaction.atomic():
                publishing.show(Article.objects.select_for_update().get(pk=key))
        if options["if_changed"]:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(mark + "\n", encoding="utf-8")
        if options["verbosity"]:
            self.stdout.write(f"{len(keys)} articles looked at, {Edition.objects.count()} pages stand.")


def _kept_at() -> Path:
    """A file for each database: two beside each other may have been published at different times."""
    facts = connection.settings_dict
    name = hashlib.sha256(f"{facts['HOST']} {facts['PORT']} {facts['NAME']}".encode()).hexdigest()[:12]
    return Path(settings.VAR_DIR) / f"published-{name}"


def _fingerprint() -> str:
    """Of all that pages are made of: the names of static files, templates, code, the facts of the site."""
    whole = hashlib.sha256(json.dumps(model_to_dict(site.read()), sort_keys=True, default=str).encode())
    for path in _files():
        whole.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return whole.hexdigest()


def _files() -> Iterator[Path]:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file():
        yield manifest
    for folder, pattern in MADE_OF:
        yield from sorted((settings.BASE_DIR / folder).rglob(pattern))
