"""The clock of the record: it dates what is invented, and nothing that people made."""

import datetime
import json

import pytest
from django.utils import timezone

from reviews import record
from tests import factories


@pytest.mark.django_db
def test_clock_dates_decisions_inside_it_and_none_after():
    at = datetime.datetime(2024, 5, 6, 7, 8, 9, 10, tzinfo=datetime.UTC)

    with record.clock(at):
        inside = record.append(None, "grant", by=None, role="system")
        with record.clock(at - datetime.timedelta(days=1)):
            earlier = record.now()
    after = record.now()

    assert (inside.at, json.loads(inside.payload)["at"]) == (at, "2024-05-06T07:08:09.000010Z")
    assert earlier == at - datetime.timedelta(days=1)
    assert timezone.now() - after < datetime.timedelta(minutes=1)


@pytest.mark.django_db
def test_clock_may_be_set_anew_after_articles_were_made_inside_it():
    at = datetime.datetime(2024, 5, 6, tzinfo=datetime.UTC)

    with record.clock(at):
        factories.make_article()
        with record.clock(at + datetime.timedelta(days=3)):
            later = record.now()

    assert later == at + datetime.timedelta(days=3)


@pytest.mark.django_db
def test_clock_refuses_where_there_is_an_article():
    factories.make_article()

    with pytest.raises(RuntimeError, match="no article"), record.clock(timezone.now()):
        pass


@pytest.mark.parametrize(
    "at",
    [datetime.datetime(2024, 5, 6), datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)],  # noqa: DTZ001
)
def test_clock_refuses_times_without_a_zone_and_times_to_come(at):
    with pytest.raises(ValueError, match="clock"), record.clock(at):
        pass
