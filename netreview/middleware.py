"""What every request passes before a view and every response passes after it."""

import warnings
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.cache import patch_vary_headers

from netreview import errors

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
REFUSED_FEATURES: Final = [
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
]
PERMISSIONS_POLICY: Final = ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES)
STRICT_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Everything that is not listed here is private: a new address is closed until somebody opens it.
PUBLIC_PATHS: Final = frozenset(
    {"/", "/about/", "/contact/", "/privacy/", "/accessibility/", "/sitemap.xml", "/robots.txt"}
)
PUBLIC_PREFIXES: Final = ("/articles/", "/policy/", "/search/", "/feed/", "/people/", "/topics/")
# The one cookie a public address may read: the reader's choice, for the redirect of the bare address.
AUDIENCE_COOKIE: Final = "netreview-audience"


def is_public(request: HttpRequest) -> bool:
    """Reading one of the public addresses; whatever changes something is private, wherever it is sent."""
    path = request.path_info
    return request.method in {"GET", "HEAD"} and (path in PUBLIC_PATHS or path.startswith(PUBLIC_PREFIXES))


def strict_headers(get_response: Answer) -> Answer:
    """Outermost, so that errors, redirects and static files carry the headers too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in STRICT_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def readable_requests(get_response: Answer) -> Answer:
    """Refuses NUL in an address (PostgreSQL cannot look it up), drops cookies with it, answers a body cut short."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "\0" in query or "%00" in query:
            return errors.unreadable_address(request)
        if any("\0" in value for value in request.COOKIES.values()):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.cut_short(request) if isinstance(exception, UnreadablePostError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def same_for_everyone(get_response: Answer) -> Answer:
    """A public page is answered without knowing who asks; everything else is kept by no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_public(request):
            _forget_who_asks(request)
            response = get_response(request)
            _leave_no_trace(request, response)
            response.headers.setdefault("Cache-Control", "no-store")
        else:
            response = get_response(request)
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


def _forget_who_asks(request: HttpRequest) -> None:
    request.COOKIES = {name: value for name, value in request.COOKIES.items() if name == AUDIENCE_COOKIE}
    for name in ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_LANGUAGE", "REMOTE_USER"):
        request.META.pop(name, None)


def _leave_no_trace(request: HttpRequest, response: HttpResponse) -> None:
    """A view that reached for the session, the user or a token is a mistake: the trace goes, the warning stays."""
    varies = [word.strip() for word in response.headers.get("Vary", "").split(",") if word.strip()]
    personal = [word for word in varies if word.lower() in {"cookie", "accept-language"}]
    if not (personal or response.cookies):
        return
    response.cookies.clear()
    del response.headers["Vary"]
    patch_vary_headers(response, [word for word in varies if word not in personal])
    if not response.headers["Vary"]:
        del response.headers["Vary"]
    warnings.warn(
        f"{request.path_info} is public, yet its view touched the session or a token.", stacklevel=2
    )
