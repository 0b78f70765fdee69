"""What all tests share: how Hypothesis searches, and one Chromium a worker."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

# Fixtures of the record (lifting the append-only triggers before a flush) are their owner's, in a module of their own.
from tests.record_fixtures import *  # noqa: F403

# A busy machine is no failure of the code, hence no deadline; the seed comes from pytest-randomly and is printed.
hypothesis_settings.register_profile("netreview", deadline=None, print_blob=True)
hypothesis_settings.load_profile("netreview")

IS_SECOND = os.environ.get("NETREVIEW_TEST_DB") == "postgresql"
LEFT_OUT: list[int] = []
# Fixtures that reach a database; a test without any of them says the same on every database.
REACH_A_DATABASE = frozenset({"db", "transactional_db", "live_server"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run, on PostgreSQL, leaves out what the first said for both: what reaches no database, and Chromium.

    What a browser does with a page does not depend on where its rows lie; the walk by HTTP is made on both.
    """
    if not IS_SECOND:
        return
    without = [item for item in items if not reaches_a_database(item) or item.get_closest_marker("browser")]
    if without:
        left_out = set(without)
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=without)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = len(without)


def reaches_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(REACH_A_DATABASE & fixtures or item.get_closest_marker("django_db"))


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker says how many it left out; xdist itself keeps that to itself."""
    LEFT_OUT.append(getattr(node, "workeroutput", {}).get("left_out", 0))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if IS_SECOND and LEFT_OUT:
        terminalreporter.write_line(
            f"{max(LEFT_OUT)} tests say nothing of the database, or drive Chromium: the run on SQLite made them."
        )


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    return next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A running Chromium (playwright's Browser); a test opens a context of its own in it."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if path is None:
        pytest.fail("There is no Chromium here: install it (Debian: apt-get install chromium) and run again.")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_FLAGS, env={**os.environ, "HOME": home}
        )
        yield browser
        browser.close()
