"""Wrong passwords: how many are heard, from whom, and who has to wait."""

import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.http import HttpRequest
from django.test import Client

from articles import attempts
from tests.articles.writing_pages import words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
WRONG = "not-the-password"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def attempt(email: str, password: str = WRONG, address: str = HERE) -> Any:
    return Client(REMOTE_ADDR=address).post("/sign-in/", {"username": email, "password": password})


def status_of(email: str, password: str = PASSWORD, address: str = HERE) -> int:
    return int(attempt(email, password, address).status_code)


def test_fifth_wrong_password_closes_the_account_from_there():
    person = make_user("author")

    answers = [status_of(person.email, WRONG) for _ in range(5)]

    assert (answers, status_of(person.email)) == ([422, 422, 422, 422, 429], 429)


def test_closed_sign_in_says_how_long_to_wait_and_keeps_the_address():
    for _ in range(5):
        response = attempt("somebody@example.org")

    assert (response["Retry-After"], str(attempts.TOO_MANY) in words(response)) == ("900", True)
    assert 'value="somebody@example.org"' in response.content.decode()


def test_unknown_accounts_are_closed_as_known_ones_are():
    known = make_user("author")

    answers = [[status_of(email, WRONG) for _ in range(6)] for email in (known.email, "nobody@example.org")]

    assert answers[0] == answers[1]


def test_guesses_elsewhere_never_lock_the_real_person_out():
    person = make_user("author")
    for _ in range(6):
        attempt(person.email, address=ELSEWHERE)

    assert (status_of(person.email, address=ELSEWHERE), status_of(person.email)) == (429, 302)


def test_capital_letters_are_the_same_account():
    person = make_user("author")
    for number in range(5):
        attempt(person.email.upper() if number % 2 else person.email)

    assert status_of(person.email) == 429


def test_name_longer_than_any_address_is_counted_too():
    answers = [status_of("x" * 5_000 + "@example.org", WRONG) for _ in range(5)]

    assert answers == [422, 422, 422, 422, 429]


def test_one_address_that_tries_many_accounts_has_to_wait():
    for number in range(50):
        attempt(f"person-{number}@example.org")

    assert status_of(make_user("author").email) == 429


def test_colleagues_who_mistype_do_not_close_their_office():
    for number in range(12):
        for _ in range(3):
            attempt(f"person-{number}@example.org")

    assert status_of(make_user("author").email) == 302


def test_sign_in_is_open_again_after_the_wait():
    person = make_user("author")
    for _ in range(5):
        attempt(person.email)
    waited = datetime.timedelta(minutes=attempts.MINUTES, seconds=1)
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - waited)

    assert status_of(person.email) == 302


def test_trying_while_closed_does_not_make_the_wait_longer():
    person = make_user("author")
    for _ in range(5):
        attempt(person.email)
    closed = AccessAttempt.objects.get().attempt_time

    attempt(person.email)

    assert AccessAttempt.objects.get().attempt_time == closed


def test_sign_in_forgets_ones_own_mistakes_and_nobody_elses():
    person = make_user("author")
    for email in (person.email, "other@example.org"):
        for _ in range(4):
            attempt(email)

    status_of(person.email)

    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["other@example.org"]


def test_nothing_is_kept_but_who_tried_from_where():
    Client(REMOTE_ADDR=HERE, HTTP_USER_AGENT="A browser").post(
        "/sign-in/?q=private", {"username": "a@example.org", "password": "a-secret", "next": "/write/7/"}
    )

    kept = AccessAttempt.objects.values(
        "username", "ip_address", "user_agent", "get_data", "post_data", "path_info"
    )
    assert list(kept) == [
        {
            "username": "a@example.org",
            "ip_address": HERE,
            "user_agent": "<unknown>",
            "get_data": "",
            "post_data": "",
            "path_info": "<unknown>",
        }
    ]


@pytest.mark.parametrize(
    ("is_behind", "forwarded", "found"),
    [
        (False, "203.0.113.9", HERE),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (True, "203.0.113.9, nonsense", HERE),
        (True, "", HERE),
        (True, "2001:DB8::1", "2001:db8::"),
        (True, "2001:db8:0:0:1234:5678:9abc:def0", "2001:db8::"),
        (True, "2001:db8:0:1::1", "2001:db8:0:1::"),
        (True, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_address_is_the_last_that_the_proxy_named(settings, is_behind, forwarded, found):
    settings.BEHIND_PROXY = is_behind
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": HERE, "HTTP_X_FORWARDED_FOR": forwarded}

    assert attempts.address_of(request) == found
