"""The lines of a table of emergencies: what they mean, and which sentence stands for each wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.emergencies import read
from articles.emergencies.lines import MOST_LINES, WINDOW

WHOLE = "body above: choking\npoisoning above: bleach\nself-harm replace: suicide"


def entry(line):
    (found,) = read(line).entries
    return found


def wrong(text):
    return [str(each) for each in read(f"{WHOLE}\n{text}").wrong]


def test_line_is_read_into_groups_and_what_calls_them_off():
    found = entry('body replace: chest|"left arm" + pains within 6 unless risk|"years ago" but now')

    assert (found.kind, found.strength, found.within, found.line) == ("body", "replace", 6, 1)
    assert found.groups == (frozenset({("chest",), ("left", "arm")}), frozenset({("pain",)}))
    assert (found.unless, found.but) == (frozenset({("risk",), ("year", "ago")}), frozenset({("now",)}))


def test_line_without_more_has_the_usual_window_and_is_never_called_off():
    found = entry("body above: choking")

    assert (found.within, found.unless, found.but) == (WINDOW, frozenset(), frozenset())


def test_list_stands_for_its_words():
    text = f"@child: baby|toddler\n@young: @child|newborn\n{WHOLE}\nbody replace: @young + blue"

    assert read(text).entries[-1].groups[0] == frozenset({("baby",), ("toddler",), ("newborn",)})


def test_notes_and_empty_lines_are_passed_over():
    reading = read(f"# a note: with | signs\n\n  \n{WHOLE}")

    assert (len(reading.entries), reading.wrong, reading.entries[0].line) == (3, (), 4)


@pytest.mark.parametrize(
    "line", ["body above: “heart attack”", "body above: „heart attack“", 'body above: "Heart  Attacks"']
)
def test_quotes_of_every_kind_hold_a_phrase(line):
    assert entry(line).groups == (frozenset({("heart", "attack")}),)


def test_apostrophes_in_the_table_are_those_of_the_text():
    assert entry("body above: can't + baby’s").groups == (frozenset({("cant",)}), frozenset({("baby",)}))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("body replace chest", "Line 4: It has no colon. An entry begins like “body replace:”, a list like “@child:”."),
        ("bdy replace: chest", "Line 4: It begins with none of: body, self-harm, poisoning, @ and the name of a list, spelling, ordinary."),
        ("body: chest", "Line 4: Before the colon stands neither “body replace” nor “body above”."),
        ("body replace now: chest", "Line 4: Before the colon stands neither “body replace” nor “body above”."),
        ("self-harm above: dead", "Line 4: Self-harm always replaces the page. Please write “self-harm replace”."),
        ("body above: heart attack", "Line 4: Between “heart” and “attack” stands no “|” and no “+”. Words that stand side by side are put in quotes."),
        ("body above:", "Line 4: A word is missing beside “|”, “+” or “:”, or behind “unless” or “but”."),
        ("body above: chest +", "Line 4: A word is missing beside “|”, “+” or “:”, or behind “unless” or “but”."),
        ("body above: chest||pain", "Line 4: A word is missing beside “|”, “+” or “:”, or behind “unless” or “but”."),
        ("body above: chest unless", "Line 4: A word is missing beside “|”, “+” or “:”, or behind “unless” or “but”."),
        ('body above: "chest pain', "Line 4: A quote is opened and not closed."),
        ("body above: @heart", "Line 4: There is no list @heart above this line."),
        ("body above: chest within 1", "Line 4: After “within” stands a number of words, from 2 to 40."),
        ("body above: chest within ten", "Line 4: After “within” stands a number of words, from 2 to 40."),
        ("body above: chest unless a unless b", "Line 4: “unless” stands twice or too late. The order is: within, unless, but."),
        ("body above: chest unless a within 5", "Line 4: “within” stands twice or too late. The order is: within, unless, but."),
        ("body above: chest but now", "Line 4: “but” needs an “unless” before it."),
        ("body above: ??!", "Line 4: “??!” has no letter and no number."),
        ("body above: ab", "Line 4: “ab” alone would be found in nearly every text. Please add a word."),
        ('body above: "a b c d e f g h i j k"', "Line 4: A phrase has at most 10 words."),
        ("body above: a + b + c + d + e + f + g", "Line 4: An entry has at most 6 groups."),
        ("@: chest", "Line 4: The name of a list is @ and one word, such as @child."),
        ("@a: x\n@a: y", "Line 5: There is a list @a already."),
        ("spelling: x", "Line 4: Write the right spelling, a colon, then the wrong ones: “spelling suicide: suiside”."),
        ('spelling attack: "a tack"', "Line 4: A spelling is of one word; write “a tack” into the entries."),
        (f"body above: {'x' * 5_000}", "Line 4: A line has at most 4000 characters. Please write two."),
    ],
)  # fmt: skip
def test_wrong_line_is_named_with_its_reason(line, sentence):
    assert wrong(line) == [sentence]


def test_every_wrong_line_is_named():
    assert [each.line for each in read(f"{WHOLE}\nx\n\ny").wrong] == [4, 6]


def test_table_that_is_too_long_is_refused():
    assert wrong("\n" * MOST_LINES) == [f"A table has at most {MOST_LINES} lines."]


@pytest.mark.parametrize(("at", "kind"), list(enumerate(["body", "poisoning", "self-harm"])))
def test_table_that_forgets_a_kind_is_refused(at, kind):
    lines = WHOLE.splitlines()

    reading = read("\n".join(lines[:at] + lines[at + 1 :]))

    assert [str(each) for each in reading.wrong] == [
        f"No line is about {kind}. Nobody in that danger would be answered."
    ]


PIECES = st.sampled_from(["body", "above", "replace", ":", "+", "|", '"', "@x", "unless", "but", "within", "5", "#10", "#", "\n", "chest", "spelling"])  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_is_read_or_its_lines_are_named(text):
    reading = read(text)

    assert all(each.why for each in reading.wrong)
    assert all(all(entry.groups) for entry in reading.entries)
