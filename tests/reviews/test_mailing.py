"""Mailing: each row once, tried again where the server fails, and never to whom it is not theirs any more."""

import datetime
import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Grant, MailChoice, Outbox, Role, User
from reviews import accounts, digests, house, mailing, mails, record, reviewing, workflow
from tests.factories import make_user
from tests.reviews.mail_days import choose, emptied, fates, sent_now, the_hour

pytestmark = pytest.mark.django_db
NASTY_NAME = "Eve\r\nBcc: victim@example.org\r\n\r\n<b>Free pills</b>"
SECRET = "These words are for nobody's mail."


@pytest.fixture
def waiting(the_house) -> Outbox:
    """One mail that waits: the editor is told that a text was submitted."""
    emptied()
    the_house.submitted()
    Outbox.objects.filter(fate="waiting").exclude(ids__move="submit").update(fate="left_out")
    return Outbox.objects.get(fate="waiting")


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

    assert sent_now() == [(reviewer.email, "A part ended")]


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


# What a mail says


def test_name_with_line_ends_makes_no_header(the_house):
    User.objects.filter(pk=the_house.editor.pk).update(printed_name=NASTY_NAME)
    emptied()
    house.grant(make_user("stranger"), Role.AUTHOR, by=User.objects.get(pk=the_house.editor.pk))

    mailing.announce()

    message = mail.outbox[0].message()
    assert (message["Bcc"], len(mail.outbox[0].recipients())) == (None, 1)
    assert mails.one_line(NASTY_NAME) == "Eve Bcc: victim@example.org <b>Free pills</b>"


def test_question_with_line_ends_and_marks_stays_a_subject(the_house, waiting):
    manuscript = waiting.version.manuscript
    assert "Does ginger tea shorten a cold?" in mails.letter(waiting).subject

    found = mails.one_line(f"{manuscript.body[:40]}\r\nTo: x@example.org\x00\x85 " + "long " * 80)

    assert ("\n" in found, "\r" in found, "\x00" in found, len(found) <= mails.LONGEST_SUBJECT) == (
        False, False, False, True,
    )  # fmt: skip


def test_names_are_escaped_in_html_and_plain_in_text(the_house):
    User.objects.filter(pk=the_house.editor.pk).update(printed_name="<img src=x> & Sons")
    emptied()
    house.grant(make_user("stranger"), Role.AUTHOR, by=User.objects.get(pk=the_house.editor.pk))

    mailing.announce()

    html = mail.outbox[0].alternatives[0][0]
    assert ("&lt;img src=x&gt; &amp; Sons" in html, "<img" in html) == (True, False)
    assert "<img src=x> & Sons gave you a part" in mail.outbox[0].body


def test_mail_holds_no_picture_and_nothing_of_another_host(waiting):
    html = mails.letter(waiting).html

    links = [part.split('"')[0] for part in html.split('href="')[1:]]
    assert all(link.startswith("http://testserver/") for link in links)
    assert not any(tag in html for tag in ("<img", "<link", "<script", "<style", "src="))


def test_no_word_of_a_reason_or_a_review_reaches_a_mail(the_house):
    version = the_house.submitted()
    the_house.open_review(version, the_house.reviewers[0])
    reviewing.object_on_safety(version, by=the_house.reviewers[0], reason=SECRET)
    workflow.decline(version, by=the_house.editor, to_author=SECRET, for_editors=SECRET)
    aside = the_house.board_member("Third")
    reviewing.disclose(the_house.submitted(), by=aside, kind="interest", text=SECRET)

    mailing.announce()

    whole = "".join(sent.message().as_string() for sent in mail.outbox)
    assert ("objected to" in whole, "declared an interest" in whole, SECRET in whole) == (True, True, False)


def test_no_word_of_a_draft_reaches_a_mail(the_house):
    version = the_house.draft()
    other = the_house.author()
    version.authorships.create(user=other, position=2, name="Other", credential="MD")
    emptied()

    workflow.withdraw(version, by=version.article.lead_author)
    mailing.announce()

    assert [sent.to for sent in mail.outbox] == [[other.email]]
    assert ("ginger" in mail.outbox[0].body.lower(), "your draft of" in mail.outbox[0].body) == (False, True)


# Choices


def test_mail_says_how_to_stop_it_with_one_click(waiting):
    headers = mails.written(waiting).extra_headers

    assert headers["List-Unsubscribe"].startswith("<http://testserver/stop-mail/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_stops_mails_without_signing_in(waiting, the_house):
    path = mails.stop_path(the_house.editor)
    client = Client(enforce_csrf_checks=True)

    looked = (client.get(path).status_code, MailChoice.objects.exists())
    client.post(path, {"List-Unsubscribe": "One-Click"})

    assert (looked, MailChoice.objects.get().how, sent_now()) == ((200, False), "signed", [])


@pytest.mark.parametrize("token", ["x", "ImFiYyI:1xW8Z7:XPL69XH26WpN1BYb8vMpQXbOxsZISKncZq3fadeo2sA"])
def test_forged_token_stops_nothing(the_house, token):
    response = Client().post(f"/stop-mail/{token}/")

    assert (response.status_code, MailChoice.objects.exists()) == (404, False)


def test_token_of_a_mail_opens_nothing_else(the_house):
    token = mails.stop_path(the_house.editor).split("/")[2]

    found = Client().get(f"/welcome/{token}/{token}/").context["validlink"]

    assert found is False


def test_who_wants_only_what_is_signed_gets_that_and_no_more(the_house):
    version = the_house.submitted()
    choose(version.article.lead_author, "signed")
    choose(the_house.editor, "signed")
    emptied()
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)

    found = [title for _address, title in sent_now()]

    assert set(found) == {"Approved"}


def test_digest_comes_once_a_day_and_tells_everything(the_house):
    with_choice = the_house.editor
    choose(with_choice, "daily")
    emptied()
    for _text in range(2):
        the_house.submitted()
    now = timezone.now().replace(hour=digests.HOUR)

    made = [digests.make(now + datetime.timedelta(days=1)) for _time in range(3)]
    Outbox.objects.filter(template="digest").update(due_at=timezone.now())
    sent_now()

    told = [sent for sent in mail.outbox if sent.to == [with_choice.email]]
    assert (made, len(told), told[0].body.count("submitted “Does")) == ([1, 0, 0], 1, 2)


def test_digest_leaves_out_what_its_person_may_no_longer_know(the_house):
    choose(the_house.editor, "daily")
    emptied()
    first, second = the_house.submitted(), the_house.submitted()
    first.article.contributors.create(user=the_house.editor)
    digests.make(timezone.now().replace(hour=digests.HOUR) + datetime.timedelta(days=1))

    digest = Outbox.objects.get(template="digest")

    told = [row.version for row in digests.told_in(digest) if row.version]
    assert told == [second]


def test_digest_waits_for_its_hour(the_house):
    choose(the_house.editor, "daily")
    the_house.submitted()

    made = digests.make(timezone.now().replace(hour=digests.HOUR - 1) + datetime.timedelta(days=1))

    assert made == 0
