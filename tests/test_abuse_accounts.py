"""What went wrong in systems like this one: accounts, passwords, links in mails."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from articles.models import Outbox, ResetAsked, User
from reviews import accounts
from tests import passwords
from tests.articles.writing_pages import signed_in
from tests.factories import PASSWORD, make_user
from tests.page_forms import Page
from tests.reviews.post import BOTH, NEW_PASSWORD, link_in, sent

pytestmark = pytest.mark.django_db
NASTY = '"><nasty-tag onload=alert(1)>{{ 7|add:7 }}</title><script>alert(1)</script>'
OWN_PAGES = ("", "password/", "address/")
CHANGES = {
    "/forgotten/": {"email": "a@example.org"},
    "/desk/me/password/": {"password": PASSWORD, **BOTH},
    "/desk/me/address/": {"password": PASSWORD, "email": "new@example.org"},
    "/desk/me/sessions/end/": {},
}


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that a password is worked on."""
    done: list[str] = []
    hasher = passwords.QuickArgon2
    for name in ("encode", "verify"):
        work = getattr(hasher, name)
        monkeypatch.setattr(
            hasher, name, lambda self, *given, work=work, **more: (done.append("hash"), work(self, *given, **more))[1]
        )  # fmt: skip
    return done


def tables() -> str:
    """All that the database holds, as text."""
    return "\n".join(str(row) for model in apps.get_models() for row in model.objects.values())


# Who is here


def test_sign_in_works_as_long_for_every_way_to_fail(hashing):
    """Abuse case 20: the time of an answer told whether a password was looked at."""
    known, closed = make_user("author"), make_user("author")
    invited = accounts.invite(
        by=make_user("editor"), email="ada@example.org", printed_name="Ada Lund", parts=[]
    )
    User.objects.filter(pk=closed.pk).update(is_active=False)
    counts = []

    for email in (known.email, "nobody@example.org", closed.email, invited.email, "x" * 5_000):
        hashing.clear()
        Client().post("/sign-in/", {"username": email, "password": "wrong"})
        counts.append(len(hashing))

    assert counts == [1] * 5


def test_asking_for_a_password_works_on_none(hashing):
    """Abuse case 20."""
    known = make_user("author")
    hashing.clear()

    for email in (known.email, "nobody@example.org"):
        Client().post("/forgotten/", {"email": email})

    assert hashing == []


# Who is written to


def test_link_asked_for_under_an_old_address_goes_to_nobody_there():
    """Abuse case 14: mail went to whom it no longer concerned."""
    person = make_user("author", email="old@example.org")
    Client().post("/forgotten/", {"email": "old@example.org"})
    accounts.correct(person, by=make_user("editor"), email="new@example.org", printed_name="Ada Lund")

    mails = [letter for letter in sent() if "/reset/" in letter.body]

    assert mails == []


# What is shown


@pytest.mark.parametrize("page", OWN_PAGES)
def test_name_and_browser_of_any_kind_are_words_on_the_own_page(page):
    """Abuse cases 16 and 17: titles, attributes and messages took names as they were."""
    person = make_user("author", name=NASTY[:120])
    client = Client(HTTP_USER_AGENT=f"Firefox/1 {NASTY}")
    client.post("/sign-in/", {"username": person.email, "password": PASSWORD})

    shown = client.get(f"/desk/me/{page}").content.decode()

    assert (Page(shown).dangers, "<script>alert" in shown) == ([], False)


@pytest.mark.parametrize("path", ["/forgotten/", "/desk/me/address/"])
def test_address_of_any_kind_comes_back_as_words(path):
    """Abuse case 17: what was typed stood in the page that refused it."""
    client = signed_in(make_user("author"))

    shown = client.post(path, {"email": NASTY, "password": "wrong"}).content.decode()

    assert (Page(shown).dangers, Page(shown).typed("email")) == ([], [NASTY])


