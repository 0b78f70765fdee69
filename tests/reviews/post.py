"""How tests send what waits in the outbox, and find the link in a mail."""

import re
from typing import Any

from django.core import mail
from django.core.management import call_command

NEW_PASSWORD = "nine-blue-herons-wade"
BOTH = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}


def sent() -> list[Any]:
    """The mails that went out by sending all that waits."""
    before = len(mail.outbox)
    call_command("announce", verbosity=0)
    return mail.outbox[before:]


def told() -> list[tuple[str, str]]:
    """To whom they went, and what about."""
    return sorted((letter.to[0], letter.subject.partition(": ")[2]) for letter in sent())


def link_in(letter: Any) -> str:
    """The path of the link in the text of a mail."""
    return str(re.search(r"^http://testserver(/\S+)$", letter.body, re.MULTILINE)[1])
