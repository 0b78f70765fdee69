"""A draft survives its file: what is written is read back, what cannot be read is refused with its line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.audiences import Audience
from articles.citations import KEY
from articles.cleaning import Unwritable, clean
from articles.formats.draft import Draft, DraftReference, Refused, Text
from articles.formats.frontmatter import parse, write

FRONT = "---\nquestion: a\n{}\n---\n"
ONE = "---\ntexts:\n- audience: patient\n---\n"


def cleaned(text: str) -> str:
    try:
        return clean(text)
    except Unwritable:
        return ""


NASTY = st.sampled_from(
    [
        "---",
        "...",
        "<!-- text: patient -->",
        "\\<!-- text: patient -->",
        "\\\\<!-- text: x",
        "<!-- text:",
        "\n",
        "\n\n",
        "\t",
        " ",
        ": ",
        " #",
        "&a",
        "*a",
        "!!int",
        "|",
        ">",
        "true",
        "null",
        "~",
        "007",
        "1.10",
        "2026-03-31",
        "<<",
        "= ̸",
        "اليود",
        "日本語",
        "\u2028",
        "\u2029",
        "\ufffe",
        "😀",
        "'",
        '"',
        "\\",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=40), st.lists(st.one_of(NASTY, st.text(max_size=4)), max_size=8).map("".join)
).map(cleaned)
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
REFERENCES = st.builds(
    DraftReference,
    key=st.from_regex(KEY, fullmatch=True),
    csl=st.dictionaries(TEXTS, VALUES, max_size=4),
    raw=TEXTS,
    is_placeholder=st.booleans(),
    kept_because=TEXTS,
)
DRAFTS = st.builds(
    Draft,
    question=TEXTS,
    heading=TEXTS,
    written_for=st.sampled_from(["", *Audience.values]),
    countries=st.lists(TEXTS, max_size=3).map(tuple),
    searched_to=st.one_of(st.just(""), st.dates().map(str)),
    funding=TEXTS,
    ai_used=st.sampled_from([None, True, False]),
    ai_statement=TEXTS,
    texts=st.dictionaries(st.sampled_from(Audience.values), st.builds(Text, TEXTS, TEXTS)),
    references=st.lists(REFERENCES, max_size=3, unique_by=lambda one: one.key).map(tuple),
)


@given(DRAFTS)
def test_draft_survives_its_file(draft: Draft) -> None:
    again = parse(write(draft))

    assert again == draft
    assert list(again.texts) == list(draft.texts)


def parsed_or_refusal(text: str) -> Draft | str:
    try:
        return parse(text)
    except Refused as refused:
        return str(refused)


@given(st.text(), st.sampled_from(["{}", "---\n{}\n---\n", ONE + "<!-- text: patient -->{}"]))
def test_any_text_is_parsed_or_refused(text: str, frame: str) -> None:
    outcome = parsed_or_refusal(frame.replace("{}", text))

    assert isinstance(outcome, Draft) or outcome != ""


def test_write_gives_the_documented_file() -> None:
    draft = Draft(
        question="Does it help?",
        written_for="patient",
        ai_used=False,
        texts={"patient": Text("What: we know", "One.\n\n<!-- text: a -->\n")},
        references=(DraftReference("feng2022", {"type": "book", "volume": 3}),),
    )

    assert (
        write(draft)
        == """\
---
format: 1
question: Does it help?
heading: ''
written_for: patient
countries: []
searched_to: ''
funding: ''
ai_used: no
ai_statement: ''
texts:
- audience: patient
  title: 'What: we know'
references:
- key: feng2022
  placeholder: false
  csl:
    type: book
    volume: 3
  raw: ''
  kept_because: ''
---

<!-- text: patient -->

One.

\\<!-- text: a -->

