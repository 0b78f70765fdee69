"""Addresses that stand in for the application's, so that the ground is tested by itself."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.urls import path

handler400 = "netreview.errors.bad_request"
handler403 = "netreview.errors.permission_denied"
handler404 = "netreview.errors.page_not_found"
handler500 = "netreview.errors.server_error"


def plain(request: HttpRequest, **_: str) -> HttpResponse:
    return HttpResponse("the same words")


def kept_by_caches(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words", headers={"Cache-Control": "public, max-age=0, s-maxage=60"})


def nosy(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse(get_token(request), headers={"Vary": "Accept-Encoding"})


def who(request: HttpRequest) -> HttpResponse:
    cookies = " ".join(sorted(request.COOKIES))
    return HttpResponse(f"{request.user} {cookies} {request.headers.get('Accept-Language')}")


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("text", get_token(request)))


def signed(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse(get_token(request))


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the <lead> author can do this.")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret that no page may show")


def cut(request: HttpRequest) -> HttpResponse:
    raise UnreadablePostError("connection gone")


urlpatterns = [
    path("", plain),
    path("articles/plain/", plain),
    path("articles/kept/", kept_by_caches),
    path("articles/nosy/", nosy),
    path("articles/who/", who),
    path("articles/named/<str:name>/", plain),
    path("desk/", plain),
    path("desk/kept/", kept_by_caches),
    path("desk/who/", who),
    path("desk/form/", form),
    path("desk/signed/", signed),
    path("desk/forbidden/", forbidden),
    path("desk/broken/", broken),
    path("desk/cut/", cut),
]
