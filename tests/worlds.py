"""Worlds: what costs seconds to make is made once a run and laid down, row by row, wherever a module needs it."""

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.template.base import Template

World = TypeVar("World")
Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def undone() -> Iterator[None]:
    """A savepoint that is rolled back whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def a_world(blocker: Any, name: str, make: Callable[[], World]) -> Iterator[World]:
    """For the tests of one module, gone after the last of them; each test rolls back to here.

    `blocker` is pytest-django's fixture `django_db_blocker`.
    """
    with blocker.unblock(), undone(), unrecorded():
        yield laid_down(name, make)


@contextmanager
def unrecorded() -> Iterator[None]:
    """Nobody asks here which templates made an answer; Django's test client copies what each of them was given."""
    recording = Template._render
    Template._render = lambda self, context: self.nodelist.render(context)
    try:
        yield
    finally:
        Template._render = recording


def laid_down(name: str, make: Callable[[], World]) -> World:
    """What `make` returns, with all its rows in a database that had none of them; made by whoever comes first."""
    folder = Path(os.environ["NETREVIEW_TEST_FOLDER"])
    kept = folder / f"{name}.world"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(_made(make))
            return _opened(kept)[1]
    rows, world = _opened(kept)
    _lay(rows)
    return world


def _opened(kept: Path) -> tuple[Rows, Any]:
    return pickle.loads(kept.read_bytes())  # noqa: S301 (written by this run)


def _made(make: Callable[[], object]) -> bytes:
    before = rows()
    world = make()
    after = rows()
    gone = {table: set(old) - set(after[table]) for table, old in before.items()}
    assert not any(gone.values()), f"a world adds rows and leaves what was there: {gone}"
    added = {table: [row for row in new if row not in set(before[table])] for table, new in after.items()}
    return pickle.dumps(({table: new for table, new in added.items() if new}, world))


def rows() -> Rows:
    """Every row of every table, as the database keeps it."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(
            connection.introspection.django_table_names(only_existing=True, include_views=False)
        ):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = [tuple(row) for row in cursor.fetchall()]
    return found


def _lay(kept: Rows) -> None:
    with connection.cursor() as cursor:
        for table, new in kept.items():
            places = ", ".join(["%s"] * len(new[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', new)
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)
