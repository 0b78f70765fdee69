"""The quorum: which signatures a text still needs, from facts alone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.quorum import Signed, missing
from reviews.rules import Rules

BOTH = frozenset({"patient", "professional"})
GP = "general practice"


def signed(
    person: str, audiences: frozenset[str] = BOTH, *, clinician: bool = True, specialty: str = GP
) -> Signed:
    return Signed(person, audiences, clinician, specialty)


def needed(
    *signatures: Signed, specialty: str = GP, change_class: str = "first", **rules: object
) -> list[str]:
    return missing(
        Rules(**rules), change_class=change_class, audiences=BOTH, specialty=specialty, signed=signatures
    )


def test_two_signers_of_both_texts_are_enough():
    assert needed(signed("a"), signed("b")) == []


def test_nobody_yet_leaves_everything_open_for_each_text():
    assert needed() == [
        "The patient text needs 2 more signatures.",
        "The patient text needs the signature of a clinician.",
        "The patient text needs the signature of a specialist in general practice.",
        "The professional text needs 2 more signatures.",
        "The professional text needs the signature of a clinician.",
        "The professional text needs the signature of a specialist in general practice.",
    ]


@pytest.mark.parametrize(
    ("signatures", "sentences"),
    [
        ([signed("a"), signed("a")], [
            "The patient text needs 1 more signature.", "The professional text needs 1 more signature.",
        ]),
        ([signed("a"), signed("b", frozenset({"patient"}))], ["The professional text needs 1 more signature."]),
        ([signed("a", clinician=False), signed("b", clinician=False)], [
            "The patient text needs the signature of a clinician.",
            "The professional text needs the signature of a clinician.",
        ]),
        ([signed("a", frozenset({"patient"})), signed("b", clinician=False), signed("c", clinician=False)], [
            "The professional text needs the signature of a clinician.",
        ]),
        ([signed("a", specialty="oncology"), signed("b", specialty="oncology")], [
            "The patient text needs the signature of a specialist in general practice.",
            "The professional text needs the signature of a specialist in general practice.",
        ]),
    ],
)  # fmt: skip
def test_each_text_counts_the_persons_who_read_it(signatures, sentences):
    assert needed(*signatures) == sentences


def test_specialty_is_asked_for_only_where_there_is_one_and_the_rules_say_so():
    elsewhere = [signed("a", specialty="oncology"), signed("b", specialty="surgery")]

    assert needed(*elsewhere, specialty="") == []
    assert needed(*elsewhere, specialty_match=False) == []


def test_wording_needs_one_signature_on_every_text_by_whomever():
    anybody = signed("a", clinician=False, specialty="oncology")

    assert needed(anybody, change_class="editorial") == []
    assert needed(signed("a", frozenset({"patient"})), change_class="editorial") == [
        "The professional text needs 1 more signature."
    ]


def test_texts_of_a_wording_may_be_signed_by_different_people():
    halves = [signed("a", frozenset({"patient"})), signed("b", frozenset({"professional"}))]

    assert needed(*halves, change_class="editorial") == []


@pytest.mark.parametrize("change_class", ["update", "correction", "renewal"])
def test_every_other_class_needs_the_whole_quorum(change_class):
    assert needed(signed("a"), change_class=change_class) == [
        "The patient text needs 1 more signature.", "The professional text needs 1 more signature.",
    ]  # fmt: skip


def test_no_text_is_never_complete():
    assert missing(Rules(), change_class="first", audiences=[], specialty="", signed=[signed("a")]) == [
        "There is no text to approve."
    ]


SIGNATURES = st.lists(
    st.builds(
        Signed,
        st.sampled_from("abcd"),
        st.frozensets(st.sampled_from(sorted(BOTH)), min_size=1),
        st.booleans(),
        st.sampled_from([GP, "oncology"]),
    ),
    max_size=6,
)


@given(SIGNATURES, st.integers(1, 3))
def test_complete_means_for_each_text_what_the_rules_say_counted_by_hand(signatures, approvals):
    rules = Rules(approvals=approvals, clinicians=1)
    by_person = {}
    for audience, entry in itertools.product(sorted(BOTH), signatures):
        if audience in entry.audiences:
            by_person.setdefault(audience, {})[entry.person] = entry
    complete = all(
        len(by_person.get(audience, {})) >= approvals
        and any(entry.is_clinician for entry in by_person[audience].values())
        and any(entry.specialty == GP for entry in by_person[audience].values())
        for audience in BOTH
    )

    found = missing(rules, change_class="first", audiences=BOTH, specialty=GP, signed=signatures)

    assert (found == []) is complete


@given(SIGNATURES, SIGNATURES)
def test_a_signature_of_somebody_new_never_makes_more_missing(before, more):
    new = [Signed(f"new-{place}", e.audiences, e.is_clinician, e.specialty) for place, e in enumerate(more)]
    facts = {"change_class": "first", "audiences": BOTH, "specialty": GP}

    first = missing(Rules(), signed=before, **facts)
    then = missing(Rules(), signed=[*before, *new], **facts)

    assert len(then) <= len(first)


def test_specialty_is_the_same_in_other_capitals_and_spaces():
    pair = [signed("a", specialty="General  Practice"), signed("b", specialty="oncology")]

    assert needed(*pair, specialty="GENERAL practice") == []
