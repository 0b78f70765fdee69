"""Triggers: what the database itself refuses, from one list of guards, on SQLite and PostgreSQL."""

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core import checks
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

from reviews.kept import GUARDS, Guard

PREFIX = "keep_"
# As pg_trigger.tgtype counts them, beside 1 for each row and 2 for before.
POSTGRESQL_VERBS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


@dataclasses.dataclass(frozen=True)
class Trigger:
    """`name` ends in a hash of what is refused, so that a changed guard is a missing trigger."""

    name: str
    table: str
    verb: str  # UPDATE, DELETE, INSERT or TRUNCATE
    condition: str  # SQL over NEW and OLD; "" = always

    @property
    def message(self) -> str:
        return f"{self.table}: this {self.verb} is refused, the record is append-only"


def expected(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Every trigger that this database should have, tables not yet made included."""
    return [trigger for guard in GUARDS for trigger in _triggers_of(guard, connection)]


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of our triggers that are there, switched on, and refuse what their names stand for."""
    wanted = {trigger.name: trigger for trigger in expected(connection)}
    return {
        name
        for name, text in _stored(connection).items()
        if name not in wanted or text == _text(wanted[name], connection)
    }


def _stored(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What the database keeps of each trigger of ours that is switched on and looks at every row and column."""
    query = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, concat(tgtype, ' ', relname, prosrc) FROM pg_trigger"
        " JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgattr::text = ''"
        " AND relnamespace = current_schema()::regnamespace",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: text for name, text in cursor.fetchall() if name.startswith(PREFIX)}


def _text(trigger: Trigger, connection: BaseDatabaseWrapper) -> str:
    """The same of a trigger as it is made."""
    if connection.vendor == "sqlite":
        return _sqlite_trigger(trigger)
    row, verb = int(trigger.verb != "TRUNCATE"), POSTGRESQL_VERBS[trigger.verb]
    return f"{2 + row + verb} {trigger.table}{_function_body(trigger)}"


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Sentences naming each trigger that is not there; nothing is said of tables that are not there."""
    tables, present = set(connection.introspection.table_names()), installed(connection)
    return [
        f"The trigger that refuses {trigger.verb} on {trigger.table} is missing."
        for trigger in expected(connection)
        if trigger.table in tables and trigger.name not in present
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make what is missing, drop what no guard asks for; does nothing where all is well."""
    _settle(connection)
    wanted = {trigger.name: trigger for trigger in expected(connection)}
    present = installed(connection)
    columns = _columns(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in sorted(_made(connection) - wanted.keys() | (wanted.keys() - present)):
            _drop(name, connection, cursor)
        for name in sorted(wanted.keys() - present):
            # Between two migrations a table may lack what its guard names; the last migration brings it.
            if set(re.findall(r'(?:NEW|OLD)\."(\w+)"', wanted[name].condition)) <= columns.get(
                wanted[name].table, {""}
            ):
                _create(wanted[name], connection, cursor)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop all of ours: for tests that empty tables, and for a migration that must change kept rows."""
    _settle(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in sorted(_made(connection)):
            _drop(name, connection, cursor)


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """No triggers inside, all of them afterwards."""
    lift(connections[using])
    try:
        yield
    finally:
        install(connections[using])


def connect() -> None:
    """Install after every migrate (SQLite's migrations rebuild tables and lose triggers), check on request."""
    from django.apps import apps

    post_migrate.connect(
        _install_after, sender=apps.get_app_config("reviews"), dispatch_uid="reviews.triggers"
    )
    checks.register(check_triggers, checks.Tags.database)


def _install_after(using: str, **kwargs: Any) -> None:
    install(connections[using])


def check_triggers(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A warning and no error, since `migrate` runs the checks first and is what puts triggers back."""
    return [
        checks.Warning(sentence, hint="Run manage.py migrate, then manage.py verify.", id="reviews.W001")
        for alias in databases or ()
        for sentence in missing(connections[alias])
    ]


def _triggers_of(guard: Guard, connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    refusals = {"UPDATE": _refused_update(guard), "DELETE": _refused_delete(guard)}
    if connection.vendor == "sqlite":
        # INSERT OR REPLACE and UPDATE OR REPLACE delete the row in their way without any DELETE trigger.
        refusals["INSERT"] = _taken_key(guard.model, connection)
        if refusals["UPDATE"]:
            others = _taken_key(guard.model, connection, besides="OLD")
            refusals["UPDATE"] = f"({refusals['UPDATE']}) OR {others}"
    else:
        refusals["TRUNCATE"] = ""
    table = guard.model._meta.db_table
    for verb, condition in refusals.items():
        mark = hashlib.sha256(f"{table} {verb} {condition}".encode()).hexdigest()[:8]
        yield Trigger(f"{PREFIX}{table}_{verb.lower()}_{mark}", table, verb, condition)


def _refused_update(guard: Guard) -> str:
    """The condition under which an UPDATE is refused; "" where it always is."""
    reasons = [_differs(guard.model, guard.fixed)] if guard.fixed else []
    reasons += [f"({guard.refused})"] if guard.refused else []
    if guard.is_frozen:
        frozen = _changed_otherwise(guard)
        if guard.since:
            since = f'OLD."{guard.model._meta.get_field(guard.since).column}" IS NOT NULL'
            frozen = f"({since} AND {frozen})" if frozen else since
        if not frozen:
            return ""
        reasons.append(frozen)
    return " OR ".join(reasons)


def _changed_otherwise(guard: Guard) -> str:
    """Whether another field than those that may change does, or none at all; "" where none may."""
    if not guard.may_change:
        return ""
    emptied = dict(guard.emptied)
    free = (*guard.may_change, *emptied)
    others = [field.name for field in guard.model._meta.concrete_fields if field.name not in free]
    reasons = [_differs(guard.model, others), f"NOT {_differs(guard.model, free)}"]
    for name, empty in emptied.items():
        column = guard.model._meta.get_field(name).column
        reasons.append(f'({_differs(guard.model, [name])} AND NEW."{column}" <> {empty})')
    return f"({' OR '.join(reasons)})"


def _refused_delete(guard: Guard) -> str:
    if guard.is_kept or not guard.since:
        return ""
    return f'OLD."{guard.model._meta.get_field(guard.since).column}" IS NOT NULL'


def _differs(model: type[models.Model], names: Sequence[str]) -> str:
    columns = [model._meta.get_field(name).column for name in names]
    return "(" + " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns) + ")"


def _taken_key(model: type[models.Model], connection: BaseDatabaseWrapper, besides: str = "") -> str:
    """Whether another row holds one of the new row's keys: primary, unique, or unique under a condition."""
    pk = model._meta.pk.column
    apart = f' AND "{pk}" IS NOT {besides}."{pk}"' if besides else ""
    table = model._meta.db_table
    taken = [f'EXISTS (SELECT 1 FROM "{table}" WHERE rowid = NEW.rowid{apart})']  # noqa: S608 (our own names)
    for columns, condition in _keys(model, connection):
        same = " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
        here = f" AND ({condition})" if condition else ""
        new = re.sub(r'"(\w+)"', r'NEW."\1"', here)
        taken.append(f'(EXISTS (SELECT 1 FROM "{table}" WHERE {same}{here}{apart}){new})')  # noqa: S608 (our own names)
    return "(" + " OR ".join(taken) + ")"


def _keys(model: type[models.Model], connection: BaseDatabaseWrapper) -> Iterator[tuple[list[str], str]]:
    """Each key as its columns and the SQL of its condition."""
    for field in model._meta.concrete_fields:
        if field.unique:
            yield [field.column], ""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            # Django's own way of writing a partial index; it has no public name.
            condition = constraint._get_condition_sql(model, connection.schema_editor()) or ""
            yield [model._meta.get_field(name).column for name in constraint.fields], condition


def _columns(connection: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """By table. Asked of an empty answer: Django's description of a table on SQLite parses its whole SQL."""
    columns = {}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table in {guard.model._meta.db_table for guard in GUARDS} & tables:
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608 (our own names)
            columns[table] = {column[0] for column in cursor.description}
    return columns


def _made(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of all that an earlier `install` made: on PostgreSQL functions, each with its trigger."""
    if connection.vendor == "sqlite":
        return set(_stored(connection))
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace")
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def _settle(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL changes no trigger of a table while foreign keys written in this transaction await their check."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        connection.check_constraints()


def _drop(name: str, connection: BaseDatabaseWrapper, cursor: Any) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
    else:
        cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"() CASCADE')


def _create(trigger: Trigger, connection: BaseDatabaseWrapper, cursor: Any) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(_sqlite_trigger(trigger))
        return
    each = "STATEMENT" if trigger.verb == "TRUNCATE" else "ROW"
    cursor.execute(
        f'CREATE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql AS'
        f" $keep${_function_body(trigger)}$keep$"
    )
    cursor.execute(
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.verb} ON "{trigger.table}"'
        f' FOR EACH {each} EXECUTE FUNCTION "{trigger.name}"()'
    )


def _sqlite_trigger(trigger: Trigger) -> str:
    when = f" WHEN {trigger.condition}" if trigger.condition else ""
    return (
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.verb} ON "{trigger.table}" FOR EACH ROW{when}'
        f" BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"
    )


def _function_body(trigger: Trigger) -> str:
    # The condition stands in a function, not in WHEN: a column named there could no longer be migrated.
    row = {"UPDATE": "NEW", "DELETE": "OLD"}.get(trigger.verb, "NULL")
    return (
        f" BEGIN IF {trigger.condition or 'TRUE'} THEN RAISE EXCEPTION USING"
        f" ERRCODE = 'integrity_constraint_violation', MESSAGE = '{trigger.message}'; END IF; RETURN {row}; END "
    )
