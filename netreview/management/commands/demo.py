"""manage.py demo: fills an empty database with the demonstration, and says where to look."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.models import User
from netreview.demo import telling, tour

KNOWN_PASSWORD = "demo-words-for-all"  # noqa: S105  (printed for everyone; used with NETREVIEW_DEV=1 alone)


class Command(BaseCommand):
    help = _("Fill an empty database with invented people, real questions and their reviews; print a tour.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--if-empty", action="store_true", help=_("change nothing where there is anything"))
        how.add_argument(
            "--afresh",
            action="store_true",
            help=_("throw an earlier demonstration away first, and nothing else"),
        )
        parser.add_argument("--address", default="http://127.0.0.1:8000", help=_("of the site, for the tour"))
        parser.add_argument(
            "--password",
            help=_("for everybody; else a known one with NETREVIEW_DEV=1, and a random one without"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not telling.is_empty():
            if telling.is_demonstration():
                self._show(options["address"], _password_in_use(options["password"]))
            return
        password = options["password"] or (KNOWN_PASSWORD if settings.DEV else secrets.token_urlsafe(12))
        try:
            if options["afresh"]:
                telling.clear()
            telling.tell(password)
        except telling.Occupied as error:
            raise CommandError(
                _(
                    "This database holds something else already, and nothing invented is mixed with it. Use a new one."
                )
                if not telling.is_demonstration()
                else _("The demonstration is here already. With --afresh it is thrown away and told anew.")
            ) from error
        except telling.Unsound as error:
            raise CommandError(str(error)) from error
        self._show(options["address"], password)

    def _show(self, address: str, password: str) -> None:
        for line in tour.lines(address.rstrip("/"), password):
            self.stdout.write(line)


def _password_in_use(given: str | None) -> str:
    """The given or the known password where it still opens the first account, else words for it."""
    first = User.objects.order_by("pk").first()
    for password in (given, KNOWN_PASSWORD):
        if password and first is not None and first.check_password(password):
            return password
    return _("the one that was printed when the demonstration was made")
