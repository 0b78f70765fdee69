"""Every page of the walk: axe finds nothing and nothing scrolls sideways, wide and narrow, light and dark."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from articles.models import User
from tests.browser.conftest import Threaded
from tests.browser.stops import STOPS_BY_PEOPLE, Place, Stop
from tests.browser.tabs import Tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 360, "height": 760}}
# What the colours change is contrast alone: in the dark nothing else is looked at again.
RULES = {
    "light": {"rules": {"target-size": {"enabled": True}}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
LOOK = """(rules) => axe.run(document, {resultTypes: ["violations"], ...rules}).then((found) =>
  found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)}`)))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A folder for pictures of all these pages, for whoever wants to look at them.
PICTURES = os.environ.get("NETREVIEW_TEST_PICTURES", "")


class Rounds:
    """The demonstration behind a server, and a tab for each person in it."""

    def __init__(self, browser: Threaded, place: Place, address: str) -> None:
        self.browser, self.place, self.address = browser, place, address
        self._sessions = {name: session_of(person) for name, person in place.people.items()}
        self._tabs: dict[str, Tab] = {}

    def look_at(self, stop: Stop) -> list[str]:
        """What is wrong with the page of a stop, in words; in the browser's thread."""
        tab = self._tab(stop.who).start_anew()
        tab.page.set_viewport_size(WIDTHS["wide"])
        tab.open(self.place.path(stop))
        if stop.button:
            press_unfilled(tab, stop)
        tab.page.evaluate(Axe().axe_script)
        found = [
            wrong for width in WIDTHS for scheme in RULES for wrong in self._seen(tab, stop, width, scheme)
        ]
        return [f"{stop.name}: {wrong}" for wrong in (*tab.faults, *found)]

    def _tab(self, who: str) -> Tab:
        if who not in self._tabs:
            self._tabs[who] = self.browser.tab(self.address)
            if who in self._sessions:
                self._tabs[who].carry(self._sessions[who])
        return self._tabs[who]

    def _seen(self, tab: Tab, stop: Stop, width: str, scheme: Any) -> Iterator[str]:
        tab.page.set_viewport_size(WIDTHS[width])
        tab.page.emulate_media(color_scheme=scheme)
        if PICTURES:
            tab.page.screenshot(path=Path(PICTURES) / f"{stop.name}-{width}-{scheme}.png", full_page=True)
        if beyond := tab.page.evaluate(SIDEWAYS):
            yield f"{width}: {beyond} px beyond the right edge"
        for wrong in tab.page.evaluate(LOOK, RULES[scheme]):
            yield f"{width}, {scheme}: {wrong}"


def press_unfilled(tab: Tab, stop: Stop) -> None:
    """Press a button without what the browser itself would ask for, so that the server's refusal is seen."""
    tab.page.evaluate("() => { for (const form of document.forms) form.noValidate = true }")
    field, value = stop.typed
    # A pasted page has line breaks, which no selector takes; no choice has a value with any.
    radio = f'main [type=radio][name$="{field}"][value="{value}"]'
    if value and "\n" not in value and tab.page.locator(radio).count():
        tab.page.locator(radio).first.check()
    elif value:
        tab.page.locator(f'main [name$="{field}"]').fill(value)
    button = tab.page.locator("main").get_by_role("button", name=stop.button).first
    if button.evaluate("(button) => !button.name && Boolean(button.form?.matches('[data-autosave]'))"):
        button.click()
        tab.page.locator("[data-said]:not(:empty), [data-saved-state]:text('Saved')").first.wait_for()
    else:
        tab.press(stop.button)


def session_of(person: User) -> str:
    """The key of a session in which somebody is signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def rounds(live_server: Any, browser: Threaded) -> Rounds:
    return Rounds(browser, Place(), live_server.url)


@pytest.mark.parametrize("people", STOPS_BY_PEOPLE)
def test_axe_finds_nothing(rounds: Rounds, people: str) -> None:
    found = [wrong for stop in STOPS_BY_PEOPLE[people] for wrong in rounds.browser.run(rounds.look_at, stop)]

    assert "\n".join(found) == ""
