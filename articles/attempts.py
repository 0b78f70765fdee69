"""Attempts: how often a password may be tried before whoever tries has to wait.

Counted by django-axes, per account and network address together: a stranger who guesses elsewhere never locks the
real person out. All accounts tried from one address count too, at a lower rate, because many sign in from one office.
"""

import ipaddress
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import Sum
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.models.people import MAX_ADDRESS

# This many wrong passwords over all accounts weigh as much as one for a single account.
ADDRESS_WEIGHT = 10
MINUTES = 15
CODE = "too_many"
TOO_MANY = _(
    "Too many wrong passwords were tried from here. Wait 15 minutes, then try once more; nobody else is held up."
)


class Attempts(AxesDatabaseHandler):
    """As django-axes counts, with a wider limit for an address, and without what else stood in the form."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        for_account, for_address = (
            found.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for found in self.get_user_attempts(request, credentials)
        )
        return int(max(for_account, for_address // ADDRESS_WEIGHT))

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """After a sign-in: of this account from this address alone, or one good account would free all others."""
        deleted, _per_model = self.filter_user_attempts(request, credentials)[0].delete()
        return int(deleted)


def bare(request: HttpRequest) -> HttpRequest:
    """The request without its body, its address and its browser: what is counted, and kept, is who tried from where."""
    plain = HttpRequest()
    plain.method = request.method
    plain.META["REMOTE_ADDR"] = address_of(request)
    return plain


def account_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Under which name attempts are counted; letters in capitals are the same account, and no longer name is one."""
    return str((credentials or {}).get("username") or "").strip().lower()[:MAX_ADDRESS]


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address; behind a proxy the last one it named, because all before that may be made up.

    Of IPv6 the network of one line (/64): whoever has that has all its addresses.
    """
    named = [request.META.get("REMOTE_ADDR") or ""]
    if settings.BEHIND_PROXY:
        named.insert(0, request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2])
    for text in named:
        try:
            return _line(ipaddress.ip_address(text.strip()))
        except ValueError:
            continue
    return None


def _line(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


def are_too_many(request: HttpRequest) -> bool:
    """Whether a `bare` request was stopped for too many attempts."""
    return bool(getattr(request, "axes_locked_out", False))


def is_password_of(person: Any, password: str, asked: HttpRequest) -> bool:
    """Whether it is; a wrong one counts as at the sign-in, the right one forgets those before it. `asked`: a `bare` one."""
    found = authenticate(asked, username=person.email, password=password)
    if found is None or found.pk != person.pk:
        return False
    forget(asked, person)
    return True


def forget(asked: HttpRequest, person: Any) -> None:
    """The wrong passwords of this person from there, once it is known to be them. `asked`: a `bare` request."""
    AxesProxyHandler.update_request(asked)
    AxesProxyHandler.get_implementation().reset_user_attempts(asked, {"username": person.email})


def answered(response: HttpResponse, form: BaseForm) -> HttpResponse:
    """The response; where the form was refused for too many passwords, as one to somebody who has to wait."""
    errors = form.errors.as_data().values()
    if any(error.code == CODE for found in errors for error in found):
        response.status_code, response["Retry-After"] = 429, str(MINUTES * 60)
    return response
