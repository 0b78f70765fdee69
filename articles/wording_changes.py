"""Sentences on the first place where two readings of a passage differ."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from articles.weighty_words import Kind, weights
from articles.wording import Reading, Said

LONGEST_QUOTE = 60

Window = tuple[int, int]


def change_between(old: Reading, new: Reading) -> str:
    """A clause that names the words and what they are: a number, a negation, a mark …; "" if nothing differs."""
    if old.said == new.said:
        return ""
    (start, old_end), (_start, new_end) = windows(old.said, new.said)
    gone, come = old.said[start:old_end], new.said[start:new_end]
    quotes = _quoted(old, start, old_end), _quoted(new, start, new_end)
    sentence = _kind(gone, come, *quotes)
    if not any(one.is_word for one in (*gone, *come)):
        # A mark is found more easily between the words around it.
        before = max(start - 1, 0)
        quotes = _quoted(old, before, old_end + 1), _quoted(new, before, new_end + 1)
    return sentence % {"change": became(*quotes)}


def _kind(gone: Sequence[Said], come: Sequence[Said], old: str, new: str) -> str:
    before, after = weights(old), weights(new)
    if before != after:
        start, _end = _common_ends(before, after)
        return _weight_sentence((after[start:] or before[start:])[0].kind)
    words = [[one.text for one in side if one.is_word] for side in (gone, come)]
    if words[0] == words[1]:
        return _("a punctuation mark changed (%(change)s).")
    words = [[word.casefold() for word in side] for side in words]
    if words[0] == words[1]:
        return _("a capital letter changed (%(change)s).")
    if Counter(words[0]) == Counter(words[1]):
        return _("words changed places (%(change)s).")
    return _("words changed (%(change)s).")


def _weight_sentence(kind: Kind) -> str:
    return {
        "number": _("a number changed (%(change)s)."),
        "unit": _("a unit changed (%(change)s)."),
        "negation": _("a negation changed (%(change)s)."),
        "direction": _("a word that gives direction or force changed (%(change)s)."),
        "name": _("a name or abbreviation changed (%(change)s)."),
    }[kind]


def windows(old: Sequence[Any], new: Sequence[Any]) -> tuple[Window, Window]:
    """From where to where two lists differ first; where the same things stand in another order, all of them."""
    start, end = _common_ends(old, new)
    old_end, new_end = len(old) - end, len(new) - end
    if old_end == new_end and Counter(old[start:old_end]) != Counter(new[start:new_end]):
        old_end = new_end = next((at for at in range(start, old_end) if old[at] == new[at]), old_end)
    return (start, old_end), (start, new_end)


def _common_ends(a: Sequence[Any], b: Sequence[Any]) -> tuple[int, int]:
    shortest = min(len(a), len(b))
    start = next((n for n in range(shortest) if a[n] != b[n]), shortest)
    end = next((n for n in range(shortest - start) if a[-1 - n] != b[-1 - n]), shortest - start)
    return start, end


def _quoted(side: Reading, start: int, end: int) -> str:
    """The words of a window as they were written, citations left out."""
    window = side.said[start:end]
    return " ".join(side.text[window[0].start : window[-1].end].replace("\0", " ").split()) if window else ""


def became(old: str, new: str) -> str:
    words = {"old": shortened(old), "new": shortened(new)}
    if not new:
        return _("“%(old)s” was removed") % words
    if not old:
        return _("“%(new)s” was added") % words
    return _("“%(old)s” became “%(new)s”") % words


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1].rstrip()}…"
