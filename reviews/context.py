"""Context of the pages that know who reads them: where to go, and how to leave."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Role
from reviews import notifications

PRIVATE = ("/desk/", "/write/", "/sign-in/", "/welcome/", "/forgotten/", "/reset/")
OF_THE_HOUSE = (
    "/desk/people/",
    "/desk/policy/",
    "/desk/site/",
    "/desk/library/",
    "/desk/me/",
    "/desk/topics/",
    "/desk/emergencies/",
)

OF_READERS = ("/desk/reports/", "/desk/questions/")
OF_THE_POST = ("/desk/inbox/", "/desk/periodic/", "/desk/mail/")


def house(request: HttpRequest) -> dict[str, Any]:
    """`home`, `nav`, `footer_nav`, `sign_out_url`, `mail_choice_url`, `away_url`; nothing on a public address, which never asks who reads it."""
    if not request.path_info.startswith(PRIVATE):
        return {}
    if not request.user.is_authenticated:
        return {"nav": [(_("Articles"), reverse("home"), False)], "footer_nav": _about()}
    roles = request.user.roles()
    return {
        "home": reverse("desk"),
        "nav": [*_work(request, roles), (_("What readers see"), reverse("home"), False)],
        "footer_nav": _about(),
        "sign_out_url": reverse("sign_out"),
        "mail_choice_url": reverse("mail_choice"),
        "away_url": reverse("away") if Role.BOARD in roles else "",
    }


def _work(request: HttpRequest, roles: frozenset[str]) -> list[tuple[str, str, bool]]:
    path = request.path_info
    links = [_inbox(request, roles)]
    if roles & {Role.EDITOR, Role.BOARD}:
        is_house = path.startswith((*OF_THE_HOUSE, *OF_THE_POST, *OF_READERS))
        links.append((_("Queue"), reverse("queue"), path.startswith("/desk/") and not is_house))
    if Role.AUTHOR in roles:
        links.append((_("My articles"), reverse("write"), path.startswith("/write/")))
    if Role.EDITOR in roles:
        links += [
            (_("Library"), reverse("library"), path.startswith(OF_THE_HOUSE[3])),
            (_("Readers"), reverse("reports"), path.startswith(OF_READERS)),
            (_("People"), reverse("people"), path.startswith(OF_THE_HOUSE[0])),
            (_("Policy"), reverse("rules"), path.startswith(OF_THE_HOUSE[1])),
            (_("Site"), reverse("site_facts"), path.startswith((OF_THE_HOUSE[2], *OF_THE_HOUSE[5:]))),
            (_("Periodic work"), reverse("periodic"), path.startswith(OF_THE_POST[1:])),
        ]
    return links


def _inbox(request: HttpRequest, roles: frozenset[str]) -> tuple[str, str, bool]:
    """With the number of lines that are unread (one query)."""
    unread = notifications.inbox(request.user, roles).unread().count()
    label = _("Inbox (%(n)d)") % {"n": unread} if unread else _("Inbox")
    return label, reverse("inbox"), request.path_info.startswith(OF_THE_POST[0])


def _about() -> list[tuple[str, str, bool]]:
    return [(_("Editorial policy"), reverse("policy"), False)]
