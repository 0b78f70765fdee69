"""The post of the demonstration: every mail goes out on the day it was due, to nowhere, and old lines are read."""

import datetime

from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from articles.models import Outbox
from reviews import mailing

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
UNREAD_FOR = datetime.timedelta(days=10)


def send() -> None:
    """Under the clock of a scene: what is due then is sent by the rights of then."""
    mailing.announce(connection=get_connection(NOWHERE))


def read_what_is_old() -> None:
    """Nobody finds months of unread lines."""
    old = Outbox.objects.filter(made_at__lt=timezone.now() - UNREAD_FOR)
    old.update(read_at=F("made_at"))
