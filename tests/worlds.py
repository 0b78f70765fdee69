"""Worlds: what costs seconds to make is made once a run and laid down, row by row, wherever a module needs it."""

import fcntl
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.template.base import Template
from django.utils import timezone
from time_machine import escape_hatch

from articles.models import User

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
    """What `make` returns, with all its rows in a database that had none of them; made by whoever comes first.

    A world is of one day; one with a clock of its own, or beside people who were there before, is made and not kept.
    """
    return continued(name, make) if is_empty() else make()


def is_empty() -> bool:
    """Whether a world could be laid down here and now."""
    return not escape_hatch.is_travelling() and not User.objects.exists()


def continued(name: str, make: Callable[[], World]) -> World:
    """As `laid_down`, in a database that holds another world, always the same, and nothing beside it."""
    folder = Path(os.environ["NETREVIEW_TEST_FOLDER"])
    kept = folder / f"{name}-{timezone.now().date()}.world"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(_made(make))
            return _opened(kept)[2]
    added, changed, world = _opened(kept)
    _lay(added, changed)
    return world


def _opened(kept: Path) -> tuple[Rows, Rows, Any]:
    return pickle.loads(kept.read_bytes())  # noqa: S301 (written by this run)


def _made(make: Callable[[], object]) -> bytes:
    before = rows()
    world = make()
    added, changed = {}, {}
    for table, after in rows().items():
        key = itemgetter(_columns(table)[1])
        old = {key(row): row for row in before[table]}
        assert old.keys() <= set(map(key, after)), f"a world takes no rows away, as it does from {table}"
        # In the order in which they came, which is what a query without an order of its own is likely to give.
        added[table] = sorted((row for row in after if key(row) not in old), key=key)
        changed[table] = [row for row in after if row != old.get(key(row), row)]
    return pickle.dumps((added, changed, world))


def _columns(table: str) -> tuple[list[str], int]:
    """The names of a table's columns, those that the database works out itself left out, and which is its key."""
    model = next(
        model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table
    )
    names = [field.column for field in model._meta.concrete_fields]
    return names, names.index(model._meta.pk.column)


def _named(table: str) -> str:
    return ", ".join(f'"{name}"' for name in _columns(table)[0])


def rows() -> Rows:
    """Every row of every table, as the database keeps it."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(
            connection.introspection.django_table_names(only_existing=True, include_views=False)
        ):
            cursor.execute(f'SELECT {_named(table)} FROM "{table}"')
            found[table] = sorted((tuple(row) for row in cursor.fetchall()), key=repr)
    return found


def _lay(added: Rows, changed: Rows) -> None:
    """In one transaction, because rows name others that follow later: the database looks at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in filter(added.get, added):
            places = ", ".join(["%s"] * len(added[table][0]))
            cursor.executemany(f'INSERT INTO "{table}" ({_named(table)}) VALUES ({places})', added[table])
        for table in filter(changed.get, changed):
            names, key = _columns(table)
            change = ", ".join(f'"{name}" = %s' for name in names)
            cursor.executemany(
                f'UPDATE "{table}" SET {change} WHERE "{names[key]}" = %s',
                [(*row, row[key]) for row in changed[table]],
            )
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [model for model in apps.get_models() if added.get(model._meta.db_table)]
        ):
            cursor.execute(statement)
