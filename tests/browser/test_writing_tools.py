"""The tools above a text in Chromium: what they write, paste from Word and Docs, citing; and the page without scripts."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import ArticleVersion, Reference, Variant
from tests.articles.formats.clipboards import item_of_word, of_docs, of_word, span_of_docs
from tests.articles.formats.word_files import OTHER, field, made, zotero
from tests.browser.conftest import Threaded
from tests.browser.tabs import Tab
from tests.browser.test_axe import LOOK, RULES, SIDEWAYS, WIDTHS
from tests.factories import PASSWORD, WORK, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HONEY = {**WORK, "title": "Honey for a cough", "DOI": "10.5555/honey"}
PASTE = """([html, plain]) => {
  const area = document.getElementById("id_body"), data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  return area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
SELECT = """([from, to]) => {
  const area = document.getElementById("id_body");
  area.focus();
  area.setSelectionRange(from, to);
}"""


@pytest.fixture
def version(transactional_db: None) -> ArticleVersion:
    made = make_version()
    make_version(by=made.article.lead_author, question="Does honey help?", references={"honey": HONEY})
    return made


class Writer:
    """An author at the text for students, which is still empty."""

    def __init__(self, browser: Threaded, address: str, version: ArticleVersion, **choices: Any) -> None:
        self.tab: Tab = browser.tab(address, **choices).sign_in(version.article.lead_author.email, PASSWORD)
        self.page = self.tab.page
        self.tab.open(f"/write/{version.pk}/texts/student/")
        self.area = self.page.locator("#id_body")

    def typed(self, words: str, start: int, end: int | None = None) -> "Writer":
        self.area.fill(words)
        self.page.evaluate(SELECT, [start, start if end is None else end])
        return self

    def tool(self, name: str) -> "Writer":
        self.page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()
        return self

    @property
    def body(self) -> str:
        return str(self.area.input_value())


def run(browser: Threaded, live_server: Any, version: ArticleVersion, act: Any, **choices: Any) -> Any:
    """What `act` found, and what the browser complained of."""

    def walk() -> tuple[Any, list[str]]:
        writer = Writer(browser, live_server.url, version, **choices)
        return act(writer), writer.tab.faults

    return browser.run(walk)


def test_tools_write_markdown(live_server: Any, browser: Threaded, version: ArticleVersion) -> None:
    def act(writer: Writer) -> list[str]:
        found = []
        for name, words, start, end in (
            ("Heading", "Dose", 2, 2), ("Subheading", "## Dose", 4, 4), ("Heading", "## Dose", 4, 4),
            ("Bold", "Take iron daily", 5, 10), ("Bold", "a **b** c", 4, 5), ("Italic", "a **b** c", 4, 5),
            ("List", "a\nb", 0, 3), ("Numbered list", "- a\n- b", 0, 7), ("List", "- a\n- b", 0, 7),
        ):  # fmt: skip
            found.append(writer.typed(words, start, end).tool(name).body)
        return found

    assert run(browser, live_server, version, act) == (
        [
            "## Dose",
            "### Dose",
            "Dose",
            "Take **iron** daily",
            "a b c",
            "a ***b*** c",
            "- a\n- b",
            "1. a\n2. b",
            "a\nb",
        ],
        [],
    )


def test_table_stands_alone_and_can_be_undone(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[str]:
        made = writer.typed("Before", 6).tool("Table").body
        writer.page.keyboard.press("Control+z")
        return [made, writer.body]

    found, faults = run(browser, live_server, version, act)

    assert found[0].startswith("Before\n\n| Outcome | With | Without |\n| ------- | ---- | ------- |\n|")
    assert (found[1], faults) == ("Before", [])


def test_keys_of_the_keyboard_and_arrows_in_the_toolbar(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[Any]:
        writer.typed("iron", 0, 4)
        for key in ("Control+b", "Control+i"):
            writer.page.keyboard.press(key)
        made = writer.body
        writer.page.keyboard.press("Control+k")
        is_open = writer.page.get_by_role("dialog").is_visible()
        writer.page.keyboard.press("Escape")
        stops = writer.page.locator("[role=toolbar] [tabindex='0']").count()
        writer.page.keyboard.press("Shift+Tab")
        for key in ("End", "ArrowRight", "ArrowRight"):
            writer.page.keyboard.press(key)
        return [made, is_open, stops, writer.page.evaluate("() => document.activeElement.textContent.trim()")]

    assert run(browser, live_server, version, act) == (["***iron***", True, 1, "Subheading"], [])


def test_block_is_made_from_its_fields_around_what_is_chosen(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[Any]:
        writer.typed("Do not give iron.", 0, 17).tool("Block")
        dialog = writer.page.get_by_role("dialog")
        dialog.get_by_label("Kind").select_option("recommendation")
        dialog.get_by_label("Direction").select_option("against")
        dialog.get_by_label("Strength").select_option("strong")
        dialog.get_by_role("button", name="Put it in").click()
        problem = dialog.get_by_role("alert").inner_text()
        dialog.get_by_label("Certainty").select_option("very-low")
        dialog.get_by_label("For whom").fill('adults with "low" iron')
        dialog.get_by_role("button", name="Put it in").click()
        return [problem, writer.body]

    assert run(browser, live_server, version, act) == (
        [
            "Give strength and certainty both, or neither.",
            "::: recommendation direction=against strength=strong certainty=very-low "
            'for="adults with ”low” iron"\nDo not give iron.\n:::',
        ],
        [],
    )


def test_cite_copies_a_work_of_another_article_and_joins_a_citation(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[str]:
        found = []
        writer.typed("It helps.", 9).tool("Cite")
        for typed, key in (("honey 2021", "honey"), ("ginger", "adeyemi2021")):
            writer.page.get_by_label("Author, year or title").fill(typed)
            writer.page.locator(".tool-work").filter(has_text=key).wait_for()
            writer.page.wait_for_function("() => document.querySelectorAll('.tool-work').length === 1")
            writer.page.keyboard.press("Enter")
            writer.page.get_by_role("dialog").wait_for(state="hidden")
            found.append(writer.body)
            writer.page.keyboard.press("Control+k")
        return found

    found, faults = run(browser, live_server, version, act)

    assert found == ["It helps.[@honey]", "It helps.[@honey; @adeyemi2021]"]
    assert faults == []
    assert Reference.objects.filter(version=version, key="honey").count() == 1


def test_paste_from_word_and_docs_comes_as_markdown_with_a_list_of_what_was_lost(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    word = of_word(
        "<h1>Dose<o:p></o:p></h1>"
        + item_of_word("Iron", "·")
        + item_of_word("daily<del>weekly</del>", "o", 2)
    )
    docs = of_docs(
        f"<p>{span_of_docs('so', weight=700)}{span_of_docs(' much')}{span_of_docs('1', level='super')}</p>"
    )

    def act(writer: Writer) -> list[Any]:
        writer.typed("Before", 6)
        writer.page.evaluate(PASTE, [word, "plain"])
        writer.page.get_by_text("Not understood").wait_for()
        lost = writer.page.locator("[data-lost] li").inner_text()
        writer.typed("It helps .", 9)
        writer.page.evaluate(PASTE, [docs, "plain"])
        writer.page.get_by_text("1 work was added to the references.").wait_for()
        second = writer.body
        writer.page.keyboard.press("Control+z")
        return [lost, second, writer.body]

    found, faults = run(browser, live_server, version, act)

    assert found == [
        "In “dailyweekly” weekly A tracked deletion was taken as accepted: these words are left out.",
        "It helps **so** much[@ref1].",
        "It helps .",
    ]
    assert faults == []


def test_paste_of_word_lands_in_the_saved_text(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> None:
        writer.tab.fill("title", "For students")
        writer.typed("Before", 6)
        writer.page.evaluate(PASTE, [of_word("<h2>Dose</h2>" + item_of_word("Iron", "1.")), "plain"])
        writer.page.get_by_text("Pasted.", exact=True).wait_for()
        writer.tab.save()

    run(browser, live_server, version, act)

    assert Variant.objects.get(version=version, audience="student").body == "Before\n\n## Dose\n\n1. Iron"


def test_paste_that_cannot_be_read_comes_as_plain_text(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[Any]:
        writer.page.route("**/paste-html/", lambda route: route.abort())
        writer.typed("", 0)
        writer.page.evaluate(PASTE, ["<ul><li>Iron</li></ul>", "Iron, plain"])
        writer.page.get_by_text("It was pasted as plain text.").wait_for()
        return [writer.body, writer.area.is_editable()]

    found, __ = run(browser, live_server, version, act)

    assert found == ["Iron, plain", True]


def test_ordinary_paste_is_left_to_the_browser(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[bool]:
        return [
            writer.page.evaluate(PASTE, [html, "plain"])
            for html in ("", "<meta charset='utf-8'><span>plain</span>", "<div>plain</div>")
        ]

    assert run(browser, live_server, version, act) == ([True, True, True], [])


def test_page_without_scripts_has_no_toolbar(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[Any]:
        return [writer.page.locator("[role=toolbar]").count(), "Numbered list" in writer.tab.text]

    assert run(browser, live_server, version, act, scripts=False) == ([0, False], [])


def looked_at(page: Any) -> list[str]:
    """What axe finds, wide and narrow, light and dark."""
    page.evaluate(Axe().axe_script)
    found = []
    for width in WIDTHS.values():
        page.set_viewport_size(width)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)
            found += page.evaluate(LOOK, rules)
        found += ["beyond the right edge"] * bool(page.evaluate(SIDEWAYS))
    return found


def test_dialogs_and_list_of_what_was_lost_are_clean(
    live_server: Any, browser: Threaded, version: ArticleVersion
) -> None:
    def act(writer: Writer) -> list[str]:
        writer.page.evaluate(PASTE, [of_word(item_of_word("Iron<del>x</del>", "a.")), "plain"])
        writer.page.get_by_text("Not understood").wait_for()
        found = looked_at(writer.page)
        writer.tool("Block").page.get_by_label("Kind").select_option("recommendation")
        found += looked_at(writer.page)
        writer.page.keyboard.press("Escape")
        writer.tool("Cite").page.locator(".tool-work").first.wait_for()
        return found + looked_at(writer.page)

    assert run(browser, live_server, version, act) == ([], [])


@pytest.mark.parametrize("scripts", [True, False])
def test_word_file_is_brought_into_a_text(
    live_server: Any, browser: Threaded, version: ArticleVersion, tmp_path: Any, scripts: bool
) -> None:
    path = tmp_path / "tea.docx"
    path.write_bytes(
        made(lambda document: field(document.add_paragraph("It soothes."), zotero(OTHER, locator="4"), "1"))
    )

    def act(writer: Writer) -> list[str]:
        writer.tab.follow("Bring in a Word file")
        writer.page.set_input_files("input[type=file]", path)
        writer.tab.press("Look at it first")
        found = looked_at(writer.page) if scripts else []
        writer.tab.press("Put it into the text")
        return found

    found, faults = run(browser, live_server, version, act, scripts=scripts)

    assert (found, faults) == ([], [])
    assert Variant.objects.get(version=version, audience="student").body == "It soothes.[@lind2019]"
