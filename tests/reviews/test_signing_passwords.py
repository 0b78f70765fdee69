"""Passwords under decisions: a wrong one counts as at the sign-in, whatever form it was typed into."""

import re
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client

from articles import attempts
from reviews import reviewing, workflow
from reviews.case import newest_policy
from reviews.forms_house import PolicyForm
from reviews.models import Decision, Review
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import PASSWORD, make_user
from tests.record_fixtures import House
from tests.reviews.board_pages import Browser

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
WRONG = "not-the-password"
ELSEWHERE = "198.51.100.7"
NOTICE = {
    "text-patient": "It was wrong.", "instead-patient": "Ask a doctor.",
    "text-professional": "It was wrong.", "instead-professional": "See the guideline.",
}  # fmt: skip


class Asked:
    """A form that takes a password, filled in rightly by somebody who may send it. `kept`: a field, and what is in it."""

    def __init__(self, person: Any, path: str, body: dict[str, Any], kept: tuple[str, str]) -> None:
        self.person, self.client = person, signed_in(person)
        self.path, self.body, self.kept = path, body, kept

    def send(self, password: str, address: str = "127.0.0.1") -> Any:
        return self.client.post(self.path, {**self.body, "password": password}, REMOTE_ADDR=address)


def signing(house: House) -> Asked:
    version, person = house.submitted(), house.reviewers[0]
    reviewing.take(version, by=person)
    reviewing.disclose(version, by=person, kind="none")
    browser = Browser(person, version)
    body = browser.complete(reason="Kept words.")
    return Asked(person, browser.path("sign/"), body, ("reason", "Kept words."))


def retracting(house: House) -> Asked:
    version = house.approved()
    body = {**NOTICE, "public": "Wrong dose."}
    return Asked(house.editor, f"/desk/versions/{version.pk}/retract/", body, ("public", "Wrong dose."))


def resuming(house: House) -> Asked:
    version = workflow.suspend(house.approved(), by=house.editor, public="A new trial.")
    other = make_user("editor")
    body = {"public": "The trial changes nothing."}
    return Asked(other, f"/desk/versions/{version.pk}/resume/", body, ("public", body["public"]))


def noticing(house: House) -> Asked:
    version = house.approved()
    body = {**NOTICE, "kind": "concern"}
    return Asked(
        house.editor, f"/desk/versions/{version.pk}/notice/", body, ("instead-patient", "Ask a doctor.")
    )


def enacting(house: House) -> Asked:
    shown = PolicyForm.initial_of(newest_policy().rules) | {"due_days": 21}
    sent = {name: "on" if value is True else value for name, value in shown.items() if value is not False}
    return Asked(house.editor, "/desk/policy/", {**sent, "enact": "1"}, ("due_days", "21"))


FORMS = [signing, retracting, resuming, noticing, enacting]
every_form = pytest.mark.parametrize("asked_by", FORMS, ids=lambda form: form.__name__)


def decisions() -> int:
    return Decision.objects.count()


@every_form
def test_fifth_wrong_password_says_to_wait_and_keeps_what_was_typed(the_house, asked_by):
    asked = asked_by(the_house)

    answers = [asked.send(WRONG) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert (answers[-1]["Retry-After"], str(attempts.TOO_MANY) in words(answers[-1])) == ("900", True)
    assert (held(answers[-1], asked.kept[0]), WRONG in answers[-1].content.decode()) == (asked.kept[1], False)


@every_form
def test_right_password_is_not_looked_at_after_five_wrong_ones(the_house, asked_by):
    asked = asked_by(the_house)
    for _ in range(5):
        asked.send(WRONG)
    before = decisions()

    response = asked.send(PASSWORD)

    assert (response.status_code, decisions()) == (429, before)


@every_form
def test_right_password_decides_after_four_wrong_ones_which_are_forgotten(the_house, asked_by):
    asked = asked_by(the_house)
    for _ in range(4):
        asked.send(WRONG)
    before = decisions()

    response = asked.send(PASSWORD)

    assert (response.status_code, decisions()) == (302, before + 1)
    assert list(AccessAttempt.objects.all()) == []


@every_form
def test_wrong_password_leads_to_its_field(the_house, asked_by):
    response = asked_by(the_house).send(WRONG)

    page = response.content.decode()
    assert '<div class="field-error" id="id_password_error">' in page
    assert '<a href="#id_password">' in page


def test_wrong_passwords_of_sign_in_and_signature_are_counted_together(the_house):
    asked = signing(the_house)
    for _ in range(4):
        Client().post("/sign-in/", {"username": asked.person.email.upper(), "password": WRONG})

    response = asked.send(WRONG)

    assert response.status_code == 429


def test_wrong_passwords_elsewhere_hold_no_signature_up(the_house):
    asked = signing(the_house)
    for _ in range(5):
        Client(REMOTE_ADDR=ELSEWHERE).post("/sign-in/", {"username": asked.person.email, "password": WRONG})

    assert asked.send(PASSWORD).status_code == 302


def test_signature_that_has_to_wait_leaves_the_review_saved(the_house):
    asked = signing(the_house)
    for _ in range(5):
        asked.send(WRONG)

    asked.client.post(asked.path, {**asked.body, "reason": "More words.", "over": "1", "password": PASSWORD})

    assert (Review.objects.get().reason, Review.objects.get().end) == ("More words.", "")


def test_password_is_left_alone_where_nothing_is_signed(the_house):
    asked = signing(the_house)
    review = asked.path.replace("/sign/", "/review/")

    asked.client.post(review, {**asked.body, "reason": "x" * 10_001, "password": WRONG})
    asked.client.post(asked.path, {**asked.body, "end": "comment_only", "password": WRONG})

    assert list(AccessAttempt.objects.all()) == []


def test_password_of_endless_length_is_refused_unread(the_house):
    response = signing(the_house).send("x" * 100_000)

    assert (response.status_code, "it is far too long" in words(response)) == (422, True)
    assert list(AccessAttempt.objects.all()) == []


def test_passwords_are_asked_for_once_more_by_one_form_alone():
    """Whatever form takes a password later is to build on the one that counts."""
    asking = [
        path.relative_to(ROOT).as_posix()
        for package in ("articles", "reviews", "netreview")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"PasswordInput\(|current-password", path.read_text())
    ]

    assert asking == ["articles/forms/passwords.py"]
