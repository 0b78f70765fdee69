"""Cited works: identifiers, what is accepted, their line."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.identifiers import doi_as_written
from articles.references import (
    TYPES,
    ama,
    ama_html,
    check_csl,
    csl_text,
    normalise_doi,
    normalise_pmcid,
    normalise_pmid,
    reference_digest,
)

PEOPLE = [{"family": f"Name{place}", "given": "Ann-Maria J."} for place in range(7)]
TRIAL: dict[str, Any] = {
    "type": "article-journal",
    "title": "A trial of rest",
    "author": PEOPLE[:2],
    "container-title": "J Rest",
    "volume": "3",
    "issue": 5,
    "page": "581–594",
    "issued": {"date-parts": [[2022, 5]]},
    "DOI": "10.1000/Rest.1",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "type",
        "title",
        "author",
        "editor",
        "issued",
        "accessed",
        "DOI",
        "URL",
        "page",
        "volume",
        "edition",
        "number",
    ]
)
RECORDS = st.builds(
    lambda kind, fields: {"type": kind, **fields},
    st.sampled_from(TYPES),
    st.dictionaries(
        FIELDS, JSON | st.lists(st.fixed_dictionaries({"family": JSON, "given": JSON}), max_size=8)
    ),
)


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1000/A.b", "10.1000/a.b"),
        (" DOI: 10.1000/a. ", "10.1000/a"),
        ("doi:10.1000/a),", "10.1000/a"),
        ("https://doi.org/10.1016/S0140-6736(97)11096-0.", "10.1016/s0140-6736(97)11096-0"),
        ("http://dx.doi.org/10.1000/a%3Cb", "10.1000/a<b"),
        ("doi.org/10.1000/a", "10.1000/a"),
        ("<https://doi.org/10.1000/a>", "10.1000/a"),
        ("https://journal.example/doi/full/10.1000/a?query=1#top", "10.1000/a"),
        ("10.1000/(SICI)1(1998)17:1<1::AID-S9>3.0.CO;2-2", "10.1000/(sici)1(1998)17:1<1::aid-s9>3.0.co;2-2"),
        ("10.1/a", ""),
        ("11.1000/a", ""),
        ("see 10.1000/a", ""),
        ("10.1000/a b", ""),
        ("10.1000/", ""),
        ("", ""),
    ],
)
def test_a_doi_is_read_from_any_usual_writing(written: str, doi: str) -> None:
    assert normalise_doi(written) == doi


@pytest.mark.parametrize("around", ["%s", "doi: %s.", "https://doi.org/%s"])
def test_a_doi_is_kept_in_the_case_it_was_written_in(around: str) -> None:
    assert doi_as_written(around % "10.1016/S0140-6736(97)11096-0") == "10.1016/S0140-6736(97)11096-0"


@pytest.mark.parametrize(
    ("written", "pmid"),
    [
        ("123", "123"),
        ("PMID: 00123.", "123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/123", "123"),
        ("0", ""),
        ("123456789", ""),
        ("PMC123", ""),
    ],
)
def test_a_pmid_is_read_from_any_usual_writing(written: str, pmid: str) -> None:
    assert normalise_pmid(written) == pmid


@pytest.mark.parametrize(
    ("written", "pmcid"),
    [
        ("pmc123", "PMC123"),
        ("PMCID: PMC123", "PMC123"),
        ("pmcid 123", "PMC123"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC123/", "PMC123"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123.2/", "PMC123"),
        ("123", ""),
        ("PMC", ""),
    ],
)
def test_a_pmcid_is_read_from_any_usual_writing(written: str, pmcid: str) -> None:
    assert normalise_pmcid(written) == pmcid


@given(
    st.text(max_size=60) | st.from_regex(r"(doi:|https://doi\.org/)?10\.[0-9]{4}/\S{1,12}", fullmatch=True)
)
def test_a_normalised_doi_stays_as_it_is(written: str) -> None:
    doi = normalise_doi(written)

    assert normalise_doi(doi) == doi


@pytest.mark.parametrize("kind", TYPES)
def test_a_plain_record_of_each_type_is_accepted_with_fields_of_its_own(kind: str) -> None:
    assert check_csl({**TRIAL, "type": kind, "x-shelf": {"any": [1, None, True]}}) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"type": "song"}, f"“type” must be one of {', '.join(TYPES)}."),
        ({"title": ""}, "A reference needs a “title”."),
        ({"title": ["A"]}, "“title” must be text."),
        ({"volume": True}, "“volume” must be text."),
        (
            {"author": "Name"},
            "“author” must list people with “family” and “given”, or groups with “literal”.",
        ),
        ({"editor": [{}]}, "“editor” must list people with “family” and “given”, or groups with “literal”."),
        ({"issued": "2022"}, '“issued” must be a date such as {"date-parts": [[2022, 3, 1]]}.'),
        (
            {"accessed": {"date-parts": [[2022, 13]]}},
            '“accessed” must be a date such as {"date-parts": [[2022, 3, 1]]}.',
        ),
        ({"DOI": "none"}, "“DOI” does not hold a DOI."),
        ({"PMID": "PMC1"}, "“PMID” does not hold a PMID."),
        ({"PMCID": 1}, "“PMCID” does not hold a PMCID."),
        ({"URL": "javascript:x"}, "“URL” must start with http:// or https:// and have no spaces."),
        ({"x": 1.5}, "Numbers in a reference are whole; write anything else as text."),
        ({"x": float("nan")}, "Numbers in a reference are whole; write anything else as text."),
        ({"x": 10**5000}, "A number in this reference is too large."),
        (
            {"x": "\ud800"},
            "This reference contains a character that cannot be stored (NUL or half of a pair).",
        ),
        ({"\x00": 1}, "This reference contains a character that cannot be stored (NUL or half of a pair)."),
        ({"x": "é" * 10_000}, "This reference is larger than 20000 bytes."),
        ({"x": [0] * 3_000}, "This reference is nested too deeply or has too many parts."),
        ({"x": [[[[[[[[0]]]]]]]]}, "This reference is nested too deeply or has too many parts."),
    ],
)
def test_what_keeps_a_record_from_being_stored_is_said(changes: dict[str, Any], sentence: str) -> None:
    assert check_csl({**TRIAL, **changes}) == [sentence]


def test_the_canonical_text_has_sorted_keys_and_no_spaces() -> None:
    assert csl_text({"title": "é", "a": [1]}) == '{"a":[1],"title":"é"}'


def test_the_digest_is_of_the_canonical_text_whatever_the_order_of_keys() -> None:
    digest = hashlib.sha256(b'{"a":1,"b":2}').hexdigest()

    assert reference_digest({"b": 2, "a": 1}) == digest


LINES = [
    (TRIAL, "Name0 AMJ, Name1 AMJ. A trial of rest. J Rest. 2022;3(5):581-594. doi:10.1000/Rest.1"),
    (
        {**TRIAL, "DOI": "https://doi.org/10.1000/Rest.1."},
        "Name0 AMJ, Name1 AMJ. A trial of rest. J Rest. 2022;3(5):581-594. doi:10.1000/rest.1",
    ),
    (
        {"type": "article-journal", "title": "Why?", "author": PEOPLE[:6]},
        "Name0 AMJ, Name1 AMJ, Name2 AMJ, Name3 AMJ, Name4 AMJ, Name5 AMJ. Why?",
    ),
    (
        {"type": "article-journal", "title": "T.", "author": PEOPLE, "page": "e1"},
        "Name0 AMJ, Name1 AMJ, Name2 AMJ, et al. T. e1.",
    ),
    (
        {
            "type": "article-journal",
            "title": "<sup>177</sup>Lu",
            "author": [{"literal": "NETTER Group"}],
            "issued": {"raw": "May 2017"},
        },
        "NETTER Group. 177Lu. 2017.",
    ),
    (
        {
            "type": "book",
            "title": "Rest",
            "author": [
                {"family": "Berg", "given": "JP", "suffix": "Jr.", "non-dropping-particle": "van der"}
            ],
            "edition": "2",
            "publisher": "Quiet Co.",
            "issued": {"date-parts": [["2020"]]},
        },
        "van der Berg JP Jr. Rest. 2nd ed. Quiet Co.; 2020.",
    ),
    ({"type": "book", "title": "Rest", "editor": PEOPLE[:1], "edition": 1}, "Name0 AMJ, ed. Rest."),
    (
        {
            "type": "chapter",
            "title": "Naps",
            "author": PEOPLE[:1],
            "editor": PEOPLE[1:3],
            "container-title": "Rest",
            "publisher": "Quiet",
            "edition": "11",
            "page": "1-3",
            "issued": {"date-parts": [[2020]]},
        },
        "Name0 AMJ. Naps. In: Name1 AMJ, Name2 AMJ, eds. Rest. 11th ed. Quiet; 2020:1-3.",
    ),
    (
        {
            "type": "report",
            "title": "Sleep",
            "publisher": "NICE",
            "number": "NG12",
            "issued": {"literal": "2019"},
        },
        "Sleep. NICE; 2019. NG12.",
    ),
    (
        {
            "type": "webpage",
            "title": "Sleep",
            "author": [{"literal": "WHO"}],
            "container-title": "Facts",
            "issued": {"date-parts": [[2020, 3, 1]]},
            "accessed": {"date-parts": [[2021, 4]]},
            "URL": "https://who.example/a",
        },
        "WHO. Sleep. Facts. Published March 1, 2020. Accessed April 2021. https://who.example/a",
    ),
    (
        {
            "type": "thesis",
            "title": "Sleep",
            "publisher": "University of Rest",
            "issued": {"date-parts": [[2018]]},
        },
        "Sleep. Dissertation. University of Rest; 2018.",
    ),
    (
        {
            "type": "paper-conference",
            "title": "Sleep",
            "event-title": "Rest 2020",
            "event-place": "Ghent",
            "issued": {"date-parts": [[2020, 6, 2]]},
        },
        "Sleep. Paper presented at: Rest 2020; June 2, 2020; Ghent.",
    ),
    (
        {"type": "paper-conference", "title": "Sleep", "container-title": "Proceedings", "page": "4"},
        "Sleep. In: Proceedings. 4.",
    ),
    (
        {
            "type": "dataset",
            "title": "Naps",
            "version": "1.0",
            "publisher": "Zenodo",
            "issued": {"date-parts": [[2020]]},
        },
        "Naps. Version 1.0. Zenodo. Posted 2020.",
    ),
    ({"type": "webpage", "title": None, "author": None, "issued": None}, ""),
    ({}, ""),
    ({"type": "article-journal", "title": "T", "volume": 10**5000}, "T."),
]


@pytest.mark.parametrize(("csl", "line"), LINES)
def test_the_line_of_a_work_follows_ama(csl: dict[str, Any], line: str) -> None:
    assert ama(csl) == line


def test_the_line_in_html_is_escaped_with_journal_and_address_marked() -> None:
    html = ama_html({**TRIAL, "title": "Rest <script>", "author": [{"literal": "A & B"}], "volume": "<3>"})

    assert html == (
        "A &amp; B. Rest &lt;script&gt;. <em>J Rest</em>. 2022;&lt;3&gt;(5):581-594. "
        '<a href="https://doi.org/10.1000/Rest.1">doi:10.1000/Rest.1</a>'
    )


@given(RECORDS)
def test_no_record_breaks_the_line_or_the_check(csl: dict[str, Any]) -> None:
    line = ama(csl)

    assert ".." not in line.replace("...", "") or any(".." in str(value) for value in csl.values())
    assert all(isinstance(sentence, str) for sentence in check_csl(csl))


@given(RECORDS)
def test_a_record_that_is_accepted_has_a_digest(csl: dict[str, Any]) -> None:
    is_accepted = check_csl(csl) == []

    assert not is_accepted or len(reference_digest(csl)) == 64
