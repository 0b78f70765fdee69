"""The demo library: its articles hold together, and its script points at what is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from articles.audiences import FACTS
from articles.blocks import problems
from articles.citations import citation_problems
from articles.formats import frontmatter
from articles.formats.draft import Draft
from articles.readability import grade
from articles.references import check_csl
from articles.sentences import Sentence, sentences

DEMO = Path(__file__).parent.parent / "netreview" / "demo"
FILES = sorted(path.name for path in DEMO.glob("*.md"))
SCRIPT: dict[str, Any] = yaml.safe_load((DEMO / "script.yaml").read_text(encoding="utf-8"))


def draft_of(name: str) -> Draft:
    return frontmatter.parse((DEMO / name).read_text(encoding="utf-8"))


def sentences_of(draft: Draft, audience: str) -> list[Sentence]:
    return sentences(draft.texts[audience].body, works={reference.key: "" for reference in draft.references})


def bottom_line_of(name: str, audience: str) -> str:
    found = sentences_of(draft_of(name), audience)
    return " ".join(sentence.text for sentence in found if sentence.block == "bottom-line")


def rounds() -> Iterator[dict[str, Any]]:
    for article in SCRIPT["articles"]:
        for version in article["versions"]:
            yield from version["rounds"]


def files_of_script() -> Iterator[str]:
    yield from (round_["file"] for round_ in rounds())
    for article in SCRIPT["articles"]:
        yield from (version["file"] for version in article["versions"] if "file" in version)


@pytest.mark.parametrize("name", FILES)
def test_demo_article_is_written_in_the_exact_form(name: str) -> None:
    text = (DEMO / name).read_text(encoding="utf-8")

    written = frontmatter.write(frontmatter.parse(text))

    assert written == text


@pytest.mark.parametrize("name", FILES)
def test_demo_article_has_no_fault_in_blocks_citations_or_references(name: str) -> None:
    draft = draft_of(name)
    keys = [reference.key for reference in draft.references]

    found = [problem for text in draft.texts.values() for problem in problems(text.body)]
    found += [problem for text in draft.texts.values() for problem in citation_problems(text.body, keys)]
    found += [problem for reference in draft.references for problem in check_csl(reference.csl)]

    assert found == []


@pytest.mark.parametrize("name", FILES)
def test_demo_text_stays_within_the_reading_grade_of_its_readers(name: str) -> None:
    draft = draft_of(name)

    budgets = {audience: FACTS[audience].grade_budget for audience in draft.texts}
    too_hard = [key for key, budget in budgets.items() if budget and grade(draft.texts[key].body) > budget]

    assert too_hard == []


def test_script_plays_every_article_file_once() -> None:
    played = sorted(files_of_script())

    assert played == FILES


def test_script_names_only_people_that_it_introduces() -> None:
    named = {review["reviewer"] for round_ in rounds() for review in round_["reviews"]}
    named |= {assignment["reviewer"] for round_ in rounds() for assignment in round_["assignments"]}
    named |= {
        person for article in SCRIPT["articles"] for person in (article["lead"], *article["co_authors"])
    }
    named |= {stop["person"] for stop in SCRIPT["tour"]["try"]}

    assert named - set(SCRIPT["people"]) == set()


def test_script_comments_and_source_checks_stand_at_words_that_are_there() -> None:
    lost = []
    for round_ in rounds():
        draft = draft_of(round_["file"])
        for review in round_["reviews"]:
            for mark in (
                mark for part in ("comments", "points", "source_checks") for mark in review.get(part, [])
            ):
                there = [
                    sentence
                    for sentence in sentences_of(draft, mark["audience"])
                    if sentence.text.startswith(mark["starts"])
                    and mark.get("key", "") in ("", *sentence.keys)
                ]
                lost += [] if len(there) == 1 else [(round_["file"], mark["starts"], len(there))]

    assert lost == []


def test_script_answers_every_point_of_the_round_before() -> None:
    wanted, given = [], []
    for article in SCRIPT["articles"]:
        for version in article["versions"]:
            for before, after in zip(version["rounds"], version["rounds"][1:], strict=False):
                wanted += [point["id"] for review in before["reviews"] for point in review.get("points", ())]
                given += [answer["point"] for answer in after["answers"]]

    assert sorted(given) == sorted(wanted)


@pytest.mark.parametrize("audience", ["professional", "patient", "student"])
def test_approved_car_t_text_names_cabozantinib_where_the_first_draft_does_not(audience: str) -> None:
    first = draft_of("01a-car-t-low-grade-nets-first-draft.md").texts[audience].body
    approved = draft_of("01-car-t-low-grade-nets.md").texts[audience].body

    named = ["cabozantinib" in body.casefold() for body in (first, approved)]

    assert named == [False, True]


@pytest.mark.parametrize("audience", ["professional", "patient", "student"])
def test_approved_car_t_text_says_mouse_in_each_sentence_on_the_mouse_study(audience: str) -> None:
    draft = draft_of("01-car-t-low-grade-nets.md")

    on_study = [sentence.text for sentence in sentences_of(draft, audience) if "feng2022" in sentence.keys]

    assert [text for text in on_study if not re.search(r"\b(mouse|mice)\b", text)] == []


@pytest.mark.parametrize("audience", ["professional", "patient"])
@pytest.mark.parametrize("limit", ["within three hours", "after three hours"])
def test_corrected_tranexamic_text_carries_the_limit_that_the_retracted_one_lost(
    audience: str, limit: str
) -> None:
    names = ("07a-tranexamic-acid-with-error.md", "07-tranexamic-acid.md")

    carried = [limit in bottom_line_of(name, audience).casefold() for name in names]

    assert carried == [False, True]


@pytest.mark.parametrize("audience", ["professional", "patient"])
def test_valproate_bottom_line_says_avoid_and_never_stop_together(audience: str) -> None:
    line = bottom_line_of("10-valproate-and-pregnancy.md", audience).casefold()

    assert [words in line for words in ("avoid", "never stop it")] == [True, True]


@pytest.mark.parametrize("audience", ["caregiver", "professional"])
def test_mmr_bottom_line_keeps_its_negation(audience: str) -> None:
    line = bottom_line_of("03-mmr-and-autism.md", audience)

    assert line.startswith(
        ("The MMR vaccine does not cause autism.", "MMR vaccination does not increase the risk of autism.")
    )
