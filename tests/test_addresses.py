"""Every address, by every part, on a version in every place: what may not be seen is what does not exist."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection

from articles.models import ArticleVersion, Variant
from reviews.models import Assignment, Comment, Decision, Review
from tests.addresses import ADDRESSES, Address, patterns, people_at
from tests.reviews.board import undone
from tests.street import Street, a_street

pytestmark = pytest.mark.django_db

BY_NAME = {address.name: address for address in ADDRESSES}
DONE = ("200", "302", "422")


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: object) -> Iterator[Street]:
    with a_street(django_db_blocker) as made:
        yield made


def ask(street: Street, method: str, person: str, path: str) -> Any:
    """The answer; what came of it is undone."""
    client = street.clients[person]
    client.cookies = SimpleCookie(street.cookies[person])
    with undone():
        return client.get(path) if method == "GET" else client.post(path)


def told(response: Any, nothing: Any) -> str:
    """An answer in the words of the table; a 404 counts only if it is whole that of what does not exist."""
    if response.status_code == 302 and response.headers["Location"].startswith("/sign-in/?next="):
        return "sign-in"
    if response.status_code == 403 and b"You are signed out" in response.content:
        return "words"
    if response.status_code == 404 and nothing is not None and whole(response) != whole(nothing):
        return "404, yet unlike nothing"
    return str(response.status_code)


def whole(response: Any) -> tuple[int, dict[str, str], bytes]:
    return response.status_code, dict(response.headers), response.content


def answers(street: Street, address: Address, method: str) -> Iterator[tuple[str, str, str, str]]:
    """Person, place, what must be answered, what is. SQLite is asked by everybody, PostgreSQL by one of each part."""
    nothing: dict[str, Any] = {}
    for place in address.places_to_try(method):
        for person in people_at(place, is_one_of_each=connection.vendor == "postgresql"):
            if address.places != ("",) and person not in nothing:
                nothing[person] = ask(street, method, person, address.path_of_nothing(street))
            expected = address.expected(method, person, place)
            response = ask(street, method, person, address.path(street, place))
            yield person, place, expected, told(response, nothing.get(person))


def test_the_table_has_every_address_of_the_site():
    assert {address.pattern for address in ADDRESSES} == {pattern.name for pattern in patterns()}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", BY_NAME)
def test_address_answers_every_part_as_the_table_says(street, name, method):
    found = list(answers(street, BY_NAME[name], method))

    wrong = [entry for entry in found if entry[3] not in (DONE if entry[2] == "does" else entry[2:3])]
    assert wrong == []


@pytest.mark.parametrize("place", ["under_review", "changes_requested", "approved"])
def test_reading_every_address_decides_nothing(street, place):
    before = snapshot()

    for address in ADDRESSES:
        for person in ("lead", "reviewer", "editor"):
            street.clients[person].cookies = SimpleCookie(street.cookies[person])
            street.clients[person].get(address.path(street, place if place in address.places else ""))

    assert snapshot() == before


def snapshot() -> list[Any]:
    """What only a decision or a save may change."""
    return [
        list(model.objects.order_by("pk").values_list(*fields))
        for model, fields in (
            (ArticleVersion, ("pk", "state", "counter")), (Decision, ("pk",)), (Review, ("pk", "counter")),
            (Comment, ("pk", "body")), (Variant, ("pk", "counter")), (Assignment, ("pk", "ended_at")),
        )
    ]  # fmt: skip
