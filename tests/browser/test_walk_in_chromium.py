"""The whole walk in Chromium, with scripts and without: a page comes in, is sent back once, signed, published, read."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import ArticleVersion, User
from reviews import house
from reviews.rules import default_rules
from tests.browser.conftest import Threaded
from tests.browser.tabs import Tab
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "Can zinc lozenges shorten a cold?"
PAGE = f"""\
Pending human review
Submitted
Under Review
Approved
Last updated: March 3, 2026
{QUESTION}
Zinc Lozenges for the Common Cold
Zinc lozenges may shorten a cold a little.1
What the Studies Measured
Days with symptoms were fewer in adults.1
"""
BODY = """\
::: bottom-line
Zinc lozenges may make a cold a little shorter.[@ref1]
:::

::: help
See a doctor if you have a fever for more than three days.
:::
"""
MENDED = BODY.replace("a cold a little", "a cold in adults a little")
PEOPLE = {
    "editor": "Edda Holm",
    "author": "Aris Wenn",
    "ada": "Ada Roth",
    "ben": "Ben Ito",
}


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    made = {part: make_user("stranger", name=name) for part, name in PEOPLE.items()}
    house.first_editor(made["editor"])
    house.grant(made["author"], "author", by=made["editor"])
    for part in ("ada", "ben"):
        house.grant(made[part], "board", by=made["editor"])
        house.check_licence(made[part], by=made["editor"], credential="MD", specialty="General practice")
    house.set_policy(default_rules(), by=made["editor"], password=PASSWORD)
    return made


class Walk:
    """The steps; each acts in the tab of its person. `tabs` are by part, `reader` has signed in nowhere."""

    def __init__(self, open_tab: Callable[[], Tab], people: dict[str, User]) -> None:
        self.tabs = {part: open_tab().sign_in(person.email, PASSWORD) for part, person in people.items()}
        self.reader = open_tab()
        self.pk = 0

    def bring_the_page_in(self) -> None:
        author = self.tabs["author"].open("/write/bring-in/")
        author.fill("text", PAGE).press("Look at it first")
        assert "Left out" in author.text
        author.fill("specialty", "General practice")
        for name, value in (("ask-reader", "professional"), ("ask-ai", "none"), ("ask-publish", "yes")):
            author.choose(name, value)
        author.fill("ask-writer", PEOPLE["author"]).press("Keep it as a draft")
        self.pk = int(re.search(r"/write/(\d+)/", author.page.url).group(1))

    def complete_the_work(self) -> None:
        author = self.tabs["author"].open(f"/write/{self.pk}/references/ref1/")
        typed = {
            "title": "Zinc and days of cold", "author": "Stone, Nora", "issued": "2017", "volume": "4",
            "container-title": "Journal of Made-up Trials", "page": "11-19",
        }  # fmt: skip
        for name, words in typed.items():
            author.fill(name, words)
        author.page.locator('main [name="is_placeholder"]').uncheck()
        author.press("Save", exact=True)

    def tell_the_facts(self) -> None:
        author = self.tabs["author"].open(f"/write/{self.pk}/")
        typed = {
            "heading": "Zinc lozenges",
            "countries": "Norway\nKenya",
            "searched_to": "2026-02-01",
            "funding": "None.",
        }
        for name, words in typed.items():
            author.fill(name, words)
        author.choose("ai_used", "no").save("Save the facts")
        author.open(f"/write/{self.pk}/authors/")
        author.fill("credential", "MD").fill("interests", "None.").press("Save", exact=True)

    def write_for_patients(self, body: str) -> None:
        author = self.tabs["author"].open(f"/write/{self.pk}/texts/patient/")
        author.fill("title", "Zinc lozenges").fill("body", body)
        if not author.has_scripts:
            author.press("Preview without saving")
        author.page.locator("#preview").filter(has_text="Zinc lozenges may make a cold").wait_for()
        author.save()

    def hand_in(self) -> None:
        author = self.tabs["author"].open(f"/write/{self.pk}/hand-in/").press("I stand behind this text")
        author.open(f"/write/{self.pk}/hand-in/").press("Submit")

    def take(self, part: str) -> None:
        board = self.tabs[part].open(f"/desk/versions/{self.pk}/cover/").press("Take this review")
        board.open(f"/desk/versions/{self.pk}/cover/").choose("kind", "none").press("Declare and accept")

    def ask_for_changes(self, part: str) -> None:
        board = self.tabs[part].open(f"/desk/versions/{self.pk}/review/patient/")
        board.page.locator("#id_on").select_option(index=1)
        board.choose("kind", "must").fill("body", "Say for whom.").press("Add comment")
        assert "Say for whom." in board.text
        self.answer(part)
        board.fill("reason", "One point, then I can sign.").choose("end", "ask_for_changes").press(
            "Finish my review"
        )

    def answer(self, part: str) -> None:
        """Every question Yes, all texts read; not saved yet."""
        board = self.tabs[part].open(f"/desk/versions/{self.pk}/review/")
        for yes in board.page.locator('main [name^="answer-"][value="yes"]').all():
            yes.check()
        for text in board.page.locator('main [name="audiences"]').all():
            text.check()
        board.choose("ai_used", "no")

    def sign(self, part: str) -> None:
        self.answer(part)
        board = self.tabs[part].choose("end", "sign").fill("password", "not the password")
        assert "That is not your password" in board.press("Finish my review").text
        board.choose("end", "sign").fill("password", PASSWORD).press("Finish my review")

    def answer_the_points(self) -> None:
        author = self.tabs["author"].open(f"/write/{self.pk}/points/")
        assert "Say for whom." in author.text
        author.page.locator('main [name$="kind"][value="changed"]').check()
        author.press("Keep the answers")

    def whole(self) -> list[str]:
        """All of it; what the browsers complained of."""
        self.bring_the_page_in()
        self.complete_the_work()
        self.tell_the_facts()
        self.write_for_patients(BODY)
        self.hand_in()
        self.take("ada")
        self.take("ben")
        self.ask_for_changes("ada")
        self.sign("ben")
        self.answer_the_points()
        self.write_for_patients(MENDED)
        self.hand_in()
        assert "in adults" in self.tabs["ada"].open(f"/desk/versions/{self.pk}/compare/").text
        assert "Under review" in self.tabs["editor"].open(f"/desk/versions/{self.pk}/").text
        self.sign("ada")
        self.sign("ben")
        self.read()
        return [fault for tab in (*self.tabs.values(), self.reader) for fault in tab.faults]

    def read(self) -> None:
        reader = self.reader.open("/")
        reader.follow(QUESTION)
        reader.open(re.sub(r"/(choose/.*|professional/|patient/)?$", "/patient/", reader.page.url))
        for words in (
            "Zinc lozenges may make a cold in adults a little shorter",
            "Approved",
            *PEOPLE.values(),
        ):
            assert (words in reader.text) is (words != PEOPLE["editor"])
        reader.follow("Health professional")
        assert "Days with symptoms were fewer in adults" in reader.text


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_walk_in_chromium(
    live_server: Any, browser: Threaded, people: dict[str, User], scripts: bool, capsys: Any
) -> None:
    def walk() -> list[str]:
        return Walk(lambda: browser.tab(live_server.url, scripts=scripts), people).whole()

    faults = browser.run(walk)

    assert faults == []
    assert list(ArticleVersion.objects.values_list("state", flat=True)) == ["approved"]
    call_command("verify", "--json")
    assert json.loads(capsys.readouterr().out)["problems"] == []
