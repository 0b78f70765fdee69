"""A forgotten password: who is told what, how long a link holds, how often it is sent."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import links, own_account, site
from articles.models import Outbox, ResetAsked, User
from reviews import accounts
from tests.articles.writing_pages import signed_in, words
from tests.factories import PASSWORD, make_user
from tests.reviews.post import BOTH, NEW_PASSWORD, link_in, sent, told

pytestmark = pytest.mark.django_db
DEAD = "This link does not work any more"


def ask(address: str, client: Client | None = None, **headers: Any) -> Any:
    return (client or Client(**headers)).post("/forgotten/", {"email": address})


def link_for(person: User) -> str:
    ask(person.email)
    return link_in(sent()[0])


def opened(link: str) -> tuple[Client, Any]:
    """A visitor at the page that the link leads to."""
    visitor = Client()
    return visitor, visitor.get(link, follow=True)


def age(minutes: int) -> None:
    """What was asked for and sent lies this much longer back."""
    back = datetime.timedelta(minutes=minutes)
    for row in Outbox.objects.all():
        made, due = row.made_at - back, row.due_at - back
        Outbox.objects.filter(pk=row.pk).update(key=f"{row.key}, aged", made_at=made, due_at=due)
    for asked in ResetAsked.objects.all():
        ResetAsked.objects.filter(pk=asked.pk).update(asked_at=asked.asked_at - back)


def test_link_goes_to_the_account_and_sets_another_password():
    person = make_user("author")
    link = link_for(person)
    visitor, page = opened(link)

    response = visitor.post(page.request["PATH_INFO"], BOTH)

    assert response["Location"] == "/sign-in/"
    assert User.objects.get().check_password(NEW_PASSWORD)


def test_answer_is_the_same_for_known_and_unknown_addresses():
    """20: nobody learns from the page who has an account here."""
    known, closed = make_user("author"), make_user("author")
    User.objects.filter(pk=closed.pk).update(is_active=False)

    pages = [ask(address) for address in (known.email, closed.email, "nobody@example.org")]

    assert len({(page.status_code, page["Location"], page.content) for page in pages}) == 1
    assert len({Client().get(page["Location"]).content for page in pages}) == 1


def test_work_before_the_answer_is_the_same_for_known_and_unknown_addresses():
    """20: nor from the time it takes. What differs is done later, by the periodic work."""
    known = make_user("author")

    done = []
    for address in (known.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(address)
        done.append([query["sql"].replace(address, "…").split(" VALUES")[0][:60] for query in queries])

    assert done[0] == done[1]
    assert list(Outbox.objects.all()) == []


@pytest.mark.parametrize("who", ["nobody", "closed", "invited"])
def test_nothing_is_sent_where_there_is_no_password_to_replace(who):
    editor = make_user("editor")
    person = accounts.invite(by=editor, email="ada@example.org", printed_name="Ada Lund", parts=[])
    if who == "closed":
        person.set_password(PASSWORD)
        person.is_active = False
        person.save()

    ask("nobody@example.org" if who == "nobody" else person.email)

    assert sent() == []


def test_look_alike_of_an_address_gets_no_link():
    """39: letters that a database takes for the same, in another script or width, are another address."""
    make_user("author", email="mike@example.org")

    for address in ("mıke@example.org", "mİke@example.org", "mike@exampłe.org"):
        ask(address)
    assert told() == []
    ask("miKe@example.org")

    assert told() == [("mike@example.org", "A new password")]


def test_link_goes_to_the_stored_address_however_it_was_typed():
    """39: never to what was typed into the form."""
    make_user("author", email="mike@example.org")

    ask("MIKE@Example.org")

    assert told() == [("mike@example.org", "A new password")]


def test_link_works_once():
    link = link_for(make_user("author"))
    visitor, page = opened(link)
    visitor.post(page.request["PATH_INFO"], BOTH)

    again = opened(link)[1]

    assert (again.context["validlink"], DEAD in words(again)) == (False, True)


def end_by_signing_in(person: User) -> None:
    Client().post("/sign-in/", {"username": person.email, "password": PASSWORD})


def end_by_password(person: User) -> None:
    person.set_password(NEW_PASSWORD)
    person.save()


def end_by_correction(person: User) -> None:
    accounts.correct(
        person, by=make_user("editor"), email="other@example.org", printed_name=person.printed_name
    )


def end_by_closing(person: User) -> None:
    accounts.close(person, by=make_user("editor"))


@pytest.mark.parametrize("end", [end_by_signing_in, end_by_password, end_by_correction, end_by_closing])
def test_link_holds_no_more_after(end):
    person = make_user("author")
    link = link_for(person)

    end(person)

    assert opened(link)[1].context["validlink"] is False


def test_link_holds_for_an_hour(monkeypatch):
    person = make_user("author")
    link = link_for(person)
    found = []

    for minutes in (59, 61):
        later = datetime.datetime.now() + datetime.timedelta(minutes=minutes)  # noqa: DTZ005
        monkeypatch.setattr(links.reset_tokens, "_now", lambda later=later: later)
        found.append(opened(link)[1].context["validlink"])

    assert found == [True, False]


def test_form_that_was_open_when_the_link_ended_sets_nothing():
    person = make_user("author")
    visitor, page = opened(link_for(person))
    end_by_signing_in(person)

    visitor.post(page.request["PATH_INFO"], BOTH)

    assert User.objects.get().check_password(PASSWORD)


def test_link_of_an_invitation_and_link_of_a_mail_do_not_open_each_others_page():
    """29: a link opens what it was made for."""
    person = make_user("author")
    reset = link_for(person)
    editor = make_user("editor")
    invited = accounts.invite(by=editor, email="ada@example.org", printed_name="Ada Lund", parts=[])
    first = accounts.first_link(invited, by=editor)

    crossed = [reset.replace("/reset/", "/welcome/"), first.replace("/welcome/", "/reset/")]

    assert [opened(link)[1].context["validlink"] for link in crossed] == [False, False]


def test_looking_at_the_link_changes_nothing():
    person = make_user("author")
    link = link_for(person)
    before = User.objects.values().get(pk=person.pk)

    for _visit in range(3):
        opened(link)

    assert User.objects.values().get(pk=person.pk) == before


def test_link_neither_signs_in_nor_opens_any_room():
    """29: who has a link has no session by it, before or after its use."""
    person = make_user("author")
    visitor, page = opened(link_for(person))
    visitor.post(page.request["PATH_INFO"], BOTH)

    assert visitor.get("/write/")["Location"].startswith("/sign-in/")


def test_new_password_ends_every_session_and_a_mail_says_so():
    person = make_user("author")
    at_work = signed_in(person)
    person.refresh_from_db()
    visitor, page = opened(link_for(person))

    visitor.post(page.request["PATH_INFO"], BOTH)

    assert (list(person.sessions.all()), told()) == ([], [(person.email, "Your password was changed")])
    assert at_work.get("/write/")["Location"].startswith("/sign-in/")


def test_new_password_opens_a_sign_in_that_was_closed_by_mistakes():
    person = make_user("author")
    for _ in range(5):
        Client().post("/sign-in/", {"username": person.email, "password": "wrong"})
    visitor, page = opened(link_for(person))
    visitor.post(page.request["PATH_INFO"], BOTH)

    response = Client().post("/sign-in/", {"username": person.email, "password": NEW_PASSWORD})

    assert response.status_code == 302


def test_one_account_gets_one_link_in_ten_minutes():
    person = make_user("author")
    counts = []

    for minutes in (0, 9, 2):
        age(minutes)
        ask(person.email)
        ask(person.email)
        counts.append(len(sent()))

    assert counts == [1, 0, 1]


def test_one_network_address_asks_ten_times_in_a_quarter_of_an_hour():
    statuses = [ask(f"nobody-{number}@example.org").status_code for number in range(11)]
    elsewhere = ask("nobody@example.org", REMOTE_ADDR="198.51.100.7")

    assert (statuses, elsewhere.status_code) == ([302] * 10 + [429], 302)


def test_asking_too_often_is_answered_with_when_and_what_was_typed():
    for number in range(10):
        ask(f"nobody-{number}@example.org")

    response = ask("me@example.org")

    assert (response["Retry-After"], "Wait 15 minutes" in words(response)) == ("900", True)
    assert 'value="me@example.org"' in response.content.decode()


def test_limit_is_over_after_a_quarter_of_an_hour():
    for number in range(10):
        ask(f"nobody-{number}@example.org")
    age(16)

    assert ask("me@example.org").status_code == 302


def test_nothing_is_kept_of_who_asked_once_the_quarter_of_an_hour_is_over():
    ask("nobody@example.org")
    sent()
    age(16)

    own_account.hand_on()

    assert list(ResetAsked.objects.all()) == []


def test_link_that_nobody_sent_for_an_hour_is_not_sent():
    person = make_user("author")
    ask(person.email)
    own_account.hand_on()
    age(61)

    assert sent() == []


def test_link_is_in_no_row():
    person = make_user("author")
    token = link_for(person).rstrip("/").rpartition("/")[2]

    rows = [str(row) for model in (Outbox, ResetAsked) for row in model.objects.values()]

    assert [row for row in rows if token in row] == []


def test_link_is_for_nobody_elses_eyes():
    """In a demonstration editors read mail in the browser; this one is not there."""
    desk = signed_in(make_user("editor"))
    facts = site.read()
    facts.is_demo = True
    facts.save()
    link_for(make_user("author"))
    row = Outbox.objects.get(template="reset")

    pages = [desk.get(f"/desk/mail/{rest}") for rest in ("", f"{row.pk}/")]
    site.forget()

    assert [page.status_code for page in pages] == [200, 404]
    assert [page for page in pages if "/reset/" in page.content.decode()] == []


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example"])
def test_host_of_the_request_is_in_no_link(host):
    """45: another host is refused; and a link is made from the settings, never from the request."""
    person = make_user("author")

    refused = ask(person.email, HTTP_HOST=host)
    ask(person.email, HTTP_HOST="localhost", HTTP_X_FORWARDED_HOST=host)

    assert refused.status_code == 400
    assert [link_in(letter)[:7] for letter in sent()] == ["/reset/"]


@pytest.mark.parametrize("key", ["", "MQ", "OTk5OTk5", "!!", "x" * 500])
def test_made_up_link_is_answered_as_a_dead_one(key):
    response = Client().get(f"/reset/{key or 'A'}/cabcde-{'0' * 32}/", follow=True)

    assert (response.status_code, DEAD in words(response)) == (200, True)


@pytest.mark.parametrize("email", ["", "no address", "a" * 250 + "@example.org", "a\x00b@example.org"])
def test_what_is_no_address_is_given_back_with_a_sentence(email):
    response = ask(email)

    assert (response.status_code, ResetAsked.objects.count()) == (422, 0)
