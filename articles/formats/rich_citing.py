"""Raised numbers of a rich text: which cite a work of its list, which are powers and units, and what is said of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.citations import MAX_KEYS_PER_BRACKET
from articles.formats.marks import BRACKETED, SUPERSCRIPT, numbers_in

_UP = str.maketrans(
    "0123456789+-−–=()niabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_DOWN = str.maketrans("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_FROM_UP = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒", "0123456789-,")
_LIKE_NUMBERS = re.compile(r"[\[(]?[0-9][0-9 ,;–-]*[\])]?")
# What a square or a cube stands on: kg/m², R², χ².
_MEASURES = re.compile(r"(?:^|[\s(/·*⋅])(?:[kcmdµμn]?m|[kcm]?s|min|h|in|ft|yd|[A-Za-zα-ωΑ-Ω])$")


@dataclass
class Citing:
    """The works of one text: `listed` are the lines of its own list, `marked` the works of its fields."""

    listed: Mapping[int, str] = field(default_factory=dict)
    marked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key_of: Callable[[int], str] = "ref{}".format
    cited: set[int] = field(default_factory=set)

    def bracket(self, numbers: tuple[int, ...]) -> str:
        """The citation of these numbers; they count as cited."""
        self.cited.update(numbers)
        return bracket_of(tuple(self.key_of(number) for number in numbers))

    def raised(self, before: str, content: str, after: str) -> tuple[tuple[int, ...], str]:
        """The numbers that a raised `content` cites (else none), and why it was taken for something else ("")."""
        bare = "".join(content.split()).strip("[]()")
        numbers = numbers_in(bare) if _LIKE_NUMBERS.fullmatch(bare) else ()
        if not numbers:
            return (), ""
        if after[:1].isalnum():
            return (), ""
        if re.search(r"(?:^|[^0-9.,])10$", before):
            return (), ""
        if before[-1:].isdigit() and not re.search(r"(?:^|\D)(?:19|20)[0-9]{2}$", before):
            return (), _("it stands on a number and was taken for a power, not for a citation")
        if len(numbers) == 1 and numbers[0] in (2, 3) and _MEASURES.search(before[-12:]):
            return (), ""
        if self.listed and not set(numbers) <= set(self.listed):
            return (), _("the list of references has no such number, so it was not taken for a citation")
        return numbers, ""

    def brackets_in(self, text: str) -> list[tuple[int, int, tuple[int, ...]]]:
        """Where plain text cites by [1] or by raised digits, for works that the text lists itself."""
        found = [(*match.span(), numbers_in(match[1])) for match in BRACKETED.finditer(text)]
        for match in SUPERSCRIPT.finditer(text):
            if not _MEASURES.search(text[max(0, match.start() - 12) : match.start()]):
                found.append((*match.span(), numbers_in(match[1].translate(_FROM_UP))))
        return sorted(one for one in found if one[2] and set(one[2]) <= set(self.listed))


def bracket_of(keys: tuple[str, ...]) -> str:
    """`[@a; @b]`, in several brackets where one cannot hold them all."""
    parts = [keys[at : at + MAX_KEYS_PER_BRACKET] for at in range(0, len(keys), MAX_KEYS_PER_BRACKET)]
    return "".join("[" + "; ".join(f"@{key}" for key in part) + "]" for part in parts)


def shifted(content: str, place: str) -> tuple[str, bool]:
    """Raised or lowered characters as characters of their own, and whether there were such for all of them."""
    moved = content.translate(_UP if place == "sup" else _DOWN)
    kept = [
        one for one, new in zip(content, moved, strict=True) if one == new and one not in "®™©°ªº* ,.\x0b"
    ]
    return (content, False) if kept else (moved, True)
