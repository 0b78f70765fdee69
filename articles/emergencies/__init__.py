"""Emergencies: whether what somebody typed speaks of one, by a table that the board can read and write."""

from articles.emergencies.lines import KINDS, STRENGTHS, Entry, Kind, Reading, Strength, Wrong, read
from articles.emergencies.matching import Match, Table, find, found
from articles.emergencies.shipped import shipped, shipped_text

__all__ = [
    "KINDS",
    "STRENGTHS",
    "Entry",
    "Kind",
    "Match",
    "Reading",
    "Strength",
    "Table",
    "Wrong",
    "find",
    "found",
    "read",
    "shipped",
    "shipped_text",
]