def test_no_page_of_people_shows_what_a_password_was_made_into():
    """Abuse case 38: who could only look saw hashes."""
    person, editor = make_user("author"), make_user("editor")
    client = signed_in(editor)

    pages = [f"/desk/people/{rest}" for rest in ("", f"{person.uid}/", f"{person.uid}/correct/")] + [
        "/desk/me/"
    ]
    shown = "".join(client.get(page).content.decode() for page in pages)

    assert [part for part in ("argon2", "pbkdf2", person.password) if part in shown] == []


# What is taken in


@pytest.mark.parametrize("path", ["/forgotten/", "/sign-in/"])
def test_body_without_end_is_refused_before_it_is_read(path):
    """Abuse case 18: memory went to a big upload."""
    body = "email=" + "a" * (17 * 1024 * 1024)

    response = Client().post(path, body, content_type="application/x-www-form-urlencoded")

    assert (response.status_code, ResetAsked.objects.count()) == (413, 0)


# Requests from elsewhere


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("token", ["", "x" * 64])
def test_account_changes_nothing_without_the_token_of_this_session(path, token):
    """Abuse case 28: and the form was right in everything else."""
    person, client = make_user("author"), Client(enforce_csrf_checks=True)
    client.force_login(person)
    signed_in(person)

    response = client.post(path, {**CHANGES[path], "csrfmiddlewaretoken": token})

    person.refresh_from_db()
    assert (response.status_code, person.check_password(PASSWORD), person.sessions.count()) == (403, True, 2)
    assert (Outbox.objects.count(), ResetAsked.objects.count()) == (0, 0)


def test_looking_at_any_page_of_an_account_changes_nothing():
    """Abuse case 28: a state changed by a GET, which another site can cause."""
    person = make_user("author")
    client, other = signed_in(person), signed_in(person)
    key = person.sessions.order_by("pk").first().pk
    before = User.objects.values().get(), sorted(person.sessions.values_list("pk", flat=True))

    statuses = [
        client.get(f"/desk/me/{rest}").status_code
        for rest in (*OWN_PAGES, "sessions/end/", f"sessions/{key}/end/", "address/made-up/")
    ]

    assert statuses == [200, 200, 200, 405, 405, 200]
    assert (User.objects.values().get(), sorted(person.sessions.values_list("pk", flat=True))) == before
    assert other.get("/write/").status_code == 200


# Where one is led


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example/desk/"])
def test_door_leads_back_to_no_other_site(path):
    """Abuse case 48: an open redirect by two slashes, here by way of the address that asked for the sign-in."""
    person, client = make_user("author"), Client()

    led = client.post("/sign-in/", {"username": person.email, "password": PASSWORD, "next": path})
    again = client.get(f"/sign-in/?next={path}")

    assert [led["Location"], again["Location"]] == ["/desk/", "/desk/"]


# What is kept


def test_no_password_that_was_ever_typed_is_kept():
    """Abuse case 46: a password lay in a session, where whoever reads the database finds it."""
    person = make_user("author", email="old@example.org")
    client = Client()
    typed = ["wrong-one-typed", PASSWORD, NEW_PASSWORD]
    for password in typed[:2]:
        client.post("/sign-in/", {"username": person.email, "password": password})
    client.post("/desk/me/address/", {"email": "new@example.org", "password": PASSWORD})
    client.post("/desk/me/password/", {"password": "wrong-one-typed", **BOTH})
    client.post("/desk/me/password/", {"password": PASSWORD, **BOTH})

    kept = tables() + str(dict(client.session.items()))

    assert [password for password in typed if password in kept] == []
    assert User.objects.get().check_password(NEW_PASSWORD)


def test_link_that_was_used_is_of_no_use_to_who_finds_it():
    """Abuse case 46: an answer was taken twice."""
    person = make_user("author")
    Client().post("/forgotten/", {"email": person.email})
    link = link_in(sent()[0])
    visitor = Client()
    form = visitor.get(link)["Location"]
    visitor.post(form, BOTH)
    before = User.objects.values("password").get()

    thief: Any = Client()
    thief.get(link)
    thief.post(form, dict.fromkeys(BOTH, "a-thief-was-here-at-noon"))

    assert User.objects.values("password").get() == before
