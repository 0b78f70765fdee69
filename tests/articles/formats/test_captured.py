"""A captured page becomes a draft: what is kept, left out, cited and asked."""

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from articles.formats.captured import Captured, answer, read
from articles.formats.draft import Draft, Refused
from articles.formats.to_markdown import escaped

PAGE = (Path(__file__).parent / "captured_page.txt").read_text(encoding="utf-8")
ORIGIN = {"writer": "Rosa Lind", "ai": "none", "publish": "yes"}
HEAD = "Does it help?\n\nA Short Answer\n\n"


def body_of(draft: Draft) -> str:
    return draft.texts[draft.written_for].body


def lines_of(text: str, beginning: str = "") -> list[str]:
    return [line for line in body_of(read(HEAD + text).draft).split("\n") if line.startswith(beginning)]


def asked(captured: Captured) -> list[str]:
    origin = ("reader", "writer", "ai", "ai_which", "publish")
    return [ask.id for ask in captured.questions if ask.id not in origin]


def test_page_gives_question_and_heading() -> None:
    draft = read(PAGE).draft

    assert draft.question == "Does intravenous iron help adults with heart failure and low iron?"
    assert draft.heading == "Intravenous Iron in Heart Failure"


def test_page_becomes_markdown() -> None:
    body = body_of(read(PAGE).draft)

    assert (
        body
        == """\
Intravenous iron improves symptoms in adults with heart failure and iron deficiency, and may prevent admissions.[@ref1]

## What the Trials Show

### Main Results

- Ferric carboxymaltose 1,000 mg improved walking distance at week 24.1 Its effect on survival.[@ref2]
- Iron stores, measured with 59Fe in older studies: lower in ferritin G1 and G2[@ref1]
  - HFE and TMPRSS6 variants change the response
  - Most trials recruited before 2023

### Results in Other Groups

- Reasons why trials disagree:
  - Different definitions of deficiency
  - Recruitment during a pandemic
  - Short follow-up[@ref3; @ref4]

## How to Treat

1. Measure ferritin and transferrin saturation
   - Repeat in patients who are in NYHA class 2
2. If ferritin is low: give 500 mg to 1,000 mg[@ref1; @ref5]
3. Check again after twelve weeks[@ref1]

## Caveats

- Avoid oral iron, which did not help[@ref6]
- Do not treat when haemoglobin is over 15

Iron is given with the other medicines for heart failure, and never instead of them."""
    )


def test_page_works_are_placeholders() -> None:
    references = read(PAGE).draft.references

    assert [(one.key, one.is_placeholder) for one in references] == [(f"ref{n}", True) for n in range(1, 7)]


def test_furniture_is_listed_line_by_line() -> None:
    left_out = read(PAGE).left_out

    assert [line.line_no for line in left_out] == [3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 56, 58, 60, 62]


def test_every_line_is_kept_or_listed() -> None:
    captured = read(PAGE)
    body = body_of(captured.draft)
    squeezed = re.sub(r"\W", "", re.sub(r"\[[^]]*\]", "", body))
    gone = {line.line_no for line in captured.left_out}
    missing = []
    for number, line in enumerate(PAGE.split("\n"), start=1):
        words = re.sub(r"(\[[0-9, ]+\]|[0-9]+(, [0-9]+)*)$", "", re.sub(r"^ *[0-9]\. ", "", line))
        if number not in gone and re.sub(r"\W", "", words) not in squeezed:
            missing.append(line)

    assert missing == [captured.draft.question, captured.draft.heading]


def test_left_out_line_says_why() -> None:
    left_out = read(PAGE).left_out

    assert left_out[-1].text == "Ask a follow-up and get an answer at once."
    assert left_out[-1].why == "the page's box for further questions"


def test_status_word_is_kept_below_the_heading() -> None:
    captured = read(HEAD + "Approved\n\nIt was approved.")

    assert (body_of(captured.draft), captured.left_out) == ("## Approved\n\nIt was approved.", ())


def test_disclaimer_box_ends_at_a_heading() -> None:
    captured = read(HEAD + "It helps.\n\nDisclaimer\n\nFor information.\n\nMore to Know\n\nIt is cheap.")

    assert body_of(captured.draft) == "It helps.\n\n## More to Know\n\nIt is cheap."


def test_numbers_that_belong_to_sentences_are_asked() -> None:
    sentences = [ask.sentence for ask in read(PAGE).questions if ask.id.startswith("number")]

    assert sentences == [
        "Line 26: is the 1 in “…boxymaltose 1,000 mg improved walking distance at week 24.1” a citation, or part of the sentence?",
        "Line 44: is the 2 in “Repeat in patients who are in NYHA class 2” a citation, or part of the sentence?",
    ]


