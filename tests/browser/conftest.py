"""Chromium for tests of pages: in a thread of its own, and every tab it opens keeps a list of what went wrong."""

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from tests.browser.tabs import Tab
from tests.conftest import CHROMIUM_FLAGS, chromium_path

Result = TypeVar("Result")


class Threaded:
    """A browser that is only ever touched in the thread that started it.

    Playwright keeps an event loop running in its thread. In such a thread Django refuses to reach the database, and would
    open a second connection beside the one that holds the test's transaction.
    """

    def __init__(self, path: str, home: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._tabs: list[Tab] = []
        self._thread.submit(self._start, path, home).result()

    def _start(self, path: str, home: str) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_FLAGS, env={**os.environ, "HOME": home}
        )

    def run(self, act: Callable[..., Result], *given: Any) -> Result:
        """What `act(*given)` returns or raises, done in the browser's thread."""
        return self._thread.submit(act, *given).result()

    def tab(self, address: str, **choices: Any) -> Tab:
        """A new person's browser, with no cookies; `address` is that of the site. To be called inside `run`."""
        tab = Tab(self._browser, address, **choices)
        self._tabs.append(tab)
        return tab

    def close_tabs(self) -> None:
        """Close all that are open."""
        while self._tabs:
            self._tabs.pop().close()

    def stop(self) -> None:
        self.run(self._browser.close)
        self.run(self._playwright.stop)
        self._thread.shutdown()


@pytest.fixture(scope="session")
def chromium_of_the_session() -> Iterator[Threaded]:
    path = chromium_path()
    if path is None:
        pytest.fail("There is no Chromium here: install it (Debian: apt-get install chromium) and run again.")
    with tempfile.TemporaryDirectory() as home:
        browser = Threaded(path, home)
        yield browser
        browser.stop()


@pytest.fixture(scope="module")
def browser(chromium_of_the_session: Threaded) -> Iterator[Threaded]:
    """Chromium; the tabs that a module opened are closed after it."""
    yield chromium_of_the_session
    chromium_of_the_session.run(chromium_of_the_session.close_tabs)
