"""Signing in and out by HTTP."""

import pytest
from django.test import Client

from tests.articles.writing_pages import held, signed_in, words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SENTENCE = "No open account has this e-mail address and password. Check both."


def attempt(email: str, password: str = PASSWORD, next: str = ""):
    return Client().post("/sign-in/", {"username": email, "password": password, "next": next})


def test_sign_in_leads_to_the_desk():
    person = make_user("author")

    response = attempt(person.email.upper())

    assert (response.status_code, response["Location"]) == (302, "/desk/")


@pytest.mark.parametrize(
    ("after", "led_to"),
    [
        ("/write/7/", "/write/7/"),
        ("//example.org/", "/desk/"),
        ("https://example.org/", "/desk/"),
        ("/\\example.org", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("write/", "/desk/"),
    ],
)
def test_sign_in_goes_on_only_within_this_site(after, led_to):
    person = make_user("author")

    response = attempt(person.email, next=after)

    assert response["Location"] == led_to


def test_sign_in_says_the_same_for_unknown_wrong_and_inactive():
    active, closed = make_user("author"), make_user("author")
    closed.is_active = False
    closed.save()

    answers = [
        attempt("nobody@example.org"),
        attempt(active.email, "wrong"),
        attempt(closed.email),
    ]

    assert [(one.status_code, SENTENCE in words(one)) for one in answers] == [(422, True)] * 3


def test_refused_sign_in_keeps_the_address_and_never_the_password():
    response = attempt("somebody@example.org", "a-secret-of-mine")

    assert held(response, "username") == "somebody@example.org"
    assert "a-secret-of-mine" not in response.content.decode()


@pytest.mark.parametrize("email", ["a%00b", "%ED%A0%BD", "x" * 100_000, "';--", "%EF%BD%81@b.org", ""])
def test_sign_in_answers_nasty_addresses_with_the_form(email):
    body = f"username={email}&password=x"

    response = Client().post("/sign-in/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 422


def test_sign_in_page_leads_who_is_signed_in_already_on():
    client = signed_in(make_user("author"))

    response = client.get("/sign-in/?next=/write/")

    assert response["Location"] == "/write/"


def test_sign_in_gives_the_session_a_new_key():
    person, client = make_user("author"), Client()
    client.get("/sign-in/")
    session = client.session
    session["kept"] = "1"
    session.save()
    client.cookies["netreview-session"] = before = session.session_key

    client.post("/sign-in/", {"username": person.email, "password": PASSWORD})

    assert client.cookies["netreview-session"].value != before


def test_sign_in_asks_for_a_token():
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})

    assert response.status_code == 403


def test_sign_out_ends_the_session():
    client = signed_in(make_user("author"))

    response = client.post("/sign-out/")

    assert response["Location"] == "/"
    assert client.get("/write/")["Location"] == "/sign-in/?next=/write/"


def test_sign_out_is_no_link():
    assert signed_in(make_user("author")).get("/sign-out/").status_code == 405
