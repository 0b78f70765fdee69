"""Races of the post: runs beside each other send each mail once, and do each job once."""

from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command

from articles.models import Outbox, Role
from reviews import digests, house, mailing, record, reviewing
from reviews.models import Decision, PeriodicJob
from tests.factories import make_user
from tests.record_fixtures import House
from tests.reviews.mail_days import at, choose
from tests.reviews.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = 20


@pytest.fixture
def editor() -> object:
    person = make_user("stranger")
    house.first_editor(person)
    for _mail in range(MAILS):
        house.grant(make_user("stranger"), Role.AUTHOR, by=person)
    return person


def test_two_runs_of_announce_at_once_send_each_mail_once(editor):
    race(mailing.announce, mailing.announce)

    counted = Counter(sent.to[0] for sent in mail.outbox)
    assert (len(counted), set(counted.values())) == (MAILS + 1, {1})
    assert set(Outbox.objects.values_list("fate", "attempts")) == {("sent", 1)}


def test_four_ticks_at_once_send_each_mail_once(editor):
    race(*[lambda: call_command("tick", verbosity=0)] * 4)

    assert set(Counter(sent.to[0] for sent in mail.outbox).values()) == {1}
    assert set(PeriodicJob.objects.values_list("has_failed", "running_until")) == {(False, None)}


def test_two_runs_at_once_make_one_digest(editor):
    choose(editor, "daily")

    race(*[lambda: digests.make(record.now().replace(hour=digests.HOUR + 12))] * 2)

    assert Outbox.objects.filter(template="digest").count() == 1


def test_two_runs_at_once_free_a_review_once():
    with record.clock(at(0)):
        made = House()
        reviewing.take(made.submitted(), by=made.reviewers[0])

    race(*[lambda: call_command("tick", verbosity=0)] * 2)

    assert Decision.objects.filter(move="lapse").count() == 1
