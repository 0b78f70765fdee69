"""The post room: which mail an editor may know of, and what of it is stuck."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import outbox
from articles.models import Outbox, User
from reviews import access, periodic
from reviews.queue import MOST, Row, day


def mail_known_to(editor: User, *, with_secret: bool = False) -> QuerySet[Outbox]:
    """Mail about texts that this editor may decide about, and about no text.

    What holds a one-time link is there only where it is asked for, and is never written out.
    """
    theirs = Q(version=None) | Q(version__in=access.as_editor(editor).values("pk"))
    rows = Outbox.objects.filter(theirs, template__in=outbox.TEMPLATES).select_related("person")
    return rows if with_secret else rows.exclude(template__in=secret_templates())


def secret_templates() -> list[str]:
    return [name for name, template in outbox.TEMPLATES.items() if template.is_secret]


def given_up(editor: User) -> list[tuple[Outbox, str]]:
    """What could not be sent, with its title, newest first."""
    rows = mail_known_to(editor, with_secret=True).filter(fate=Outbox.Fate.GIVEN_UP)
    found = list(rows.order_by("-due_at", "-pk")[:MOST])
    secret = secret_templates()
    said = outbox.lines([row for row in found if row.template not in secret])
    unsaid = _("Mail about an account, with a one-time link")
    return [(row, said[row.pk].title if row.pk in said else unsaid) for row in found]


def stuck_mail(editor: User) -> list[Row]:
    """Rows for the page of what is stuck."""
    return [
        Row(
            title=title, url=reverse("mail"), when=day(row.made_at.date()), note=row.error,
            who=_("To %(name)s. Look at the address and the mail server, then try again.")
            % {"name": row.person.printed_name},
        )
        for row, title in given_up(editor)
    ]  # fmt: skip


def stuck_work() -> list[Row]:
    """Periodic work that is late."""
    who = _("See that “manage.py tick” runs every few minutes, or run it now.")
    return [
        Row(title=title, url=reverse("periodic"), note=_("Not run for an hour or more."), who=who)
        for title in periodic.late()
    ]
