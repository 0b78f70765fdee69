"""What a mail says, to whom it may not say it, and how its reader stops it."""

import datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import MailChoice, Outbox, Role, User
from reviews import digests, house, mailing, mails, reviewing, workflow
from tests.factories import make_user
from tests.reviews.mail_days import choose, emptied, one_that_waits, sent_now

pytestmark = pytest.mark.django_db
NASTY_NAME = "Eve\r\nBcc: victim@example.org\r\n\r\n<b>Free pills</b>"
SECRET = "These words are for nobody's mail."


@pytest.fixture
def waiting(the_house) -> Outbox:
    return one_that_waits(the_house)


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
