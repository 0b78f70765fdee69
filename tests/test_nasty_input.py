"""Every field of every form, found by walking the addresses, with sixty nasty strings: a page each time."""

import functools
from collections.abc import Iterator
from typing import Any

import pytest

from articles.cleaning import Unwritable, clean
from tests.found_forms import TYPED, WITH_FORMS, Body, Found, a_site
from tests.nasty import NASTY, as_read
from tests.page_forms import Form, Page

pytestmark = pytest.mark.django_db

STRINGS = list(NASTY.values())
PAGES = (200, 302, 400, 403, 404, 405, 413, 422)


@pytest.fixture(scope="module")
def forms(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, list[Found]]]:
    with a_site(django_db_blocker) as site:
        yield site.forms


def wrongs(found: Found, body: Body, nasty: dict[str, bytes]) -> list[str]:
    """What is wrong with the answers to this body, in words; `nasty`: what was typed into which field."""
    wrong = []
    for response in found.send(body):
        if response.status_code not in PAGES or not response.headers["Content-Type"].startswith("text/"):
            wrong.append(f"{response.status_code} {response.headers['Content-Type']}")
        elif response.status_code != 302 and b"</html>" in response.content:
            page = Page(response.content.decode())
            wrong += page.dangers
            if response.status_code == 422:
                wrong += [
                    f"lost: {name}" for name, sent in nasty.items() if is_lost(found.form, page, name, sent)
                ]
    return [f"{found.identity} {list(nasty)[:3]}: {entry}" for entry in wrong]


def is_lost(form: Form, page: Page, name: str, sent: bytes) -> bool:
    """Whether what was typed is nowhere in the page, neither as it was nor as it is stored."""
    if form.fields[name].kind not in TYPED:
        return False
    wanted = plain(as_read(sent))
    return wanted not in map(plain, page.typed(name)) and wanted not in words_of(page)


@functools.lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """As it is stored: cleaned where that is possible, and without the spaces around it."""
    try:
        return clean(text).strip()
    except Unwritable:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def words_of(page: Page) -> str:
    return plain(page.words)


@pytest.mark.parametrize("name", WITH_FORMS)
def test_every_field_takes_every_nasty_string(forms, name):
    """Each request fills in all fields of a form, each with another string: sixty of them try every pair."""
    wrong = []
    for found in forms[name]:
        for turn in range(0, len(STRINGS) if found.fields else 0, found.step):
            nasty = {
                field: STRINGS[(turn + 7 * place) % len(STRINGS)] for place, field in enumerate(found.fields)
            }
            body = {**found.standing(), **{field: [sent] for field, sent in nasty.items()}}
            wrong += wrongs(found, body, nasty)

    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("name", WITH_FORMS)
def test_one_nasty_string_in_a_form_that_is_right_otherwise_is_kept_or_given_back(forms, name):
    """So that the strings come as far as the verbs, the rows, and the page that shows what was saved.

    A form of one field was sent like this by the test above.
    """
    wrong = []
    for number, found in enumerate(found for found in forms[name] if len(found.fields) > 1):
        typed = [field for field in found.fields if found.form.fields[field].kind in TYPED]
        for turn, sent in enumerate(STRINGS[number % 3 :: 3 * found.step] if typed else []):
            field = typed[turn % len(typed)]
            wrong += wrongs(found, {**found.standing(), field: [sent]}, {field: sent})

    assert wrong == [], "\n".join(wrong)
