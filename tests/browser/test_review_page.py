"""The review page in Chromium: going from text to text loses nothing, a No opens its field, tables stack."""

from typing import Any

import pytest

from articles.models import ArticleVersion
from reviews import policy, reviewing
from reviews.forms_board import EndForm
from reviews.models import Review
from tests.browser.conftest import Threaded
from tests.browser.tabs import Tab
from tests.factories import PASSWORD
from tests.record_fixtures import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
# How far a table reaches out of its region, and how far its second cell stands to the right of the first.
STACKED = """(region) => {
  const [first, second] = [...region.querySelectorAll("tbody tr > *")].map((cell) => cell.getBoundingClientRect().left);
  return [region.scrollWidth - region.clientWidth, second - first];
}"""
PASSAGE = "#id_passage-accuracy"


@pytest.fixture
def taken(the_house: House) -> ArticleVersion:
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    reviewing.disclose(version, by=reviewer, kind="none")
    return version


def at_the_review(tab: Tab, the_house: House, version: ArticleVersion) -> Tab:
    return tab.sign_in(the_house.reviewers[0].email, PASSWORD).open(f"/desk/versions/{version.pk}/review/")


@WITH_AND_WITHOUT
def test_other_text_opens_with_every_answer_kept(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion, scripts: bool
) -> None:
    def walk() -> tuple[str, str, list[str]]:
        tab = at_the_review(browser.tab(live_server.url, scripts=scripts), the_house, taken)
        tab.choose("answer-accuracy", "no").fill("passage-accuracy", "An hour?").press("Health professional")
        return tab.page.url.removeprefix(live_server.url), tab.page.locator(PASSAGE).input_value(), tab.faults

    found = browser.run(walk)

    assert found == (f"/desk/versions/{taken.pk}/review/professional/", "An hour?", [])
    assert Review.objects.get().answers[0]["answer"] == "no"


@WITH_AND_WITHOUT
def test_no_opens_the_field_for_its_passage_as_the_next_stop(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion, scripts: bool
) -> None:
    def walk() -> tuple[list[bool], str]:
        tab = at_the_review(browser.tab(live_server.url, scripts=scripts), the_house, taken)
        seen = []
        for answer in ("yes", "no", "outside", "no"):
            tab.choose("answer-accuracy", answer)
            seen.append(tab.page.locator(PASSAGE).is_visible())
        tab.page.locator('[name="answer-accuracy"][value="no"]').focus()
        tab.page.keyboard.press("Tab")
        return seen, tab.page.locator(":focus").get_attribute("id")

    assert browser.run(walk) == ([False, True, False, True], PASSAGE.removeprefix("#"))


def test_words_of_a_passage_stay_in_sight_whatever_the_answer(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion
) -> None:
    def walk() -> bool:
        tab = at_the_review(browser.tab(live_server.url), the_house, taken)
        tab.choose("answer-accuracy", "no").fill("passage-accuracy", "An hour?").choose(
            "answer-accuracy", "yes"
        )
        return bool(tab.page.locator(PASSAGE).is_visible())

    assert browser.run(walk) is True


def test_refused_signature_is_said_to_be_saved_and_not_unsaved(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion
) -> None:
    def walk() -> str:
        tab = at_the_review(browser.tab(live_server.url), the_house, taken)
        return tab.choose("answer-accuracy", "yes").choose("end", "sign").press("Finish my review").text

    text = browser.run(walk)

    assert ("What you typed is saved." in text, "Not saved yet." in text) == (True, False)
    assert "Your password (for signing only): Type your password to sign." in text


@WITH_AND_WITHOUT
def test_password_is_asked_for_by_the_ends_that_take_it_alone(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion, scripts: bool
) -> None:
    def walk() -> list[str]:
        tab = at_the_review(browser.tab(live_server.url, scripts=scripts), the_house, taken)
        ends = [entry.get_attribute("value") for entry in tab.page.locator('main [name="end"]').all()]
        field = tab.page.locator("#id_password")
        return [end for end in ends if tab.choose("end", end) and field.is_visible()]

    assert browser.run(walk) == [name for name in EndForm.ENDS if policy.MOVES[name].password]


