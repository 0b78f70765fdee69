"""The search index: what each database needs to find passages, made once the tables are there."""

from typing import Any

from django.db import connections
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


def after_migrations(*, using: str, **_signal: Any) -> None:
    install(connections[using])


def connect() -> None:
    post_migrate.connect(after_migrations, dispatch_uid="articles.search_index")
