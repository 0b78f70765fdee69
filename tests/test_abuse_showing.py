"""Abuse cases: what somebody wrote, run or believed where it is shown; and addresses that lead away."""

import json
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client

from articles.formats.draft import Draft, DraftReference, Text
from articles.models import ArticleVersion, Edition, User
from reviews import workflow
from reviews.models import Comment
from tests import factories
from tests.addresses import ADDRESSES, Address
from tests.found_forms import pages_of
from tests.page_forms import Page
from tests.reviews.board import undone
from tests.street import Street

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("abuse")]

POISON = "x\"'></title></textarea></script><nasty-tag onclick=alert(1)>{{ 7|add:7 }}&lt;nasty-tag&gt;"
LINKS = "[a](javascript:alert(1)) <javascript:alert(1)> [b](data:text/html,x) [c](vbscript:x) [d](JAVA&#115;cript:x)"
HTML = "<nasty-tag onclick=alert(1)> <img src=x onerror=alert(1)> <svg/onload=alert(1)> <a href='javascript:x'>a</a>"


def poisoned(body: str) -> str:
    return body.replace("most people.", f"most people. {LINKS} {HTML} {POISON}")


WORK = {
    **factories.WORK,
    "title": POISON,
    "container-title": POISON,
    "author": [{"family": POISON, "given": "A"}],
}
DRAFT = Draft(
    heading=POISON,
    countries=(POISON[:60], "Kenya"),
    searched_to="2025-03-31",
    funding=POISON,
    ai_used=True,
    ai_statement=POISON,
    texts={name: Text(POISON, poisoned(body)) for name, (_title, body) in factories.TEXTS.items()},
    references=(
        DraftReference("adeyemi2021", WORK),
        DraftReference("institute2023", dict(factories.OTHER_WORK)),
    ),
)


class Poisoned(Street):
    """The same street, where everybody has a nasty name and writes nasty words into everything."""

    def person(self, name: str, role: str) -> User:
        return super().person(f"{name} {POISON}"[:120], role)

    def draft(self, **facts: Any) -> ArticleVersion:
        return super().draft(**{"question": f"Does ginger {POISON} help?", "draft": DRAFT, **facts})

    def must(self, version: ArticleVersion, person: User, body: str = "") -> Comment:
        return super().must(version, person, f"{body} {POISON} {LINKS}")


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[Poisoned]:
    with django_db_blocker.unblock(), undone():
        made = Poisoned()
        made.with_every_place()
        yield made


@pytest.mark.parametrize(
    "address", [address for address in ADDRESSES if address.get == "200"], ids=lambda one: one.name
)
def test_page_shows_nasty_words_as_words(street, address: Address):
    """Abuse cases 15, 16, 17, 43 and 44: comparison, titles, attributes, links, confirmations, cleaned Markdown."""
    dangers = []
    for person, path in pages_of(street, address):
        response = street.get(person, path)
        if response.headers["Content-Type"].startswith("text/html"):
            dangers += [(path, danger) for danger in Page(response.content.decode()).dangers]
        dangers += [(path, name) for name, value in response.headers.items() if "<" in value]

    assert dangers == []


def test_poison_is_on_the_pages_that_were_looked_at(street):
    """Else the tests above would show nothing."""
    version = street.standing("under_review")

    pages = [street.get(person, path).content.decode() for person, path in (
        ("lead", f"/write/{version.pk}/"), ("reviewer", f"/desk/versions/{version.pk}/review/"),
        ("editor", f"/desk/versions/{version.pk}/"), ("anonymous", f"/articles/{street.standing('approved').article.slug}/patient/"),
    )]  # fmt: skip

    assert ["nasty-tag" in page for page in pages] == [True] * len(pages)


def test_comparison_shows_nasty_words_as_words(street):
    """Abuse case 15: what had been cleaned as a page came back to life between two versions."""
    version = street.rewrite(
        street.next(street.standing("approved")), old="most people", new=f"most people {HTML} <ins>"
    )
    version = street.ready(_submitted(street, version), street.reviewer)

    found = street.get("reviewer", f"/desk/versions/{version.pk}/compare/").content.decode()

    assert "nasty-tag" in found
    assert Page(found).dangers == []


def _submitted(street: Street, version: ArticleVersion) -> ArticleVersion:
    return workflow.submit(street.confirm(version), by=street.lead)


