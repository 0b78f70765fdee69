"""The forms of a page with every field and button, and what else a page must not have, read from its HTML."""

import dataclasses
from html.parser import HTMLParser

# A script of ours is a file; these run what somebody typed.
PROGRAMS = ("javascript:", "data:", "vbscript:")
ADDRESSES = frozenset({"href", "src", "action", "formaction"})


@dataclasses.dataclass
class Field:
    """`kind`: of an input its type, else textarea or select. `values`: chosen now; `choices`: to choose from."""

    name: str
    kind: str
    values: list[str] = dataclasses.field(default_factory=list)
    choices: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Form:
    action: str
    method: str
    id: str
    fields: dict[str, Field] = dataclasses.field(default_factory=dict)
    buttons: list[dict[str, str]] = dataclasses.field(default_factory=list)

    def as_it_stands(self) -> dict[str, list[str]]:
        """What a browser would send: of a choice that has to be made, the first."""
        return {
            field.name: field.values or (field.choices[-1:] if field.kind in ("radio", "select") else [])
            for field in self.fields.values()
            if field.kind != "file"
        }


class Page(HTMLParser):
    """`forms`, `words`, and `dangers`: tags, attributes and addresses that only somebody else can have put there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.words = ""
        self.dangers: list[str] = []
        self._form: Form | None = None
        self._textarea: Field | None = None
        self._select: Field | None = None
        self._buttons: list[tuple[Form | None, dict[str, str]]] = []
        self.feed(html)
        self.close()
        by_id = {form.id: form for form in self.forms if form.id}
        for form, attrs in self._buttons:  # a button may stand outside its form, and before it
            form = by_id.get(attrs["form"]) if "form" in attrs else form
            if form is not None:
                form.buttons.append(attrs)

    def typed(self, name: str) -> list[str]:
        """What stands in the fields of this name."""
        return [value for form in self.forms if name in form.fields for value in form.fields[name].values]

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in pairs}
        self._look_for_danger(tag, attrs)
        if tag == "form":
            self._form = Form(
                attrs.get("action", ""), attrs.get("method", "get").lower(), attrs.get("id", "")
            )
            self.forms.append(self._form)
        elif tag == "button":
            self._buttons.append((self._form, attrs))
        elif tag == "option" and self._select:
            self._option(self._select, attrs.get("value", ""), "selected" in attrs)
        elif tag in ("input", "textarea", "select") and self._form and attrs.get("name"):
            self._field(tag, attrs)

    def _look_for_danger(self, tag: str, attrs: dict[str, str]) -> None:
        is_strange = tag == "nasty-tag" or any(name.startswith("on") for name in attrs)
        runs = [
            attrs[name] for name in ADDRESSES & set(attrs) if attrs[name].strip().lower().startswith(PROGRAMS)
        ]
        if is_strange or runs:
            self.dangers.append(f"<{tag} {attrs}>"[:200])

    def _field(self, tag: str, attrs: dict[str, str]) -> None:
        assert self._form is not None
        kind = attrs.get("type", "text") if tag == "input" else tag
        field = self._form.fields.setdefault(attrs["name"], Field(attrs["name"], kind))
        if kind in ("radio", "checkbox"):
            self._option(field, attrs.get("value", "on"), "checked" in attrs)
        elif tag == "input":
            field.values.append(attrs.get("value", ""))
        elif tag == "textarea":
            self._textarea = field
            field.values.append("")
        else:
            self._select = field

    @staticmethod
    def _option(field: Field, value: str, is_chosen: bool) -> None:
        field.choices.append(value)
        if is_chosen:
            field.values.append(value)

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea.values[-1] += data
        else:
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            # The first end of a line is not part of what was typed.
            self._textarea.values[-1] = self._textarea.values[-1].removeprefix("\n")
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None
