"""The addresses of the application, beside a bare view that fetches one row of the same size."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest, number: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, etag FROM bench_bare WHERE path = %s", [request.path_info])
        body, etag = cursor.fetchone()
    response = HttpResponse(bytes(body))
    response.headers["ETag"] = etag
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response


urlpatterns = [path("articles/bare-<int:number>/patient/", bare), path("", include("netreview.urls"))]
