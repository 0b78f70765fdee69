"""Editions: the published pages of an article, made whole when facts change and served as they are."""

from articles.editions.marks import Author, Marks, Signer, Statement, Suspension
from articles.editions.publishing import LANGUAGE, History, Shown, publish

__all__ = ["LANGUAGE", "Author", "History", "Marks", "Shown", "Signer", "Statement", "Suspension", "publish"]
