"""Word files for tests, made by python-docx and changed in their XML where it has no words for a thing."""

import base64
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from articles.formats import word
from articles.formats.rich import Rich

WORK = {
    "id": "zotero-1",
    "type": "article-journal",
    "title": "Ferric carboxymaltose",
    "author": [{"family": "Ponikowski", "given": "Piotr"}],
    "issued": {"date-parts": [[2020]]},
    "DOI": "10.5555/iron.2020",
    "abstract": "Long.",
    "note": "PMID: 33197395",
}
OTHER = {
    "id": 7,
    "type": "book",
    "title": "Iron",
    "author": [{"family": "Lind"}],
    "issued": {"date-parts": [["2019"]]},
}
ENDNOTE = (
    "<EndNote><Cite><Author>Lind</Author><record><ref-type name='Journal Article'>17</ref-type>"
    "<contributors><authors><author><style face='normal'>Lind, Eva</style></author><author>Iron Group</author></authors>"
    "</contributors><titles><title><style>Iron &amp; sleep</style></title><secondary-title>Lancet</secondary-title></titles>"
    "<pages>1-9</pages><volume>4</volume><number>2</number><dates><year>2021</year></dates>"
    "<electronic-resource-num>10.5555/sleep</electronic-resource-num><accession-num>12345</accession-num>"
    "</record></Cite></EndNote>"
)


def made(build: Callable[[Document], None]) -> bytes:
    """The file of what `build` puts into an empty document."""
    document = docx.Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(build: Callable[[Document], None], **choices: Any) -> Rich:
    return word.read(made(build), **choices)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with a part more, or another in its place."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return file.getvalue()


def raised(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(text).font.superscript = True


def put(paragraph: Paragraph, xml: str) -> None:
    """Add elements to a paragraph as they stand in its XML."""
    whole = parse_xml(f"<w:p {nsdecls('w', 'wp', 'a', 'r')} xmlns:m='{MATH}' xmlns:v='urn:v'>{xml}</w:p>")
    for element in list(whole):
        paragraph._p.append(element)


MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def field(paragraph: Paragraph, instruction: str, result: str, *, data: str = "") -> None:
    """A field as Word writes it: begin, instruction in several pieces, result, end."""
    half = len(instruction) // 2
    pieces = "".join(
        f"<w:r><w:instrText xml:space='preserve'>{escaped(part)}</w:instrText></w:r>"
        for part in (instruction[:half], instruction[half:])
    )
    held = f"<w:fldData>{data}</w:fldData>" if data else ""
    put(
        paragraph,
        f"<w:r><w:fldChar w:fldCharType='begin'>{held}</w:fldChar></w:r>{pieces}"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{result}</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
    )


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def zotero(*works: Any, **aside: str) -> str:
    items = [{"id": 1, "itemData": work, **aside} for work in works]
    return f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps({'citationID': 'x', 'citationItems': items})} "


def endnote_data() -> str:
    return base64.b64encode(ENDNOTE.encode() + b"\0").decode()


def whys(found: Rich) -> list[tuple[str, str]]:
    """What was lost: its words, and how the sentence about it begins."""
    return [(one.text, one.why.split(":")[0].split(";")[0].split(",")[0].rstrip(".")) for one in found.lost]
