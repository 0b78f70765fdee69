"""Saving while one writes, in Chromium: two tabs, no connection, a site that fails, a session that ended. No word is lost.

The policy sent with every page forbids inline code: what a script says, it finds in the page's own attributes. Each test
asks that the browser complained of no breach of it.
"""

from collections.abc import Callable
from typing import Any

import pytest

from articles import drafting
from articles.models import ArticleVersion, Session, Variant
from tests.browser.conftest import Threaded
from tests.browser.tabs import Tab
from tests.factories import PASSWORD, make_user, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "() => Object.values(localStorage).map((value) => JSON.parse(value).fields.body)"
TROUBLE = "[data-trouble]"
END = """() => { const area = document.getElementById("id_body"); area.focus(); area.setSelectionRange(1e6, 1e6); }"""


@pytest.fixture
def version(transactional_db: None) -> ArticleVersion:
    made = make_version()
    assert made.article.lead_author  # read here: in the browser's thread nobody reaches the database
    return made


class Writer:
    """An author at the text for students, which is still empty."""

    def __init__(self, tab: Tab, version: ArticleVersion) -> None:
        self.tab, self.page, self.path = tab, tab.page, f"/write/{version.pk}/texts/student/"
        tab.sign_in(version.article.lead_author.email, PASSWORD).open(self.path)

    def type(self, words: str) -> "Writer":
        self.page.evaluate(END)
        self.page.keyboard.type(words)
        return self

    def says(self, words: str, place: str = TROUBLE) -> "Writer":
        self.page.locator(place).filter(has_text=words).wait_for()
        return self

    def is_saved(self) -> "Writer":
        self.page.wait_for_function(
            "() => document.querySelector('[data-saved-state]').textContent.startsWith('Saved')"
        )
        return self

    def lose(self) -> "Writer":
        """The page is gone without a word to anybody, and the same person opens it again."""
        context = self.page.context
        self.page.evaluate("() => { window.fetch = () => Promise.reject(new Error('The machine is off.')); }")
        self.page.close(run_before_unload=False)
        context.set_offline(False)
        self.tab.page = self.page = context.new_page()
        self.tab.open(self.path)
        return self

    @property
    def body(self) -> str:
        return str(self.page.locator("#id_body").input_value())

    @property
    def kept(self) -> list[str]:
        found: list[str] = self.page.evaluate(KEPT)
        return found


def run(browser: Threaded, live_server: Any, version: ArticleVersion, act: Callable[[Writer], Any]) -> Any:
    def walk() -> Any:
        tab = browser.tab(live_server.url)
        found = act(Writer(tab, version))
        assert [fault for fault in tab.faults if "Content Security Policy" in fault] == []
        return found

    return browser.run(walk)


def stored(version: ArticleVersion) -> list[str]:
    return [row.body for row in Variant.objects.filter(version=version, audience="student")]


def history(version: ArticleVersion) -> list[str]:
    rows = Variant.history.filter(version=version, audience="student").order_by("history_id")
    return [row.body for row in rows]


def test_pause_saves_and_says_when(live_server: Any, browser: Threaded, version: ArticleVersion) -> None:
    def act(writer: Writer) -> list[Any]:
        writer.type("Tea").says("Not saved yet.", "[data-saved-state]").is_saved()
        return [writer.page.locator("[data-saved-state]").inner_text(), writer.kept, writer.tab.faults]

    said, kept, faults = run(browser, live_server, version, act)

    saved_at = Variant.objects.get(version=version, audience="student").saved_at
    assert (said, kept, faults) == (f"Saved today at {saved_at:%H:%M} UTC.", [], [])
    assert stored(version) == ["Tea"]


