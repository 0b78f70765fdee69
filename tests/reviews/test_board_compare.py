"""The comparison: with what this person saw last, per text, in the works and in the facts."""

import datetime

import pytest

from articles import drafting, manuscripts
from articles.diffs import compare as rows_of
from articles.models import ArticleVersion
from reviews import comparing, reviewing, workflow
from tests.factories import OTHER_WORK, PATIENT_BODY, make_user
from tests.reviews.board_pages import Browser, signed_in

pytestmark = pytest.mark.django_db


def hold(version, person) -> None:
    reviewing.take(version, by=person)
    reviewing.disclose(version, by=person, kind="none")


def rewrite(version: ArticleVersion, old: str, new: str, **facts) -> ArticleVersion:
    """The patient text with other words, confirmed and handed in."""
    lead = version.article.lead_author
    text = version.variants.get(audience="patient")
    drafting.save_text(
        version,
        audience="patient",
        by=lead,
        counter=text.counter,
        title=text.title,
        body=text.body.replace(old, new),
    )
    if facts:
        version = ArticleVersion.objects.get(pk=version.pk)
        drafting.save_facts(version, by=lead, counter=version.counter, **facts)
    version = ArticleVersion.objects.get(pk=version.pk)
    reviewing.confirm_authorship(version, by=lead, digest=manuscripts.draft_digest(version))
    return workflow.submit(version, by=lead)


@pytest.fixture
def second_round(the_house) -> ArticleVersion:
    """Begun by the first reviewer in round one, then rewritten; the second reviewer came in round two."""
    version = the_house.submitted()
    hold(version, the_house.reviewers[0])
    reviewing.begin(version, by=the_house.reviewers[0])
    workflow.request_changes(version, by=the_house.editor, to_author="Say how long.")
    version = rewrite(
        ArticleVersion.objects.get(pk=version.pk),
        "for an hour",
        "for a minute",
        searched_to=datetime.date(2025, 6, 1),
    )
    hold(version, the_house.reviewers[1])
    return version


def pieces(page, kind: str) -> list[str]:
    rows = [row for fold in page.context["folds"] for row in fold.rows]
    return [piece.text for row in rows for piece in (*row.old, *row.new) if piece.kind == kind]


def test_compare_shows_lines_then_words_since_the_own_last_review(the_house, second_round):
    page = Browser(the_house.reviewers[0], second_round).get("compare/")

    assert (pieces(page, "del"), pieces(page, "ins")) == (["an hour"], ["a minute"])
    assert page.context["since"] == "Since the text that you reviewed last."


def test_compare_goes_on_with_the_last_round_once_this_one_was_begun(the_house, second_round):
    reviewing.begin(second_round, by=the_house.reviewers[0])

    page = Browser(the_house.reviewers[0], second_round).get("compare/")

    assert pieces(page, "ins") == ["a minute"]


def test_compare_names_facts_that_changed(the_house, second_round):
    page = Browser(the_house.reviewers[0], second_round).get("compare/")

    assert [change.name for change in page.context["facts"]] == ["Evidence searched to"]
    assert page.context["works"] == []


def test_compare_of_an_unchanged_text_says_so(the_house, second_round):
    page = Browser(the_house.reviewers[0], second_round).get("compare/?text=professional")

    assert "Nothing changed in the professional text." in page.content.decode()


def test_compare_with_nothing_seen_before_says_so(the_house, second_round):
    page = Browser(the_house.reviewers[1], second_round).get("compare/")

    assert "Nothing to compare with." in page.content.decode()


def test_compare_of_a_new_version_starts_from_the_approved_one(the_house):
    version = the_house.approved()
    later = workflow.submit(the_house.next_version(version, "renewal"), by=version.article.lead_author)
    newcomer = the_house.board_member("Newcomer")
    hold(later, newcomer)

    page = Browser(newcomer, later).get("compare/")

    assert page.context["since"] == "Since the approved version that this one starts from."
    assert "Nothing changed." in page.content.decode()


def test_compare_of_an_audience_that_has_no_text_is_not_there(the_house, second_round):
    browser = Browser(the_house.reviewers[0], second_round)

    assert [browser.get(f"compare/?text={name}").status_code for name in ("student", "x")] == [404, 404]


def test_compare_is_not_there_for_strangers_and_authors(the_house, second_round):
    people = [make_user("stranger"), second_round.article.lead_author, the_house.board_member("Not asked")]

    answers = [
        signed_in(person).get(f"/desk/versions/{second_round.pk}/compare/").status_code for person in people
    ]

    assert answers == [404, 404, 404]


def sealed(**changes) -> dict:
    return {
        "variants": [{"audience": "patient", "title": "Tea", "body": PATIENT_BODY}],
        "references": [{"key": "a", "csl": OTHER_WORK, "raw": "", "kept_because": ""}],
        **changes,
    }


def test_texts_are_told_apart():
    other = {"audience": "student", "title": "", "body": "x"}

    states = comparing.texts(sealed(), sealed(variants=[other]))

    assert states == {"patient": "removed", "student": "added"}


def test_works_are_compared_as_readers_see_them():
    kept = {"key": "a", "csl": OTHER_WORK, "raw": "", "kept_because": "It is the first."}
    bare = {"key": "b", "csl": {}, "raw": "Lind 1753", "kept_because": ""}

    changes = comparing.works(sealed(), sealed(references=[kept, bare]))

    assert [(change.name, change.kind) for change in changes] == [("@a", "Changed"), ("@b", "Added")]
    assert changes[1].rows[0].new[0].text == "Lind 1753"


def test_long_unchanged_stretches_are_folded():
    lines = [f"line {number}" for number in range(9)]

    folds = comparing.folded(rows_of("\n".join(lines), "\n".join([*lines, "new"])))

    assert [(fold.is_folded, fold.count) for fold in folds] == [(True, 7), (False, 2), (False, 1)]


def test_folding_loses_no_row():
    old = "\n\n".join(f"line {number}" for number in range(9))
    rows = rows_of(old, old.replace("line 4", "line four"))

    folds = comparing.folded(rows)

    assert [row for fold in folds for row in fold.rows] == rows
