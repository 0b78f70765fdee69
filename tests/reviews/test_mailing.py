"""Mailing: each row once, tried again where the server fails, and never to whom it is not theirs any more."""

import datetime
import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.core import mail
from django.utils import timezone

from articles.models import Grant, Outbox, Role, User
from reviews import accounts, house, mailing, mails, record, reviewing, workflow
from tests.factories import make_user
from tests.reviews.mail_days import emptied, fates, one_that_waits, sent_now, the_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(the_house) -> Outbox:
    return one_that_waits(the_house)


def again(row: Outbox) -> Outbox:
    return Outbox.objects.get(pk=row.pk)


def test_waiting_mail_is_sent_once(waiting, the_house):
    found = [sent_now(), sent_now()]

    assert found == [[(the_house.editor.email, "Submitted")], []]
    assert again(waiting).fate == "sent"


def test_row_in_somebody_elses_hands_is_left_to_them(waiting):
    Outbox.objects.update(claim="another", claimed_until=timezone.now() + datetime.timedelta(minutes=5))

    assert sent_now() == []


def test_row_that_a_dead_run_held_is_sent_under_the_same_name(waiting, the_house):
    name = mails.written(waiting).extra_headers["Message-ID"]
    Outbox.objects.update(claim="dead", claimed_until=timezone.now() - datetime.timedelta(seconds=1))

    sent_now()

    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [name]


def test_run_that_lost_its_claim_writes_nothing(waiting):
    row = mailing._claim()
    Outbox.objects.filter(pk=row.pk).update(claim="another")

    mailing._keep(row, "given_up")

    assert again(row).fate == "waiting"


def test_mail_is_not_sent_where_no_server_is_named(waiting, settings):
    settings.MAIL_IS_ON = False

    found = sent_now()

    assert (found, again(waiting).attempts) == ([], 0)


def test_mail_that_waited_for_weeks_is_left_out(waiting):
    Outbox.objects.update(due_at=timezone.now() - mailing.STALE - datetime.timedelta(minutes=1))

    assert (sent_now(), again(waiting).fate) == ([], "left_out")


# Rights at the moment of sending


def test_person_deactivated_between_queue_and_send_gets_nothing(waiting, the_house):
    User.objects.filter(pk=the_house.editor.pk).update(is_active=False)

    assert (sent_now(), again(waiting).fate) == ([], "left_out")


def test_person_whose_part_ended_between_queue_and_send_gets_nothing(waiting, the_house):
    Grant.objects.filter(user=the_house.editor).update(ended_at=timezone.now())

    assert (sent_now(), again(waiting).fate) == ([], "left_out")


def test_editor_who_wrote_the_article_is_told_nothing_as_editor(waiting, the_house):
    waiting.version.article.contributors.create(user=the_house.editor)

    assert sent_now() == []


def test_author_taken_from_the_text_is_told_nothing_as_author(the_house):
    version = the_house.draft()
    other = the_house.author()
    version.authorships.create(user=other, position=2, name="Other", credential="MD")
    emptied()
    workflow.withdraw(version, by=version.article.lead_author)
    version.authorships.filter(user=other).delete()

    assert sent_now() == []


def test_reviewer_who_left_the_board_is_not_asked(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    emptied()
    reviewing.assign(version, by=the_house.editor, reviewer=reviewer)
    house.end_grant(Grant.objects.get(user=reviewer, role=Role.BOARD), by=the_house.editor)

    assert sorted(sent_now()) == sorted(
        [(reviewer.email, "A part ended"), (the_house.editor.email, "Review lapsed")]
    )


def test_reviewer_who_left_the_board_and_has_another_part_is_not_asked(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    house.grant(reviewer, Role.AUTHOR, by=the_house.editor)
    emptied()
    reviewing.assign(version, by=the_house.editor, reviewer=reviewer)
    Grant.objects.filter(user=reviewer, role=Role.BOARD).update(ended_at=timezone.now())

    assert sent_now() == []


def test_reviewer_who_came_to_write_the_article_is_told_nothing_as_reviewer(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    emptied()
    reviewing.assign(version, by=the_house.editor, reviewer=reviewer)
    version.article.contributors.create(user=reviewer)

    assert sent_now() == []


def test_board_member_who_never_held_it_is_told_nothing_of_a_closed_text(the_house):
    version, member = the_house.submitted(), the_house.reviewers[0]
    reviewing.disclose(version, by=member, kind="interest", text="Shares.")
    emptied()
    reviewing.rule_on_interest(version, by=the_house.editor, person=member, ruling="not_relevant")
    workflow.withdraw(version, by=version.article.lead_author)

    assert [address for address, _title in sent_now()] == [the_house.editor.email]


def test_account_closed_and_with_it_every_mail(the_house):
    person = make_user("stranger")
    emptied()
    house.grant(person, Role.AUTHOR, by=the_house.editor)
    accounts.close(person, by=the_house.editor)

    assert sent_now() == []


# A server that fails


@pytest.fixture
def no_server(settings) -> None:
    """Nobody listens at this port."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_TIMEOUT = 5


def test_failed_mail_is_tried_again_later_and_given_up_after_the_fifth_time(no_server):
    waits = []
    with the_hour(0):
        person = make_user("stranger")
        house.first_editor(person)
    row = Outbox.objects.get()
    for _attempt in range(5):
        due = again(row).due_at
        with record.clock(due):
            mailing.announce()
        waits.append(again(row).due_at - due)

    minutes = [wait.total_seconds() / 60 for wait in waits]

    assert minutes == [5, 30, 180, 720, 0]
    assert (again(row).fate, again(row).attempts) == ("given_up", 5)
    assert again(row).error == "The mail server could not be reached."


def test_failed_mail_is_not_tried_before_its_time(no_server, waiting):
    mailing.announce()

    mailing.announce()

    assert again(waiting).attempts == 1


def test_run_stops_where_the_server_fails_again_and_again(no_server, the_house):
    done = mailing.announce()

    assert (done.failed, Outbox.objects.filter(attempts=0).count() > 0) == (mailing.MOST_FAILURES, True)


class Refusing(socketserver.StreamRequestHandler):
    """A mail server that knows nobody whose address begins with `gone`."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.strip().lower()
            if b"rcpt to:<gone" in word:
                answer = b"550 nobody\r\n"
            elif word == b"data":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline().strip() != b".":
                    pass
                answer = b"250 kept\r\n"
            else:
                answer = b"221 bye\r\n" if word == b"quit" else b"250 yes\r\n"
            self.wfile.write(answer)
            if word == b"quit":
                return


@pytest.fixture
def refusing_server(settings) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def test_one_refused_address_holds_up_no_other_mail(refusing_server, the_house):
    Outbox.objects.all().delete()
    for name in ("gone", "here", "there"):
        house.grant(make_user("stranger", email=f"{name}@example.org"), Role.AUTHOR, by=the_house.editor)

    done = mailing.announce()

    assert (done.sent, done.failed, fates()) == (2, 1, ["waiting", "sent", "sent"])
    assert Outbox.objects.get(fate="waiting").error == "The mail server refused the address."
