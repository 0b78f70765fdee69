"""Where triggers stay: no migration loses them, and one that is not there is named."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.models.signals import post_migrate

from articles.models import ArticleVersion
from reviews import replay, triggers
from reviews.models import Decision, Disclosure, Sealed

pytestmark = pytest.mark.django_db


def alter_and_back(model: type[models.Model], name: str) -> None:
    """Alter a field's column and alter it back, as two migrations would."""
    old = model._meta.get_field(name)
    new = old.clone()
    new.max_length, new.null = 200, True
    new.set_attributes_from_name(name)
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)
        editor.alter_field(model, new, old)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("model", "field"),
    [(Decision, "name"), (Sealed, "kind"), (Disclosure, "kind"), (ArticleVersion, "heading")],
)
def test_a_migration_that_rebuilds_a_table_keeps_its_triggers(model, field):
    before = triggers.installed(connection)

    alter_and_back(model, field)
    lost = before - triggers.installed(connection)
    call_command("migrate", verbosity=0)

    assert bool(lost) == (connection.vendor == "sqlite")
    assert triggers.installed(connection) == before
    assert triggers.missing(connection) == []


def test_install_does_nothing_where_all_is_well():
    before = triggers.installed(connection)

    triggers.install(connection)

    assert triggers.installed(connection) == before
    assert len(before) == len(triggers.expected(connection))


def test_every_migrate_puts_back_what_is_missing_and_drops_what_nobody_asked_for():
    before = triggers.installed(connection)
    trigger = triggers.expected(connection)[0]
    with connection.cursor() as cursor:
        triggers._drop(trigger.name, connection, cursor)
        stray = triggers.Trigger(f"{trigger.name}_old", trigger.table, "DELETE", "")
        triggers._create(stray, connection, cursor)

    post_migrate.send(sender=_reviews(), using="default", app_config=_reviews(), verbosity=0)

    assert triggers.installed(connection) == before


def test_a_missing_trigger_is_named_by_the_check_and_by_verify(the_house):
    trigger = next(
        t for t in triggers.expected(connection) if (t.table, t.verb) == ("reviews_decision", "UPDATE")
    )
    with connection.cursor() as cursor:
        triggers._settle(connection)
        triggers._drop(trigger.name, connection, cursor)
    sentence = "The trigger that refuses UPDATE on reviews_decision is missing."

    warned = triggers.check_triggers(databases=["default"])

    assert [message.msg for message in warned] == [sentence]
    assert replay.verify().problems == [sentence]


def test_a_trigger_that_was_switched_off_is_missing():
    trigger = triggers.expected(connection)[0]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE {trigger.table} DISABLE TRIGGER "{trigger.name}"')
        else:
            cursor.execute(f'DROP TRIGGER "{trigger.name}"')

    assert triggers.missing(connection) == [
        f"The trigger that refuses {trigger.verb} on {trigger.table} is missing."
    ]


def replace_by_one_that_refuses_nothing(trigger: triggers.Trigger) -> None:
    """Under the same name, as somebody would who does not want it to be missed."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f'CREATE OR REPLACE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql AS'
                " $keep$ BEGIN RETURN NEW; END $keep$"
            )
        else:
            cursor.execute(f'DROP TRIGGER "{trigger.name}"')
            cursor.execute(
                f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.verb} ON "{trigger.table}" BEGIN SELECT 1; END'
            )


def test_a_trigger_that_refuses_nothing_any_more_is_missing_until_the_next_migrate():
    trigger = triggers.expected(connection)[0]
    replace_by_one_that_refuses_nothing(trigger)

    found = triggers.missing(connection)
    triggers.install(connection)

    assert found == [f"The trigger that refuses {trigger.verb} on {trigger.table} is missing."]
    assert triggers.missing(connection) == []


def test_a_trigger_for_some_rows_only_is_missing():
    name, table = next(
        (t.name, t.table)
        for t in triggers.expected(connection)
        if (t.verb, t.table) == ("UPDATE", "reviews_decision")
    )
    drop, act = {
        "postgresql": (f' ON "{table}"', f'EXECUTE FUNCTION "{name}"()'),
        "sqlite": ("", "BEGIN SELECT RAISE(ABORT, 'no'); END"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{drop}')
        cursor.execute(
            f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN (NEW.seq > 9) {act}'
        )

    assert triggers.missing(connection) == ["The trigger that refuses UPDATE on reviews_decision is missing."]


def test_the_check_is_silent_where_no_database_is_asked_for():
    triggers.lift(connection)

    assert triggers.check_triggers(databases=None) == []
    assert len(triggers.check_triggers(databases=["default"])) == len(triggers.expected(connection))


def _reviews():
    return apps.get_app_config("reviews")
