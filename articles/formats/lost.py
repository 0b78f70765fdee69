"""What a source held that could not be taken as it stood: where it was, its words, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.formats.draft import shortened

MAX_LISTED = 300
MAX_WORDS = 400
MAX_PLACE = 60


@dataclass(frozen=True)
class Lost:
    """`where` names the place for a person, `text` is what stood there, `why` what became of it."""

    where: str
    text: str
    why: str


def place_in(words: str) -> str:
    """The place of something in a paragraph, by how that begins."""
    begun = shortened(words, MAX_PLACE)
    return _("In “{words}”").format(words=begun) if begun else _("In an empty paragraph")


def listed(found: Iterable[Lost]) -> tuple[Lost, ...]:
    """Each once, their words cut to a length that can be read; of very many the last line says how many more."""
    each = list(dict.fromkeys(Lost(one.where, shortened(one.text, MAX_WORDS), one.why) for one in found))
    if len(each) <= MAX_LISTED:
        return tuple(each)
    more = _("{count} more places like these are not listed.").format(count=len(each) - MAX_LISTED)
    return (*each[:MAX_LISTED], Lost("", "", more))
