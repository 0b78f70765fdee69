"""manage.py tick: does all periodic work; safe twice, and beside another run."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from reviews import periodic

LEAST_SECONDS = 10


class Command(BaseCommand):
    help = _("Do all periodic work: free reviews, remind, send mail, clear sessions, make pages anew.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help=_("go on, with so many seconds between two runs")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        has_failed = self._once(options["verbosity"])
        while options["every"]:
            close_old_connections()
            time.sleep(max(options["every"], LEAST_SECONDS))
            try:
                self._once(options["verbosity"])
            except DatabaseError as error:  # it may be back at the next run
                self.stderr.write(f"{type(error).__name__}: {error}")
        if has_failed:
            raise SystemExit(1)

    def _once(self, verbosity: int) -> bool:
        rows = list(periodic.tick())
        if verbosity:
            for row in rows:
                self.stdout.write(f"{row.name}: {row.result}")
        return any(row.has_failed for row in rows)
