"""manage.py announce: sends what waits in the outbox; safe twice, and beside another run."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from reviews import periodic


class Command(BaseCommand):
    help = _("Send the mail that waits. manage.py tick does this too, with all other periodic work.")

    def handle(self, *args: Any, **options: Any) -> None:
        row = periodic.run(periodic.BY_NAME["announce"])
        if options["verbosity"]:
            self.stdout.write(row.result or _("Another run is at it."))
        if row.has_failed:
            raise SystemExit(1)