def test_signatures_and_references_stack_where_the_page_is_narrow(
    live_server: Any, browser: Threaded, the_house: House
) -> None:
    slug, draft = the_house.approved().article.slug, the_house.draft()
    author = draft.article.lead_author

    def walk() -> list[list[int]]:
        tab = browser.tab(live_server.url, viewport={"width": 360, "height": 800})
        tab.sign_in(author.email, PASSWORD)
        found = []
        for path in (f"/articles/{slug}/record/", f"/write/{draft.pk}/references/"):
            table = tab.open(path).page.locator(".is-stacking").first
            found.append(table.evaluate(STACKED))
        return found

    assert browser.run(walk) == [[0, 0], [0, 0]]


def test_number_of_a_paragraph_opens_the_form_on_it_and_leads_back(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion
) -> None:
    def walk() -> tuple[str, str, str, str]:
        page = at_the_review(browser.tab(live_server.url), the_house, taken).page
        page.get_by_role("button", name="Comment on paragraph 2", exact=True).focus()
        page.keyboard.press("Enter")
        focused = page.locator(":focus").get_attribute("id")
        page.get_by_role("link", name="Back to paragraph 2").click()
        plain = page.locator("[data-plain]").count()
        return page.locator("#id_on").input_value(), focused, page.url.partition("#")[2], str(plain)

    assert browser.run(walk) == ("p-2", "id_body", "p-2", "0")


def test_number_of_a_paragraph_keeps_what_was_typed_without_scripts(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion
) -> None:
    def walk() -> tuple[str, str]:
        tab = at_the_review(browser.tab(live_server.url, scripts=False), the_house, taken)
        tab.fill("reason", "One more thing.")
        tab.page.locator("[data-plain] summary").click()
        tab.press("Comment on paragraph 2", exact=True)
        return tab.page.locator("#id_on").input_value(), tab.page.url.partition("#")[2]

    assert browser.run(walk) == ("p-2", "comment-form")
    assert Review.objects.get().reason == "One more thing."


def test_keys_go_from_paragraph_to_paragraph_and_comment(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion
) -> None:
    def walk() -> tuple[list[str], str]:
        page = at_the_review(browser.tab(live_server.url), the_house, taken).page
        seen = []
        for key in "jjk":
            page.keyboard.press(key)
            seen.append(page.locator(":focus").inner_text())
        page.keyboard.press("c")
        return seen, page.locator("#id_on").input_value()

    assert browser.run(walk) == (["1", "2", "1"], "p-1")


def test_keys_are_words_while_somebody_types(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion
) -> None:
    def walk() -> tuple[str, bool, str]:
        page = at_the_review(browser.tab(live_server.url), the_house, taken).page
        page.locator("#id_body").focus()
        page.keyboard.type("jkcsld?")
        return (
            page.locator("#id_body").input_value(),
            page.locator("#keys").is_visible(),
            page.locator(":focus").get_attribute("id"),
        )

    assert browser.run(walk) == ("jkcsld?", False, "id_body")


def test_keys_that_were_switched_off_stay_off_and_saving_works(
    live_server: Any, browser: Threaded, the_house: House, taken: ArticleVersion
) -> None:
    def walk() -> tuple[str, int]:
        tab = at_the_review(browser.tab(live_server.url), the_house, taken)
        page = tab.page
        page.keyboard.press("?")
        page.get_by_label("Single keys work in this browser").uncheck()
        page.get_by_role("button", name="Close").click()
        page.locator("#id_reason").fill("One more thing.")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        page.locator("h1").click()
        page.keyboard.press("j")
        return page.locator("#id_reason").input_value(), page.locator(".comment-here:focus").count()

    assert browser.run(walk) == ("One more thing.", 0)
