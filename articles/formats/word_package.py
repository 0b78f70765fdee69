"""The parts of a Word file: measured before anything is unpacked, read without entities, written anew for the converter."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from articles.formats.draft import Refused

MAX_FILE = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PART = 12 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_ELEMENTS = 150_000
MAX_CHILDREN = 2_000
"""Of one paragraph, row or field; the body itself may have as many as there may be paragraphs."""
MAX_COUNTED = {"p": 6_000, "r": 25_000}
"""Paragraphs and runs: each costs the converter half a millisecond, and a long article has a tenth of them."""
MAX_DEPTH = 150

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENT_TYPES = "[Content_Types].xml"
_NEEDED = ("styles", "numbering")  # of what belongs to the main part, what the converter reads
# The stricter spelling of the same format.
_STRICT = b"http://purl.oclc.org/ooxml/"
_SPELLINGS = {
    _STRICT + b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    _STRICT
    + b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    _STRICT + b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


@dataclass
class Package:
    """`main` is the text; `related` are the parts that belong to it, by their kind ("footnotes", "header", …)."""

    main: Element
    related: dict[str, list[Element]]
    raw: dict[str, bytes]
    main_name: str

    def part(self, kind: str) -> Element | None:
        return next(iter(self.related.get(kind, [])), None)

    def rewritten(self) -> io.BytesIO:
        """A file with the text as it is now, its styles, numbers and links, and nothing else."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in {**self.raw, self.main_name: tostring(self.main, encoding="utf-8")}.items():
                archive.writestr(name, data)
        file.seek(0)
        return file


def opened(data: bytes) -> Package:
    """The parts of a .docx. Raises `Refused`; what unpacks to too much is refused before it is unpacked."""
    if len(data) > MAX_FILE:
        raise Refused(_("This file is larger than 5 MB. Take its pictures out, then choose it again."))
    if data.startswith(_OLD_OR_LOCKED):
        raise Refused(
            _("This is an old .doc file, or one with a password. Save it as .docx without a password.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive)
            return _read(archive)
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError, EOFError) as error:
        raise _unreadable() from error
    except (ParseError, DefusedXmlException, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise _unreadable() from error


def _unreadable() -> Refused:
    return Refused(
        _("This is no Word file that can be read. Open it in Word, save it as .docx, and choose that.")
    )


def _measure(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused(
            _("This file unpacks to more than a text has. Copy its text into a new file, and choose that.")
        )
    if len({entry.filename for entry in entries}) < len(entries) or any(e.flag_bits & 1 for e in entries):
        raise _unreadable()


def _read(archive: zipfile.ZipFile) -> Package:
    main_name = next(
        (name for kind, name in _relations(archive, "") if kind == "officeDocument"), "word/document.xml"
    )
    main = _parsed(archive, main_name)
    related: dict[str, list[Element]] = {}
    raw = {_CONTENT_TYPES: _bytes(archive, _CONTENT_TYPES)}
    names = set(archive.namelist())
    for kind, name in _relations(archive, main_name):
        if name in names and kind in (*_NEEDED, "footnotes", "endnotes", "comments", "header", "footer"):
            related.setdefault(kind, []).append(_parsed(archive, name))
            if kind in _NEEDED:
                raw[name] = tostring(related[kind][-1], encoding="utf-8")
    for source in ("", main_name):
        if (name := _relations_name(source)) in names:
            raw[name] = tostring(_parsed(archive, name), encoding="utf-8")
    raw[_CONTENT_TYPES] = tostring(_parsed(archive, _CONTENT_TYPES), encoding="utf-8")
    return Package(main, related, raw, main_name)


def _relations_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(archive: zipfile.ZipFile, source: str) -> Iterator[tuple[str, str]]:
    """Kind and name of each part inside the file that belongs to this one."""
    name = _relations_name(source)
    if name not in archive.namelist():
        return
    for relation in _parsed(archive, name).iter(_RELATIONS):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))
            yield relation.get("Type", "").rpartition("/")[2], whole.lstrip("/")


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    if entry.file_size > MAX_PART:
        raise Refused(
            _("This file unpacks to more than a text has. Copy its text into a new file, and choose that.")
        )
    # Never more than it said: an entry that lies about its size ends here, and fails its checksum.
    with archive.open(entry) as part:
        return part.read(MAX_PART + 1)


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    data = _bytes(archive, name)
    for strict, usual in _SPELLINGS.items() if _STRICT in data else ():
        data = data.replace(strict, usual)
    root: Element = fromstring(data, forbid_dtd=True)
    _count(root)
    return root


def _count(root: Element) -> None:
    """Refuse what would keep the converter busy for longer than anybody waits."""
    counted = dict.fromkeys(MAX_COUNTED, 0)
    waiting, count = [(root, 1)], 0
    while waiting:
        element, depth = waiting.pop()
        count += 1
        name = element.tag.removeprefix(W)
        if name in counted:
            counted[name] += 1
        most = MAX_COUNTED["p"] if name == "body" else MAX_CHILDREN
        is_over = any(counted[one] > MAX_COUNTED[one] for one in counted)
        if is_over or depth > MAX_DEPTH or count > MAX_ELEMENTS or len(element) > most:
            raise Refused(
                _("This file is put together in too many parts to be read. Copy its text into a new file.")
            )
        waiting.extend((child, depth + 1) for child in element)
