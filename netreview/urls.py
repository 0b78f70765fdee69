"""Where every address goes: the review house first, then the articles."""

from django.urls import include, path

handler400 = "netreview.errors.bad_request"
handler403 = "netreview.errors.permission_denied"
handler404 = "netreview.errors.page_not_found"
handler500 = "netreview.errors.server_error"

urlpatterns = [
    path("", include("reviews.urls")),
    path("", include("articles.urls_accounts")),
    path("", include("articles.urls_writing")),
    path("", include("articles.urls")),
]
