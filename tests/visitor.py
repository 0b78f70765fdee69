"""A visitor: goes about the product by the forms and links that its pages offer, without JavaScript."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

PASSWORD_FIELD = "password"


class Form:
    """One form of a page: where it goes, what is in it, which buttons it has."""

    def __init__(self, attrs: dict[str, str]) -> None:
        self.action = attrs.get("action") or ""
        self.method = (attrs.get("method") or "get").lower()
        self.id = attrs.get("id", "")
        self.values: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self.choices: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, dict[str, str]]] = []


class _Reader(HTMLParser):
    """Collects the forms, links and words of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._open: tuple[str, Any] | None = None
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in pairs}
        if tag == "form":
            self._form = Form(attrs)
            self.forms.append(self._form)
        elif tag == "a" and "href" in attrs:
            self._open, self._text = ("a", attrs), ""
        elif self._owner(attrs) is not None:
            self._control(tag, attrs, self._owner(attrs))

    def _owner(self, attrs: dict[str, str]) -> Form | None:
        if "form" in attrs:
            return next((form for form in self.forms if form.id == attrs["form"]), None)
        return self._form

    def _control(self, tag: str, attrs: dict[str, str], form: Any) -> None:
        name = attrs.get("name", "")
        if tag == "button":
            self._open, self._text = ("button", (form, attrs)), ""
        elif tag == "textarea":
            self._open, self._text = ("textarea", (form, name)), ""
        elif tag == "select":
            self._select = name
            form.names.add(name)
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(attrs.get("value", ""))
            if "selected" in attrs:
                form.values[self._select] = [attrs.get("value", "")]
        elif tag == "input" and name:
            form.names.add(name)
            kind = attrs.get("type", "text")
            if kind in ("radio", "checkbox"):
                form.choices.setdefault(name, []).append(attrs.get("value", "on"))
                if "checked" in attrs:
                    form.values.setdefault(name, []).append(attrs.get("value", "on"))
            elif kind not in ("submit", "button", "file"):
                form.values[name] = [attrs.get("value", "")]

    def handle_data(self, data: str) -> None:
        self._text += data
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif self._open is not None and tag == self._open[0]:
            _kind, about = self._open
            self._open = None
            if tag == "a":
                self.links.append((" ".join(self._text.split()), about["href"]))
            elif tag == "button":
                about[0].buttons.append((" ".join(self._text.split()), about[1]))
            else:
                text = self._text.removeprefix("\n")
                about[0].values[about[1]] = [text]
                about[0].names.add(about[1])


class Visitor:
    """Somebody with a browser that runs no scripts. Every page it gets must be one; a 500 is an error by itself."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(raise_request_exception=True, headers=headers)
        self.path = "/"
        self.status = 0
        self.html = ""

    def sign_in(self, email: str, password: str) -> "Visitor":
        self.open("/sign-in/")
        return self.submit(username=email, password=password)

    def open(self, path: str) -> "Visitor":
        """Get a page, following redirects."""
        return self._seen(self.client.get(path, follow=True), path)

    def follow(self, words: str) -> "Visitor":
        """Follow the first link whose words contain these."""
        for text, href in self._read().links:
            if words in text:
                return self.open(self._local(href))
        raise AssertionError(
            f"No link “{words}” on {self.path}: {[text for text, _href in self._read().links]}"
        )

    def form(self, *, button: str = "", having: str = "") -> tuple[Form, dict[str, str]]:
        """The form with this button (by its words) or this field, and the button."""
        for form in self._read().forms:
            if form.action.endswith("/sign-out/") and "sign-out" not in button.lower():
                continue
            if having and having not in form.names:
                continue
            for text, attrs in form.buttons:
                if button in text and not (
                    not button and ("formaction" in attrs or "formnovalidate" in attrs)
                ):
                    return form, attrs
        found = [(form.action, [text for text, _attrs in form.buttons]) for form in self._read().forms]
        raise AssertionError(f"No form with “{button or having}” on {self.path}: {found}")

    def submit(
        self, *, button: str = "", having: str = "", files: dict[str, Any] | None = None, **values: Any
    ) -> "Visitor":
        """Fill in fields (names with "-" or odd letters through a dict: `**{"answer-x": …}`) and press the button."""
        having = having or next(iter(values), "")
        form, attrs = self.form(button=button, having=having)
        unknown = set(values) - form.names
        assert not unknown, f"No fields {unknown} on {self.path}; there are {sorted(form.names)}"
        data: dict[str, Any] = {name: list(value) for name, value in form.values.items()}
        for name, value in values.items():
            data[name] = list(value) if isinstance(value, list | tuple) else [value]
            if name in form.choices:
                assert set(data[name]) <= set(form.choices[name]), (name, data[name], form.choices[name])
        if attrs.get("name"):
            data[attrs["name"]] = [attrs.get("value", "")]
        data.update(files or {})
        action = self._local(attrs.get("formaction") or form.action or self.path)
        return self._seen(self.client.post(action, data, follow=True), action)

    @property
    def text(self) -> str:
        """The words of the page, spaces made one."""
        return " ".join("".join(self._read().words).split())

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        return reader

    def _local(self, href: str) -> str:
        parts = urlsplit(urljoin(f"http://testserver{self.path}", href))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _seen(self, response: Any, path: str) -> "Visitor":
        chain = getattr(response, "redirect_chain", [])
        self.path = self._local(chain[-1][0]) if chain else path
        self.status = response.status_code
        self.response = response
        self.html = response.content.decode() if "text/" in response.headers.get("Content-Type", "") else ""
        return self
