"""The table of emergencies in force: the newest row, for a minute; the shipped one where there is no database."""

import logging

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from articles import emergency_table, site
from articles.emergencies import Table, read, shipped, shipped_text
from articles.models import EmergencyTable, Role, SiteFacts
from articles.refusals import Refused
from tests.factories import make_user

OWN = "body above: hiccups\npoisoning above: bleach\nself-harm replace: suicide"


@pytest.fixture(autouse=True)
def nothing_remembered():
    for kept in (emergency_table._kept, site._known, site._kept):
        kept.clear()
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    for kept in (emergency_table._kept, site._known, site._kept):
        kept.clear()


@pytest.fixture
def editor(db):
    editor = make_user("stranger", name="Edith Editor")
    editor.grants.create(role=Role.EDITOR)
    return editor


def failing(error):
    def fail(*_call):
        raise error("the connection is gone")

    return connection.execute_wrapper(fail)


def hiccups():
    match = emergency_table.emergency_in("hiccups")
    return match and match.kind


def test_without_a_row_the_shipped_table_is_in_force(db):
    assert emergency_table.table() is shipped()


def test_newest_row_is_in_force(editor):
    for text in ("body above: sneezing", OWN):
        EmergencyTable.objects.create(text=text, by=editor, at=timezone.now())

    assert (hiccups(), emergency_table.emergency_in("sneezing")) == ("body", None)


def test_empty_row_puts_the_shipped_table_back(editor):
    for text in (OWN, ""):
        EmergencyTable.objects.create(text=text, by=editor, at=timezone.now())

    assert emergency_table.table() is shipped()


def test_row_that_cannot_be_read_any_more_gives_way_to_the_shipped_table(editor):
    EmergencyTable.objects.create(text=f"{OWN}\nbody sideways: x", by=editor, at=timezone.now())

    assert emergency_table.table() is shipped()


def test_table_is_read_once_a_minute(editor, django_assert_num_queries, monkeypatch):
    with django_assert_num_queries(1):
        emergency_table.table()
        emergency_table.table()

    monkeypatch.setattr(emergency_table, "SECONDS", -1)
    emergency_table.forget()
    emergency_table.table()
    with django_assert_num_queries(1):
        emergency_table.table()


def test_saved_table_is_in_force_at_once(editor):
    before = hiccups()

    emergency_table.save(OWN, by=editor, seen=None)

    assert (before, hiccups()) == (None, "body")


# Without a database


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_broken_connection_leaves_the_shipped_table(editor, error):
    with failing(error):
        match = emergency_table.emergency_in("I want to kill myself")

    assert match is not None
    assert match.kind == "self-harm"


def test_broken_connection_leaves_the_table_that_was_known(editor):
    emergency_table.save(OWN, by=editor, seen=None)
    hiccups()
    emergency_table.forget()

    with failing(OperationalError):
        assert hiccups() == "body"


@pytest.mark.django_db(transaction=True)
def test_database_that_cannot_be_reached_leaves_the_shipped_table_and_no_numbers(monkeypatch):
    connection.close()
    with monkeypatch.context() as broken:
        for key, value in (("NAME", "/nowhere/none"), ("HOST", "/nowhere"), ("PORT", "1")):
            broken.setitem(connection.settings_dict, key, value)

        found = emergency_table.emergency_in("my son is not breathing")
        facts = site.facts()

    connection.close()
    assert found is not None
    assert (found.strength, facts.emergency_number) == ("replace", "")


def test_broken_connection_leaves_the_numbers_that_were_known(db):
    SiteFacts(pk=1, emergency_number="113").save()
    site.facts()
    site.forget()

    with failing(OperationalError):
        assert site.facts().emergency_number == "113"


# Saving


def test_saved_table_is_a_new_row(editor):
    first = emergency_table.save(OWN, by=editor, seen=None)
    emergency_table.save(f"{OWN}\nbody above: sneezing", by=editor, seen=first.pk)

    assert list(EmergencyTable.objects.order_by("pk").values_list("text", flat=True)) == [
        OWN,
        f"{OWN}\nbody above: sneezing",
    ]


def test_shipped_table_is_saved_as_such(editor):
    first = emergency_table.save(OWN, by=editor, seen=None)

    row = emergency_table.save(shipped_text().strip(), by=editor, seen=first.pk)

    assert row.text == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("body above: hiccups", "No line is about self-harm. Nobody in that danger would be answered."),
        (
            f"{OWN}\nx",
            "Line 4: It has no colon. An entry begins like “body replace:”, a list like “@child:”.",
        ),
        (shipped_text(), "This table is in force already."),
    ],
)
def test_table_that_cannot_be_in_force_is_refused(editor, text, sentence):
    with pytest.raises(Refused) as refusal:
        emergency_table.save(text, by=editor, seen=None)

    assert sentence in refusal.value.sentences
    assert not EmergencyTable.objects.exists()


def test_table_is_not_saved_over_one_that_its_editor_never_saw(editor):
    emergency_table.save(OWN, by=editor, seen=None)

    with pytest.raises(Refused, match="Somebody else saved another table meanwhile"):
        emergency_table.save(f"{OWN}\nbody above: sneezing", by=editor, seen=None)


def test_only_editors_change_the_table(db):
    author = make_user("stranger", name="A. Stranger")

    with pytest.raises(Refused, match="Only editors can change the table"):
        emergency_table.save(OWN, by=author, seen=None)


def test_shipped_table_has_no_wrong_line():
    reading = read(shipped_text())

    assert reading.wrong == ()
    assert len(Table(reading).entries) > 200
