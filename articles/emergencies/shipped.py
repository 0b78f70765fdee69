"""The table that comes with the application: shipped.txt beside this module."""

from functools import cache
from pathlib import Path

from articles.emergencies.lines import read
from articles.emergencies.matching import Table


@cache
def shipped_text() -> str:
    return Path(__file__).with_name("shipped.txt").read_text(encoding="utf-8")


@cache
def shipped() -> Table:
    return Table(read(shipped_text()))