def test_words_typed_and_taken_back_leave_no_trace(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[str]:
        asked: list[str] = []
        writer.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
        writer.type("x").page.keyboard.press("Backspace")
        writer.page.wait_for_timeout(4000)
        return [one for one in asked if one == f"POST {live_server.url}{writer.path}"]

    assert run(browser, live_server, version, act) == []
    assert stored(version) == []


def test_key_and_button_save_at_once(live_server: Any, browser: Threaded, version: ArticleVersion) -> None:
    def act(writer: Writer) -> int:
        writer.type("Tea").page.keyboard.press("Control+s")
        writer.is_saved().type(" helps").tab.save()
        return int(writer.page.evaluate("() => document.querySelector('input[name=counter]').value"))

    assert run(browser, live_server, version, act) == 2
    assert stored(version) == ["Tea helps"]


def test_leaving_saves(live_server: Any, browser: Threaded, version: ArticleVersion) -> None:
    def act(writer: Writer) -> tuple[str, list[str]]:
        writer.type("Tea").tab.open(f"/write/{version.pk}/references/")
        writer.page.wait_for_timeout(1000)
        writer.tab.open(writer.path)
        writer.page.wait_for_function("() => !Object.keys(localStorage).length")
        return writer.body, writer.tab.faults

    assert run(browser, live_server, version, act) == ("Tea", [])


def test_without_a_connection_words_are_kept_and_saved_when_it_is_back(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[list[str]]:
        writer.page.context.set_offline(True)
        writer.type("Tea").says("Not saved: you are offline. Your words are kept in this browser.")
        found = [writer.kept]
        writer.page.context.set_offline(False)
        return [*found, writer.is_saved().kept]

    assert run(browser, live_server, version, act) == [["Tea"], []]
    assert stored(version) == ["Tea"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda route: route.fulfill(status=500, body="no"), "something went wrong on the site"),
        (lambda route: route.abort(), "the site does not answer"),
    ],
)
def test_words_that_a_failing_site_did_not_take_are_offered_to_a_new_page(
    live_server: Any, browser: Threaded, version: ArticleVersion, answer: Any, sentence: str
) -> None:
    def act(writer: Writer) -> list[Any]:
        def fail(route: Any) -> None:
            answer(route) if route.request.method == "POST" else route.continue_()

        context, path = writer.page.context, f"**{writer.path}"
        context.route(path, fail)
        writer.type("Tea").says(sentence).lose()
        context.unroute(path, fail)
        writer.page.get_by_text("This browser keeps words of yours").wait_for()
        found = [writer.body]
        writer.page.get_by_role("button", name="Bring them back").click()
        return [*found, writer.is_saved().body, writer.kept]

    assert run(browser, live_server, version, act) == ["", "Tea", []]
    assert stored(version) == ["Tea"]


