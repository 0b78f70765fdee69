"""Worlds: what is laid down is what was made, row for row, and nothing is left of it afterwards."""

import json
import uuid

import pytest
from django.core.management import call_command

from articles.models import ArticleVersion, User
from tests.factories import make_user
from tests.record_fixtures import House
from tests.worlds import a_world, laid_down, rows, undone

pytestmark = pytest.mark.django_db


def test_world_laid_down_has_the_rows_of_the_world_that_was_made():
    name = f"house-{uuid.uuid4()}"
    with undone():
        made = laid_down(name, lambda: House().approved())
        wanted = rows()

    found = laid_down(name, lambda: pytest.fail("it was made before"))

    assert rows() == wanted
    assert (found, found.state) == (made, "approved")


def test_world_laid_down_goes_on(capsys):
    """New rows get keys of their own, and the record stays whole."""
    name = f"house-{uuid.uuid4()}"

    def made():
        house = House()
        return house, house.approved()

    with undone():
        laid_down(name, made)

    house, version = laid_down(name, made)
    house.next_version(version)

    call_command("verify", "--json")
    assert json.loads(capsys.readouterr().out)["problems"] == []
    assert ArticleVersion.objects.count() == 2


def test_world_is_gone_after_its_module(django_db_blocker):
    with a_world(django_db_blocker, f"person-{uuid.uuid4()}", lambda: make_user("author")) as author:
        assert User.objects.get() == author

    assert not User.objects.exists()


def test_world_that_changes_a_row_is_refused(the_house):
    def renamed():
        User.objects.update(printed_name="Somebody Else")

    with pytest.raises(AssertionError, match="leaves what was there"):
        laid_down(f"renamed-{uuid.uuid4()}", renamed)
