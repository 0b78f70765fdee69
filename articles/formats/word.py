"""A Word file as Markdown, with its works and with all that was lost."""

from collections.abc import Mapping

import mammoth
from django.utils.translation import gettext as _

from articles.formats import rich
from articles.formats.draft import Refused
from articles.formats.lost import Lost, listed
from articles.formats.rich import Rich
from articles.formats.rich_tree import MAX_HTML
from articles.formats.word_body import Body
from articles.formats.word_fields import mark_in, take_fields
from articles.formats.word_numbers import mark_numbers
from articles.formats.word_package import Package, opened
from articles.formats.word_parts import (
    accept_changes,
    list_margins,
    take_alternates,
    take_formulas,
    take_out_comments,
    take_out_contents,
    take_out_notes,
    take_out_pictures,
)
from articles.formats.word_works import Works

ENDING = ".docx"
MAX_PACKED = 6_000_000
"""Characters of the text with all that its fields hold."""
_DEEPEST = 9


def read(
    data: bytes,
    *,
    csl: Mapping[str, str] | None = None,
    stored: Mapping[str, str] | None = None,
    has_title: bool = False,
) -> Rich:
    """What a .docx holds. Raises `Refused` and nothing else.

    Of each key that is taken already, `csl` has the canonical record and `stored` the line as it was found.
    """
    package = opened(data)
    body = Body(package.main)
    if sum(len(element.text or "") for element in package.main.iter()) > MAX_PACKED:
        raise Refused(_("This file holds more text than one article. Copy a part of it into a new file."))
    works = Works(csl or {})
    _prepare(body, package, works)
    html = _html(package, body.lost)
    found = rich.read(html, stored=stored, marked=works.marks, lost=body.lost, has_title=has_title)
    taken = {reference.key for reference in works.references}
    references = (*works.references, *(one for one in found.references if one.key not in taken))
    return Rich(found.title, found.body, references, listed(found.lost))


def _prepare(body: Body, package: Package, works: Works) -> None:
    take_alternates(body)
    accept_changes(body)
    take_out_contents(body)
    take_fields(body, works)
    take_out_notes(body, package, lambda note: mark_in(note, works))
    take_out_comments(body, package)
    take_out_pictures(body)
    take_formulas(body)
    mark_numbers(body, package)
    list_margins(body, package)


def _html(package: Package, lost: list[Lost]) -> str:
    try:
        result = mammoth.convert_to_html(
            package.rewritten(), style_map=STYLES, include_embedded_style_map=False
        )
    except (ValueError, KeyError, AttributeError, TypeError, IndexError, RecursionError, OSError) as error:
        raise Refused(
            _("This Word file cannot be read. Copy its text into a new file, and choose that.")
        ) from error
    for message in result.messages:
        # A style that has no name here takes no word away.
        if "style" not in message.message:
            why = _("The reader of Word files left something out here: {message}")
            lost.append(Lost("", "", why.format(message=message.message)))
    html: str = result.value
    if len(html) > MAX_HTML:
        raise Refused(_("This file holds more text than one article. Copy a part of it into a new file."))
    return html


def _styles() -> str:
    """Styles by name, and lists that lie deeper than the converter knows by itself."""
    lines = ["p[style-name='Title'] => h1.MsoTitle:fresh", "p[style-name='Quote'] => blockquote > p:fresh"]
    for kind, name, tag in (("unordered", "Bullet", "ul"), ("ordered", "Number", "ol")):
        for depth in range(1, _DEEPEST + 1):
            path = "ul|ol > li > " * (depth - 1) + f"{tag} > li:fresh"
            lines.append(f"p:{kind}-list({depth}) => {path}")
            # Such a style counts on a level of its own, and yet stands deeper.
            by_style = f"p[style-name='List {name} {depth}'] => {path}"
            lines[:0] = [by_style] if depth > 1 else []
    return "\n".join(lines)


STYLES = _styles()
