"""Where somebody is led on to: a path of this site, or the desk."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

AFTER = "/desk/"
LONGEST = 2_000
# Addresses that take what is sent and neither show anything by themselves nor lead to what does.
TAKES_ONLY = re.compile(
    r"/(add|remove|confirm|sign-out|read|forget|again|run|link|views|paste-html)/$"
    r"|/preview/|/earlier/\d+/$|/library/(assign|due)/$|/(sessions|away)/(.+/)?end/$"
)


def local_path(address: str) -> str:
    """The address if it is a path here, of a length that every browser takes, else the desk."""
    if len(address) > LONGEST:
        return AFTER
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return AFTER


def page_path(address: str, host: str) -> str:
    """The path of the page that a browser says it comes from, if that is one of ours that shows something."""
    try:
        said = urlsplit(address)
    except ValueError:
        return AFTER
    if said.netloc != host or said.scheme not in ("http", "https") or TAKES_ONLY.search(said.path):
        return AFTER
    return local_path(f"{said.path}?{said.query}" if said.query else said.path)


def came_from(request: HttpRequest) -> str:
    """The page that this was sent from, as far as the browser says; else the one that the form itself has."""
    host = request.get_host()
    page = page_path(request.headers.get("Referer", ""), host)
    return page if page != AFTER else page_path(f"{request.scheme}://{host}{request.path}", host)
