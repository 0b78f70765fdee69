"""Pages of people: what is public of somebody, from the record, in one query, and of nobody else anything."""

import json
import re

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction

from articles import site
from articles.models import Contribution, Edition, Role
from reviews import contributions, house, publishing, replay, reviewing, workflow
from reviews.models import Signature
from tests.articles.writing_pages import signed_in, words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_site():
    site.forget()
    yield
    site.forget()


def page(person) -> str:
    return f"/people/{person.uid}/"


@pytest.fixture
def version(the_house):
    version = the_house.approved()
    version.article.refresh_from_db()
    return version


def test_page_of_an_author_says_what_they_wrote_and_declared(version, client):
    author = version.article.lead_author

    told = words(client.get(page(author)))

    assert f"{author.printed_name} MD" in told
    assert (
        f"Wrote {Contribution.objects.get(person=author, what='wrote').at:%-d %b %Y} {version.question}"
        in told
    )
    assert f"None declared For: {version.question}" in told
    assert "Author Given by Edith Editor." in told


def test_page_of_a_reviewer_says_what_they_signed_as_printed_then(the_house, version, client):
    reviewer = the_house.reviewers[0]
    house.check_licence(reviewer, by=the_house.editor, credential="PhD", specialty="surgery")

    told = words(client.get(page(reviewer)))

    assert "Reviewer 1 MD, general practice" in told
    assert f"{version.question} Version 1: patient text, professional text. Approved on" in told


def test_page_gives_interests_with_the_day_of_declaring(the_house, client):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="interest", text="I sell tea.")
    reviewing.rule_on_interest(version, by=the_house.editor, person=reviewer, ruling="not_relevant")
    review = reviewing.begin(version, by=reviewer)
    answers = {entry["id"]: {"answer": "yes"} for entry in review.answers}
    reviewing.save_review(version, by=reviewer, counter=0, answers=answers, ai_used="no")
    reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=["patient", "professional"])
    the_house.sign(version, the_house.reviewers[1])

    row = Contribution.objects.get(person=reviewer, what="signed")

    assert (row.facts["interests"], row.facts["declared_on"]) == ("I sell tea.", row.at.date().isoformat())
    assert "I sell tea." in words(client.get(page(reviewer)))


def test_day_of_declaring_is_told_where_the_clock_went_back_before_the_signature(the_house):
    version, (reviewer, other) = the_house.submitted(), the_house.reviewers
    the_house.sign(version, other)
    with time_machine.travel("2031-03-02T09:00:00Z", tick=False):
        the_house.open_review(version, reviewer)
    with time_machine.travel("2031-03-01T09:00:00Z", tick=False):
        reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=["patient", "professional"])

    facts = Contribution.objects.get(person=reviewer, what="signed").facts

    assert (facts["declared_on"], facts["signed_on"]) == ("2031-03-02", "2031-03-01")


def test_names_under_a_text_lead_to_their_pages(the_house, version, client):
    text = client.get(f"/articles/{version.article.slug}/patient/").content.decode()

    people = [version.article.lead_author, *the_house.reviewers]
    assert [f'href="{page(person)}"' in text for person in people] == [True] * 3
    assert {client.get(page(person)).status_code for person in people} == {200}


@pytest.mark.parametrize(
    "who", ["draft author", "reviewer of a pending text", "editor of nothing", "stranger", "nobody"]
)
def test_who_never_appeared_in_public_is_not_found(the_house, client, who):
    if who == "draft author":
        address = page(the_house.draft().article.lead_author)
    elif who == "reviewer of a pending text":
        the_house.sign(the_house.submitted(), the_house.reviewers[0])
        address = page(the_house.reviewers[0])
    else:
        somebody = {"editor of nothing": the_house.editor, "stranger": make_user("stranger")}
        address = page(somebody[who]) if who in somebody else "/people/00000000-0000-0000-0000-000000000001/"

    assert client.get(address).status_code == 404


def test_editor_whose_decision_is_public_has_a_page(the_house, version, client):
    workflow.suspend(version, by=the_house.editor, public="A reader reported a danger.")

    told = words(client.get(page(the_house.editor)))

    assert "Decided as an editor" in told
    assert "Version 1 is being checked again" in told
    assert "The first editor, whom nobody gave the part." in told


@pytest.mark.parametrize("who", ["author", "reviewer", "editor"])
def test_links_of_a_page_lead_to_what_is_there(the_house, version, client, who):
    workflow.suspend(version, by=the_house.editor, public="A reader reported a danger.")
    author, reviewer = version.article.lead_author, the_house.reviewers[0]
    told = client.get(page({"author": author, "reviewer": reviewer, "editor": the_house.editor}[who]))

    links = re.findall(r'class="ledger-title" href="([^"#]+)#?([^"]*)"', told.content.decode())

    found = [(client.get(path), name) for path, name in links]
    assert [(answer.status_code, name) for answer, name in found] == [(200, name) for _path, name in links]
    assert [f'id="{name}"' in answer.content.decode() for answer, name in found if name] == [True] * (
        who == "editor"
    )
    assert links