"""
    )


def test_file_typed_by_hand_may_be_short() -> None:
    draft = parse(
        "---\nquestion: Is 5: enough?\nsearched_to: 2026-03-31\ntexts:\n- audience: patient\n---\n"
        "<!-- text: patient -->\nYes.".replace("Is 5: enough?", "Is it enough?")
    )

    assert draft == Draft(
        question="Is it enough?", searched_to="2026-03-31", texts={"patient": Text("", "Yes.")}
    )


def test_text_of_several_lines_stands_on_one() -> None:
    lines = write(Draft(funding="One.\n---\nTwo.")).split("\n")

    assert lines[7] == r'funding: "One.\n---\nTwo."'


def test_windows_line_ends_are_read() -> None:
    draft = Draft(question="Why?", texts={"student": Text("A", "b\n\nc")})

    assert parse("\ufeff" + write(draft).replace("\n", "\r\n")) == draft


def test_plain_words_stay_words() -> None:
    draft = parse("---\nquestion: no\nheading: 1.10\nfunding: 12\n---\n")

    assert (draft.question, draft.heading, draft.funding) == ("no", "1.10", "12")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "The file must begin with a line “---” that opens the front matter."),
        ("---\nquestion: a", 1, "The front matter that opens in line 1 is never closed by a line “---”."),
        (
            FRONT.format("heading: &a b"),
            3,
            "Anchors and aliases (& and *) are not allowed; put the text in quotes.",
        ),
        (
            FRONT.format("heading: *a"),
            3,
            "Anchors and aliases (& and *) are not allowed; put the text in quotes.",
        ),
        (
            FRONT.format("heading: !!python/name:os.system x"),
            3,
            "Tags (!) are not allowed; put the text in quotes.",
        ),
        (FRONT.format("question: b"), 3, "“question” stands here twice."),
        (FRONT.format("? [a]\n: b"), 3, "A list or a mapping cannot be a name."),
        (
            FRONT.format("colour: b"),
            3,
            "“colour” is not known here; known are: " + "ai_statement, ai_used, countries, "
            "format, funding, heading, question, references, searched_to, texts, written_for.",
        ),
        (FRONT.format("heading: [a"), 4, "The front matter cannot be read as YAML here."),
        (FRONT.format("heading: [a]"), 3, "Here a text is expected, not a list."),
        (FRONT.format("references: a"), 3, "“references” has a value of the wrong kind."),
        (FRONT.format("references:\n- key: a\n  csl: b"), 5, "“csl” has a value of the wrong kind."),
        (
            FRONT.format("references:\n- key: a\n  csl: {a: 99999999999999999}"),
            5,
            "This number is too large to be kept exactly; put it in quotes.",
        ),
        (
            FRONT.format("references:\n- csl: " + "[" * 40 + "]" * 40),
            4,
            "Lists and mappings are nested too deeply here.",
        ),
        (FRONT.format("ai_used: perhaps"), 3, "“ai_used” is yes, no, or empty while it is not answered."),
        (FRONT.format("format: 2"), 3, "This file has a format that is not known here; known is 1."),
        (
            FRONT.format("heading: b") + "\nStray.",
            6,
            "This line belongs to no text: a line like “<!-- text: patient -->” must come before it.",
        ),
        (
            ONE + "<!-- text: patient-->",
            5,
            "A text is opened by a line exactly like “<!-- text: patient -->”.",
        ),
        (ONE, 3, "The patient text is named, but no line “<!-- text: patient -->” opens it."),
        (
            ONE + "<!-- text: student -->",
            3,
            "The patient text is named, but no line “<!-- text: patient -->” opens it.",
        ),
        (
            FRONT.format("heading: b") + "<!-- text: student -->",
            5,
            "The student text has no entry with its title under “texts:”.",
        ),
        (ONE + "<!-- text: patient -->\n<!-- text: patient -->", 6, "The patient text is there twice."),
        (
            FRONT.format("written_for: king"),
            None,
            "“king” is not a kind of reader; choose from: patient, caregiver, professional, student.",
        ),
        (
            FRONT.format("searched_to: 2026-02-30"),
            None,
            "“Evidence searched to” must be a date like 2026-03-31, not “2026-02-30”.",
        ),
        (FRONT.format("references: [{key: a}, {key: a}]"), None, "Two references have the key “a”."),
        (
            FRONT.format("references: [{raw: a}]"),
            None,
            "“” cannot be the key of a reference: start with a letter, then letters, digits and _ : . - up to 64 characters.",
        ),
    ],
)
def test_refusal_names_line_and_reason(text: str, line: int | None, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)

    assert (refused.value.line, str(refused.value)) == (line, sentence)


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (
            Draft(texts={"patient": Text("", "a" * 200_001)}),
            "The patient text is longer than 200,000 characters.",
        ),
        (
            Draft(references=tuple(DraftReference(f"a{n}") for n in range(1_001))),
            "There are more than 1,000 references.",
        ),
        (Draft(countries=("a",) * 301), "More than 300 countries are named."),
        (
            Draft(funding="é" * 500_001),
            "This is more than 1 MB of text. Please bring in one article at a time.",
        ),
    ],
)
def test_write_refuses_over_a_cap(draft: Draft, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        write(draft)

    assert str(refused.value) == sentence


def test_thousand_references_are_written_and_read() -> None:
    csl = {"type": "article-journal", "title": "A" * 200, "author": [{"family": "B", "given": "C"}] * 3}
    draft = Draft(references=tuple(DraftReference(f"a{n}", csl) for n in range(1_000)))

    assert parse(write(draft)) == draft


@pytest.mark.parametrize(
    "piece", ["a: [", "- ", "? ", "{", "[a, ", "'", '"', "a", "\\", "  ", "<!-- text: a -->\n", "é: b\n"]
)
def test_long_repetition_is_refused_in_time(piece: str) -> None:
    started = time.process_time()
    with pytest.raises(Refused):
        parse("---\n" + piece * (900_000 // len(piece.encode())) + "\n---\nend")

    assert time.process_time() - started < 5
