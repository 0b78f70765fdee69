"""The policy and the facts of the site, as forms."""

import pytest
from django.test import Client

from articles import site
from articles.models import Edition, SiteFacts
from reviews import publishing
from reviews.case import newest_policy
from reviews.forms_house import PolicyForm
from tests.articles.writing_pages import signed_in, words
from tests.factories import PASSWORD
from tests.record_fixtures import House

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "Our answers", "publisher": "A clinic", "funding_statement": "", "contact_email": "desk@example.org",
    "country": "Norway", "emergency_number": "113", "advice_number": "", "crisis_line": "", "poison_line": "",
    "safety_report_days": "2",
}  # fmt: skip


@pytest.fixture
def desk(the_house: House) -> Client:
    return signed_in(the_house.editor)


def typed(**changes: object) -> dict[str, object]:
    """What the form sends for the policy in force, with these changes."""
    shown = PolicyForm.initial_of(newest_policy().rules)
    sent = {name: value for name, value in shown.items() if value is not False}
    return {name: "on" if value is True else value for name, value in (sent | changes).items()}


def test_looking_at_a_policy_changes_nothing_and_marks_what_is_new(desk):
    before = newest_policy().number

    response = desk.post("/desk/policy/", typed(due_days=21, look=""))

    assert (response.status_code, newest_policy().number) == (200, before)
    assert "new: A review is due after 21 days." in words(response)
    assert "new: Reviewers do not see" not in words(response)


def test_policy_is_put_in_force_with_the_password(desk):
    before = newest_policy().number

    response = desk.post("/desk/policy/", typed(due_days=21, enact="1", password=PASSWORD))

    assert (response["Location"], newest_policy().number, newest_policy().rules.due_days) == (
        "/policy/",
        before + 1,
        21,
    )


@pytest.mark.parametrize("password", ["", "not-it"])
def test_policy_without_the_password_stays_in_the_form(desk, password):
    before = newest_policy().number

    response = desk.post("/desk/policy/", typed(due_days=21, enact="1", password=password))

    assert (response.status_code, newest_policy().number, 'value="21"' in response.content.decode()) == (
        422,
        before,
        True,
    )


def test_policy_that_is_in_force_already_is_not_made_again(desk):
    response = desk.post("/desk/policy/", typed(enact="1", password=PASSWORD))

    assert (response.status_code, newest_policy().number) == (422, 1)
    assert "These rules are in force already." in words(response)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"clinicians": 9}, "No more clinicians can be needed than approvals."),
        ({"due_days": 0}, "At least 1."),
        ({"due_days": "soon"}, "Write a whole number."),
        ({"checklist": "no colon here"}, "Line 1 is not a word, a colon and a question: “no colon here”"),
        ({"checklist": "A: one?\nA: two?"}, "Two questions begin with “A:”."),
        ({"checklist": ""}, "A review needs at least one question."),
        ({"pending_public": ["everybody"]}, "everybody is not one of the available choices."),
    ],
)
def test_policy_that_does_not_fit_is_refused_in_a_sentence(desk, change, sentence):
    response = desk.post("/desk/policy/", typed(look="", **change))

    assert (response.status_code, sentence in words(response)) == (422, True)


def test_policy_that_the_board_cannot_meet_is_said_before_it_is_in_force(desk):
    response = desk.post("/desk/policy/", typed(approvals=19, look=""))

    assert "no text could be approved." in words(response)


def test_site_facts_reach_every_public_page_at_once(the_house, desk):
    the_house.approved()

    desk.post("/desk/site/", FACTS)

    pages = [bytes(page).decode() for page in Edition.objects.values_list("body", flat=True)]
    assert pages
    assert all("In an emergency call 113." in page for page in pages)
    assert site.facts().publisher == "A clinic"


def test_site_facts_that_do_not_change_publish_nothing(desk, monkeypatch):
    desk.post("/desk/site/", FACTS)
    monkeypatch.setattr(publishing, "show_all", lambda: pytest.fail("published again"))

    response = desk.post("/desk/site/", FACTS, follow=True)

    assert "Nothing was changed." in words(response)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"emergency_number": "call me"}, "Write a number that can be dialled"),
        ({"name": ""}, "Give the site a name."),
        ({"safety_report_days": "0"}, "From 1 to 60 days."),
        ({"funding_statement": "x" * 2001}, "At most 2000 characters."),
        ({"publisher": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_site_facts_that_do_not_fit_are_refused_and_given_back(desk, change, sentence):
    response = desk.post("/desk/site/", FACTS | {"country": "Kenya"} | change)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert 'value="Kenya"' in response.content.decode()
    assert not SiteFacts.objects.filter(country="Kenya").exists()


def test_publishing_stops_when_its_time_is_over_and_says_what_is_left(the_house):
    the_house.approved()

    assert (publishing.show_all(seconds=-1), publishing.show_all()) == ((0, 1), (1, 0))
