"""manage.py first_editor: makes the one editor whom no editor can make."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from articles.cleaning import Unwritable, clean
from articles.models import User
from articles.refusals import Refused
from reviews import house


class Command(BaseCommand):
    help = (
        "Gives the part of an editor to an account, once, on an installation that never had one. "
        "A new account gets the password that is typed, or the first line of what is piped in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="the name as printed, for a new account")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                user = User.objects.filter(email__iexact=options["email"]).first() or self._account(options)
                house.first_editor(user)
        except Refused as refusal:
            raise CommandError(" ".join(refusal.sentences)) from refusal
        self.stdout.write(f"{user.printed_name} <{user.email}> is the first editor.")

    def _account(self, options: dict[str, Any]) -> User:
        try:
            name = clean(options["name"]).strip()
            validate_email(options["email"])
            if not name or len(name) > 120:
                raise CommandError("A new account needs --name, at most 120 characters.")
            password = self._password()
            validate_password(password, User(email=options["email"], printed_name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Unwritable as error:
            raise CommandError(str(error)) from error
        return User.objects.create_user(options["email"], password, printed_name=name)

    def _password(self) -> str:
        if sys.stdin.isatty():
            return getpass.getpass("Password: ")
        return sys.stdin.readline().rstrip("\n")
