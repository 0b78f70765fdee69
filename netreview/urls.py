"""Where every address goes: what readers ask for, then the rooms behind it."""

from django.urls import include, path

handler400 = "netreview.errors.bad_request"
handler403 = "netreview.errors.permission_denied"
handler404 = "netreview.errors.page_not_found"
handler500 = "netreview.errors.server_error"

urlpatterns = [
    # First what readers ask for: the fewer patterns are tried before an article's page, the faster it is.
    path("", include("articles.urls")),
    path("", include("reviews.urls")),
    path("", include("articles.urls_accounts")),
    path("", include("articles.urls_writing")),
]