def test_editors_page_is_the_same_whether_somebody_signed_in_an_open_round(the_house, version, client):
    later = the_house.next_version(version)
    workflow.submit(later, by=version.article.lead_author)
    told = {}
    for is_signed in (False, True):
        with time_machine.travel("2031-03-02T09:00:00Z", tick=False), transaction.atomic():
            if is_signed:
                the_house.sign(later, the_house.reviewers[0])
            workflow.suspend(version, by=the_house.editor, public="A reader reported a danger.")
            told[is_signed] = client.get(page(the_house.editor)).content.decode()
            transaction.set_rollback(True)
        version.refresh_from_db()

    # The fingerprint of an entry is another each time that something is written down; it counts nothing.
    told = {case: re.sub(r"#entry-[0-9a-f]{12}\b", "#entry-", text) for case, text in told.items()}
    assert told[True] == told[False]


def test_lines_say_how_the_text_stands_now(the_house, version, client):
    workflow.suspend(version, by=the_house.editor, public="A reader reported a danger.")

    assert "Being checked again; approved before" in words(client.get(page(version.article.lead_author)))


def test_signature_that_was_struck_is_listed_no_more(the_house, version, client):
    reviewer = the_house.reviewers[0]

    reviewing.strike(Signature.objects.get(person=reviewer), by=reviewer, public="I misread it.")

    assert client.get(page(reviewer)).status_code == 404


def test_text_that_is_no_longer_public_is_listed_no_more(the_house, client):
    the_house.editor.refresh_from_db()
    from reviews.rules import default_rules

    house.set_policy(default_rules(pending_public=("patient",)), by=the_house.editor, password=PASSWORD)
    version = the_house.submitted()
    author = version.article.lead_author
    shown = client.get(page(author))

    workflow.withdraw(version, by=author)

    assert "Not approved: it is being checked." in words(shown)
    assert client.get(page(author)).status_code == 404


def test_parts_that_ended_say_until_when(the_house, version, client):
    author = version.article.lead_author

    house.end_grant(author.grants.get(), by=the_house.editor)

    row = Contribution.objects.get(person=author, what="part")
    assert row.facts["until"] != ""
    assert "Author, until" in words(client.get(page(author)))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_one_query(the_house, version, client, django_assert_num_queries, rows):
    for _more in range(rows - 1):
        other = the_house.draft(version.article.lead_author)
        workflow.submit(other, by=version.article.lead_author)
        for reviewer in the_house.reviewers:
            the_house.sign(other, reviewer)
    client.get(page(version.article.lead_author))

    with django_assert_num_queries(1):
        told = client.get(page(version.article.lead_author))

    assert len(told.context["sections"][0][1]) == rows


def test_page_is_the_same_for_everybody(the_house, version, client):
    address = page(version.article.lead_author)
    anonymous = client.get(address)

    other = signed_in(the_house.editor).get(address)

    assert (other.content, other.headers) == (anonymous.content, anonymous.headers)
    assert (dict(other.cookies), other.headers["Cache-Control"]) == ({}, "public, max-age=0, s-maxage=60")


def test_making_pages_again_changes_no_line(version):
    before = list(Contribution.objects.order_by("pk").values_list("pk", flat=True))

    publishing.show(version.article)
    contributions.keep_parts()

    assert list(Contribution.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_lines_that_were_lost_come_back_with_the_pages(version):
    before = sorted(map(repr, map(contributions.said, Contribution.objects.all())))
    Contribution.objects.all().delete()

    call_command("republish", verbosity=0)

    assert sorted(map(repr, map(contributions.said, Contribution.objects.all()))) == before


def test_verify_finds_a_forged_line(version):
    row = Contribution.objects.filter(what="signed").first()
    row.facts = {**row.facts, "credential": "Professor"}
    row.save()

    problems = replay.verify().problems

    assert [problem.split(":")[0] for problem in problems] == [
        f"article {version.article.uid}, pages of its people"
    ]


def test_verify_finds_a_forged_part(version):
    Contribution.objects.create(
        person=version.article.lead_author, what="part", place=99, at=version.created_at,
        facts={"role": Role.BOARD, "by": "Edith Editor", "until": ""},
    )  # fmt: skip

    problems = replay.verify().problems

    assert ["what people's pages say of their parts" in problem for problem in problems] == [True]


@pytest.mark.parametrize("what", ["part", "signed"])
def test_line_is_kept_once(version, what):
    row = Contribution.objects.filter(what=what).first()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_verify_finds_nothing_in_lines_as_they_were_made(the_house, version):
    workflow.suspend(version, by=the_house.editor, public="A reader reported a danger.")

    assert replay.verify().problems == []


def test_structure_of_the_page_holds_no_address_of_mail(version, client):
    author = version.article.lead_author

    assert author.email not in client.get(page(author)).content.decode()
    assert author.email not in json.dumps(list(Contribution.objects.values_list("facts", flat=True)))
    assert not Edition.objects.filter(path__startswith="/people/").exists()
