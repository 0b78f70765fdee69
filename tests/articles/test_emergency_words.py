"""The shipped table on what people say in an emergency, and on what they ask without one."""

import time
from pathlib import Path

import pytest

from articles.emergencies import Table, find, read, shipped, shipped_text
from articles.emergencies.lines import Entry

HERE = Path(__file__).with_name("emergencies")
SAID = [line.split("\t") for line in (HERE / "said.tsv").read_text(encoding="utf-8").splitlines()]
ASKED = (HERE / "asked.txt").read_text(encoding="utf-8").splitlines()
# Questions that stand under a reply and are answered all the same.
MOST_UNDER_A_REPLY = len(ASKED) // 50


def kind_of(text):
    match = find(text, shipped())
    return match and match.kind


@pytest.mark.parametrize("kind", ["self-harm", "poisoning", "body"])
def test_what_is_said_in_an_emergency_is_known_for_what_it_is(kind):
    found = {text: kind_of(text) for expected, text in SAID if expected == kind}

    assert {text: known for text, known in found.items() if known != kind} == {}


def test_question_without_an_emergency_keeps_its_page():
    replaced = [text for text in ASKED if (match := find(text, shipped())) and match.strength == "replace"]

    assert replaced == []


def test_question_without_an_emergency_seldom_stands_under_a_reply():
    assert len([text for text in ASKED if kind_of(text)]) <= MOST_UNDER_A_REPLY


@pytest.mark.parametrize(
    "write", [str.upper, str.title, lambda text: text.replace(" ", "  "), lambda text: f"{text}!!!"]
)
def test_way_of_writing_does_not_matter(write):
    assert [text for kind, text in SAID if kind_of(write(text)) != kind] == []


def test_self_harm_always_replaces_the_page():
    strengths = {entry.strength for entry in shipped().entries if entry.kind == "self-harm"}

    assert strengths == {"replace"}


def test_no_entry_is_called_off_by_its_own_words():
    """An entry whose last group is called off by itself would never fit."""
    assert [
        entry.source
        for entry in read(shipped_text()).entries
        if any(group <= calls_off(entry) for group in entry.groups)
    ] == []


def calls_off(entry: Entry):
    return entry.unless - entry.but


def test_shipped_table_is_made_ready_and_looked_with_quickly():
    began = time.process_time()
    table = Table(read(shipped_text()))
    ready = time.process_time()

    for text in ASKED:
        find(text, table)

    assert (ready - began < 3, (time.process_time() - ready) / len(ASKED) < 0.02) == (True, True)
