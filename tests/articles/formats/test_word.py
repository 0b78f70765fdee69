"""Word files become Markdown: the same content, their works, and a line for all that is not there."""

import io

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Inches

from articles.formats import word
from tests.articles.formats.word_files import (
    ENDNOTE,
    OTHER,
    WORK,
    endnote_data,
    field,
    made,
    put,
    raised,
    read,
    whys,
    with_part,
    zotero,
)

ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63fcffff3f0300050001"
    "fe5bb5dd0b0000000049454e44ae426082"
)


def test_headings_emphasis_and_links_are_kept():
    def build(document: Document) -> None:
        document.add_heading("Iron in heart failure", 0)
        document.add_heading("What works", 1)
        document.add_heading("In men", 2)
        paragraph = document.add_paragraph("Iron ")
        paragraph.add_run("helps ").bold = True
        run = paragraph.add_run("very")
        run.bold = run.italic = True
        paragraph.add_run(" much: 5 * 3 [mg] at 2 kg/m")
        raised(paragraph, "2")

    found = read(build, has_title=True)

    assert found.title == "Iron in heart failure"
    assert found.body == (
        "## What works\n\n### In men\n\nIron **helps *very*** much: 5 \\* 3 \\[mg\\] at 2 kg/m²"
    )
    assert (found.references, found.lost) == ((), ())


def test_nested_lists_keep_their_depth_and_their_numbers():
    def build(document: Document) -> None:
        for style, text in (
            ("List Bullet", "Iron"), ("List Bullet 2", "by mouth"), ("List Bullet 3", "daily"),
            ("List Bullet", "Rest"), ("List Number", "Measure"), ("List Number", "Treat"),
        ):  # fmt: skip
            document.add_paragraph(text, style=style)
        document.add_paragraph("Then wait.")
        document.add_paragraph("Measure again", style="List Number")

    found = read(build)

    assert found.body == (
        "- Iron\n  - by mouth\n    - daily\n- Rest\n1. Measure\n2. Treat\n\nThen wait.\n\n3. Measure again"
    )
    assert found.lost == ()


def test_raised_numbers_cite_the_lines_of_the_list_at_the_end():
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Iron helps.")
        raised(paragraph, "1,3")
        raised(paragraph, "–4")
        document.add_paragraph("It harms few [2].")
        document.add_heading("References", 1)
        for number, line in enumerate(("Feng A.", "Lind B.", "Roth C.", "Ito D."), start=1):
            document.add_paragraph(f"{number}. {line}")

    found = read(build)

    assert found.body == "Iron helps.[@ref1; @ref3; @ref4]\n\nIt harms few[@ref2]."
    assert [(one.key, one.raw, one.is_placeholder) for one in found.references] == [
        ("ref1", "Feng A.", True), ("ref2", "Lind B.", True), ("ref3", "Roth C.", True), ("ref4", "Ito D.", True),
    ]  # fmt: skip
    assert found.lost == ()


def test_merged_cells_stand_in_the_first_and_are_listed():
    def build(document: Document) -> None:
        table = document.add_table(3, 3)
        for row, words in enumerate(("a b c", "d e f", "g h i")):
            for column, text in enumerate(words.split()):
                table.cell(row, column).text = text
        table.cell(0, 1).text = table.cell(2, 2).text = ""
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Dose | day"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "many"

    found = read(build)

    assert found.body == ("| Dose \\| day |  | c |\n| --- | --- | --- |\n| d | e | many |\n| g | h |  |")
    assert whys(found) == [
        ("Dose | day", "This cell spans 2 columns and 1 rows"),
        ("many", "This cell spans 1 columns and 2 rows"),
    ]


def test_tracked_changes_are_taken_as_accepted_and_said():
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Give ")
        put(paragraph, "<w:del w:id='1' w:author='A'><w:r><w:delText>500</w:delText></w:r></w:del>")
        put(paragraph, "<w:ins w:id='2' w:author='A'><w:r><w:t>250</w:t></w:r></w:ins>")
        paragraph.add_run(" mg.")

    found = read(build)

    assert found.body == "Give 250 mg."
    assert [(one.where, one.text, one.why) for one in found.lost] == [
        (
            "In “Give 250 mg.”",
            "500",
            "A tracked deletion was taken as accepted: these words are left out.",
        ),
        (
            "In “Give 250 mg.”",
            "250",
            "A tracked insertion was taken as accepted: these words are in the text.",
        ),
    ]


def test_field_in_a_deletion_cites_nothing():
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Iron helps.")
        field(paragraph, zotero(WORK), "1")
        deleted = parse_xml(f"<w:del {nsdecls('w')} w:id='1' w:author='A'/>")
        for run in list(paragraph._p)[1:]:
            deleted.append(run)
        paragraph._p.append(deleted)

    found = read(build)

    assert (found.body, found.references) == ("Iron helps.", ())


