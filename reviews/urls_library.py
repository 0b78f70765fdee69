"""Addresses of the editors' library, and of what is stuck."""

from django.urls import path

from reviews.views import library, stuck

urlpatterns = [
    path("desk/library/", library.library_list, name="library"),
    path("desk/library/file/", library.library_csv, name="library_csv"),
    path("desk/library/assign/", library.library_assign, name="library_assign"),
    path("desk/library/due/", library.library_due, name="library_due"),
    path("desk/library/views/", library.library_views, name="library_views"),
    path("desk/stuck/", stuck.stuck, name="stuck"),
]
