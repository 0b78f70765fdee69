"""The search index: what each database needs to find passages, made once the tables are there."""

from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

TABLE = "articles_passage"
INDEX = "articles_passage_index"
COLUMNS = ("question_stems", "title_stems", "section_stems", "text_stems")
_NAMED = ", ".join(COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in COLUMNS)
_NEW = ", ".join(f"new.{name}" for name in COLUMNS)
# The statements are made of the constants above alone.
_REMOVE = f"INSERT INTO {INDEX}({INDEX}, rowid, {_NAMED}) VALUES ('delete', old.id, {_OLD})"  # noqa: S608
_ADD = f"INSERT INTO {INDEX}(rowid, {_NAMED}) VALUES (new.id, {_NEW})"  # noqa: S608
# Rebuilding a table, as migrations do on SQLite, loses its triggers: hence anew after every migration.
SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({_NAMED}, content='{TABLE}', content_rowid='id')",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {_ADD}; END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {_REMOVE}; END",
    f"CREATE TRIGGER IF NOT EXISTS {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN {_REMOVE}; {_ADD}; END",
    f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",  # noqa: S608
)
_WEIGHTED = " || ".join(
    f"setweight(to_tsvector('simple', {name}), '{weight}')"
    for name, weight in zip(COLUMNS, "ABCD", strict=True)
)
POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS stems tsvector GENERATED ALWAYS AS ({_WEIGHTED}) STORED",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (stems)",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index, or mend it; where the table is not there yet, nothing."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]:
            cursor.execute(statement)


# What the index says of each passage, word by word, beside one made anew of the passages; both in tables that are gone after.
_WORDS = f"SELECT term, doc, col, offset FROM {INDEX}_found"  # noqa: S608
_ANEW = _WORDS.replace("_found", "_anew")
ASTRAY = (
    f"CREATE VIRTUAL TABLE temp.{INDEX}_made USING fts5({_NAMED}, content='')",
    f"INSERT INTO temp.{INDEX}_made(rowid, {_NAMED}) SELECT id, {_NAMED} FROM main.{TABLE}",  # noqa: S608
    f"CREATE VIRTUAL TABLE temp.{INDEX}_anew USING fts5vocab(temp, {INDEX}_made, instance)",
    f"CREATE VIRTUAL TABLE temp.{INDEX}_found USING fts5vocab(main, {INDEX}, instance)",
)
_DIFFERING = f"SELECT doc FROM ({_WORDS} EXCEPT {_ANEW}) UNION SELECT doc FROM ({_ANEW} EXCEPT {_WORDS})"  # noqa: S608
_MISMADE = f"SELECT id FROM {TABLE} WHERE stems IS DISTINCT FROM ({_WEIGHTED})"  # noqa: S608
_ALL = f"SELECT id FROM {TABLE}"  # noqa: S608


def astray(connection: BaseDatabaseWrapper) -> set[int]:
    """Keys of the passages that the index finds by other words than theirs, or not at all; nothing is written that stays.

    DatabaseError (SQLite) for an index that is not there or cannot be read.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            try:
                for statement in ASTRAY:
                    cursor.execute(statement)
                return {key for (key,) in cursor.execute(_DIFFERING).fetchall()}
            finally:
                for name in ("found", "anew", "made"):
                    cursor.execute(f"DROP TABLE IF EXISTS temp.{INDEX}_{name}")
        columns = {column.name for column in connection.introspection.get_table_description(cursor, TABLE)}
        cursor.execute(_MISMADE if "stems" in columns else _ALL)
        return {key for (key,) in cursor.fetchall()}


def mend(connection: BaseDatabaseWrapper) -> None:
    """Throw away an index that finds anything astray, whatever became of it, and make it of the passages."""
    try:
        if not astray(connection):
            return
    except DatabaseError:
        pass  # it is not there, or cannot be read
    gone = {
        "sqlite": f"DROP TABLE IF EXISTS {INDEX}",
        "postgresql": f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS stems",
    }
    with connection.cursor() as cursor:
        cursor.execute(gone[connection.vendor])
    install(connection)


def after_migrations(*, using: str, **_signal: Any) -> None:
    install(connections[using])


def connect() -> None:
    post_migrate.connect(after_migrations, dispatch_uid="articles.search_index")
