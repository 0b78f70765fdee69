"""Reviewing: the verbs around a review that leave the state to `reviews.workflow`.

Same habits as there: each verb is one transaction under the article's lock, or `Refused` and nothing changed.
"""

from reviews.reviewing.assigning import articles_held_by, assign, extend, free_all_of, hand_back, lapse, take
from reviews.reviewing.interests import disclose, rule_on_interest
from reviews.reviewing.review import (
    ANOTHER_TEXT,
    SIGN_STATEMENT,
    ask_for_changes,
    begin,
    comment_only,
    object_on_safety,
    save_review,
    sign,
)
from reviews.reviewing.taking_back import lift_objection, strike
from reviews.reviewing.words import confirm_authorship, erase

__all__ = [
    "ANOTHER_TEXT",
    "SIGN_STATEMENT",
    "articles_held_by",
    "ask_for_changes",
    "assign",
    "begin",
    "comment_only",
    "confirm_authorship",
    "disclose",
    "erase",
    "extend",
    "free_all_of",
    "hand_back",
    "lapse",
    "lift_objection",
    "object_on_safety",
    "rule_on_interest",
    "save_review",
    "sign",
    "strike",
    "take",
]