def test_pictures_are_listed_with_their_description():
    def build(document: Document) -> None:
        run = document.add_paragraph("The trial: ").add_run()
        run.add_picture(io.BytesIO(ONE_PIXEL), Inches(1))
        run._r.xpath(".//wp:docPr")[0].set("descr", "Curve of survival")
        document.add_paragraph("After it.")

    found = read(build)

    assert found.body == "The trial:\n\nAfter it."
    assert [(one.where, one.text) for one in found.lost] == [("In “The trial:”", "Curve of survival")]


def test_notes_and_comments_are_listed_with_their_words():
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Iron helps")
        put(paragraph, "<w:r><w:footnoteReference w:id='3'/></w:r>")
        run = paragraph.add_run(" men.")
        document.add_comment(run, text="Which men?", author="Ada", initials="A")
        document.part.relate_to(
            docx.opc.part.Part(
                docx.opc.packuri.PackURI("/word/footnotes.xml"),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
                b"<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                b"<w:footnote w:id='3'><w:p><w:r><w:t>In one trial.</w:t></w:r></w:p></w:footnote></w:footnotes>",
                document.part.package,
            ),
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes",
        )

    found = read(build)

    assert found.body == "Iron helps men."
    assert whys(found) == [
        ("In one trial.", "A footnote was left out"), ("Ada: Which men?", "A comment was left out"),
    ]  # fmt: skip


def test_fields_of_zotero_become_citations_of_their_records():
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Iron helps.")
        field(paragraph, zotero(WORK, OTHER), "1,2")
        paragraph = document.add_paragraph("It is safe")
        field(paragraph, zotero(WORK, locator="12"), "1")
        paragraph.add_run(".")
        document.add_heading("References", 1)
        field(document.add_paragraph(), " ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "1. Ponikowski. 2. Lind.")

    found = read(build)

    assert found.body == "Iron helps.[@ponikowski2020; @lind2019]\n\nIt is safe[@ponikowski2020]."
    assert [(one.key, one.is_placeholder) for one in found.references] == [
        ("ponikowski2020", False), ("lind2019", False),
    ]  # fmt: skip
    assert found.references[0].csl == {
        **{name: WORK[name] for name in ("type", "title", "author", "issued", "DOI")}, "PMID": "33197395",
    }  # fmt: skip
    assert whys(found) == [
        ("12", "Said with a citation"),
        ("1. Ponikowski. 2. Lind.", "The list that the reference manager made was left out"),
    ]


@pytest.mark.parametrize("data", ["", endnote_data()])
def test_fields_of_endnote_become_citations_of_their_records(data):
    instruction = " ADDIN EN.CITE " if data else f" ADDIN EN.CITE {ENDNOTE}"

    found = read(lambda document: field(document.add_paragraph("Iron helps."), instruction, "1", data=data))

    assert found.body == "Iron helps.[@lind2021]"
    assert found.references[0].csl == {
        "type": "article-journal", "title": "Iron & sleep", "container-title": "Lancet", "volume": "4", "issue": "2",
        "page": "1-9", "DOI": "10.5555/sleep", "PMID": "12345", "issued": {"date-parts": [[2021]]},
        "author": [{"family": "Lind", "given": "Eva"}, {"literal": "Iron Group"}],
    }  # fmt: skip


def test_field_without_a_readable_work_leaves_what_it_printed():
    found = read(
        lambda document: field(
            document.add_paragraph("It helps."), " ADDIN ZOTERO_ITEM CSL_CITATION {oops", "4"
        )
    )

    assert (found.body, found.references[0].key) == ("It helps.[@ref4]", "ref4")
    assert [text for text, __ in whys(found)] == ["4"]


def test_work_that_is_stored_already_keeps_its_key():
    stored = {"iron": '{"title":"Iron","type":"book"}', "lind2019": '{"type":"report"}'}

    def build(document: Document) -> None:
        field(document.add_paragraph("A."), zotero({"type": "book", "title": "Iron"}, OTHER), "1,2")

    found = read(build, csl=stored)

    assert found.body == "A.[@iron; @lind2019a]"
    assert [one.key for one in found.references] == ["lind2019a"]


def test_text_boxes_and_formulas_keep_their_words():
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Before ")
        put(paragraph, "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>")
        put(
            paragraph,
            "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></w:pict></w:r>",
        )

    found = read(build)

    assert found.body == "Before a=b\n\nIn a box."
    assert whys(found) == [("In a box.", "A text box"), ("a=b", "A formula became plain characters in a row")]


def test_text_that_holds_a_mark_cites_nothing():
    found = read(lambda document: document.add_paragraph("Iron \ue000c0\ue001 helps."))

    assert (found.body, found.references) == ("Iron helps.", ())


def test_file_with_a_document_type_is_refused():
    data = with_part(
        made(lambda document: document.add_paragraph("A")),
        "word/document.xml",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
    )

    with pytest.raises(word.Refused, match="no Word file that can be read"):
        word.read(data)
