"""Days as people write them: every unambiguous way is read, and what could be another day is not."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import days


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-31", "2026-3-31", "2026/03/31", " 31 March 2026 ", "31 mar 2026", "31. March 2026", "31st March 2026",
        "31st of March, 2026", "March 31, 2026", "Mar. 31st 2026", "31.3.2026", "31/03/2026", "03/31/2026",
    ],
)  # fmt: skip
def test_day_is_read_as_people_write_it(typed):
    assert days.read(typed) == datetime.date(2026, 3, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "", "31 March", "March 2026", "3.4.2026", "03/04/2026", "30 February 2026", "2026-02-30", "31 Ma 2026",
        "31 Mars 2026", "32 March 2026", "0000-01-01", "2026-13-01", "31-3-26", "13/13/2026", "٣١ March 2026",
    ],
)  # fmt: skip
def test_day_that_is_none_or_could_be_another_is_not_read(typed):
    assert days.read(typed) is None


def test_the_same_number_twice_can_be_one_day_only():
    assert days.read("4/4/2026") == datetime.date(2026, 4, 4)


@given(st.text(max_size=40))
def test_day_of_any_text_is_a_day_or_none(text):
    assert isinstance(days.read(text), datetime.date | None)
