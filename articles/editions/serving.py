"""Serving: the bytes that stand at an address today, by one prepared question to the database."""

import datetime
from typing import Final, Literal

from django.db import connection

from articles.models import Edition

# Written out because this is the page that everybody reads: building the query costs more than running it.
_QUESTION: Final = {
    column: f"SELECT {column}, etag FROM {Edition._meta.db_table}"  # noqa: S608  (both names are ours)
    " WHERE path = %s AND shown_from <= %s ORDER BY shown_from DESC LIMIT 1"
    for column in ("body", "gzipped")
}


def bytes_at(path: str, today: datetime.date, column: Literal["body", "gzipped"]) -> tuple[bytes, str] | None:
    """The page's plain or compressed bytes with their ETag, or None where nothing stands. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION[column], [path, connection.ops.adapt_datefield_value(today)])
        found = cursor.fetchone()
    return (bytes(found[0]), found[1]) if found else None
