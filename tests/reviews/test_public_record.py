"""The public record: how its entries are numbered and found, and what that tells of an open round."""

import re

import pytest

from articles.models import ArticleVersion, Edition
from reviews import replay, reviewing, workflow
from tests.factories import PASSWORD
from tests.record_fixtures import House
from tests.worlds import undone

pytestmark = pytest.mark.django_db
ENTRY = re.compile(r'id="entry-([^"]+)">.*?<h3>(.*?)</h3>.*?<span class="digest">(\d+) ·', re.DOTALL)


def entries() -> list[tuple[str, str, int]]:
    """The place, the title and the number of each entry that readers have, newest first."""
    body = bytes(Edition.objects.get(kind=Edition.Kind.RECORD).body).decode()
    return [(place, title, int(number)) for place, title, number in ENTRY.findall(body)]


def in_review(the_house: House) -> tuple[ArticleVersion, ArticleVersion]:
    """An approved version, and one above it whose two reviewers have begun."""
    first = the_house.approved()
    lead = first.article.lead_author
    version = workflow.submit(the_house.next_version(first), by=lead)
    for reviewer in the_house.reviewers:
        the_house.open_review(version, reviewer)
    return first, version


def sign(version: ArticleVersion, reviewer) -> None:
    reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=["patient", "professional"])


def publish_a_notice(the_house: House, version: ArticleVersion) -> None:
    texts = {"patient": "See a doctor sooner.", "professional": "The dose is lower."}
    workflow.notice(
        version, by=the_house.editor, password=PASSWORD, kind="correction", text=texts, instead=texts
    )


def test_record_reads_the_same_whether_somebody_has_signed_in_an_open_round_or_not(the_house):
    first, version = in_review(the_house)
    with undone():
        publish_a_notice(the_house, first)
        unsigned = [(title, number) for _place, title, number in entries()]

    sign(version, the_house.reviewers[0])
    publish_a_notice(the_house, first)

    assert [(title, number) for _place, title, number in entries()] == unsigned
    assert unsigned[0] == ("A notice was published with version 1", len(unsigned))
    assert replay.verify().problems == []


def test_entry_keeps_its_place_when_those_of_a_round_that_is_over_are_shown_before_it(the_house):
    first, version = in_review(the_house)
    sign(version, the_house.reviewers[0])
    publish_a_notice(the_house, first)
    before = {title: place for place, title, _number in entries()}

    sign(version, the_house.reviewers[1])

    after = {title: place for place, title, _number in entries()}
    assert "Reviewer 1 signed version 2" in after
    assert {title: after[title] for title in before} == before


def test_text_that_its_author_had_back_already_was_put_away_and_not_taken_back(the_house):
    version = the_house.submitted()
    lead = version.article.lead_author
    workflow.request_changes(version, by=the_house.editor, to_author="Say for whom.")
    workflow.withdraw(version, by=lead)
    workflow.reopen(version, by=lead)
    workflow.submit(the_house.mended(version), by=lead)
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)

    titles = [title for _place, title, _number in entries()]

    assert "Version 1 was put away by its author" in titles
    assert "Version 1 was taken back by its author" not in titles
