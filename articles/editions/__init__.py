"""Editions: the published pages of an article, made whole when facts change and served as they are."""

from articles.editions.marks import Author, Marks, Signer, Statement, Suspension
from articles.editions.publishing import FIELDS, LANGUAGE, History, Shown, pages_of, publish

__all__ = [
    "FIELDS", "LANGUAGE", "Author", "History", "Marks", "Shown", "Signer", "Statement", "Suspension", "pages_of",
    "publish",
]  # fmt: skip
