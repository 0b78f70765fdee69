"""By keyboard alone: signing in, taking a review, declaring, commenting, signing; and every stop shows where one is."""

from typing import Any

import pytest

from articles.models import ArticleVersion
from reviews.models import Comment, Signature
from tests.browser.conftest import Threaded
from tests.browser.tabs import Tab
from tests.factories import PASSWORD
from tests.record_fixtures import House

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# More presses of Tab than any page has stops.
MANY = 150
# What has the focus: a selector's worth of it, whether it can be seen, and the outline that says so.
WHERE = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {
    name: `${at.tagName} ${at.id || at.name || at.textContent.trim().slice(0, 40)}`,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    isInSight: box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


class Fingers:
    """Somebody without a mouse. `unseen` are the stops at which nothing shows where the focus is."""

    def __init__(self, tab: Tab) -> None:
        self.tab, self.page = tab, tab.page
        self.unseen: list[str] = []

    def press(self, *keys: str) -> "Fingers":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, words: str) -> "Fingers":
        self.page.keyboard.type(words)
        return self

    def go_to(self, selector: str) -> "Fingers":
        """Tab on until the focus is there."""
        for _press in range(MANY):
            self.press("Tab")
            self._look()
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return self
        raise AssertionError(f"Tab never comes to {selector} on {self.page.url}")

    def enter(self, key: str = "Enter") -> "Fingers":
        """Press the key that leads to another page, and wait for that."""
        with self.page.expect_navigation():
            self.press(key)
        return self

    def _look(self) -> None:
        at = self.page.evaluate(WHERE)
        if at["name"].startswith("BODY"):
            return
        if at["outline"] < 2 or not at["isInSight"]:
            self.unseen.append(f"{self.page.url}: {at}")


@pytest.fixture
def version(the_house: House) -> ArticleVersion:
    return the_house.submitted()


def sign_in(fingers: Fingers, email: str) -> None:
    fingers.page.goto("/sign-in/?next=/desk/queue/")
    # The first field gets the focus by itself, a moment after the page is there.
    fingers.page.wait_for_function("() => document.activeElement.name === 'username'")
    fingers.type(email).go_to("[name=password]").type(PASSWORD).enter()


def take_and_declare(fingers: Fingers) -> None:
    fingers.go_to("a.ledger-title").enter()
    fingers.go_to("main button").enter()
    if not fingers.page.url.endswith("/cover/"):
        fingers.go_to("a.ledger-title").enter()
    fingers.go_to("[name=kind]").press("Space").go_to("main button").enter("Space")


def open_review(fingers: Fingers) -> None:
    if not fingers.page.url.endswith("/review/"):
        fingers.go_to("a.button").enter()


def comment(fingers: Fingers) -> None:
    fingers.go_to("#id_on").press("ArrowDown").go_to("[name=kind]").press("ArrowDown")
    fingers.go_to("#id_body").type("Which dose was it?").go_to("[formaction$='/comments/']").enter("Space")


def answer_and_sign(fingers: Fingers) -> None:
    questions = fingers.page.locator("main .checklist [type=radio][value=yes]").count()
    for number in range(questions):
        fingers.go_to(f".checklist > li:nth-child({number + 1}) [type=radio]").press("Space")
    for text in ("patient", "professional"):
        fingers.go_to(f"[name=audiences][value={text}]").press("Space")
    fingers.go_to("[name=ai_used]").press("Space")
    fingers.go_to("[name=end]").press("Space")
    fingers.go_to("[name=password]").type(PASSWORD).go_to("#sign .button").enter()


def test_review_is_taken_and_signed_by_keyboard(
    live_server: Any, browser: Threaded, the_house: House, version: ArticleVersion
) -> None:
    reviewer = the_house.reviewers[0]

    def walk() -> tuple[list[str], list[str]]:
        fingers = Fingers(browser.tab(live_server.url, viewport={"width": 1280, "height": 900}))
        sign_in(fingers, reviewer.email)
        take_and_declare(fingers)
        open_review(fingers)
        comment(fingers)
        answer_and_sign(fingers)
        return fingers.unseen, fingers.tab.faults

    unseen, faults = browser.run(walk)

    assert unseen == []
    assert faults == []
    assert Comment.objects.get(version=version, author=reviewer).body == "Which dose was it?"
    assert Signature.objects.filter(round__version=version, person=reviewer).count() == 1


def test_skip_link_is_the_first_stop_and_leads_past_the_head(live_server: Any, browser: Threaded) -> None:
    def walk() -> tuple[str, bool, str]:
        fingers = Fingers(browser.tab(live_server.url))
        fingers.page.goto("/policy/")
        fingers.press("Tab")
        first = fingers.page.evaluate("() => document.activeElement.className")
        is_seen = fingers.page.evaluate(WHERE)["isInSight"]
        fingers.press("Enter")
        return first, is_seen, fingers.page.evaluate("() => document.activeElement.id")

    assert browser.run(walk) == ("skip", True, "main")


@pytest.mark.parametrize("width", [1280, 360])
def test_every_stop_of_a_published_page_is_seen(
    live_server: Any, browser: Threaded, the_house: House, width: int
) -> None:
    slug = the_house.approved().article.slug

    def walk() -> tuple[list[str], str]:
        fingers = Fingers(browser.tab(live_server.url, viewport={"width": width, "height": 800}))
        fingers.page.goto(f"/articles/{slug}/patient/")
        fingers.go_to(".site-foot a[href='/policy/']")
        fingers.page.goto(f"/articles/{slug}/patient/")
        fingers.go_to(f".tabs a[href$='/{slug}/professional/']").enter()
        return fingers.unseen, fingers.page.url.removeprefix(live_server.url)

    assert browser.run(walk) == ([], f"/articles/{slug}/professional/")


def test_choice_of_reader_is_made_with_arrows(live_server: Any, browser: Threaded) -> None:
    def walk() -> str:
        fingers = Fingers(browser.tab(live_server.url))
        fingers.page.goto("/choose/")
        fingers.go_to("main [type=radio]").press("Space", "ArrowDown")
        return str(
            fingers.page.evaluate("() => new FormData(document.forms[0]).get(document.activeElement.name)")
        )

    assert browser.run(walk) == "caregiver"


def test_details_open_with_space(live_server: Any, browser: Threaded, the_house: House) -> None:
    version = the_house.draft()

    def walk() -> bool:
        fingers = Fingers(browser.tab(live_server.url))
        fingers.tab.sign_in(version.article.lead_author.email, PASSWORD)
        fingers.page.goto(f"/write/{version.pk}/texts/patient/")
        fingers.go_to("summary").press("Space")
        return bool(fingers.page.evaluate("() => document.activeElement.parentElement.open"))

    assert browser.run(walk) is True
