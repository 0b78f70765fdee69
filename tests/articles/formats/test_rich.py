"""Clipboards of Word and Docs become Markdown: the same content, and a line for all that is not there."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.citations import cited_keys
from articles.formats.draft import Refused
from articles.formats.rich import read
from articles.formats.rich_tables import rows_of
from articles.formats.rich_tree import Node
from articles.markdown import parse
from tests.articles.formats.clipboards import item_of_docs, item_of_word, of_docs, of_word, span_of_docs


def p(inside: str) -> str:
    return f"<p class=MsoNormal><span lang=EN-GB>{inside}<o:p></o:p></span></p>\n\n"


def test_word_paragraphs_and_headings_keep_their_looks():
    found = read(
        of_word(
            "<h1><a name='_Toc1'></a>Iron\n in hearts<o:p></o:p></h1>"
            + p("It <b style='mso-bidi-font-weight:normal'>helps </b>and <i>may\nharm</i>.<o:p></o:p>")
            + "<h2>Dose</h2>"
            + p("Give 500&nbsp;mg, see <a href='https://who.int/a_b'>WHO</a>.")
        )
    )

    assert found.body == (
        "## Iron in hearts\n\nIt **helps** and *may harm*.\n\n### Dose\n\nGive 500\u00a0mg, see [WHO](https://who.int/a_b)."
    )
    assert found.lost == ()


def test_word_items_are_nested_by_their_levels():
    found = read(
        of_word(
            item_of_word("Iron", "·")
            + item_of_word("by mouth", "o", 2)
            + item_of_word("daily", "§", 3)
            + item_of_word("Rest", "·")
            + p("In this order:")
            + item_of_word("Measure", "1.", 1, "l1")
            + item_of_word("ferritin", "a.", 2, "l1")
            + item_of_word("iron", "b.", 2, "l1")
            + item_of_word("Treat", "2.", 1, "l1")
        )
    )

    assert found.body == (
        "- Iron\n  - by mouth\n    - daily\n- Rest\n\nIn this order:\n\n"
        "1. Measure\n   1. ferritin\n   2. iron\n2. Treat"
    )
    assert [one.why for one in found.lost] == [
        "Letters that count items became numbers, because lists here are numbered."
    ]


def test_word_list_goes_on_with_its_number_after_a_paragraph():
    found = read(of_word(item_of_word("Measure", "1.") + p("Wait.") + item_of_word("Treat", "2.")))

    assert found.body == "1. Measure\n\nWait.\n\n2. Treat"


def test_word_table_keeps_rows_and_says_what_was_merged():
    found = read(
        of_word(
            "<table class=MsoTableGrid border=1><tr style='mso-yfti-irow:0'><td width=100 colspan=2 valign=top>"
            + p("<b>Dose</b>")
            + "</td><td rowspan=2>"
            + p("Both")
            + "</td></tr><tr><td>"
            + p("1")
            + "</td><td>"
            + p("a")
            + p("b")
            + "</td></tr></table>"
        )
    )

    assert found.body == "| **Dose** |  | Both |\n| --- | --- | --- |\n| 1 | a b |  |"
    assert [(one.text, one.why.split(";")[0].split(":")[0]) for one in found.lost] == [
        ("Dose", "This cell spans 2 columns and 1 rows"),
        ("Both", "This cell spans 1 columns and 2 rows"),
        ("a b", "A cell holds one line"),
    ]


def test_word_notes_comments_pictures_and_deletions_are_listed():
    found = read(
        of_word(
            p(
                'Iron helps<a style=\'mso-footnote-id:ftn1\' href="#_ftn1" name="_ftnref1" title="">'
                "<span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a>"
                " men<del cite='mailto:Ada'>&nbsp;only</del><ins cite='mailto:Ada'> too</ins>."
                '<img width=10 src="file:///C:/temp/x.png" alt="A curve">'
            )
            + "<div style='mso-element:footnote-list'><br clear=all><hr align=left width=\"33%\" size=1>"
            "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>In one trial.</p></div></div>"
            "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Which?</p></div></div>"
        )
    )

    assert found.body == "Iron helps men too."
    assert [(one.text, one.why.split(",")[0].split(":")[0].split(";")[0]) for one in found.lost] == [
        ("only", "A tracked deletion was taken as accepted"),
        ("A curve", "A picture was left out"),
        ("In one trial.", "A footnote was left out"),
        ("Which?", "A comment was left out."),
    ]


def test_docs_spans_become_emphasis_and_citations():
    found = read(
        of_docs(
            f'<h2 dir="ltr">{span_of_docs("Dose")}</h2><p dir="ltr">{span_of_docs("Iron")}'
            f"{span_of_docs(' helps', weight=700)}{span_of_docs(' a lot', slant='italic')}"
            f"{span_of_docs('.')}{span_of_docs('1,2', level='super')}</p>"
        )
    )

    assert found.body == "## Dose\n\nIron **helps** *a lot*.[@ref1; @ref2]"
    assert [one.key for one in found.references] == ["ref1", "ref2"]


def test_docs_lists_are_nested_beside_their_items():
    found = read(
        of_docs(
            f"<ul>{item_of_docs('Iron')}<ul>{item_of_docs('by mouth', 2, 'circle')}<ol>{item_of_docs('daily', 3)}</ol>"
            f"</ul>{item_of_docs('Rest')}</ul><ol>{item_of_docs('Measure')}{item_of_docs('Treat')}</ol>"
            f"<ol start='7'>{item_of_docs('Later')}</ol>"
        )
    )

    assert found.body == ("- Iron\n  - by mouth\n    1. daily\n- Rest\n1. Measure\n2. Treat\n\n7) Later")


def test_docs_link_leads_where_it_leads():
    found = read(of_docs('<p><a href="https://www.google.com/url?q=https://who.int/x&amp;sa=D">WHO</a></p>'))

    assert found.body == "[WHO](https://who.int/x)"


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("10<sup>9</sup> cells", "10⁹ cells"),
        ("30 kg/m<sup>2</sup>.", "30 kg/m²."),
        ("<sup>177</sup>Lu and H<sub>2</sub>O", "¹⁷⁷Lu and H₂O"),
        ("R<sup>2</sup> rose", "R² rose"),
        ("It helps<sup>[3]</sup>.", "It helps[@ref3]."),
        ("It helps. <sup>3-5</sup>", "It helps.[@ref3; @ref4; @ref5]"),
        ("in 2019.<sup>3</sup> Then", "in 2019.[@ref3] Then"),
        ("**<b>(</b>x", "\\*\\*(x"),
        ("<b>Dose:</b>5", "**Dose**:5"),
        ("a<b>b</b><i>c</i>", "a**b***c*"),
        ("<i>a</i><b><i> c</i></b>", "*a **c***"),
        ("1. no list", "1\\. no list"),
        ("# none<br>- none", "\\# none\\\n\\- none"),
        ('<a href="javascript:alert(1)">x</a><script>y</script>', "x"),
        ("[@ref1] &lt;b&gt; ::: x", "\\[@ref1\\] \\<b> ::: x"),
        ("Page<sup>th</sup>", "Pageᵗʰ"),
    ],
)
def test_words_are_written_so_that_they_show(html, body):
    assert read(f"<p>{html}</p>").body == body


def test_emphasis_that_cannot_be_written_is_taken_off_and_said():
    found = read("<p><b>a</b><b><i>b</i></b><i>c</i></p>")

    assert found.body == "**ab**c"
    assert [one.text for one in found.lost] == ["abc"]


def test_number_that_may_be_a_power_is_listed():
    found = read("<p>It grew by 25<sup>3</sup> cells.</p>")

    assert found.body == "It grew by 25³ cells."
    assert [(one.text, one.why) for one in found.lost] == [
        (
            "It grew by 25³",
            "A raised number stands as it was: it stands on a number and was taken for a power, not for a citation.",
        )
    ]


def test_number_that_the_list_has_not_is_listed():
    found = read(
        "<p>It helps.<sup>1</sup> It harms.<sup>9</sup></p><h2>References</h2><ol><li>Feng.</li></ol>"
    )

    assert found.body == "It helps.[@ref1] It harms.⁹"
    assert [one.text for one in found.lost] == ["It helps.1 It harms.⁹"]


def test_list_of_references_that_nothing_cites_is_said():
    found = read("<p>It helps (Feng 2022).</p><h2>References</h2><p>Feng. 2022.</p>")

    assert (found.body, found.references[0].raw) == ("It helps (Feng 2022).", "Feng. 2022.")
    assert ["nothing in the text cites it" in one.why for one in found.lost] == [True]


def test_key_of_another_work_is_not_taken_again():
    html = "<p>It helps.<sup>1,2</sup></p><h2>References</h2><ol><li>Feng.</li><li>Lind.</li></ol>"

    found = read(html, stored={"ref1": "Roth.", "ref2": "Lind."})

    assert found.body == "It helps.[@ref1-1; @ref2]"
    assert [one.key for one in found.references] == ["ref1-1", "ref2"]


def test_number_without_a_list_cites_the_work_that_has_its_key_and_says_so():
    found = read("<p>It helps.<sup>1</sup></p>", stored={"ref1": "Roth."})

    assert (found.body, [one.text for one in found.lost]) == ("It helps.[@ref1]", ["@ref1"])


def test_headings_deeper_than_three_levels_are_listed():
    found = read("<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4>")

    assert found.body == "## A\n\n### B\n\n#### C\n\n#### D"
    assert [one.text for one in found.lost] == ["D"]


WORDS = st.text(st.sampled_from("ab1 .*_[]()<>&#-+:|`\\~!@\u00a0é²"), max_size=12)
LOOKS = st.sampled_from(
    ["{}", "<b>{}</b>", "<i>{}</i>", "<b><i>{}</i></b>", "<u>{}</u>", "<a href='https://x.org'>{}</a>"]
)


@given(st.lists(st.tuples(LOOKS, WORDS), min_size=1, max_size=6))
def test_every_character_shows_whatever_its_look(parts):
    escaped = [(look, text.replace("&", "&amp;").replace("<", "&lt;")) for look, text in parts]
    html = "<p>" + "".join(look.format(text) for look, text in escaped) + "</p>"

    shown = [
        child.content
        for one in parse(read(html).body)
        for child in one.children or ()
        if child.type == "text"
    ]

    wanted = " ".join("".join(text for __, text in parts).split())
    assert " ".join("".join(shown).split()) == wanted


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "x",
        "<ul><li>" * 20_000 + "x",
        "<table><tr><td>" * 5_000 + "x",
        "<b>" * 30_000 + "x",
        "<p>" + "<sup>1</sup> " * 10_000,
        "<p>" + "*" * 100_000,
        "<p style='" + "a:b;" * 50_000 + "'>x</p>",
        "<li>x" * 20_000,
        "<h1>x</h1>" * 20_000,
        "<br>" * 50_000 + "x",
        "<p>x</p>" * 400_000,
        "<p>" + "<i>x</i>y" * 26_000,
    ],
)
def test_hostile_html_is_read_in_bounded_time(html):
    began = time.monotonic()

    try:
        shown = read(html).body
    except Refused as refused:
        shown = f"{refused} x"

    assert ("x" in shown or "1" in shown or "\\*" in shown, time.monotonic() - began < 8) == (True, True)


@pytest.mark.parametrize(
    ("html", "sentence"), [("x" * 4_000_001, "too much to take at once"), ("a\0b", "NUL character")]
)
def test_what_cannot_be_taken_is_refused_in_words(html, sentence):
    with pytest.raises(Refused, match=sentence):
        read(html)


def test_table_of_a_million_cells_is_refused():
    with pytest.raises(Refused, match="too many cells"):
        read("<table>" + "<tr><td colspan=100 rowspan=100>x</td></tr>" * 100 + "</table>")


def test_cells_past_the_limit_are_not_read():
    rows = [Node("tr", children=[Node("td", {"colspan": "100", "rowspan": "100"})] * 5) for __ in range(100)]
    cells: list[Node] = []

    with pytest.raises(Refused, match="too many cells"):
        rows_of(rows, lambda cell: cells.append(cell) or [], [])

    assert len(cells) < 5


def test_keys_that_are_cited_are_the_keys_of_the_works():
    found = read(of_word(p("It helps.<sup>1–3</sup>") + p("It harms.<sup>2</sup>")))

    assert cited_keys(found.body) == [one.key for one in found.references]
