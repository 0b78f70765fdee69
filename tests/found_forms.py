"""The forms of the whole site, found by getting every page that is open to somebody, and how a browser sends them."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.urls import resolve

from tests.addresses import ADDRESSES, PEOPLE, Address, part_of
from tests.factories import PASSWORD
from tests.page_forms import Form, Page
from tests.reviews.board import undone
from tests.street import Street
from tests.worlds import a_world

URLENCODED = "application/x-www-form-urlencoded"
WITH_FORMS = {address.name: address for address in ADDRESSES if address.get != "-"}
TYPED = ("text", "textarea", "email", "date")
# One page for every decision: on whatever version, it asks for the same.
ALIKE_EVERYWHERE = frozenset(
    {"move", "assign", "extend", "lapse", "ruling", "notice", "strike", "lift_objection", "write_next"}
)
# What a page is sent to show its second form: a source to look at, or a counter that is out of date.
FURTHER: dict[str, dict[str, str]] = {
    "bring_in": {
        "text": "Title\n\nBottom line\n\nGinger tea does not help.1\n\nReferences\n1. Lind E. Tea. 2021.\n"
    },
    "write_references_paste": {"text": '[{"id": "lind2021", "type": "book", "title": "Tea"}]'},
    "write_version": {"counter": "77", "heading": "Other"},
    "write_text": {"counter": "77", "title": "Other", "body": "Other."},
}
Body = dict[str, list[Any]]


class Found:
    """A form that was found: whose page it is on, and how it is sent."""

    def __init__(self, street: Street, person: str, path: str, form: Form, button: dict[str, str]) -> None:
        self.street, self.person, self.form, self.button = street, person, form, button
        self.action = urljoin(path, button.get("formaction") or form.action or path)

    @property
    def identity(self) -> tuple[Any, ...]:
        """The same form on another version is the same form."""
        match = resolve(urlsplit(self.action).path)
        names = frozenset(name.rstrip("0123456789") for name in self.form.fields)
        move = None if self.fields else match.kwargs.get("move")
        return match.url_name, move, names, self.button.get("name")

    @property
    def fields(self) -> list[str]:
        return [name for name in self.form.fields if name != "csrfmiddlewaretoken"]

    @property
    def step(self) -> int:
        """Every string goes through the button that sends the form, each third through its other buttons."""
        is_other = self.button.get("name") in ("preview", "change_type", "over")
        return 3 if is_other or self.identity[0] in ("comment_add", "comment_delete") else 1

    def standing(self) -> Body:
        """The form as it stands, with its button pressed and the right password."""
        body: Body = {name: list(values) for name, values in self.form.as_it_stands().items()}
        if "password" in self.form.fields:
            body["password"] = [PASSWORD]
        if self.button.get("name"):
            body[self.button["name"]] = [self.button.get("value", "")]
        return body

    def send(self, body: Body) -> list[Any]:
        """The answer, and where it led; both are undone."""
        with undone():
            return self.exchange(body)

    def exchange(self, body: Body) -> list[Any]:
        client = self.street.clients[self.person]
        client.cookies = SimpleCookie(self.street.cookies[self.person])
        query = urlencode(body, doseq=True)
        if self.form.method == "get":
            return [client.get(self.action.split("?")[0], QUERY_STRING=query)]
        first = client.post(self.action, query, content_type=URLENCODED)
        if first.status_code != 302:
            return [first]
        return [first, client.get(first.headers["Location"])]


def forms_of(street: Street, address: Address, known: set[Any]) -> list[Found]:
    """Every form of this page, on whatever version and for whomever it is open, that is not yet known."""
    found = []
    for person, path in pages_of(street, address):
        for one in _forms_on(street, address.name, person, path):
            if one.identity not in known:
                known.add(one.identity)
                found.append(one)
    return found


def pages_of(street: Street, address: Address) -> Iterator[tuple[str, str]]:
    """For each place one person of each part that the page is open to, and the address."""
    seen = set()
    for place in address.places:
        parts = {part_of(person, place): person for person in reversed(PEOPLE)}
        for part, person in parts.items():
            is_known = address.pattern in ALIKE_EVERYWHERE and part in seen
            if not is_known and address.expected("GET", person, place) == "200":
                seen.add(part)
                yield person, address.path(street, place)


def _forms_on(street: Street, name: str, person: str, path: str) -> Iterator[Found]:
    """Those of the page, and of the page that comes when something is sent to it that asks for more."""
    client = street.clients[person]
    for body in (None, FURTHER[name]) if name in FURTHER else (None,):
        client.cookies = SimpleCookie(street.cookies[person])
        response = client.get(path) if body is None else client.post(path, body)
        if not response.headers["Content-Type"].startswith("text/html"):
            return
        for form in Page(response.content.decode()).forms:
            if form.action != "/sign-out/":
                for button in form.buttons or [{}]:
                    yield Found(street, person, path, form, button)


@dataclasses.dataclass(frozen=True)
class Site:
    """A street, and `forms`: by the name of the address whose page has them."""

    street: Street
    forms: dict[str, list[Found]]


@contextmanager
def a_site(blocker: Any) -> Iterator[Site]:
    """For the tests of one module, as `a_street`; every page of it has been got."""

    def walked() -> Site:
        street = Street().with_every_place()
        return Site(street, every_form(street))

    with a_world(blocker, "site", walked) as site:
        yield site


def every_form(street: Street) -> dict[str, list[Found]]:
    """By the name of the address whose page has them; each form once, whatever pages it is on."""
    known: set[Any] = set()
    return {name: forms_of(street, address, known) for name, address in WITH_FORMS.items()}