def test_bare_numbers_after_a_list_back_the_item_unless_told() -> None:
    captured = read(PAGE)
    lines = body_of(answer(captured, ORIGIN)).split("\n")

    assert "  - Short follow-up[@ref3; @ref4]" in lines


def test_bare_numbers_after_a_list_can_back_the_whole_list() -> None:
    captured = read(PAGE)
    choice = next(ask.id for ask in captured.questions if ask.id.startswith("backs"))
    lines = body_of(answer(captured, {**ORIGIN, choice: "list"})).split("\n")

    assert [line for line in lines if "ref3" in line] == ["- Reasons why trials disagree[@ref3; @ref4]:"]


def test_numbers_at_the_last_item_can_back_each_item() -> None:
    captured = read(HEAD + "It works. 1\n\nIn Short\n\n• Safe\n• Cheap 2, 3\n\nThe end.")
    draft = answer(captured, {**ORIGIN, "backs-10": "list"})

    assert [line for line in body_of(draft).split("\n") if line.startswith("-")] == [
        "- Safe[@ref2; @ref3]",
        "- Cheap[@ref2; @ref3]",
    ]


def test_list_with_several_citing_items_is_not_asked() -> None:
    captured = read(HEAD + "• Safe 1\n• Cheap 2\n\n3\n\nThe end.")

    assert (asked(captured), lines_of("• Safe 1\n• Cheap 2\n\n3\n\nThe end.", "- C")) == (
        [],
        ["- Cheap[@ref2][@ref3]"],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It prolongs survival.1", "It prolongs survival.[@ref1]"),
        ("It prolongs survival. 1", "It prolongs survival.[@ref1]"),
        ("It prolongs survival 1.", "It prolongs survival[@ref1]."),
        ("It prolongs survival.1,2 It is safe.3", "It prolongs survival.[@ref1; @ref2] It is safe.[@ref3]"),
        ("It prolongs survival.1-3", "It prolongs survival.[@ref1; @ref2; @ref3]"),
        ("It prolongs survival [1], and more [2–3].", "It prolongs survival[@ref1], and more[@ref2; @ref3]."),
        ("It prolongs survival.¹,²", "It prolongs survival.[@ref1; @ref2]"),
        ("They call it “safe.” 1", "They call it “safe.”[@ref1]"),
        ("It was used in 2019. 1", "It was used in 2019.[@ref1]"),
        ("It helped 45% 1\n\nMore.", "It helped 45%[@ref1]"),
        ("It lasts three weeks 1", "It lasts three weeks[@ref1]"),
        ("It is bound to HER2 1", "It is bound to HER2[@ref1]"),
        ("It prolongs survival.\n1", "It prolongs survival.[@ref1]"),
    ],
)
def test_trailing_numbers_become_citations(text: str, expected: str) -> None:
    body = body_of(read(HEAD + text).draft)

    assert body.split("\n")[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "We gave 177Lu to those with G1.",
        "The scan was 68Ga.",
        "It was CDH17CAR.",
        "It was licensed in 2024.",
        "The dose is 7.5.",
        "The dose is 0.5",
        "The trial gave 1,200",
        "The limit is 40",
        "See fig. 1 Here.",
        "Give approx. 5 tablets.",
        "The marker is CA 19-9",
        "The area is 3 m²",
        "In 10⁹ cells.",
        "A tracer, [18F]FDG, was used.",
        "About 5 mg. 12 patients fell ill.",
        "It was SARS-CoV-2",
        "It is given at\n1\nmg daily.",
        "It reached 24.5 Later.",
        "Only for grade 1",
        "Only if aged over 1",
    ],
)
def test_numbers_of_sentences_are_no_citations(text: str) -> None:
    draft = read(HEAD + text).draft

    assert draft.references == ()
    assert MarkdownIt().renderInline(body_of(draft)) == " ".join(text.split())


def test_thousand_alone_on_its_line_is_no_citation() -> None:
    draft = read(HEAD + "The number of people asked was this.\n\n1,200").draft

    assert (draft.references, body_of(draft).split("\n")[-1]) == ((), "1,200")


