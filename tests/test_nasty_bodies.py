"""Every form sent as no browser sends it: far too long, cut short, stale, of another kind, with fields that it lacks."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, ArticleVersion, Authorship, Grant, Reference, User, Variant
from reviews.models import Assignment, Comment, Decision, Disclosure, Review, Round, Signature
from tests.found_forms import FURTHER, TYPED, Body, Found, Site, a_site
from tests.page_forms import Page
from tests.reviews.board import undone
from tests.street import Street

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("bodies")]

FIVE_MEGABYTES = b"dose " * 1_000_000
PAGES = (200, 302, 400, 403, 404, 405, 413, 422)
# What rows have and no form asks for.
SMUGGLED = {
    "state": "approved", "status": "approved", "number": "99", "base": "1", "manuscript": "0" * 64,
    "manuscript_id": "0" * 64, "article": "1", "article_id": "1", "lead_author": "1", "lead_author_id": "1",
    "slug": "mine", "current": "1", "user": "1", "by": "1", "actor": "1", "author": "1", "person": "1",
    "reviewer": "1", "role": "editor", "roles": "editor", "is_active": "", "is_staff": "on", "is_superuser": "on",
    "approved_by": "1", "last_reviewed": "2020-01-01", "reviewed_by": "me", "confirmed_digest": "0" * 64,
    "end": "signed", "submitted_at": "2020-01-01", "posted_at": "2020-01-01", "closed_at": "2020-01-01",
    "outcome": "approved", "round": "1", "policy": "1", "how": "taken", "held_until": "2099-01-01",
    "ended_at": "2020-01-01", "position": "0", "ruling": "not_relevant", "at": "2020-01-01", "seq": "1",
    "hash": "0" * 64, "digest": "0" * 64, "uid": "0", "pk": "1", "id": "1", "version": "1", "version_id": "1",
}  # fmt: skip
ROWS: dict[Any, tuple[str, ...]] = {
    ArticleVersion: ("pk", "state", "number", "base", "manuscript", "article", "change_class", "question", "counter"),
    Article: ("uid", "lead_author", "slug", "specialty"),
    Authorship: ("version", "user", "position", "name", "confirmed_digest"),
    Variant: ("version", "audience", "title", "counter"),
    Reference: ("version", "key", "csl"),
    Grant: ("user", "role", "by"),
    User: ("uid", "email", "printed_name", "is_active"),
    Round: ("version", "number", "manuscript", "policy", "outcome"),
    Assignment: ("version", "reviewer", "how", "by", "due_on", "ended_why"),
    Disclosure: ("article", "person", "kind", "ruling"),
    Review: ("round", "reviewer", "end", "reason", "counter"),
    Comment: ("version", "author", "kind", "body", "parent"),
    Signature: ("round", "person", "digest"),
    Decision: ("version", "move", "actor", "role"),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with a_site(django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def street(site: Site) -> Street:
    return site.street


@pytest.fixture(scope="module")
def forms(site: Site) -> list[Found]:
    return [form for found in site.forms.values() for form in found if form.form.method == "post"]


def client_of(found: Found, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.cookies = SimpleCookie(found.street.cookies[found.person])
    return client


def first_typed(found: Found) -> str:
    return next((name for name in found.fields if found.form.fields[name].kind in TYPED), "")


def test_five_megabytes_in_a_field_are_answered_with_a_page_that_has_them(forms):
    wrong = []
    for found in forms:
        name = first_typed(found)
        for response in found.send({**found.standing(), name: [FIVE_MEGABYTES]}) if name else []:
            is_kept = response.status_code != 422 or FIVE_MEGABYTES.strip() in response.content
            if response.status_code not in PAGES or not is_kept:
                wrong.append((found.identity, name, response.status_code))

    assert wrong == []


def test_form_without_any_field_is_answered_with_a_page(forms):
    wrong = [
        (found.identity, response.status_code)
        for found in forms
        for response in found.send({})
        if response.status_code not in PAGES
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"question": ["a", {}]}'),
        ("text/plain", b"question=a"),
        ("application/octet-stream", bytes(range(256))),
        ("application/xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        ("", b"question=a"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=question\r\n\r\na"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\n\0\r\n--x--\r\n'),
        ("application/x-www-form-urlencoded; charset=utf-7", b"question=+ADw-script+AD4-"),
    ],
)  # fmt: skip
def test_body_of_another_kind_is_answered_with_a_page(forms, kind, body):
    wrong = []
    for found in forms:
        with undone():
            response = client_of(found).post(found.action, body, content_type=kind)
        if response.status_code not in PAGES:
            wrong.append((found.identity, response.status_code))

    assert wrong == []


def test_stale_form_is_answered_with_what_was_typed_and_changes_nothing(forms):
    wrong, before = [], rows()
    for found in forms:
        client, name = client_of(found, enforce_csrf_checks=True), first_typed(found)
        body: Body = {**found.standing(), "csrfmiddlewaretoken": ["x" * 64]}
        if name:
            body[name] = ["my own <words>"]
        response = client.post(found.action, body, headers={"Sec-Fetch-Site": "same-origin"})
        is_kept = not name or b"my own &lt;words&gt;" in response.content
        if response.status_code != 403 or not is_kept:
            wrong.append((found.identity, name, response.status_code))

    assert wrong == []
    assert rows() == before


def rows() -> dict[str, list[Any]]:
    """What stands in the tables, without keys and times that differ from one try to the next."""
    return {
        model.__name__: sorted(model.objects.values_list(*columns), key=repr)
        for model, columns in ROWS.items()
    }


# These begin an article as they stand: of rows whose keys are new each time only the number and the people are the same.
BEGINNING = frozenset({"question_begin"})


def after(found: Found, body: Body) -> tuple[int, Any, Any]:
    with undone():
        status = found.exchange(body)[0].status_code
        if found.identity[0] not in BEGINNING:
            return status, rows(), None
        counts = {name: len(some) for name, some in rows().items()}
        return (
            status,
            counts,
            sorted(Article.objects.values_list("lead_author", "slug", "specialty"), key=repr),
        )


def test_fields_that_a_form_lacks_change_nothing(forms):
    """Abuse case 11: a restriction of fields got round by a crafted request."""
    wrong = []
    for found in forms:
        smuggled = {name: [value] for name, value in SMUGGLED.items() if name not in found.form.fields}
        if after(found, found.standing()) != after(found, {**smuggled, **found.standing()}):
            wrong.append(found.identity)

    assert wrong == []


@pytest.mark.parametrize("counter", ["-1", "0", "999999999", "9" * 400, "٣", "", "1e3", "NaN"])
def test_counter_that_no_page_showed_saves_nothing_over_what_is_there(street, counter):
    path = f"/write/{street.standing('draft').pk}/texts/patient/"
    before = rows()

    street.clients["lead"].cookies = SimpleCookie(street.cookies["lead"])
    response = street.clients["lead"].post(path, {"title": "T", "body": "Other words.", "counter": counter})

    assert response.status_code == 422
    assert "Other words." in response.content.decode()
    assert rows() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40),
        ("program.exe", b"MZ\x90\0"),
        ("latin.txt", b"caf\xe9"),
        ("utf16.txt", "Question".encode("utf-16")),
        ("large.txt", b"x" * 1_100_000),
        ("huge.md", b"# x\n" * 1_500_000),
        ("empty.txt", b""),
        ("../../../etc/passwd.txt", b"# Title\n\nWords.\n"),
        ("a" * 5_000 + ".txt", b"# Title\n\nWords.\n"),
        ("nul\0.txt", b"# Title\n\nWords.\n"),
        ("‮txt.exe", b"# Title\n"),
        ("", b"# Title\n"),
    ],
)  # fmt: skip
def test_file_of_any_kind_brought_in_is_answered_with_a_page_and_kept_nowhere(street, name, content):
    before = rows()
    street.clients["lead"].cookies = SimpleCookie(street.cookies["lead"])

    response = street.clients["lead"].post(
        "/write/bring-in/", {"text": "", "file": SimpleUploadedFile(name or "x", content)}
    )

    assert response.status_code in (200, 400, 413, 422)
    assert b"</html>" in response.content
    assert rows() == before


def test_answers_about_a_source_outlast_its_change_into_one_that_cannot_be_read(street):
    """Who mends the source beside the questions, and breaks it, has not answered in vain."""
    client, typed = (
        street.clients["lead"],
        {"question": "Does tea help?", "specialty": "nursing", "ask-writer": "Ada\nLind"},
    )
    client.cookies = SimpleCookie(street.cookies["lead"])
    source = FURTHER["bring_in"]["text"]

    broken = Page(client.post("/write/bring-in/", {**typed, "step": "keep", "text": "x\0"}).content.decode())
    form = next(form for form in broken.forms if "step" in form.fields)
    again = {name: value[0] for name, value in form.as_it_stands().items() if value}
    mended = Page(client.post("/write/bring-in/", {**again, "text": source}).content.decode())

    assert {name: mended.typed(name) for name in typed} == {name: [words] for name, words in typed.items()}
