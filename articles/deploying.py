"""Deploying: what has to be said of a site before readers may rely on it, for `check --deploy --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import Error

from articles.models import SiteFacts

# Each is printed for readers: an empty one leaves them without a number to call, or without anybody to write to.
NEEDED = (
    "publisher", "contact_email", "country", "emergency_number", "advice_number", "crisis_line", "poison_line",
)  # fmt: skip


def connect() -> None:
    """Looked at only where somebody asks for a deployed site's database; `migrate` does not."""
    checks.register(check_facts, checks.Tags.database, deploy=True)


def check_facts(databases: Sequence[str] | None = None, **_options: Any) -> list[checks.CheckMessage]:
    """An error for each fact of the site that readers need and nobody gave; nothing where no database was named."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        try:
            facts = SiteFacts.objects.using(alias).filter(pk=1).first() or SiteFacts(pk=1)
        except Error as error:
            return [checks.Error(f"The facts of the site could not be read: {error}", id="articles.E100")]
        found += [
            checks.Error(
                f"The site does not give its {name.replace('_', ' ')}.",
                hint="An editor fills it in under Site, at /desk/site/.",
                id=f"articles.E1{number:02}",
            )
            for number, name in enumerate(NEEDED, 1)
            if not getattr(facts, name).strip()
        ]
    return found
