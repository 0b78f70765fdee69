"""Sessions: how they lie in the database, what is known of them, how they end."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from articles import signed_in
from articles.models import Session
from articles.sessions import SessionStore, hashed
from reviews import accounts
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ANDROID = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)


def sign_in(person, agent: str = ANDROID) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/sign-in/", {"username": person.email, "password": PASSWORD})
    return client


def key_of(client: Client) -> str:
    return client.cookies["netreview-session"].value


def test_session_lies_under_the_hash_of_its_key_with_its_person_and_browser():
    person = make_user("author")
    before = timezone.now()

    client = sign_in(person)

    row = Session.objects.get()
    assert (row.pk, row.person, row.browser) == (hashed(key_of(client)), person, "Chrome/Android")
    assert before <= row.begun_at <= timezone.now()


def test_stored_key_signs_nobody_in():
    sign_in(make_user("author"))
    thief = Client()
    thief.cookies["netreview-session"] = Session.objects.get().pk

    assert thief.get("/write/")["Location"].startswith("/sign-in/")


def test_sign_in_leaves_no_row_of_the_session_before_it():
    """46: what was known of a visitor is not carried under the old key into what they may do once signed in."""
    person, client = make_user("author"), Client()
    client.get("/sign-in/")
    session = client.session
    session["kept"] = "1"
    session.save()
    client.cookies["netreview-session"] = before = session.session_key

    client.post("/sign-in/", {"username": person.email, "password": PASSWORD})

    assert (SessionStore().exists(before), Session.objects.count()) == (False, 1)


def test_password_is_in_no_session():
    """46: a session holds who signed in, never what they typed for it."""
    client = sign_in(make_user("author"))

    assert PASSWORD not in str(dict(client.session.items()))


def test_sign_out_removes_the_row():
    client = sign_in(make_user("author"))

    client.post("/sign-out/")

    assert list(Session.objects.all()) == []


def test_ended_session_is_refused_at_its_next_request():
    person = make_user("author")
    client, other = sign_in(person), sign_in(person)

    signed_in.end(person, hashed(key_of(client)))

    assert client.get("/write/")["Location"].startswith("/sign-in/")
    assert other.get("/write/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else():
    client = sign_in(make_user("author"))

    was_ended = signed_in.end(make_user("author"), hashed(key_of(client)))

    assert (was_ended, client.get("/write/").status_code) == (False, 200)


def test_closing_an_account_removes_its_sessions():
    person = make_user("stranger")
    sign_in(person)

    accounts.close(person, by=make_user("editor"))

    assert list(person.sessions.all()) == []


def test_session_is_seen_once_an_hour_at_no_cost_in_between(django_assert_num_queries):
    client = sign_in(make_user("author"))
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    Session.objects.update(seen_at=long_ago)

    client.get("/write/")

    assert Session.objects.get().seen_at == timezone.now().replace(minute=0, second=0, microsecond=0)
    with django_assert_num_queries(1):
        SessionStore(key_of(client)).load()


def test_public_page_touches_no_session(django_assert_num_queries):
    client = sign_in(make_user("author"))
    Session.objects.update(seen_at=timezone.now() - datetime.timedelta(hours=3))
    before = Session.objects.get().seen_at

    client.get("/about/")

    assert Session.objects.get().seen_at == before


def test_expired_session_is_none():
    client = sign_in(make_user("author"))
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))

    assert client.get("/write/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (ANDROID, "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko Firefox/140.0", "Firefox on Mac"),
        ("curl/8.0", "A browser that does not say what it is"),
        ("<script>alert(1)</script>", "A browser that does not say what it is"),
        ("", "A browser that does not say what it is"),
    ],
)  # fmt: skip
def test_browser_is_told_in_plain_words(agent, said):
    assert signed_in.in_words(signed_in.short(agent)) == said
