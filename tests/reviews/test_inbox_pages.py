"""The inbox: the same rows as the mail, unread first, no more than one may know, at a fixed cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Grant, MailChoice, Outbox
from reviews import mailing, mails, notifications, reviewing
from tests.articles.writing_pages import signed_in, words
from tests.factories import make_user
from tests.reviews.mail_days import choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(the_house) -> Client:
    the_house.submitted()
    return signed_in(the_house.editor)


def of(person) -> list[Outbox]:
    return list(notifications.inbox(person))


def test_inbox_shows_what_the_mail_says(the_house, desk):
    row = next(row for row in of(the_house.editor) if row.ids["move"] == "submit")
    sentence = mails.letter(row).lines[0].sentence

    shown = words(desk.get("/desk/inbox/"))

    assert sentence in shown


def test_inbox_and_mail_are_the_same_rows(the_house, desk):
    mailing.announce()

    sent = Outbox.objects.filter(person=the_house.editor, fate="sent").order_by("-made_at", "-pk")

    assert of(the_house.editor) == list(sent)


def test_inbox_of_who_wants_no_mail_shows_everything(the_house, desk):
    choose(the_house.editor, "signed")
    mailing.announce()

    assert "Ada Author submitted" in words(desk.get("/desk/inbox/"))


def test_inbox_shows_unread_lines_first(the_house, desk):
    newest = of(the_house.editor)[0]
    desk.post(f"/desk/inbox/{newest.pk}/read/")

    rows = [row for row, _line in desk.get("/desk/inbox/").context["lines"]]

    assert (rows[-1].pk, [row.read_at is None for row in rows[:-1]]) == (newest.pk, [True] * (len(rows) - 1))


def test_inbox_line_leads_to_the_text_and_is_read_by_a_post(the_house, desk):
    row = next(row for row in of(the_house.editor) if row.ids["move"] == "submit")

    desk.get("/desk/inbox/")
    is_read = [Outbox.objects.get(pk=row.pk).read_at is not None]
    response = desk.post(f"/desk/inbox/{row.pk}/read/", {"open": "1"})
    is_read.append(Outbox.objects.get(pk=row.pk).read_at is not None)

    assert (is_read, response["Location"]) == ([False, True], f"/desk/versions/{row.version_id}/")


def test_navigation_counts_what_is_unread(the_house, desk):
    count = len(of(the_house.editor))
    before = f"Inbox ({count})" in words(desk.get("/desk/queue/"))

    desk.post("/desk/inbox/read/", {"last": str(Outbox.objects.latest("pk").pk)})

    assert (before, "Inbox (" in words(desk.get("/desk/queue/"))) == (True, False)


def test_marking_all_as_read_leaves_what_came_since(the_house, desk):
    last = Outbox.objects.latest("pk").pk
    the_house.submitted()

    desk.post("/desk/inbox/read/", {"last": str(last)})

    assert notifications.inbox(the_house.editor).unread().count() > 0


@pytest.mark.parametrize("last", ["", "x", "9" * 30, "-1", "٣"])
def test_marking_all_as_read_takes_a_number_alone(desk, last):
    response = desk.post("/desk/inbox/read/", {"last": last})

    assert (response["Location"], Outbox.objects.exclude(read_at=None).exists()) == ("/desk/inbox/", False)


def test_line_of_somebody_else_is_not_there(the_house, desk):
    row = of(the_house.editor)[0]

    response = signed_in(the_house.reviewers[0]).post(f"/desk/inbox/{row.pk}/read/")

    assert (response.status_code, Outbox.objects.get(pk=row.pk).read_at) == (404, None)


def test_line_goes_with_the_part_that_it_was_told_to(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.assign(version, by=the_house.editor, reviewer=reviewer)
    client = signed_in(reviewer)
    before = version.question in words(client.get("/desk/inbox/"))

    Grant.objects.filter(user=reviewer).update(ended_at=timezone.now())

    assert (before, version.question in words(client.get("/desk/inbox/"))) == (True, False)


def test_inbox_counts_no_line_that_it_does_not_show(the_house, desk):
    version = the_house.submitted()
    version.article.contributors.create(user=the_house.editor)
    rows = [row for row, _line in desk.get("/desk/inbox/").context["lines"]]

    response = desk.get("/desk/inbox/")

    assert (version.pk in {row.version_id for row in rows}, response.context["unread"]) == (False, len(rows))


def test_inbox_of_nobody_in_particular_says_so():
    assert "Nothing has happened yet" in words(signed_in(make_user("stranger")).get("/desk/inbox/"))


def test_inbox_costs_the_same_for_one_and_three_more(the_house, desk):
    costs = []
    for times in (1, 2):
        for _time in range(times):
            version = the_house.submitted()
            reviewing.take(version, by=the_house.reviewers[0])
        desk.get("/desk/inbox/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/inbox/")
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 13


def test_navigation_counts_by_one_query(the_house, desk):
    for _text in range(3):
        the_house.submitted()
    roles = the_house.editor.roles()

    with CaptureQueriesContext(connection) as queries:
        notifications.inbox(the_house.editor, roles).unread().count()

    assert len(queries) == 1


def test_choice_is_kept(the_house, desk):
    response = desk.post("/desk/inbox/choice/", {"how": "daily"}, follow=True)

    assert (MailChoice.objects.get().how, "Kept." in words(response)) == ("daily", True)


def test_choice_that_is_none_is_refused(the_house, desk):
    response = desk.post("/desk/inbox/choice/", {"how": "never"})

    assert (response.status_code, MailChoice.objects.exists()) == (422, False)
