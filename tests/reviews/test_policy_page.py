"""The policy page: the rules in plain words, each wording at its own address."""

import pytest

from articles import site
from articles.models import SiteFacts
from reviews import house
from reviews.rules import default_rules
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_site():
    site.forget()
    yield
    site.forget()


def sentences(response) -> list[str]:
    return [sentence for _heading, found in response.context["sections"] for sentence in found]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"approvals": 3}, "Each text, for each kind of reader, needs the signatures of 3 reviewers who read exactly that text."),
        ({"approvals": 1, "clinicians": 1}, "Each text, for each kind of reader, needs the signature of 1 reviewer who read exactly that text."),
        ({"clinicians": 2}, "At least 2 of them are clinicians with licences that an editor has checked."),
        ({"specialty_match": True}, "Where an article belongs to a specialty, one of them practises it."),
        ({"editorial_steps": 0}, "A change of spelling or form is reviewed like any other change."),
        ({"disclosure_months": 7}, "Before the text opens, a reviewer declares interests for that article; a declaration holds for 7 months."),
        ({"due_days": 9}, "A review is due after 9 days."),
        ({"review_months": 24}, "24 months after its last full review a text is due to be checked again."),
        ({"grace_days": 30}, "From that day its page says so; 30 days later it also leaves our lists."),
        ({}, "Nothing: a text becomes public when it is approved."),
        ({"pending_public": ("professional",)}, "Under a caution, and in no list, this may be read before it is approved: professional text."),
    ],
)  # fmt: skip
def test_rule_is_said_in_words(make_house, client, rules, sentence):
    make_house(**rules)

    assert sentence in sentences(client.get("/policy/"))


def test_rule_that_is_not_there_is_not_said(make_house, client):
    make_house(specialty_match=False, clinicians=0)

    found = " ".join(sentences(client.get("/policy/")))

    assert ("specialty" in found, "clinician" in found) == (False, False)


def test_earlier_policy_keeps_its_address(the_house, client):
    house.set_policy(default_rules(approvals=4), by=the_house.editor, password=PASSWORD)

    first, newest = client.get("/policy/1/"), client.get("/policy/")

    assert (
        first.context["policy"].number,
        first.context["is_in_force"],
        newest.context["policy"].number,
    ) == (1, False, 2)
    assert [number for number, _date in newest.context["others"]] == [1]


def test_checklist_is_printed_whole(the_house, client):
    assert len(client.get("/policy/").context["checklist"]) == len(default_rules().checklist)


@pytest.mark.parametrize("number", ["0", "2", str(10**30)])
def test_policy_that_never_was_is_not_found(the_house, client, number):
    assert client.get(f"/policy/{number}/").status_code == 404


def test_house_without_a_policy_says_so(client):
    assert "No policy is in force yet." in client.get("/policy/").content.decode()


def test_site_says_about_itself_only_what_it_knows(the_house, client):
    before = [heading for heading, _found in client.get("/policy/").context["sections"]]
    SiteFacts(
        pk=1, publisher="The Institute", funding_statement="A grant.", contact_email="a@example.org"
    ).save()

    after = [heading for heading, _found in client.get("/policy/").context["sections"]]

    assert [heading for heading in after if heading not in before] == [
        "Who publishes this",
        "Who pays for it",
        "How to reach us",
    ]


def test_policy_is_the_same_for_everybody_and_costs_one_query(the_house, client, django_assert_num_queries):
    anonymous = client.get("/policy/")
    client.force_login(the_house.editor)

    with django_assert_num_queries(1):
        response = client.get("/policy/")

    assert (response.content, dict(response.headers)) == (anonymous.content, dict(anonymous.headers))
