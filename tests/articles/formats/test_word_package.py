"""Word files that are none, or that unpack to more than a text has."""

import io
import time
import zipfile

import pytest

from articles.formats import word, word_package
from articles.formats.draft import Refused
from tests.articles.formats.word_files import made, with_part

DOCX = made(lambda document: document.add_paragraph("A"))
NONE = "This is no Word file that can be read."
TOO_MUCH = "This file unpacks to more than a text has."


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", NONE),
        (b"Plain words", NONE),
        (DOCX[: len(DOCX) // 2], NONE),
        (zipped({"a.txt": b"x"}), NONE),
        (with_part(DOCX, "word/document.xml", b"<w:document"), NONE),
        (with_part(DOCX, "word/document.xml", b"\xff\xfe\x00"), NONE),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "This is an old .doc file, or one with a password."),
        (b"PK" + b"\0" * 5 * 1024 * 1024, "This file is larger than 5 MB."),
    ],
)
def test_what_is_no_word_file_is_refused_in_words(data, sentence):
    with pytest.raises(Refused, match=sentence):
        word.read(data)


def test_bomb_is_refused_before_anything_is_unpacked(monkeypatch):
    bomb = DOCX
    for number in range(6):
        bomb = with_part(bomb, f"word/media/{number}.png", b" " * 11_000_000)
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda self, name, *given: opened.append(name))

    with pytest.raises(Refused, match=TOO_MUCH):
        word.read(bomb)

    assert (len(bomb) < 200_000, opened) == (True, [])


def test_part_that_alone_is_too_large_is_refused():
    with pytest.raises(Refused, match=TOO_MUCH):
        word.read(with_part(DOCX, "word/document.xml", b" " * (word_package.MAX_PART + 1)))


def test_thousands_of_entries_are_refused():
    data = zipped({f"word/{number}.xml": b"" for number in range(word_package.MAX_ENTRIES + 1)})

    with pytest.raises(Refused, match=TOO_MUCH):
        word.read(data)


NAMESPACE = b"xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
RUN = b"<w:r><w:t>x</w:t></w:r>"


@pytest.mark.parametrize(
    "inside",
    [
        b"<w:sdt>" * 200 + b"</w:sdt>" * 200,
        b"<w:p/>" * 6_001,
        b"<w:tbl>" + (b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 60 + b"</w:tr>") * 110 + b"</w:tbl>",
        b"<w:p>" + RUN * 2_001 + b"</w:p>",
        (b"<w:p>" + RUN * 1_000 + b"</w:p>") * 26,
        (b"<w:p><w:pPr>" + b"<w:b/>" * 25 + b"</w:pPr></w:p>") * 5_900,
    ],
    ids=["deep", "paragraphs", "cells", "runs of one", "runs", "elements"],
)
def test_file_that_would_keep_the_converter_busy_is_refused_at_once(inside):
    document = b"<w:document %b><w:body>%b</w:body></w:document>" % (NAMESPACE, inside)

    with pytest.raises(Refused, match="put together in too many parts"):
        word.read(with_part(DOCX, "word/document.xml", document))


def test_changes_by_the_thousand_are_read_in_bounded_time():
    inserted = b"<w:ins w:id='1'>" + RUN + b"</w:ins>"
    document = b"<w:document %b><w:body>%b</w:body></w:document>" % (
        NAMESPACE,
        (b"<w:p>" + inserted * 1_900 + b"</w:p>") * 5,
    )
    began = time.monotonic()

    word.read(with_part(DOCX, "word/document.xml", document))

    assert time.monotonic() - began < 20


def test_entry_that_lies_about_its_size_is_refused():
    data = bytearray(with_part(DOCX, "word/document.xml", b"<w:document/>" + b" " * 5_000))
    at = data.rfind(b"word/document.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (20).to_bytes(4, "little")

    with pytest.raises(Refused, match=NONE):
        word.read(bytes(data))


def test_long_text_is_read_in_bounded_time():
    data = made(lambda document: [document.add_paragraph("Iron helps. " * 8) for __ in range(1_500)] and None)
    began = time.monotonic()

    word.read(data)

    assert time.monotonic() - began < 15
