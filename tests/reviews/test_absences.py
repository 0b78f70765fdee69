"""Days on which a board member is away: said by them, told to editors, kept from no decision."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Outbox
from reviews import absences, reminders, reviewing
from reviews.models import Absence, Assignment
from tests.reviews.board import Board
from tests.reviews.board_pages import signed_in

pytestmark = pytest.mark.django_db
DAY = "2026-01-05T10:00:00Z"
TODAY = datetime.date(2026, 1, 5)
PATH = "/desk/me/away/"


@pytest.fixture
def board():
    with time_machine.travel(DAY):
        yield Board(is_small=True)


def away(person, first: int, last: int) -> Absence:
    """Days from today."""
    return absences.add(
        person, from_on=TODAY + datetime.timedelta(first), until_on=TODAY + datetime.timedelta(last)
    )


def due(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days)


def test_days_are_said_and_taken_out_on_ones_own_page(board):
    client = signed_in(board.reviewer)

    said = client.post(
        PATH, {"from_on": "2026-02-01", "until_on": "2026-02-14"}, follow=True
    ).content.decode()
    client.post(f"{PATH}{Absence.objects.get().pk}/end/")

    assert "Away from 1 Feb 2026 to 14 Feb 2026" in said
    assert not Absence.objects.exists()


def test_first_day_left_empty_is_today(board):
    signed_in(board.reviewer).post(PATH, {"from_on": "", "until_on": "2026-02-14"})

    assert Absence.objects.get().from_on == TODAY


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2026-02-14", "2026-02-01", "The last day is before the first."),
        ("2025-12-01", "2025-12-24", "These days are over."),
        ("2026-02-01", "2027-02-01", "The last day is more than a year away."),
        ("soon", "2026-02-01", "Write a day like 2026-03-31."),
        ("", "", "Say until when."),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(board, first, last, says):
    answer = signed_in(board.reviewer).post(PATH, {"from_on": first, "until_on": last})

    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert not Absence.objects.exists()


def test_nobody_takes_out_the_days_of_another(board):
    row = away(board.reviewer, 1, 2)

    answer = signed_in(board.second).post(f"{PATH}{row.pk}/end/")

    assert (answer.status_code, Absence.objects.count()) == (404, 1)


def test_editor_sees_the_days_where_somebody_is_asked(board):
    version = board.submitted()
    away(board.second, 10, 20)

    page = signed_in(board.editor).get(f"/desk/versions/{version.pk}/assign/").content.decode()

    assert "Away from 15 Jan 2026 to 25 Jan 2026." in page


@pytest.mark.parametrize(("days", "warns"), [(9, False), (10, True), (20, True), (21, False)])
def test_due_day_inside_warns_and_forbids_nothing(board, days, warns):
    version = board.submitted()
    away(board.second, 10, 20)
    given = {"reviewer": board.second.uid, "due_on": str(due(days)), "seen": version.manuscript_id}

    page = signed_in(board.editor).post(f"/desk/versions/{version.pk}/assign/", given, follow=True)

    assert Assignment.objects.get(reviewer=board.second).due_on == due(days)
    assert ("a later day may suit better" in page.content.decode()) == warns


def test_more_time_that_ends_inside_warns_too(board):
    version = board.submitted()
    held = version.assignments.get(reviewer=board.reviewer)
    away(board.reviewer, 10, 20)
    path = f"/desk/versions/{version.pk}/assignments/{held.pk}/extend/"

    page = signed_in(board.editor).post(
        path, {"due_on": str(due(15)), "seen": version.manuscript_id}, follow=True
    )

    assert (
        "Rita Reviewer is away from 15 Jan 2026 to 25 Jan 2026, and it is due on 20 Jan 2026"
        in page.content.decode()
    )


def test_queues_of_both_tell(board):
    version = board.submitted()
    reviewing.extend(version.assignments.get(reviewer=board.reviewer), by=board.editor, due_on=due(15))
    away(board.reviewer, 10, 20)

    editor, own = (
        signed_in(who).get("/desk/queue/").content.decode() for who in (board.editor, board.reviewer)
    )

    assert "With Rita Reviewer (away from 15 Jan 2026 to 25 Jan 2026)." in editor
    assert "It is due while you are away." in own


def test_reminder_waits_until_its_reviewer_is_back(board):
    version = board.submitted()
    reviewing.extend(version.assignments.get(reviewer=board.reviewer), by=board.editor, due_on=due(12))
    away(board.reviewer, 8, 10)
    mine = Outbox.objects.filter(person=board.reviewer, template="reminder")
    counts = []

    for days in (9, 10, 11):
        with time_machine.travel(datetime.datetime(2026, 1, 5 + days, 10, tzinfo=datetime.UTC)):
            reminders.make(datetime.datetime.now(datetime.UTC))
            counts.append(mine.count())

    assert counts == [0, 0, 1]


def test_asking_costs_as_many_queries_with_three_away_as_with_one(board):
    version, counts = board.submitted(), []
    client = signed_in(board.editor)
    for people in ([board.second], [board.member, board.other_member]):
        for person in people:
            away(person, 1, 2)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/versions/{version.pk}/assign/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
