"""Doors that close while somebody writes: the words come back, whatever ended the session or the access."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django import forms
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

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
ONLY_READ = {"desk", "queue", "write_export", "write_references", "hand_in", "letter", "version_desk", "version_text",
             "cover", "compare", "inbox", "periodic", "mail", "mail_read", "people", "person", "library",
             "library_csv", "stuck", "me", "reports", "questions", "write_reports", "topics_desk"}  # fmt: skip
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
    assert refused == {"write_export", "write_references"}
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


ONLY_TAKEN = sorted(address.name for address in ADDRESSES if address.get == "-" and " " not in address.name)


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("http://testserver/write/7/texts/patient/", "/write/7/texts/patient/"),
        ("http://testserver/desk/versions/7/compare/?on=p-1", "/desk/versions/7/compare/?on=p-1"),
        ("", "/desk/"),
        ("https://evil.example.org/write/7/", "/desk/"),
        ("http://testserver//evil.example.org/", "/desk/"),
        ("http://[/", "/desk/"),
        ("http://testserver/" + "x" * 3_000, "/desk/"),
    ],
)
def test_sign_in_leads_back_to_the_page_that_the_words_were_typed_on(came_from, led_to):
    response = Client().post(reverse("review", args=[7]), SENT, headers={**HERE, "Referer": came_from})

    assert f'<a href="/sign-in/?{urlencode({"next": led_to})}">Sign in</a>' in response.content.decode()


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
