"""What people type into the fields of a draft, cleaned and measured before any work is done on it."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import days
from articles.audiences import FACTS, Audience
from articles.citations import KEY
from articles.cleaning import Unwritable, clean
from articles.formats.draft import MAX_COUNTRIES
from articles.markdown import MAX_BODY, too_many_marks
from articles.references import MAX_BYTES, MAX_DEPTH, MAX_INTEGER, MAX_PARTS, csl_text
from articles.refusals import Refused
from articles.states import ChangeClass

MAX_LINE = 300
MAX_NAME = 120
MAX_PROSE = 20_000
MAX_RAW = 5_000
MAX_COUNTRY = 80
MAX_SPECIALTY = 80
MAX_AUTHORS = 100

# Name of each fact in the sentences people read; how it is cleaned stands in `fact`.
FACT_NAMES = {
    "question": gettext_lazy("The question"),
    "heading": gettext_lazy("The heading"),
    "funding": gettext_lazy("The funding statement"),
    "ai_statement": gettext_lazy("The statement on AI"),
    "what_changed": gettext_lazy("What changed, for readers,"),
}
LINES = frozenset({"question", "heading"})
CHOICES = {"ai_used": ["", "no", "yes"], "written_for": Audience.values, "change_class": ChangeClass.values}
FACTS_SAVED = frozenset({*FACT_NAMES, *CHOICES, "countries", "searched_to"})


def fact(name: str, value: Any) -> Any:
    """A fact of a version as it is stored. Raises Refused, or TypeError for a name that is no fact."""
    if name in LINES:
        return line(value, FACT_NAMES[name], MAX_LINE)
    if name in FACT_NAMES:
        return prose(value, FACT_NAMES[name], MAX_PROSE)
    if name in CHOICES:
        return choice(value, CHOICES[name])
    if name == "countries":
        return countries(value)
    if name == "searched_to":
        return day(value)
    raise TypeError(f"“{name}” is no fact of a version.")


def line(value: str, name: object, most: int) -> str:
    """One line: cleaned, its spaces, tabs and line ends drawn together."""
    return re.sub(r"[ \t\n]+", " ", _text(value, name, most)).strip(" ")


def folded(value: str) -> str:
    """What two spellings share that differ in capitals and spaces alone."""
    return " ".join(value.split()).casefold()


def prose(value: str, name: object, most: int) -> str:
    """Text of several lines, without empty ones at its ends."""
    return _text(value, name, most).strip()


def specialty(value: str) -> str:
    return line(value, _("The specialty"), MAX_SPECIALTY)


def body(value: str, audience: str) -> str:
    """A text's Markdown, as typed."""
    cleaned = _text(value, _("The %(text)s") % {"text": FACTS[audience].text_name}, MAX_BODY)
    if sentence := too_many_marks(cleaned):
        raise Refused(sentence)
    return cleaned


def _text(value: str, name: object, most: int) -> str:
    if (
        len(value) > 2 * most
    ):  # cleaning shortens line ends to half at most: what is longer is not worth the work
        raise Refused(_too_long(name, len(value), most))
    try:
        cleaned = clean(value)
    except Unwritable as error:
        raise Refused(f"{name}: {error}") from error
    if len(cleaned) > most:
        raise Refused(_too_long(name, len(cleaned), most))
    return cleaned


def _too_long(name: object, count: int, most: int) -> str:
    return _("%(name)s has %(count)d characters; at most %(most)d can be kept.") % {
        "name": name,
        "count": count,
        "most": most,
    }


def choice(value: str | None, values: Iterable[str]) -> str:
    value = str(value or "")
    if value not in list(values):
        shown = value[:60].encode(errors="replace").decode()
        raise Refused(_("“%(value)s” is not one of the choices.") % {"value": shown})
    return value


def audience(value: str) -> str:
    return choice(value, Audience.values)


def countries(values: Iterable[str]) -> list[str]:
    """Names of countries in the given order, each once, empty ones left out."""
    values = list(values)
    if len(values) > MAX_COUNTRIES:
        raise Refused(_("At most %(most)d countries can be named.") % {"most": MAX_COUNTRIES})
    names = [line(value, _("The name of a country"), MAX_COUNTRY) for value in values]
    return list(dict.fromkeys(filter(None, names)))


def day(value: datetime.date | str | None) -> datetime.date | None:
    """A day, given as one or written so that only one can be meant; nothing and "" are none."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    read = days.read(value)
    if read is None:
        raise Refused(_("“Evidence searched to” is a day written like 2026-03-31 or 31 March 2026."))
    return read


def key(value: str) -> str:
    """A citation key, without the @ that people may type before it."""
    value = value.strip().removeprefix("@")
    if not KEY.fullmatch(value):
        raise Refused(
            _(
                "A key starts with a letter, then come letters without accents, digits or _ : . - up to 64 characters."
            )
        )
    return value


def csl(value: Mapping[str, Any], about: str) -> dict[str, Any]:
    """CSL-JSON with every text in it cleaned, if it can be stored and hashed; whether it is complete is no matter."""
    parts = [0]
    try:
        cleaned = _clean_json(value, parts, depth=1)
    except Unwritable as error:
        raise Refused(f"{about}: {error}") from error
    if not isinstance(cleaned, dict):
        raise Refused(_("%(about)s: a reference is one CSL-JSON object.") % {"about": about})
    if len(csl_text(cleaned).encode()) > MAX_BYTES:
        raise Refused(_("%(about)s is larger than %(most)d bytes.") % {"about": about, "most": MAX_BYTES})
    return cleaned


def _clean_json(value: Any, parts: list[int], *, depth: int) -> Any:
    parts[0] += 1
    if depth > MAX_DEPTH or parts[0] > MAX_PARTS:
        raise Unwritable(_("it is nested too deeply, or has too many parts."))
    if isinstance(value, Mapping):
        return {clean(str(name)): _clean_json(inner, parts, depth=depth + 1) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean_json(inner, parts, depth=depth + 1) for inner in value]
    if isinstance(value, str):
        if len(value) > 2 * MAX_BYTES:
            raise Unwritable(_("one of its fields is too long."))
        return clean(value)
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < MAX_INTEGER):
        return value
    raise Unwritable(_("numbers in a reference are whole and not huge; write anything else as text."))
