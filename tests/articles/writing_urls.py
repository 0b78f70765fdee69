"""Addresses of the writing pages alone, beside names that every page links to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

handler404 = "netreview.errors.page_not_found"


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("another page")


urlpatterns = [
    path("", include("articles.urls_writing")),
    path("", elsewhere, name="home"),
    *(path(f"{name}/", elsewhere, name=name) for name in ("policy", "choose", "desk", "write", "queue")),
    path("sign-in/", elsewhere, name="sign_in"),
    path("sign-out/", elsewhere, name="sign_out"),
]
