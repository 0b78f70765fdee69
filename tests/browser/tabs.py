"""A tab: one person's browser at one site, which writes down whatever a browser complains of."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

# A busy machine is slow, and a page that never comes is a failure all the same.
PATIENCE_MS = 30_000


class Tab:
    """`page` is Playwright's; `faults` are the complaints so far: console, errors of scripts, dialogs, foreign hosts."""

    def __init__(self, browser: Any, address: str, *, scripts: bool = True, **choices: Any) -> None:
        self.address = address
        self.has_scripts = scripts
        self.faults: list[str] = []
        self._refused: set[str] = set()
        self._context = browser.new_context(
            base_url=address, java_script_enabled=scripts, reduced_motion="reduce", **choices
        )
        self._context.set_default_timeout(PATIENCE_MS)
        self.page: Any = None
        self.start_anew()

    def start_anew(self) -> "Tab":
        """An empty page of the same person; the one before it is gone without being asked about what is unsaved."""
        if self.page is not None:
            self.page.close()
        self.page = self._context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("dialog", self._asked)
        self.page.on("request", self._requested)
        self.page.on("response", self._answered)
        self.faults.clear()
        return self

    def sign_in(self, email: str, password: str) -> "Tab":
        self.open("/sign-in/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.press("Sign in")
        return self

    def carry(self, session: str) -> "Tab":
        """Go on with a session that exists, by its key."""
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}
        self._context.add_cookies([cookie])
        return self

    def open(self, path: str) -> "Tab":
        self.page.goto(path)
        return self

    def follow(self, words: str) -> "Tab":
        """Press the first link of the page's own part that has these words."""
        link = self.page.locator("main").get_by_role("link", name=words)
        with self.page.expect_navigation():
            link.first.click()
        return self

    def fill(self, name: str, words: str) -> "Tab":
        """Type into the field with this name, or pick these words from it."""
        field = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
        if field.evaluate("(control) => control.tagName") == "SELECT":
            field.select_option(words)
        else:
            field.fill(words)
        return self

    def choose(self, name: str, value: str) -> "Tab":
        """Check the one choice of these."""
        self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        return self

    def press(self, words: str, *, exact: bool = False) -> "Tab":
        """Press the button with these words in the page's own part, and wait for the page that follows."""
        button = self.page.locator("main").get_by_role("button", name=words, exact=exact)
        with self.page.expect_navigation():
            button.first.click()
        return self

    def save(self, words: str = "Save") -> "Tab":
        """Press the button of a form that is saved in its place, or, without scripts, by a page that follows."""
        if not self.has_scripts:
            return self.press(words, exact=True)
        with self.page.expect_response(
            lambda answer: answer.request.method == "POST" and answer.url == self.page.url
        ):
            self.page.locator("main").get_by_role("button", name=words, exact=True).click()
        self.page.locator("[data-saved-state]").filter(has_text="Saved").wait_for()
        return self

    @property
    def text(self) -> str:
        """The words of the page as a reader sees them, spaces made one."""
        return " ".join(self.page.locator("body").inner_text().split())

    def close(self) -> None:
        self._context.close()

    def _said(self, message: Any) -> None:
        """A refused form is a page with a status that Chromium complains of; that alone is no fault."""
        is_refusal = "Failed to load resource" in message.text and message.location["url"] in self._refused
        if message.type in ("error", "warning") and not is_refusal:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _asked(self, dialog: Any) -> None:
        self.faults.append(f"{self.page.url} asks: {dialog.type} {dialog.message}")
        dialog.accept()

    def _requested(self, request: Any) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.faults.append(f"{self.page.url} asks another host: {request.url}")

    def _answered(self, response: Any) -> None:
        is_page = response.request.is_navigation_request() and response.status in (404, 422)
        # What a script of a page is refused in words, it says.
        is_heard = (
            response.status in (409, 422) and response.request.headers.get("accept") == "application/json"
        )
        if is_page or is_heard:
            self._refused.add(response.url)
        elif response.status >= 400:
            self.faults.append(f"{response.url}: {response.status}")
