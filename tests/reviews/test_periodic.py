"""Periodic work: each job, its row, its page; mail that editors see."""

import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import outbox
from articles.models import Edition, Outbox, SiteFacts
from articles.outbox import Line, Template
from reviews import mailing, periodic, record, reminders, reviewing
from reviews.models import Assignment, Decision, PeriodicJob
from tests.articles.writing_pages import signed_in, words
from tests.factories import make_user
from tests.reviews.mail_days import at, choose, the_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(the_house) -> Client:
    return signed_in(the_house.editor)


def kinds() -> list[tuple[str, str, str]]:
    rows = Outbox.objects.filter(template="reminder").select_related("person").order_by("pk")
    return [(row.ids["kind"], row.part, row.person.printed_name) for row in rows]


@pytest.fixture
def held(make_house):
    """A review held by Reviewer 1 since day 0, due on day 14, and not begun."""
    with the_hour(0):
        house = make_house()
        version = house.submitted()
        reviewing.take(version, by=house.reviewers[0])
        yield house, version


def test_reminders_come_before_and_after_the_day_once(held):
    house, _version = held
    reviewing.extend(Assignment.objects.get(), by=house.editor, due_on=at(20).date())
    found = []

    for day in (16, 17, 18, 20, 21, 22):
        with the_hour(day, 10):
            reminders.make(record.now())
            found.append(len(kinds()))

    assert found == [0, 1, 1, 1, 3, 3]
    assert kinds() == [
        ("soon", "reviewer", "Reviewer 1"),
        ("overdue", "reviewer", "Reviewer 1"),
        ("overdue", "editor", "Edith Editor"),
    ]


def test_reminder_of_a_finished_review_is_not_made(held):
    house, version = held
    house.fill_in(version, house.reviewers[0])
    reviewing.comment_only(version, by=house.reviewers[0])

    with the_hour(13):
        made = reminders.make(record.now())

    assert made == 0


def test_reminder_that_came_too_late_is_not_sent(held):
    house, version = held
    with the_hour(13):
        reminders.make(record.now())
        reviewing.hand_back(version, by=house.reviewers[0])
        mailing.announce()

    assert Outbox.objects.get(template="reminder").fate == "left_out"


def test_text_that_is_to_be_checked_again_reminds_its_authors_then_editors(make_house):
    with the_hour(0):
        house = make_house(review_months=1)
        house.approved()
        found = []
        for day in (0, 5, 40):
            with the_hour(day, 10):
                reminders.make(record.now())
                found.append(len(kinds()))

    assert found == [0, 1, 3]
    assert {kind[:2] for kind in kinds()} == {
        ("renewal_soon", "author"), ("renewal_overdue", "author"), ("renewal_overdue", "editor"),
    }  # fmt: skip


def test_text_whose_next_version_is_under_way_reminds_nobody(make_house):
    with the_hour(0):
        house = make_house(review_months=1)
        house.next_version(house.approved())
        with the_hour(40):
            made = reminders.make(record.now())

    assert made == 0


def test_review_that_was_never_begun_lapses(held):
    with the_hour(14, 10):
        call_command("tick", verbosity=0)

    assert Decision.objects.get(move="lapse").role == "system"


def test_review_that_was_begun_does_not_lapse(held):
    house, version = held
    house.fill_in(version, house.reviewers[0])
    with the_hour(14, 10):
        call_command("tick", verbosity=0)

    assert (Decision.objects.filter(move="lapse").exists(), Assignment.objects.get().ended_at) == (
        False,
        None,
    )


def test_tick_keeps_a_row_for_each_job(the_house):
    call_command("tick", verbosity=0)

    rows = PeriodicJob.objects.exclude(ended_at=None)
    assert set(rows.values_list("name", flat=True)) == set(periodic.BY_NAME)
    assert rows.filter(has_failed=True).count() == 0