def test_site_that_failed_is_tried_again_by_itself(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> None:
        writer.page.route(f"**{writer.path}", lambda route: route.fulfill(status=503, body=""), times=1)
        writer.type("Tea").says("tried again by itself").is_saved()

    run(browser, live_server, version, act)

    assert stored(version) == ["Tea"]


def test_session_that_ended_is_begun_anew_in_another_tab(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[Any]:
        writer.page.context.clear_cookies()
        writer.type("Tea").says("Not saved: you are signed out.")
        found = [writer.kept, writer.body]
        with writer.page.context.expect_page() as opened:
            writer.page.get_by_role("link", name="Sign in in a new tab").click()
        opened.value.get_by_label("E-mail").fill(version.article.lead_author.email)
        opened.value.get_by_label("Password").fill(PASSWORD)
        opened.value.locator("main").get_by_role("button", name="Sign in").click()
        opened.value.wait_for_url("**/write/")
        opened.value.close()
        writer.page.evaluate("() => dispatchEvent(new Event('focus'))")
        return [*found, writer.is_saved().kept]

    assert run(browser, live_server, version, act) == [["Tea"], "Tea", []]
    assert stored(version) == ["Tea"]


def test_session_that_was_ended_elsewhere_is_said(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    writer = browser.run(lambda: Writer(browser.tab(live_server.url), version))
    Session.objects.all().delete()

    kept = browser.run(lambda: writer.type("Tea").says("Not saved: you are signed out.").kept)

    assert (kept, stored(version)) == (["Tea"], [])


def test_words_are_never_saved_in_the_name_of_somebody_else_who_signed_in(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    other = make_user("author")
    version.authorships.create(user=other, name=other.printed_name)

    def act(writer: Writer) -> list[list[str]]:
        writer.page.context.clear_cookies()
        page = writer.page.context.new_page()
        page.goto("/sign-in/")
        page.get_by_label("E-mail").fill(other.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/write/")
        writer.type("Tea").says("Not saved: somebody else is signed in")
        page.goto(writer.path)
        page.wait_for_timeout(1500)
        return [writer.kept, page.get_by_text("This browser keeps words").all_inner_texts()]

    assert run(browser, live_server, version, act) == [["Tea"], []]
    assert stored(version) == []


def test_two_tabs_show_both_texts_and_every_word_stays(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[Any]:
        other = writer.page.context.new_page()
        other.goto(writer.path)
        other.locator("#id_body").fill("Theirs")
        other.keyboard.press("Control+s")
        other.locator("[data-saved-state]").filter(has_text="Saved").wait_for()
        writer.type("Mine").says("You saved this text in another window at")
        found = [writer.kept]
        with writer.page.expect_navigation():
            writer.page.get_by_role("button", name="See both").click()
        found += [writer.body, "Theirs" in writer.tab.text]
        # At once, before the page has looked for what was kept before it.
        writer.page.locator("#id_body").fill("Mine and Theirs")
        writer.tab.press("Save what stands here")
        writer.page.wait_for_function("() => !Object.keys(localStorage).length")
        return found

    assert run(browser, live_server, version, act) == [["Mine"], "Mine", True]
    assert (stored(version), history(version)) == (["Mine and Theirs"], ["Theirs", "Mine and Theirs"])


def test_page_that_met_a_newer_text_asks_no_more_until_its_button_shows_both(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    writer = browser.run(lambda: Writer(browser.tab(live_server.url), version))
    drafting.save_text(
        version, audience="student", by=version.article.lead_author, counter=0, title="", body="Theirs"
    )

    def walk() -> tuple[int, str, bool]:
        asked: list[str] = []
        writer.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
        writer.type("Mine").says("You saved this text in another window at").type(" too")
        writer.page.wait_for_timeout(4000)
        count = asked.count(f"POST {live_server.url}{writer.path}")
        writer.tab.press("Save", exact=True)
        return count, writer.body, "Two wordings" in writer.tab.text

    assert browser.run(walk) == (1, "Mine too", True)
    assert stored(version) == ["Theirs"]


def test_words_kept_above_an_older_text_are_shown_beside_the_newer_one(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[Any]:
        other = writer.page.context.new_page()
        other.goto(writer.path)
        other.locator("#id_body").fill("Theirs")
        writer.page.context.set_offline(True)
        writer.type("Mine").says("you are offline").lose()
        other.keyboard.press("Control+s")
        other.locator("[data-saved-state]").filter(has_text="Saved").wait_for()
        writer.page.reload()
        with writer.page.expect_navigation():
            writer.page.get_by_role("button", name="Bring them back").click()
        writer.page.wait_for_function("() => Object.keys(localStorage).length === 1")
        return [writer.body, "Theirs" in writer.tab.text, writer.kept]

    assert run(browser, live_server, version, act) == ["Mine", True, ["Mine"]]
    assert stored(version) == ["Theirs"]


def test_browser_that_keeps_nothing_says_so(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> None:
        writer.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
        writer.page.context.set_offline(True)
        writer.type("Tea").says("They could not be kept in this browser either")

    run(browser, live_server, version, act)


def test_facts_are_saved_after_a_pause_too(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[str]:
        writer.tab.open(f"/write/{version.pk}/").fill("heading", "Tea").fill("searched_to", "2026-0")
        writer.says("Not saved yet. Evidence searched to: ")
        writer.tab.fill("searched_to", "2026-01-31")
        return writer.is_saved().tab.faults

    assert run(browser, live_server, version, act) == []
    version.refresh_from_db()
    assert (version.heading, str(version.searched_to)) == ("Tea", "2026-01-31")


def test_two_authors_without_scripts_see_both_texts(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def walk() -> list[Any]:
        tabs = [browser.tab(live_server.url, scripts=False) for __ in range(2)]
        first, second = (Writer(tab, version) for tab in tabs)
        first.tab.fill("body", "Theirs").save()
        second.tab.fill("body", "Mine").save()
        found = [second.body, "Theirs" in second.tab.text]
        second.tab.fill("body", "Mine, Theirs").press("Save what stands here")
        return [*found, second.body]

    assert browser.run(walk) == ["Mine", True, "Mine, Theirs"]
    assert stored(version) == ["Mine, Theirs"]
