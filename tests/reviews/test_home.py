"""The page that everybody opens first: how many articles are checked, and what was corrected lately."""

import datetime

import pytest
import time_machine

from articles import corrections, site, topics
from articles.models import Edition
from reviews import house, workflow
from reviews.rules import default_rules
from tests.articles.writing_pages import signed_in, words
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
TEXTS = {"patient": "The dose was wrong.", "professional": "The dose was wrong."}


@pytest.fixture(autouse=True)
def fresh():
    for remembered in (site, topics, corrections):
        remembered.forget()
    yield
    for remembered in (site, topics, corrections):
        remembered.forget()


def test_line_counts_what_is_checked_of_what_readers_can_open(the_house, client):
    for _one in range(3):
        version = the_house.approved()
    the_house.submitted()
    workflow.suspend(version, by=the_house.editor, public="A danger.")

    told = words(client.get("/"))

    assert "2 of 3 articles checked. The others are being checked, are overdue" in told


def test_line_counts_a_pending_text_that_readers_can_open(the_house, client):
    house.set_policy(default_rules(pending_public=("professional",)), by=the_house.editor, password=PASSWORD)
    the_house.approved()
    the_house.submitted()

    assert "1 of 2 articles checked." in words(client.get("/"))


def test_line_counts_no_text_that_is_overdue(the_house, client):
    version = the_house.approved()
    due = Edition.objects.filter(version=version, is_listed=True).get().overdue_on

    with time_machine.travel(
        datetime.datetime.combine(due, datetime.time(12), tzinfo=datetime.UTC), tick=False
    ):
        assert "0 of 1 article checked." in words(client.get("/"))


def test_line_says_nothing_of_others_where_there_are_none(the_house, client):
    the_house.approved()

    told = words(client.get("/"))

    assert ("1 of 1 article checked." in told, "The others are" in told) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_one_query_once_the_rest_is_remembered(
    the_house, client, django_assert_num_queries, count
):
    for _one in range(count):
        the_house.approved()
    client.get("/")

    with django_assert_num_queries(1):
        response = client.get("/")

    assert len(response.context["rows"]) == count


def test_correction_is_listed_from_the_moment_it_is_published(the_house, client):
    version = the_house.approved()
    client.get("/")

    workflow.notice(
        version, by=the_house.editor, kind="correction", text=TEXTS, instead=TEXTS, password=PASSWORD
    )

    told = words(client.get("/"))
    version.article.refresh_from_db()
    assert (
        f"Recently corrected {datetime.datetime.now(datetime.UTC):%-d %b %Y} {version.question} Correction"
        in told
    )
    assert f'href="/articles/{version.article.slug}/"' in client.get("/").content.decode()


def test_nothing_corrected_is_no_section(the_house, client):
    the_house.approved()

    assert "Recently corrected" not in words(client.get("/")).split("Menu", 1)[1]


def test_correction_of_long_ago_is_not_recent(the_house, client):
    version = the_house.approved()
    workflow.notice(
        version, by=the_house.editor, kind="correction", text=TEXTS, instead=TEXTS, password=PASSWORD
    )
    corrections.forget()

    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=366), tick=False):
        assert corrections.latest() == ()


def test_page_is_the_same_for_everybody(the_house, client):
    the_house.approved()
    anonymous = client.get("/")

    other = signed_in(the_house.editor).get("/")

    assert (other.content, other.headers) == (anonymous.content, anonymous.headers)
