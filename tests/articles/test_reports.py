"""Reporting an error without an account: what is kept, what is refused, and whom to call first."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from articles import allowance, emergency_table, reports, site
from articles.models import Report, SentFrom, SiteFacts
from tests.articles.writing_pages import held, words
from tests.record_fixtures import House

pytestmark = pytest.mark.django_db
PAGE = "/report/"
SENT = {
    "kind": "error",
    "what": "The dose is ten times too high.",
    "passage": "Take 500",
    "address": "a@example.org",
}


@pytest.fixture(autouse=True)
def fresh():
    site.forget()
    emergency_table.forget()
    yield
    site.forget()


def about(version) -> dict[str, str]:
    return {"about": version.article.slug, "audience": "patient", "version": "1"}


def published(house: House):
    version = house.approved()
    version.article.refresh_from_db()
    return version


def test_page_of_an_article_leads_to_the_form_about_it(the_house, client):
    version = published(the_house)
    page = client.get(f"/articles/{version.article.slug}/patient/").content.decode()
    link = f"/report/?about={version.article.slug}&amp;audience=patient&amp;version=1"

    shown = client.get(link.replace("&amp;", "&"))

    assert link in page
    assert [held(shown, name) for name in ("about", "audience", "version")] == [
        version.article.slug, "patient", "1",
    ]  # fmt: skip
    assert f"About: {version.question}" in words(shown)


def test_report_is_kept_with_the_page_it_is_about(the_house, client):
    version = published(the_house)

    response = client.post(PAGE, {**SENT, **about(version)})

    report = Report.objects.get()
    assert (response.status_code, "Your report has arrived" in words(response)) == (200, True)
    assert (report.article, report.version, report.audience, report.question) == (
        version.article, version, "patient", version.question,
    )  # fmt: skip
    assert {name: getattr(report, name) for name in SENT} == SENT


def test_form_is_private_and_kept_nowhere(client):
    assert client.get(PAGE).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("slug", ["", "no-such-article", "a\x01b", "x" * 200, "../desk"])
def test_report_about_no_article_goes_to_the_editors_alone(the_house, client, slug):
    client.post(PAGE, {**SENT, "about": slug})

    assert Report.objects.get().article is None


def test_draft_that_nobody_may_read_cannot_be_reported(the_house, client):
    version = the_house.draft()
    version.article.slug = "a-draft"
    version.article.save(update_fields=["slug"])

    response = client.post(PAGE, {**SENT, **about(version)})

    assert (Report.objects.get().article, version.question in words(response)) == (None, False)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "", "Choose what it is."),
        ("what", "  ", "Say what is wrong."),
        ("what", "x" * 4_001, "What you wrote"),
        ("passage", "x" * 2_001, "The passage"),
        ("what", "a\x00b", "NUL character"),
        ("address", "nobody", "Enter a valid email address."),
    ],
)
def test_what_cannot_be_kept_is_given_back_with_a_sentence(client, field, value, sentence):
    response = client.post(PAGE, {**SENT, field: value})

    assert (response.status_code, sentence in words(response), Report.objects.count()) == (422, True, 0)
    assert field == "passage" or held(response, "passage") == SENT["passage"]


def test_field_that_only_machines_see_is_refused_and_emptied(client):
    response = client.post(PAGE, {**SENT, "website": "http://spam.example"})

    assert (response.status_code, Report.objects.count()) == (422, 0)
    assert (held(response, "website"), held(response, "what")) == ("", SENT["what"])
    assert "that people do not see" in words(response)


def test_same_report_within_an_hour_is_one(client):
    client.post(PAGE, SENT)
    client.post(PAGE, SENT)

    assert Report.objects.count() == 1


def test_one_address_sends_so_much_and_then_waits(client):
    SiteFacts(pk=1, contact_email="editors@example.org").save()
    answers = [client.post(PAGE, {**SENT, "what": f"Wrong {n}."}) for n in range(allowance.MOST_FROM_ONE + 1)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert (answers[-1].headers["Retry-After"], held(answers[-1], "what")) == ("900", "Wrong 6.")
    assert "write to editors@example.org." in words(answers[-1])
    assert client.post(PAGE, {**SENT, "what": "Elsewhere."}, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_all_addresses_together_send_so_much(client, monkeypatch):
    monkeypatch.setattr(allowance, "MOST_FROM_ALL", 2)
    answers = [
        client.post(PAGE, {**SENT, "what": f"Wrong {n}."}, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in (1, 2, 3)
    ]

    assert answers == [200, 200, 429]


def test_wait_is_over_after_a_quarter_of_an_hour(client):
    with time_machine.travel("2026-01-05T10:00:00Z", tick=False) as clock:
        for number in range(allowance.MOST_FROM_ONE):
            client.post(PAGE, {**SENT, "what": f"Wrong {number}."})
        clock.shift(allowance.QUARTER)

        assert client.post(PAGE, SENT).status_code == 200


def test_network_address_is_stored_nowhere(client):
    client.post(PAGE, SENT, REMOTE_ADDR="192.0.2.7")

    rows = [*Report.objects.values(), *SentFrom.objects.values()]
    assert "192.0.2.7" not in str(rows)


# Emergencies


def test_emergency_takes_the_place_of_the_page_and_nothing_is_sent(client):
    SiteFacts(pk=1, emergency_number="112").save()

    response = client.post(PAGE, {**SENT, "what": "my father has crushing chest pain now"})

    assert ("tel:112" in response.content.decode(), Report.objects.count()) == (True, 0)
    assert held(response, "what") == "my father has crushing chest pain now"


def test_emergency_is_found_in_the_passage_too(client):
    response = client.post(PAGE, {**SENT, "passage": "my father has crushing chest pain now"})

    assert ("This could be an emergency." in words(response), Report.objects.count()) == (True, 0)


def test_who_says_that_nobody_is_in_danger_can_send_it(client):
    client.post(PAGE, {**SENT, "what": "my father has crushing chest pain now", "calm": "1"})

    assert Report.objects.get().what == "my father has crushing chest pain now"


def test_emergency_is_answered_before_the_token_and_the_allowance(client):
    for number in range(allowance.MOST_FROM_ONE):
        client.post(PAGE, {**SENT, "what": f"Wrong {number}."})
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(PAGE, {"what": "my father has crushing chest pain now"})

    assert (response.status_code, "This could be an emergency." in words(response)) == (200, True)


def test_report_without_a_token_is_refused():
    strict = Client(enforce_csrf_checks=True)

    assert (strict.post(PAGE, SENT).status_code, Report.objects.count()) == (403, 0)


def test_calm_without_a_token_is_refused():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(PAGE, {**SENT, "what": "my father has crushing chest pain now", "calm": "1"})

    assert (response.status_code, Report.objects.count()) == (403, 0)


def test_emergency_is_answered_without_a_database(client, monkeypatch):
    def broken(*_args: object, **_options: object) -> None:
        raise OperationalError("no database")

    monkeypatch.setattr(connection, "cursor", broken)

    response = client.post(PAGE, {**SENT, "what": "my father has crushing chest pain now"})

    assert (response.status_code, "This could be an emergency." in words(response)) == (200, True)


# Forgetting


@pytest.mark.parametrize(("days", "left"), [(6, "a@example.org"), (7, "")])
def test_address_is_deleted_a_week_after_closing(the_house, client, days, left):
    client.post(PAGE, SENT)
    closed = timezone.now() - datetime.timedelta(days=days)
    Report.objects.update(closed_at=closed, closed_by=the_house.editor, closed_with="Corrected.")

    reports.forget()

    assert Report.objects.get().address == left


def test_periodic_work_deletes_addresses(the_house, client):
    client.post(PAGE, SENT)
    closed = timezone.now() - datetime.timedelta(days=8)
    Report.objects.update(closed_at=closed, closed_by=the_house.editor, closed_with="Corrected.")

    call_command("tick", verbosity=0)

    assert (Report.objects.get().address, SentFrom.objects.count()) == ("", 1)


def test_address_of_an_open_report_is_kept(client):
    client.post(PAGE, SENT)
    Report.objects.update(received_at=timezone.now() - datetime.timedelta(days=400))

    assert (reports.forget(), Report.objects.get().address) == (0, "a@example.org")
