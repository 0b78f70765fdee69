"""Addresses of the board: the cover sheet, the declaration, the review with its comments, the comparison, the copy; one's signatures."""

from django.urls import path

from reviews.views import (
    away,
    board_compare,
    board_copy,
    board_cover,
    board_numbers,
    board_review,
    board_signatures,
)

urlpatterns = [
    path("desk/versions/<int:pk>/cover/", board_cover.cover, name="cover"),
    path("desk/versions/<int:pk>/declare/", board_cover.disclose, name="disclose"),
    path("desk/versions/<int:pk>/review/", board_review.review, name="review"),
    path("desk/versions/<int:pk>/review/<slug:audience>/", board_review.review_text, name="review_text"),
    path("desk/versions/<int:pk>/comments/", board_review.comment_add, name="comment_add"),
    path(
        "desk/versions/<int:pk>/comments/<int:comment>/delete/",
        board_review.comment_delete,
        name="comment_delete",
    ),
    path(
        "desk/versions/<int:pk>/comments/<int:comment>/settle/",
        board_review.comment_settle,
        name="comment_settle",
    ),
    path("desk/versions/<int:pk>/sign/", board_review.sign, name="sign"),
    path("desk/versions/<int:pk>/compare/", board_compare.compare, name="compare"),
    path("desk/versions/<int:pk>/numbers/", board_numbers.numbers, name="numbers"),
    path("desk/versions/<int:pk>/copy/", board_copy.review_copy, name="review_copy"),
    path("desk/me/away/", away.away, name="away"),
    path("desk/me/away/<int:pk>/end/", away.away_end, name="away_end"),
    path("desk/signatures/", board_signatures.signatures, name="my_signatures"),
]
