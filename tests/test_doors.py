"""Doors that close while somebody writes: the words come back, whatever ended the session or the access."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django import forms
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.models import Contributor, User
from articles.views.addresses import page_path
from netreview.middleware import PUBLIC_PATHS, PUBLIC_PREFIXES
from reviews import house, reviewing, workflow
from tests.addresses import ADDRESSES
from tests.articles.writing_pages import signed_in, words
from tests.factories import PASSWORD, make_user
from tests.reviews.board_pages import first, open_to_two, remark, second

__all__ = ["first", "open_to_two", "second"]  # fixtures
pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}
WORDS = "Words that took <an> hour."
SHOWN = "Words that took &lt;an&gt; hour."
SENT = {"reason": WORDS, "password": "hidden-word", "csrfmiddlewaretoken": "t" * 64, "counter": "987"}
OPEN = {"home", "choose", "policy", "policy_number", "sign_in", "sign_out", "article", "article_text",
        "article_version", "article_record", "welcome", "forgotten", "forgotten_sent", "reset", "stop_mail", "ask", "report"}  # fmt: skip
# These only show something.
ONLY_READ = {"desk", "queue", "write_export", "write_references", "hand_in", "letter", "numbers", "version_desk", "version_text",
             "cover", "compare", "inbox", "periodic", "mail", "mail_read", "people", "person", "library",
             "library_csv", "stuck", "me", "reports", "questions", "write_reports", "topics_desk", "write_text_earlier", "my_signatures", "review_copy"}  # fmt: skip
# Everybody with an account has these.
ONES_OWN = {"inbox_read_all", "mail_choice", "me_password", "me_address", "me_address_confirm", "me_sessions_end",
            "me_session_end"}  # fmt: skip


def addresses() -> dict[str, str]:
    """Every private address on what does not exist."""
    kept = {
        "pk": 987_654,
        "uid": UUID(int=9),
        "person": UUID(int=9),
        "audience": "patient",
        "key": "nobody1",
        "move": "submit",
    }
    found = {
        entry.name: reverse(
            entry.name, kwargs={name: kept.get(name, 987_654) for name in entry.pattern.converters}
        )
        for entry in below(get_resolver())
        if entry.name not in OPEN
    }
    return {
        name: path
        for name, path in found.items()
        if path not in PUBLIC_PATHS and not path.startswith(PUBLIC_PREFIXES)
    }


def below(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from below(entry)
        else:
            yield entry


def gives_back(response) -> tuple[int, bool, bool, bool]:
    """The status; whether the words are there, and what never is: a password, what only our pages read."""
    page = response.content.decode()
    return response.status_code, SHOWN in page, "hidden-word" in page, ">987<" in page or "t" * 64 in page


def test_every_private_address_gives_words_back_when_the_session_ended():
    found = {name: Client().post(path, SENT, headers=HERE) for name, path in addresses().items()}

    refused = {name for name, response in found.items() if response.status_code == 405}
    assert refused == {"write_export", "write_references", "write_text_earlier"}
    told = {name: gives_back(response) for name, response in found.items() if name not in refused}
    assert told == dict.fromkeys(told, (403, True, False, False))


def test_every_private_address_gives_words_back_where_nothing_is_there():
    client = signed_in(make_user("stranger"))

    found = {name: client.post(path, SENT, headers=HERE) for name, path in addresses().items()}

    assert {name for name, response in found.items() if response.status_code == 405} == ONLY_READ
    told = {
        name: gives_back(response) for name, response in found.items() if name not in ONLY_READ | ONES_OWN
    }
    assert told == dict.fromkeys(told, (404, True, False, False))


@pytest.mark.parametrize(
    "origin", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example.org"}]
)
def test_words_from_another_site_are_not_shown(origin):
    path = reverse("review", args=[987_654])

    answers = [
        client.post(path, SENT, headers=origin) for client in (Client(), signed_in(make_user("stranger")))
    ]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert [WORDS[:10] in answer.content.decode() for answer in answers] == [False, False]


class AnotherSecret(forms.Form):
    open_sesame = forms.CharField(widget=forms.PasswordInput)


@pytest.mark.parametrize(
    "name",
    ["open_sesame", "second-open_sesame", "pass", "userPass", "new_password1", "api-token", "pin", "one_time_code"],
)  # fmt: skip
@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_what_is_typed_into_a_hidden_field_is_never_given_back(who, name):
    client = Client() if who == "visitor" else signed_in(make_user("stranger"))
    sent = {"reason": WORDS, name: "hidden-word", "answer-1-passage": "It says so."}

    page = client.post(reverse("review", args=[987_654]), sent, headers=HERE).content.decode()

    assert ("hidden-word" in page, SHOWN in page, "It says so." in page) == (False, True, True)


OWN = "/desk/versions/7/review/"
ONLY_TAKEN = sorted(address.name for address in ADDRESSES if address.get == "-" and " " not in address.name)


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("http://testserver/write/7/texts/patient/", "/write/7/texts/patient/"),
        ("http://testserver/desk/versions/7/compare/?on=p-1", "/desk/versions/7/compare/?on=p-1"),
        ("http://testserver/desk/versions/7/sign/", "/desk/versions/7/sign/"),
        ("http://testserver/desk/versions/7/comments/", "/desk/versions/7/comments/"),
        ("", OWN),
        ("https://evil.example.org/write/7/", OWN),
        ("http://testserver//evil.example.org/", OWN),
        ("http://[/", OWN),
        ("http://testserver/" + "x" * 3_000, OWN),
    ],
)
def test_sign_in_leads_back_to_the_page_that_the_words_were_typed_on(came_from, led_to):
    response = Client().post(reverse("review", args=[7]), SENT, headers={**HERE, "Referer": came_from})

    assert f'<a href="/sign-in/?{urlencode({"next": led_to})}">Sign in</a>' in response.content.decode()


def test_sign_in_after_a_review_was_finished_too_late_leads_back_to_its_page(first):
    refused = Client().post(
        first.path("sign/"), SENT, headers={**HERE, "Referer": "http://testserver" + first.path("sign/")}
    )
    onward = unescape(re.findall(r'href="(/sign-in/[^"]*)"', refused.content.decode())[0])

    email = User.objects.get(pk=first.client.session["_auth_user_id"]).email
    shown = Client().post(onward, {"username": email, "password": PASSWORD}, follow=True)

    assert shown.redirect_chain[-1][0] == first.path()


@pytest.mark.parametrize("sent_from", ["http://testserver/write/", "", "https://evil.example.org/"])
def test_a_form_out_of_date_leads_to_its_page_and_to_signing_in(sent_from):
    response = Client(enforce_csrf_checks=True).post("/write/", SENT, headers={**HERE, "Referer": sent_from})

    page = response.content.decode()
    assert (response.status_code, SHOWN in page) == (403, True)
    assert '<a href="/write/">Open the page afresh</a>' in page
    assert '<a href="/sign-in/?next=%2Fwrite%2F">Sign in</a>' in page


def test_a_sign_in_form_out_of_date_leads_to_itself_alone():
    at = "/sign-in/?next=%2Fwrite%2F"
    response = Client(enforce_csrf_checks=True).post(
        at, {"username": "a"}, headers={"Referer": f"http://testserver{at}"}
    )

    assert re.findall(r'<a href="(/sign-in/[^"]*)">([^<]*)', response.content.decode()) == [
        (at, "Open the page afresh")
    ]


@pytest.mark.parametrize("path", ["/no-such-page/", "/articles/no-such-article/", "/%00"])
def test_a_page_for_what_went_wrong_has_the_links_of_every_page(path):
    page = Client().get(path).content.decode()

    found = re.findall(r'<nav aria-label="([^"]*)">(.*?)</nav>', page, re.S)
    assert {label: len(re.findall("<a ", links)) for label, links in found} == {
        "Main": 4, "Menu": 4, "About these pages": 7
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/policy/", "/search/", "/about/"])
def test_readers_pages_lead_to_the_desk_from_their_head(path):
    head = Client().get(path).content.decode().partition("</header>")[0]

    assert '<a href="/desk/">For authors and reviewers</a>' in head


@pytest.mark.parametrize("path", ["/desk/queue/", "/write/"])
def test_logo_of_the_desk_leads_to_its_first_page_and_a_link_to_what_readers_see(path):
    client = signed_in(make_user("editor" if path == "/desk/queue/" else "author"))

    head = client.get(path).content.decode().partition("</header>")[0]

    assert ('class="wordmark" href="/desk/"' in head, '<a href="/">What readers see</a>' in head) == (
        True,
        True,
    )


@pytest.mark.parametrize("name", ONLY_TAKEN)
def test_sign_in_never_leads_to_what_only_takes_something(name):
    path = {**addresses(), "sign_out": "/sign-out/"}[name]

    assert page_path(f"http://testserver{path}", "testserver") == "/desk/"


def test_words_come_back_under_the_names_that_people_know():
    sent = {
        "answer-numbers": "outside", "passage-numbers": "The list.", "end": "ask_for_changes", "ai_used": "no",
        "reason": "Line one.\nLine two.", "text-patient": "no", "point-7-kind": "not_changed", "odd_name": "no",
        "on": "p-3", "comment": "44", "container-title": "Lancet",
    }  # fmt: skip

    page = words(Client().post(reverse("review", args=[987_654]), sent, headers=HERE))

    for part in (
        "Your answer: numbers Outside my field", "The passage: numbers The list.", "Your decision Ask for changes",
        "Use of AI No", "What happened, to readers of the patient text no",
        "Your answer to a point Not changed, because", "Odd name no", "Paragraph 3", "Container title Lancet",
    ):  # fmt: skip
        assert part in page
    assert "44" not in page


def test_only_long_words_come_back_in_a_box():
    sent = {"answer-numbers": "yes", "reason": "Line one.\nLine two."}

    page = Client().post(reverse("review", args=[987_654]), sent, headers=HERE).content.decode()

    assert re.findall(r"<textarea[^>]*>\n([^<]*)</textarea>", page) == ["Line one.\nLine two."]


def test_nothing_typed_asks_a_visitor_to_sign_in_and_is_an_ordinary_404():
    path = reverse("move", args=[987_654, "take"])

    asked = Client().post(path, {"csrfmiddlewaretoken": "x", "counter": "1"}, headers=HERE)
    missing = signed_in(make_user("stranger")).post(path, headers=HERE)

    assert asked["Location"] == f"/sign-in/?next={path}"
    assert missing.content == Client().get("/no-such-page/").content


def test_what_is_not_there_and_what_may_not_be_seen_give_back_the_same_page(open_to_two):
    client = signed_in(make_user("stranger"))

    answers = [
        client.post(reverse("review", args=[pk]), SENT, headers=HERE) for pk in (open_to_two.pk, 987_654)
    ]

    assert answers[0].content == answers[1].content
    assert open_to_two.question not in answers[0].content.decode()


# Doors that close in between


def test_a_review_handed_back_in_another_window_gives_the_words_back(the_house, first):
    form = first.complete(reason=WORDS, end="ask_for_changes")
    reviewing.hand_back(first.version, by=the_house.reviewers[0])

    response = first.client.post(first.path("sign/"), form, headers=HERE)

    assert (response.status_code, SHOWN in response.content.decode()) == (404, True)
    assert "Ginger" not in response.content.decode()


def test_a_review_whose_author_withdrew_gives_the_words_back(first):
    form = first.complete(body=WORDS, on="p-1")
    workflow.withdraw(first.version, by=first.version.article.lead_author)

    response = first.client.post(first.path("comments/"), form, headers=HERE)

    assert (response.status_code, SHOWN in response.content.decode()) == (404, True)


CLOSED = ["comment_add", "review", "sign", "disclose", "hand_back"]


def posted_to(name, first, client=None):
    """What answers this post of a reviewer, or of somebody else who tries the same address."""
    arguments = {"move": name} if name == "hand_back" else {}
    path = reverse("move" if arguments else name, kwargs={"pk": first.version.pk, **arguments})
    return (client or first.client).post(path, {"body": WORDS, "digest": "x"}, headers=HERE)


@pytest.mark.parametrize("name", CLOSED)
def test_a_text_taken_back_while_its_reviewer_typed_is_said_to_that_reviewer(name, first):
    workflow.withdraw(first.version, by=first.version.article.lead_author)

    response = posted_to(name, first)

    page = words(response)
    assert "Its author took this text back on" in page
    assert ('<a href="/desk/queue/">To the queue</a>' in response.content.decode(), SHOWN[:16] in page) == (
        True,
        True,
    )


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("who", ["never asked", "no longer on the board", "writes it now"])
def test_a_text_taken_back_is_not_there_for_who_may_not_know_of_it(name, who, the_house, first):
    workflow.withdraw(first.version, by=first.version.article.lead_author)
    person, client = the_house.reviewers[0], first.client
    if who == "never asked":
        client = signed_in(the_house.board_member("Never Asked"))
    elif who == "no longer on the board":
        house.end_grant(person.grants.get(), by=the_house.editor)
    else:
        Contributor.objects.create(article=first.version.article, user=person)

    response = posted_to(name, first, client)

    page = words(response)
    assert (response.status_code, "There is no page here" in page, "took this text back" in page) == (
        404,
        True,
        False,
    )


def test_a_text_taken_back_is_not_there_for_its_reviewer_who_only_looks(first):
    workflow.withdraw(first.version, by=first.version.article.lead_author)

    response = first.client.get(first.path(), headers=HERE)

    assert response.content == Client().get("/no-such-page/").content


def test_a_text_not_accepted_while_its_reviewer_typed_is_said_to_that_reviewer(the_house, first):
    workflow.decline(first.version, by=the_house.editor, to_author="Out of scope.")

    assert "An editor did not accept this text on" in words(posted_to("comment_add", first))


def test_a_text_taken_back_in_its_second_round_is_said_to_who_finished_the_first(the_house, first):
    first.client.post(first.path("sign/"), first.complete(end="comment_only"))
    workflow.request_changes(first.version, by=the_house.editor, to_author="See below.")
    again = workflow.submit(the_house.mended(first.version), by=first.version.article.lead_author)
    form = first.form(body=WORDS, on="p-1")
    workflow.withdraw(again, by=first.version.article.lead_author)

    page = words(first.client.post(first.path("comments/"), form, headers=HERE))

    assert ("Its author took this text back on" in page, "finished this review already" in page) == (
        True,
        False,
    )


def test_a_review_whose_round_was_ended_gives_the_words_back(the_house, first):
    form = first.complete(body=WORDS, on="p-1", reason="Which dose?")
    workflow.request_changes(first.version, by=the_house.editor, to_author="See below.")

    response = first.client.post(first.path("comments/"), form, headers=HERE)

    page = response.content.decode()
    assert (response.status_code, SHOWN in page, "Which dose?" in page) == (422, True, True)
    assert PASSWORD not in page


def test_a_review_that_ended_in_another_window_gives_unkept_words_back(the_house, first):
    remark(first.version, the_house.reviewers[0])
    form = first.complete(reason="No dose.", end="ask_for_changes")
    first.client.post(first.path("sign/"), form, headers=HERE)

    twice = first.client.post(first.path("sign/"), form, headers=HERE)
    later = first.client.post(first.path("sign/"), {**form, "body": WORDS, "on": "p-1"}, headers=HERE)

    assert (twice.status_code, twice["Location"]) == (302, first.path())
    assert (later.status_code, SHOWN in later.content.decode()) == (422, True)


def test_answers_to_points_that_a_coauthor_handed_in_meanwhile_come_back(the_house, first):
    version, lead = first.version, first.version.article.lead_author
    point = remark(version, the_house.reviewers[0], kind="suggestion")
    workflow.request_changes(version, by=the_house.editor, to_author="See below.")
    workflow.submit(the_house.mended(version), by=lead)
    form = {f"point-{point.pk}-kind": "not_changed", f"point-{point.pk}-body": WORDS, "seen": "x"}

    response = signed_in(lead).post(reverse("points", args=[version.pk]), form, headers=HERE)

    assert (response.status_code, SHOWN in response.content.decode()) == (422, True)


def test_an_editors_letter_for_a_text_that_was_withdrawn_stays_in_its_form(the_house, open_to_two):
    workflow.withdraw(open_to_two, by=open_to_two.article.lead_author)

    response = signed_in(the_house.editor).post(
        reverse("move", args=[open_to_two.pk, "request_changes"]), {"to_author": WORDS}, headers=HERE
    )

    assert (response.status_code, SHOWN in response.content.decode()) == (422, True)


def test_a_declaration_of_who_is_no_longer_on_the_board_comes_back(the_house, first):
    house.end_grant(the_house.reviewers[0].grants.get(), by=the_house.editor)

    response = first.client.post(first.path("declare/"), {"kind": "interest", "text": WORDS}, headers=HERE)

    assert (response.status_code, SHOWN in response.content.decode()) == (404, True)


@pytest.mark.parametrize("name", ["write_text", "write_reference_new", "write_references_paste", "write_authors",
                                  "write_author_add", "write_version"])  # fmt: skip
def test_what_was_written_when_a_coauthor_handed_in_comes_back(name, open_to_two):
    field = {"write_text": "body", "write_reference_new": "title", "write_references_paste": "text",
             "write_authors": "interests", "write_author_add": "email", "write_version": "funding"}[name]  # fmt: skip
    arguments = [open_to_two.pk, *(["patient"] if name == "write_text" else [])]

    response = signed_in(open_to_two.article.lead_author).post(
        reverse(name, args=arguments), {field: WORDS, "counter": "1"}, headers=HERE
    )

    assert (response.status_code, SHOWN in response.content.decode()) == (422, True)
