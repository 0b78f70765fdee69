"""Addresses of an author's own articles: beginning, bringing in, submitting, answering."""

from django.urls import path

from reviews.views import authoring, authoring_points, authoring_submit, bringing_in

urlpatterns = [
    path("write/", authoring.write, name="write"),
    path("write/bring-in/", bringing_in.bring_in, name="bring_in"),
    path("write/articles/<uuid:uid>/next/", authoring.write_next, name="write_next"),
    path("write/<int:pk>/hand-in/", authoring_submit.hand_in, name="hand_in"),
    path("write/<int:pk>/confirm/", authoring_submit.confirm, name="confirm"),
    path("write/<int:pk>/points/", authoring_points.points, name="points"),
    path("write/<int:pk>/letter/<int:number>/", authoring.letter, name="letter"),
]
