"""Pasted CSL-JSON: what is read, with which keys, and what is refused where."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.citations import KEY
from articles.formats.csl import Problem, make_key, parse

FENG = {"id": "feng2022", "type": "article-journal", "title": "Mice", "issued": {"date-parts": [[2022]]}}


def test_list_is_read_with_its_own_keys() -> None:
    works, problems = parse(json.dumps([FENG, {**FENG, "id": "chan"}]))

    assert (works, problems) == ([FENG, {**FENG, "id": "chan"}], [])


def test_single_work_is_read() -> None:
    works, problems = parse(json.dumps(FENG))

    assert (works, problems) == ([FENG], [])


@pytest.mark.parametrize("own", ["http://example.org/1", 12, "", None, "a b", "a" * 65])
def test_unsafe_id_becomes_a_made_key(own: object) -> None:
    works, _problems = parse(json.dumps({**FENG, "id": own, "author": [{"family": "Müller-Lüdenscheidt"}]}))

    assert works[0]["id"] == "mullerludenscheidt2022"


def test_repeated_ids_become_different_keys() -> None:
    works, _problems = parse(json.dumps([FENG, FENG, FENG]))

    assert [work["id"] for work in works] == ["feng2022", "ref2022", "ref2022a"]


@pytest.mark.parametrize(
    ("csl", "key"),
    [
        ({}, "ref"),
        ({"author": [{"literal": "World Health Organization"}]}, "worldhealthorganization"),
        ({"author": [{"family": "王"}], "issued": {"date-parts": [["2020", 1]]}}, "ref2020"),
        ({"author": "Feng", "issued": {"date-parts": [[]]}}, "ref"),
        ({"author": [{"family": 3}], "issued": {"date-parts": [[20222]]}}, "ref"),
        ({"author": [{"family": "x" * 500}]}, "x" * 40),
    ],
)
def test_key_is_made_of_what_is_there(csl: dict[str, object], key: str) -> None:
    made = make_key(csl, set())

    assert made == key


def test_key_that_is_taken_gets_a_letter() -> None:
    taken = {"ref", *(f"ref{chr(letter)}" for letter in range(ord("a"), ord("z") + 1))}

    assert (make_key({}, {"ref"}), make_key({}, taken)) == ("refa", "refaa")


def test_fraction_stays_as_it_was_written() -> None:
    works, _problems = parse('{"id": "a", "volume": 1.10}')

    assert works == [{"id": "a", "volume": "1.10"}]


def test_texts_are_cleaned() -> None:
    works, _problems = parse('{"id": "a", "title": "e\\u0301\\u202e"}')

    assert works == [{"id": "a", "title": "é"}]


DEEP = '{"a": ' * 9 + "1" + "}" * 9


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "There is nothing here. Paste CSL-JSON: a list of works, or one work."),
        ("TY  - JOUR", 1, "CSL-JSON begins with “[” for a list of works, or with “{” for one."),
        ("\n[]", 2, "The list is empty."),
        ('{"a": "b" "c"}', 1, "This is no valid JSON from here on; the rest was not read."),
        ('{"a": 1,\n "a": 2}', 1, "“a” stands twice in one place."),
        ('{"a": "x",\n "\\u0007a": 2}', 1, "“a” stands twice in one place."),
        ('{"a": NaN}', 1, "NaN is not a number that can be kept."),
        ('{"a": -Infinity}', 1, "-Infinity is not a number that can be kept."),
        ('{"a": 1e999}', 1, "The number 1e999 is too large to be kept."),
        ('{"a": 9007199254740992}', 1, "The number 9007199254740992 is too large to be kept."),
        ('{"a": ' + "9" * 5000 + "}", 1, "The number 9999999999999999999… is too large to be kept."),
        (DEEP, 1, "This work is nested too deeply."),
        ("[" * 100_000, 1, "This work is nested too deeply; the rest was not read."),
        ('["a"]', 1, "Here a work in braces “{…}” is expected."),
        ("{}", 1, "This work is empty."),
        (
            '{"a": "\\u0000"}',
            1,
            "This text contains a NUL character, which cannot be stored. Please take it out.",
        ),
        ("[" + "{}," * 1_000 + "{}]", 1, "This work is empty."),
        ("a" * 1_000_001, 1, "This is more than 1 MB of text. Please bring in one article at a time."),
    ],
)
def test_what_cannot_be_kept_has_a_sentence(text: str, line: int, sentence: str) -> None:
    works, problems = parse(text)

    assert (works, problems[0]) == ([], Problem(line, sentence))


@pytest.mark.parametrize(
    ("end", "line", "sentence"),
    [
        ("", 4, "Here a comma, or the “]” that ends the list, is missing."),
        ("]\nmore", 5, "Something follows after the end of the CSL-JSON; it was not read."),
        (",\n{oops", 5, "This is no valid JSON from here on; the rest was not read."),
        (",\n3]", 5, "Here a work in braces “{…}” is expected."),
    ],
)
def test_problem_spoils_only_what_follows(end: str, line: int, sentence: str) -> None:
    works, problems = parse('\n[{"id":\n"a", "title": "b"}\n' + end)

    assert (works, problems) == ([{"id": "a", "title": "b"}], [Problem(line, sentence)])


def test_thousand_works_are_the_most() -> None:
    works, problems = parse("[" + ",\n".join(['{"id": "a"}'] * 1_001) + "]")

    assert len(works) == 1_000
    assert problems == [Problem(1_001, "More than 1,000 works were pasted; the rest was not read.")]


@pytest.mark.parametrize("piece", ["[", '{"a":', '"\\"', "[{},", '"', "9", "[1,", "\n", '{"a":"b"},'])
def test_long_repetition_is_answered_in_time(piece: str) -> None:
    started = time.process_time()
    _works, problems = parse("[" + piece * (900_000 // len(piece)))

    assert problems
    assert time.process_time() - started < 5


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from(["id", "author", "issued", "date-parts"]), st.text(max_size=3)), inner
        ),
    ),
    max_leaves=12,
)


@given(st.one_of(st.text(), JSON.map(json.dumps), st.lists(JSON).map(json.dumps)))
def test_any_text_gives_safe_unique_keys(text: str) -> None:
    works, _problems = parse(text)
    keys = [work["id"] for work in works]

    assert [key for key in keys if not KEY.fullmatch(key)] == []
    assert len(set(keys)) == len(keys)
