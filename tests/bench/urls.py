"""A bare view that fetches one row of the same size, at an address of the same shape as an article's."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

import articles.urls  # noqa: F401  (registers the converter that the addresses share)


def bare(request: HttpRequest, slug: str, audience: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, etag FROM bench_bare WHERE path = %s", [request.path_info])
        body, etag = cursor.fetchone()
    headers = {
        "Cache-Control": "public, max-age=0, s-maxage=60",
        "Vary": "Accept-Encoding",
        "ETag": etag,
        "Content-Encoding": "gzip",
    }
    return HttpResponse(bytes(body), headers=headers)


urlpatterns = [path("", include([path("articles/<slug:slug>/<reader:audience>/", bare)]))]