def test_number_after_a_counting_word_is_asked() -> None:
    captured = read(HEAD + "It helps in grade 1")
    ask = captured.questions[0]
    draft = answer(captured, {**ORIGIN, ask.id: "citation"})

    assert ask.sentence == "Line 5: is the 1 in “It helps in grade 1” a citation, or part of the sentence?"
    assert body_of(draft) == "It helps in grade[@ref1]"


def test_depth_is_read_from_the_marker_where_indents_are_lost() -> None:
    lines = lines_of("• One\n◦ Two\n◦ Three\n• Four\n\nThe end.", "")

    assert lines[:4] == ["- One", "  - Two", "  - Three", "- Four"]


def test_bullet_alone_on_its_line_takes_the_next() -> None:
    lines = lines_of("•\nOne of them\n•\nTwo of them\n\nThe end.", "-")

    assert lines == ["- One of them", "- Two of them"]


def test_reference_list_becomes_raw_references() -> None:
    draft = read(HEAD + "It helps. 1\n\nReferences\n\n1. Lind R. Iron. 2020.\n2. Berg T. Steel. 2021.").draft

    assert body_of(draft) == "It helps.[@ref1]"
    assert [(one.key, one.raw) for one in draft.references] == [
        ("ref1", "Lind R. Iron. 2020."),
        ("ref2", "Berg T. Steel. 2021."),
    ]


def test_answer_states_writer_and_ai() -> None:
    draft = answer(
        read(PAGE), {"writer": "Rosa Lind", "ai": "yes", "ai_which": "a chat program", "publish": "yes"}
    )

    assert draft.ai_used is True
    assert draft.ai_statement == "The text brought in was written by Rosa Lind, with AI: a chat program."


def test_answer_none_is_an_answer() -> None:
    draft = answer(read(PAGE), ORIGIN)

    assert draft.ai_used is False


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Please answer: Who wrote this text?"),
        ({"writer": "R. Lind"}, "Please answer: Was AI used to write it?"),
        ({**ORIGIN, "ai": "yes"}, "Say which AI was used, and what for."),
        ({**ORIGIN, "publish": "no"}, "A text that you may not publish cannot be brought in."),
        ({**ORIGIN, "ai": "maybe"}, "“maybe” is no answer to “Was AI used to write it?”."),
        ({**ORIGIN, "writer": "a" * 301}, "The answer to “Who wrote this text?” is too long."),
    ],
)
def test_answer_refuses_what_is_open_or_forbidden(answers: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        answer(read(PAGE), answers)

    assert str(refused.value) == sentence


def test_reader_is_asked_with_the_hint_of_the_disclaimer() -> None:
    captured = read(PAGE)
    draft = answer(captured, {**ORIGIN, "reader": "student"})

    assert (captured.draft.written_for, draft.written_for) == ("professional", "student")


@pytest.mark.parametrize("text", ["a" * 1_000_001, "a\x00b", "\ud800"])
def test_read_refuses_what_cannot_be_kept(text: str) -> None:
    with pytest.raises(Refused):
        read(text)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        " 1",
        "1, ",
        ". 1 A",
        "• a 1\n",
        "a\n1\n",
        "¹,",
        "  1. a\n",
        "(",
        "Aa ",
        "\n",
        "\t",
        "*_[@",
        "a. 1-",
    ],
)
def test_long_repetition_is_read_or_refused_in_time(piece: str) -> None:
    started = time.process_time()
    with suppress(Refused):
        read(HEAD + piece * (190_000 // len(piece)))

    assert time.process_time() - started < 5


PIECES = st.sampled_from(
    [
        "• ",
        "◦ ",
        "1. ",
        "12) ",
        "\n",
        "\n\n",
        "  ",
        "\t",
        " 1",
        ". 2",
        "[3]",
        "5, 6",
        "Heading",
        "text",
        "?",
        ":",
        "Disclaimer",
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=60).map("".join)))
@example("•\n1\n\n1, 2")
@example("•\n◦ 0")
@example("•\n\n  a\n  ◦ b\n\n    c")
def test_any_text_is_read_or_refused(text: str) -> None:
    outcome = read_or_refusal(text)

    assert isinstance(outcome, Draft) or outcome != ""


def read_or_refusal(text: str) -> Draft | str:
    try:
        return answer(read(text), ORIGIN)
    except Refused as refused:
        return str(refused)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1))
@example("*a* _b_ `c` [d](e) <f> &amp; ![g] \\* | ~~h~~ <https://i.example>")
@example("1.")
@example("__0__ a_b")
@example("- a")
@example("===")
def test_escaped_line_shows_as_it_was(text: str) -> None:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = parser.parse(escaped(text))

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or []) == text
