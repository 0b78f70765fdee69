"""The tables of how a text comes to be approved."""

from reviews.models.desk import Absence, SavedView
from reviews.models.periodic import PeriodicJob
from reviews.models.record import Book, Decision, Sealed, Signature
from reviews.models.reviews import Comment, Review
from reviews.models.rounds import Assignment, BoardProfile, Disclosure, EditorialPolicy, Round

__all__ = [
    "Absence",
    "Assignment",
    "BoardProfile",
    "Book",
    "Comment",
    "Decision",
    "Disclosure",
    "EditorialPolicy",
    "PeriodicJob",
    "Review",
    "Round",
    "SavedView",
    "Sealed",
    "Signature",
]
