"""Drafting: every change of a working text, each made by one of its authors.

A verb cleans first, then takes the article's lock, reads the row again, asks whether it may be written and
whether its counter is the one the writer saw, and writes. What is the same already leaves no trace.
Raised: Refused with sentences; Stale with the row as it is stored.
"""

from articles.drafting.authors import add_author, add_author_at, remove_author, save_authorship
from articles.drafting.earlier import bring_back, earlier_saves
from articles.drafting.texts import begin_text, remove_text, save_text
from articles.drafting.versions import open_version, save_facts, take_draft
from articles.drafting.works import add_references, citing_texts, remove_reference, save_reference

__all__ = [
    "add_author",
    "add_author_at",
    "add_references",
    "begin_text",
    "bring_back",
    "citing_texts",
    "earlier_saves",
    "open_version",
    "remove_author",
    "remove_reference",
    "remove_text",
    "save_authorship",
    "save_facts",
    "save_reference",
    "save_text",
    "take_draft",
]
