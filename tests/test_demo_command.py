"""The command of the demonstration beside data that people made: it keeps its hands off."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import ArticleVersion, SiteFacts, User
from netreview.demo import telling
from reviews import replay, triggers
from tests.record_fixtures import House


def everything() -> dict[str, Any]:
    """Heads of all books, accounts and versions: equal only where nothing was changed."""
    return {
        "heads": list(replay.heads()),
        "users": list(User.objects.order_by("pk").values()),
        "versions": list(ArticleVersion.objects.order_by("pk").values()),
    }


@pytest.mark.parametrize("how", [{}, {"afresh": True}])
def test_demo_refuses_a_database_that_people_use(the_house: House, how: dict[str, bool]) -> None:
    before = everything()

    with pytest.raises(CommandError, match="something else"):
        call_command("demo", **how)

    assert everything() == before


def test_demo_if_empty_is_quiet_in_a_database_that_people_use(the_house: House) -> None:
    before, printed = everything(), io.StringIO()

    call_command("demo", if_empty=True, stdout=printed)

    assert (everything(), printed.getvalue()) == (before, "")


@pytest.mark.django_db(transaction=True)
def test_clear_empties_a_demonstration_and_puts_the_guards_back() -> None:
    House().approved()
    SiteFacts.objects.create(pk=1, is_demo=True)

    telling.clear()

    assert (telling.is_empty(), telling.is_demonstration()) == (True, False)
    assert triggers.missing(connection) == []
