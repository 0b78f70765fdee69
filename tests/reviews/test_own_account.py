"""One's own account: its page, another password, another address, where one is signed in."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from articles import attempts, links
from articles.models import Outbox, Session, User
from articles.refusals import Refused
from articles.sessions import hashed
from reviews import accounts
from tests.articles.writing_pages import held, words
from tests.factories import PASSWORD, make_user
from tests.reviews.post import BOTH, NEW_PASSWORD, link_in, sent, told

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "new@example.org"
CHANGED = "The address of your account was changed"
CONFIRM = "Confirm your new address"
ASKED = "A new address was asked for"


def sign_in(person: User, agent: str = FIREFOX) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/sign-in/", {"username": person.email, "password": PASSWORD})
    return client


def key_of(client: Client) -> str:
    return hashed(client.cookies["netreview-session"].value)


def ask(client: Client, to: str = NEW, password: str = PASSWORD):
    return client.post("/desk/me/address/", {"email": to, "password": password})


def confirmation(client: Client, to: str = NEW) -> str:
    """The link that went to the new address."""
    ask(client, to)
    return link_in(next(letter for letter in sent() if letter.to == [to]))


# The page


def test_page_says_name_address_parts_and_sessions():
    person = make_user("author", name="Ada Lund", email="ada@example.org")
    client = sign_in(person)
    sign_in(person, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1")

    shown = words(client.get("/desk/me/"))

    parts = [
        "Ada Lund.",
        "ada@example.org",
        "Author .",
        "Firefox on Linux (this one)",
        "Safari on iPhone Begun on",
    ]
    assert [part for part in parts if part not in shown] == []


def test_page_shows_no_session_of_anybody_else():
    client = sign_in(make_user("author"))
    other = sign_in(make_user("author"))

    assert key_of(other) not in client.get("/desk/me/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_page_costs_the_same_for_one_and_three_sessions(more, django_assert_num_queries):
    person = make_user("author")
    client = sign_in(person)
    for _ in range(more):
        sign_in(person)
    client.get("/desk/me/")

    with django_assert_num_queries(6):
        client.get("/desk/me/")


def test_every_page_behind_the_door_leads_to_the_account():
    page = sign_in(make_user("author", name="Ada Lund")).get("/write/")

    assert '<a href="/desk/me/" aria-label="Ada Lund: my account">Ada Lund</a>' in page.content.decode()


# Sessions


def test_one_session_is_ended_and_the_others_stay():
    person = make_user("author")
    client, second, third = (sign_in(person) for _ in range(3))

    client.post(f"/desk/me/sessions/{key_of(second)}/end/")

    assert [one.get("/write/").status_code for one in (client, second, third)] == [200, 302, 200]


def test_all_other_sessions_are_ended_and_this_one_stays():
    person = make_user("author")
    client, second, third = (sign_in(person) for _ in range(3))

    client.post("/desk/me/sessions/end/")

    assert [one.get("/write/").status_code for one in (client, second, third)] == [200, 302, 302]


def test_session_of_somebody_else_is_answered_as_one_that_is_none():
    client, other = sign_in(make_user("author")), sign_in(make_user("author"))

    answers = [
        words(client.post(f"/desk/me/sessions/{key}/end/", follow=True)) for key in (key_of(other), "0" * 64)
    ]

    assert (answers[0] == answers[1], other.get("/write/").status_code) == (True, 200)


# Another password


def change(client: Client, password: str = PASSWORD, **typed: str):
    return client.post("/desk/me/password/", {"password": password, **BOTH, **typed})


def test_password_is_changed_with_the_old_one():
    person = make_user("author")

    response = change(sign_in(person))

    assert (response["Location"], User.objects.get().check_password(NEW_PASSWORD)) == ("/desk/me/", True)


def test_password_change_ends_every_other_session_and_renews_this_one():
    """46: a session from before is worth nothing any more, under its old key least of all."""
    person = make_user("author")
    client, other = sign_in(person), sign_in(person)
    before = key_of(client)

    change(client)

    assert list(person.sessions.values_list("pk", flat=True)) == [key_of(client)] != [before]
    assert [one.get("/write/").status_code for one in (client, other)] == [200, 302]


def test_password_change_is_told_by_mail():
    person = make_user("author")

    change(sign_in(person))

    assert told() == [(person.email, "Your password was changed")]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "wrong"}, "That is not your password. Nothing was changed."),
        ({"password": ""}, "Type your password."),
        ({"new_password2": "something-else-here"}, "The two are not the same."),
        ({"new_password1": "short", "new_password2": "short"}, "must contain at least 12 characters"),
    ],
)
def test_password_that_cannot_be_changed_says_why(typed, sentence):
    person = make_user("author")
    client = sign_in(person)

    response = change(client, **typed)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/desk/me/password/", "/desk/me/address/"])
def test_wrong_passwords_for_ones_own_account_are_counted_as_at_the_sign_in(path):
    client = sign_in(make_user("author"))
    body = {"email": NEW, **BOTH}

    statuses = [client.post(path, {**body, "password": "wrong"}).status_code for _ in range(5)]
    response = client.post(path, {**body, "password": PASSWORD})

    assert (statuses, response.status_code) == ([422, 422, 422, 422, 429], 429)
    assert str(attempts.TOO_MANY) in words(response)
    assert AccessAttempt.objects.get().failures_since_start == 5


# Another address


def test_address_is_changed_by_a_link_from_the_new_one():
    client = sign_in(make_user("author"))
    link = confirmation(client)

    response = client.post(link)

    assert (response["Location"], User.objects.get().email) == ("/desk/me/", NEW)


def test_both_addresses_are_told_before_and_after():
    person = make_user("author", email="old@example.org")
    client = sign_in(person)
    ask(client)
    first = sent()

    client.post(link_in(next(letter for letter in first if letter.to == [NEW])))

    before = sorted((letter.to[0], letter.subject.partition(": ")[2]) for letter in first)
    assert before == [(NEW, CONFIRM), ("old@example.org", ASKED)]
    assert told() == [(NEW, CHANGED), ("old@example.org", CHANGED)]


def test_address_stays_until_it_is_confirmed():
    person = make_user("author", email="old@example.org")
    client = sign_in(person)

    client.get(confirmation(client))

    assert User.objects.get().email == "old@example.org"


def test_link_for_an_address_confirms_nothing_for_a_visitor_or_somebody_else():
    """29: a mailed link decides nothing by itself; whoever asked has to be signed in, and has to press the button."""
    person = make_user("author", email="old@example.org")
    link = confirmation(sign_in(person))
    other = sign_in(make_user("author"))

    answers = [Client().post(link), other.post(link)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert not User.objects.filter(email=NEW).exists()


def test_link_for_an_address_works_once():
    client = sign_in(make_user("author"))
    link = confirmation(client)
    client.post(link)

    again = client.post(link)

    assert (again.status_code, "This link does not work any more" in words(again)) == (422, True)


def test_link_for_an_address_holds_no_more_after_another_password():
    client = sign_in(make_user("author", email="old@example.org"))
    link = confirmation(client)
    change(client)

    client.post(link)

    assert User.objects.get().email == "old@example.org"


def test_link_for_an_address_holds_for_a_day(monkeypatch):
    client = sign_in(make_user("author"))
    link = confirmation(client)
    signed = link.rstrip("/").rpartition("/")[2]
    person, found = User.objects.get(), []

    for hours in (23, 25):
        now = timezone.now().timestamp() + hours * 3600
        monkeypatch.setattr("django.core.signing.time.time", lambda now=now: now)
        found.append(links.address_in(signed, person))

    assert found == [NEW, None]


def test_link_for_an_address_cannot_be_made_up():
    client = sign_in(make_user("author"))
    link = confirmation(client)

    changed = [link[:-8] + "AAAAAAA/", "/desk/me/address/abc/", "/desk/me/address/a:b:c/"]

    assert [client.post(path).status_code for path in changed] == [422] * 3


def test_address_of_somebody_else_is_asked_for_like_any_other_and_never_given():
    """20: nor does who has an account learn who else has one."""
    make_user("author", email="taken@example.org")
    client = sign_in(make_user("author", email="old@example.org"))
    answers = [ask(client, address) for address in ("free@example.org", "Taken@example.org")]
    link = link_in(next(letter for letter in sent() if letter.to == ["Taken@example.org"]))

    response = client.post(link)

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/desk/me/")}
    assert "Another account has this e-mail address." in words(response)
    assert User.objects.filter(email="old@example.org").exists()


def test_address_change_ends_links_for_a_password():
    person = make_user("author")
    client = sign_in(person)
    Client().post("/forgotten/", {"email": person.email})
    reset = link_in(sent()[0])

    client.post(confirmation(client))

    assert Client().get(reset, follow=True).context["validlink"] is False


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "no address"}, "This is no e-mail address."),
        ({"email": ""}, "Write the e-mail address."),
        ({"email": "OLD@example.org"}, "This is your address already."),
        ({"email": "a" * 250 + "@example.org"}, "at most 254 characters"),
        ({"password": "wrong"}, "That is not your password. Nothing was changed."),
    ],
)
def test_address_that_cannot_be_asked_for_says_why_and_keeps_what_was_typed(typed, sentence):
    client = sign_in(make_user("author", email="old@example.org"))
    sending = {"email": NEW, "password": PASSWORD, **typed}

    response = client.post("/desk/me/address/", sending)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert (held(response, "email"), list(Outbox.objects.all())) == (sending["email"], [])


def test_new_addresses_are_written_to_three_times_an_hour():
    client = sign_in(make_user("author"))

    statuses = [ask(client, f"new-{number}@example.org").status_code for number in range(4)]

    assert statuses == [302, 302, 302, 422]


def test_mail_to_a_new_address_that_waited_too_long_is_not_sent():
    client = sign_in(make_user("author", email="old@example.org"))
    ask(client)
    Outbox.objects.update(made_at=timezone.now() - datetime.timedelta(hours=25))

    assert told() == [("old@example.org", ASKED)]


# What an editor corrects


def test_correction_of_an_address_tells_both():
    person = make_user("author", email="old@example.org")

    accounts.correct(person, by=make_user("editor"), email=NEW, printed_name=person.printed_name)

    said = "An editor corrected the address of your account"
    assert told() == [(NEW, said), ("old@example.org", said)]


def test_correction_of_a_name_tells_nobody():
    person = make_user("author")

    accounts.correct(person, by=make_user("editor"), email=person.email, printed_name="Ada Lund")

    assert list(Outbox.objects.all()) == []


def test_correction_that_is_refused_tells_nobody():
    person, editor = make_user("author"), make_user("editor")

    with pytest.raises(Refused):
        accounts.correct(person, by=editor, email=editor.email, printed_name="Ada Lund")

    assert list(Outbox.objects.all()) == []


def test_sessions_of_nobody_are_shown_to_nobody():
    Client().get(f"/reset/A/{'0' * 10}/")
    client = sign_in(make_user("author"))
    Session.objects.create(
        pk="1" * 64,
        session_data="",
        expire_date=timezone.now() + datetime.timedelta(hours=1),
        seen_at=timezone.now(),
    )

    assert len(client.get("/desk/me/").context["places"]) == 1