def test_tick_makes_pages_anew_after_a_changed_fact(the_house, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    the_house.approved()
    call_command("tick", verbosity=0)
    facts = SiteFacts.objects.get_or_create(pk=1)[0]
    facts.publisher = "Another Publisher"
    facts.save()

    call_command("tick", verbosity=0)

    assert b"Another Publisher" in bytes(Edition.objects.filter(kind="current").first().body)


def test_job_that_fails_keeps_no_other_from_running(the_house, settings):
    settings.SESSION_ENGINE = "tests.nowhere"

    with pytest.raises(SystemExit):
        call_command("tick", verbosity=0)

    failed = PeriodicJob.objects.get(has_failed=True)
    assert (failed.name, failed.running_until) == ("sessions", None)
    assert failed.result == "It failed (ModuleNotFoundError). The log says more."
    assert PeriodicJob.objects.get(name="republish").ended_at is not None


def test_job_that_somebody_runs_is_left_to_them(the_house):
    soon = timezone.now() + datetime.timedelta(minutes=5)
    PeriodicJob.objects.create(name="announce", running_until=soon)

    call_command("announce", verbosity=0)

    assert (PeriodicJob.objects.get().ended_at, Outbox.objects.exclude(attempts=0).exists()) == (None, False)


# The pages


def test_periodic_page_says_what_is_late_and_what_came_of_it(desk):
    before = words(desk.get("/desk/periodic/"))
    call_command("tick", verbosity=0)
    after = words(desk.get("/desk/periodic/"))
    PeriodicJob.objects.filter(name="announce").update(ended_at=timezone.now() - datetime.timedelta(hours=2))

    late = words(desk.get("/desk/periodic/"))

    assert ("Periodic work is late." in before, "Periodic work is late." in after) == (True, False)
    assert "Not run for an hour or more: Send mail." in late
    assert "0 reviews were freed." in after


def test_editor_runs_one_job(desk):
    response = desk.post("/desk/periodic/lapse/run/", follow=True)

    assert "Free reviews: 0 reviews were freed." in words(response)
    assert list(PeriodicJob.objects.values_list("name", flat=True)) == ["lapse"]


def test_job_that_is_none_is_not_there(desk):
    assert desk.post("/desk/periodic/everything/run/").status_code == 404


@pytest.mark.parametrize("page", ["periodic/", "mail/"])
def test_post_room_is_for_editors(the_house, page):
    assert signed_in(the_house.reviewers[0]).get(f"/desk/{page}").status_code == 404


@pytest.fixture
def given_up(the_house) -> Outbox:
    row = Outbox.objects.filter(person=the_house.reviewers[0]).first()
    Outbox.objects.filter(pk=row.pk).update(
        fate="given_up", attempts=5, error="The mail server refused <you>."
    )
    return row


def test_given_up_mail_is_shown_and_tried_again(desk, given_up):
    shown = desk.get("/desk/mail/")

    desk.post(f"/desk/mail/{given_up.pk}/again/")

    assert ("The mail server refused <you>." in words(shown), b"<you>" in shown.content) == (True, False)
    assert Outbox.objects.filter(pk=given_up.pk, fate="waiting", attempts=0).exists()


def test_given_up_mail_and_late_work_stand_among_what_is_stuck(desk, given_up):
    shown = words(desk.get("/desk/stuck/"))

    assert ("The mail server refused <you>." in shown, "Not run for an hour or more." in shown) == (
        True,
        True,
    )


def test_given_up_mail_with_a_one_time_link_is_named_and_not_written(desk, the_house):
    secret = Template(lambda rows: pytest.fail("a link was made"), always=True, is_secret=True)
    outbox.register("a_link", secret)
    try:
        outbox.queue([outbox.of("a_link", "a_link:1", the_house.reviewers[0], is_listed=False)])
        Outbox.objects.filter(template="a_link").update(fate="given_up", attempts=5)

        shown = words(desk.get("/desk/mail/"))
    finally:
        del outbox.TEMPLATES["a_link"]

    assert "Mail about an account, with a one-time link" in shown


def test_mail_is_read_by_its_person_alone(desk, the_house):
    mailing.announce()
    row = Outbox.objects.filter(fate="sent").first()

    answers = [desk.get(f"/desk/mail/{row.pk}/").status_code]
    answers.append("Sent" in desk.get("/desk/mail/").context["sent"])

    assert answers == [404, False]


@pytest.fixture
def demonstration(the_house) -> None:
    SiteFacts.objects.update_or_create(pk=1, defaults={"is_demo": True})[0].save()


def test_mail_of_a_demonstration_is_read_by_an_editor(desk, demonstration, the_house):
    mailing.announce()
    row = Outbox.objects.filter(fate="sent", person=the_house.reviewers[0]).first()

    shown = words(desk.get(f"/desk/mail/{row.pk}/"))

    assert f"To {the_house.reviewers[0].email}" in shown


def test_mail_about_an_article_of_ones_own_is_not_read_by_its_writing_editor(desk, demonstration, the_house):
    version = the_house.submitted()
    reviewing.assign(version, by=the_house.editor, reviewer=the_house.reviewers[0])
    mailing.announce()
    row = Outbox.objects.get(version=version, person=the_house.reviewers[0])
    before = desk.get(f"/desk/mail/{row.pk}/").status_code

    version.article.contributors.create(user=the_house.editor)

    assert (before, desk.get(f"/desk/mail/{row.pk}/").status_code) == (200, 404)


def test_one_time_link_of_a_demonstration_is_shown_to_nobody(desk, demonstration, the_house):
    secret = Template(
        lambda rows: {row.pk: Line("Link", "Your link.", path="/welcome/secret/") for row in rows},
        always=True, is_secret=True,
    )  # fmt: skip
    outbox.register("a_link", secret)
    try:
        outbox.queue([outbox.of("a_link", "a_link:1", the_house.editor, is_listed=False)])
        mailing.announce()
        row = Outbox.objects.get(template="a_link")

        answer = desk.get(f"/desk/mail/{row.pk}/")

        assert (row.fate, answer.status_code) == ("sent", 404)
        assert b"Your link." not in desk.get("/desk/mail/").content
    finally:
        del outbox.TEMPLATES["a_link"]


def test_mail_about_the_account_comes_whatever_was_chosen(the_house):
    person = make_user("stranger")
    choose(person, "daily")
    outbox.register(
        "a_word", Template(lambda rows: {row.pk: Line("Word", "Kept.") for row in rows}, always=True)
    )
    try:
        outbox.queue([outbox.of("a_word", "a_word:1", person, is_listed=False, address="old@example.org")])
        mailing.announce()
    finally:
        del outbox.TEMPLATES["a_word"]

    assert Outbox.objects.get(template="a_word").fate == "sent"
