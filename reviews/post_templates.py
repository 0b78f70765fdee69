"""What the post of the review house consists of: the kinds of rows, and who writes each."""

from articles import outbox
from articles.outbox import Template
from reviews import digests, notifications, reminders, telling


def connect() -> None:
    """Called once when the application starts."""
    outbox.register(notifications.TEMPLATE, Template(telling.of_decisions))
    outbox.register(reminders.TEMPLATE, Template(reminders.lines, still=reminders.is_still_due))
    outbox.register(digests.TEMPLATE, Template(digests.lines, always=True))
