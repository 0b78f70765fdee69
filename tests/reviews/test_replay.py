"""Replay: what an untouched record says, and that it says it over everything."""

import pytest
from reviews import replay
pytestmark = pytest.mark.django_db

def test_verify_finds_nothing_wrong_with_an_approved_article(the_house):
    the_house.approved()
    report = replay.verify()
    print(report.counts)
    assert report.problems == []
