"""The preview beside the text, in Chromium: alive, in step, wide or as on a phone, with hard sentences marked."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.models import ArticleVersion
from tests.browser.conftest import Threaded
from tests.browser.tabs import Tab
from tests.factories import PASSWORD, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HARD = (
    "Interdisciplinary recommendations concerning immunological desensitisation[@adeyemi2021] notwithstanding "
    "comprehensive epidemiological investigations demonstrated considerable heterogeneity."
)
MARKED = "() => [...(CSS.highlights.get('hard') || [])].map((range) => range.toString().replace(/\\d/g, ''))"
LONG = "\n\n".join(f"## Part {number}\n\n" + "Plain words for all. " * 30 for number in range(12))
# How far the same heading stands below the upper edge of the text, and of the preview.
SCROLLED = """async (share) => {
  const area = document.getElementById("id_body"), pane = document.getElementById("preview");
  area.focus();
  area.scrollTop = share * area.scrollHeight;
  await new Promise((done) => setTimeout(done, 300));
  return pane.scrollTop / pane.scrollHeight;
}"""
WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def version(transactional_db: None) -> ArticleVersion:
    made = make_version()
    assert made.article.lead_author  # read here: in the browser's thread nobody reaches the database
    return made


def run(
    browser: Threaded, live_server: Any, version: ArticleVersion, act: Callable[[Tab], Any], **choices: Any
) -> Any:
    """What was found at the patient text, and what the browser complained of."""

    def walk() -> Any:
        tab = browser.tab(live_server.url, **{"viewport": WIDE, **choices})
        tab.sign_in(version.article.lead_author.email, PASSWORD).open(f"/write/{version.pk}/texts/patient/")
        return act(tab), tab.faults

    return browser.run(walk)


def shows(tab: Tab, words: str) -> Tab:
    tab.page.locator("#preview").filter(has_text=words).wait_for()
    return tab


def test_preview_follows_what_is_typed_and_the_place_of_the_cursor_stays(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(tab: Tab) -> list[Any]:
        tab.fill("body", "Tea ")
        shows(tab, "Tea").page.keyboard.type("helps.")
        shows(tab, "Tea helps.")
        return [
            tab.page.evaluate("() => document.activeElement.id"),
            tab.page.get_by_role("button", name="Preview without saving").count(),
        ]

    assert run(browser, live_server, version, act) == (["id_body", 0], [])


def test_hard_sentence_is_marked_where_it_stands_around_its_citation(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(tab: Tab) -> list[str]:
        tab.fill("body", f"So *it* is.\n\n- A list. {HARD}")
        marked: list[str] = shows(tab, "1 sentence is hard to read").page.evaluate(MARKED)
        return marked

    assert run(browser, live_server, version, act) == ([HARD.replace("[@adeyemi2021]", "")], [])


def test_preview_scrolls_in_step_and_the_text_with_it(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(tab: Tab) -> list[bool]:
        shares = []
        shows(tab.fill("body", LONG), "Part 11")
        for share in (0.25, 0.5, 0.75):
            shares.append(abs(tab.page.evaluate(SCROLLED, share) - share) < 0.1)
        tab.page.locator("#preview").hover()
        tab.page.mouse.wheel(0, -100_000)
        tab.page.wait_for_function("() => document.getElementById('id_body').scrollTop === 0")
        return shares

    assert run(browser, live_server, version, act) == ([True, True, True], [])


def test_width_is_chosen_and_remembered(live_server: Any, browser: Threaded, version: ArticleVersion) -> None:
    def act(tab: Tab) -> list[Any]:
        pane, found = tab.page.locator("#preview .prose"), []
        found.append(pane.bounding_box()["width"] <= 360)
        tab.page.get_by_role("button", name="Wide", exact=True).click()
        found.append(pane.bounding_box()["width"] > 500)
        tab.page.reload()
        found.append(tab.page.get_by_role("button", name="Wide", exact=True).get_attribute("aria-pressed"))
        return found

    assert run(browser, live_server, version, act) == ([True, True, "true"], [])


def test_preview_that_could_not_be_made_anew_says_that_it_is_older(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(tab: Tab) -> bool:
        tab.page.context.set_offline(True)
        tab.fill("body", "Tea.")
        tab.page.get_by_text("This shows an older text").wait_for()
        tab.page.context.set_offline(False)
        shows(tab, "Tea.")
        return bool(tab.page.get_by_text("This shows an older text").is_visible())

    assert run(browser, live_server, version, act)[0] is False


@pytest.mark.parametrize(("width", "is_beside"), [(1100, True), (1090, False)])
def test_preview_is_beside_the_text_or_a_tab(
    live_server: Any, browser: Threaded, version: ArticleVersion, width: int, is_beside: bool
) -> None:
    def act(tab: Tab) -> list[bool]:
        seen = [tab.page.locator("#preview").is_visible()]
        if not is_beside:
            tab.page.get_by_role("button", name="Preview", exact=True).click()
        return [*seen, tab.page.locator("#preview").is_visible()]

    found, faults = run(browser, live_server, version, act, viewport={"width": width, "height": 800})

    assert (found, faults) == ([is_beside, True], [])


def test_page_without_scripts_previews_by_its_button(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(tab: Tab) -> list[Any]:
        tab.fill("body", "Tea helps.").press("Preview without saving")
        return [
            "Tea helps." in tab.page.locator("#preview").inner_text(),
            tab.page.get_by_role("button", name="Wide").count(),
        ]

    assert run(browser, live_server, version, act, scripts=False) == ([True, 0], [])
