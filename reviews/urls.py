"""Addresses of the review house: the desk here, its other faces in modules of their own."""

from django.urls import include, path

from reviews.views import desk, editing, moves

urlpatterns = [
    path("", include("reviews.urls_public")),
    path("", include("reviews.urls_authoring")),
    path("", include("reviews.urls_board")),
    path("", include("reviews.urls_house")),
    path("", include("reviews.urls_post")),
    path("", include("reviews.urls_library")),
    path("", include("reviews.urls_readers")),
    path("desk/", desk.desk, name="desk"),
    path("desk/queue/", desk.queue, name="queue"),
    path("desk/versions/<int:pk>/", editing.version_desk, name="version_desk"),
    path("desk/versions/<int:pk>/texts/<slug:audience>/", editing.version_text, name="version_text"),
    path("desk/versions/<int:pk>/assign/", editing.assign, name="assign"),
    path("desk/versions/<int:pk>/assignments/<int:held>/extend/", editing.extend, name="extend"),
    path("desk/versions/<int:pk>/assignments/<int:held>/lapse/", editing.lapse, name="lapse"),
    path("desk/versions/<int:pk>/interests/<uuid:person>/", editing.ruling, name="ruling"),
    path("desk/versions/<int:pk>/notice/", editing.notice, name="notice"),
    path("desk/versions/<int:pk>/signatures/<int:signature>/strike/", editing.strike, name="strike"),
    path(
        "desk/versions/<int:pk>/objections/<int:review>/lift/", editing.lift_objection, name="lift_objection"
    ),
    # Last: a move is any word here that names one.
    path("desk/versions/<int:pk>/<slug:move>/", moves.move, name="move"),
]