def test_structured_data_ends_where_it_ends_and_says_what_the_page_says(street):
    """Abuse case 17: JSON in a script, ended by a title."""
    pages = list(Edition.objects.filter(kind=Edition.Kind.CURRENT, audience="patient"))

    for edition in pages:
        html = bytes(edition.body).decode()
        start, end = html.index("application/ld+json"), html.index("</script>")
        data = json.loads(html[html.index(">", start) + 1 : end])

        assert (data["@type"], data["name"]) == ("MedicalWebPage", POISON)
    assert pages


def test_message_after_an_act_shows_a_name_as_words(street):
    """Abuse cases 17 and 45: names in messages and confirmations."""
    version = street.standing("draft")
    client = street.clients["lead"]
    client.cookies = SimpleCookie(street.cookies["lead"])

    client.post(f"/write/{version.pk}/authors/{street.co_author.uid}/remove/")
    found = client.get(f"/write/{version.pk}/authors/").content.decode()

    assert "is no longer named as an author" in found
    assert Page(found).dangers == []


def test_exported_file_has_a_name_that_was_made_here(street):
    """Abuse cases 27, 41 and 47: file names out of titles."""
    found = street.get("lead", f"/write/{street.standing('draft').pk}/export.md")

    assert found.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    name = found.headers["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')
    assert name.replace("-", "").replace(".", "").isalnum()
    assert name.endswith("-v1.md")


ELSEWHERE = [
    "//evil.example.org", "///evil.example.org", "////evil.example.org/%2f..", "https://evil.example.org/",
    "http:evil.example.org", "/\\evil.example.org", "\\/evil.example.org", "\\\\evil.example.org",
    "/\t/evil.example.org", "\t//evil.example.org", "/\n/evil.example.org", "/\r\n/evil.example.org",
    " https://evil.example.org", "javascript:alert(1)", "data:text/html,x", "https:///evil.example.org",
    "http://testserver@evil.example.org/", "http://evil.example.org#@testserver/", "//evil.example.org@testserver",
    "/%09/evil.example.org", "/%5cevil.example.org", "//%5cevil.example.org", "ftp://evil.example.org", "//[::1",
    "/articles/x/\r\nSet-Cookie: a=b", "/articles/x/patient/?next=//evil.example.org", "///" + "e" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
@pytest.mark.parametrize("path", ["/sign-in/", "/choose/"])
def test_next_never_leads_to_another_site(street, path, wanted):
    """Abuse case 48: an open redirect by two slashes."""
    body = {
        "next": wanted,
        "audience": "patient",
        "username": street.stranger.email,
        "password": factories.PASSWORD,
    }

    found = Client().post(path, body)

    assert found.status_code == 302
    location = found.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert not {"\r", "\n", "\t", "\\"} & set(location)


@pytest.mark.parametrize("host", ["evil.example.org", "testserver.evil.example.org", "testserver:80@evil.example.org", "", "localhost\r\nX: y"])  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/write/", "/articles/no-such-article/"])
def test_host_of_a_request_reaches_no_address_of_ours(path, host):
    """Abuse case 45: a link was built of the Host that somebody sent."""
    found = Client(raise_request_exception=False).get(
        path, headers={"Host": host, "X-Forwarded-Host": "evil.example.org"}
    )

    assert found.status_code in (200, 302, 400, 404)
    assert "evil" not in found.content.decode() + "".join(map(str, found.headers.values()))


@pytest.mark.parametrize("name", ["before", "after", "q", "next", "text", "on", "edit", "page"])
@pytest.mark.parametrize("value", ["a" * 100_000, "[" * 50_000, "9" * 100_000, "%ff%fe", "%2500", "-1", "2099-99-99", "a,b,c," * 9_999])  # fmt: skip
def test_query_of_any_kind_is_answered_at_once(street, name, value):
    """Abuse cases 19 and 40: an expression that took minutes over one long word."""
    version = street.standing("under_review")
    started = time.process_time()

    found = [
        street.get("second", f"{path}?{name}={value}").status_code
        for path in (
            "/",
            "/choose/",
            "/sign-in/",
            f"/desk/versions/{version.pk}/compare/",
            f"/desk/versions/{version.pk}/review/",
        )
    ]

    assert set(found) <= {200, 302, 400, 404, 414}
    assert time.process_time() - started < 3
