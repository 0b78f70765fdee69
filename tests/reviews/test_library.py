"""The editors' library: which rows are there, what stands in them, how they are sorted, narrowed down and kept."""

import csv
import datetime
import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import drafting, manuscripts
from articles.models import ArticleVersion, Authorship, Contributor, Role
from reviews import (
    house,
    library,
    library_file,
    library_rows,
    marks,
    reviewing,
    signatures,
    story,
    triggers,
    workflow,
)
from reviews.case import Case
from reviews.guards import still_needed
from reviews.library import Wanted
from reviews.models import Assignment, SavedView, Signature
from tests.articles.writing_pages import signed_in, words
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def rows(user, **asked) -> list[library_rows.Entry]:
    return library_rows.rows_of(user, library.found(user, Wanted(**asked)).values_list("pk", flat=True))


def keys(user, **asked) -> list[int | None]:
    return [row.key for row in rows(user, **asked)]


def submitted(the_house, *, question: str, specialty: str = "") -> ArticleVersion:
    """Of an author of its own, with this question."""
    draft = the_house.draft()
    draft.article.specialty = specialty
    draft.article.save()
    drafting.save_facts(draft, by=draft.article.lead_author, counter=draft.counter, question=question)
    draft = ArticleVersion.objects.get(pk=draft.pk)
    confirm(draft)
    return workflow.submit(draft, by=draft.article.lead_author)


def confirm(draft: ArticleVersion) -> None:
    reviewing.confirm_authorship(draft, by=draft.article.lead_author, digest=manuscripts.draft_digest(draft))


# Which rows


def test_library_has_one_row_for_each_article_with_its_newest_submission(the_house):
    approved, other = the_house.approved(), the_house.submitted()
    update = the_house.next_version(approved)
    update = workflow.submit(update, by=update.article.lead_author)

    found = keys(the_house.editor)

    assert sorted(found) == sorted([update.pk, other.pk])


def test_library_tells_of_a_draft_that_was_never_submitted_nothing_but_its_author(the_house):
    draft = the_house.draft()

    row = rows(the_house.editor)[0]
    page = words(signed_in(the_house.editor).get("/desk/library/"))

    assert (row.key, row.question, row.lead, row.url) == (
        None, "A draft that was never submitted", draft.article.lead_author.printed_name, "",
    )  # fmt: skip
    assert draft.question not in page


def test_library_finds_no_draft_by_the_words_of_its_question(the_house):
    the_house.draft()
    handed_in = the_house.submitted()

    found = keys(the_house.editor, q="ginger")

    assert found == [handed_in.pk]


def test_library_reads_the_question_as_it_was_sealed(the_house):
    version = the_house.submitted()
    workflow.request_changes(version, by=the_house.editor, to_author="Please.")
    version = ArticleVersion.objects.get(pk=version.pk)
    drafting.save_facts(
        version, by=version.article.lead_author, counter=version.counter, question="A secret?"
    )

    row = rows(the_house.editor)[0]

    assert row.question == "Does ginger tea shorten a cold?"


@pytest.mark.parametrize("part", ["lead", "contributor", "named", "named before"])
def test_library_hides_from_an_editor_what_they_wrote(the_house, part):
    author = the_house.author()
    version = the_house.approved() if part == "named before" else the_house.submitted()
    editor = version.article.lead_author if part == "lead" else author
    if part == "contributor":
        Contributor.objects.create(article=version.article, user=editor)
    elif part != "lead":
        Authorship.objects.create(version=version, user=editor, position=1, name="x")
    if part == "named before":
        update = the_house.next_version(version)
        update.authorships.filter(user=editor).delete()
        confirm(update)
        workflow.submit(update, by=update.article.lead_author)
    house.grant(editor, Role.EDITOR, by=the_house.editor)

    found = keys(editor)

    assert found == []


def test_rows_are_made_only_of_what_their_reader_may_see(the_house):
    editor = the_house.author()
    own, other = workflow.submit(the_house.draft(editor), by=editor), the_house.submitted()
    house.grant(editor, Role.EDITOR, by=the_house.editor)

    found = library_rows.rows_of(editor, [own.pk, other.pk])

    assert [row.key for row in found] == [other.pk]


@pytest.mark.parametrize("path", ["", "file/", "assign/", "due/", "views/"])
def test_library_is_not_there_for_anybody_but_editors(the_house, path):
    the_house.submitted()
    others = [the_house.author(), the_house.reviewers[0], make_user("stranger")]
    method = "get" if path in ("", "file/") else "post"

    found = {getattr(signed_in(who), method)(f"/desk/library/{path}").status_code for who in others}

    assert found == {404}


def test_library_has_no_row_for_whoever_is_no_editor_any_more(the_house):
    the_house.submitted()
    the_house.draft()

    assert rows(make_user("stranger")) == []


# What stands in a row


def test_row_names_who_acts_next(the_house):
    first, second = the_house.reviewers
    nobody, held, answered = (the_house.submitted() for _time in range(3))
    reviewing.take(held, by=first)
    the_house.sign(answered, second)

    acts = {row.key: row.acts for row in rows(the_house.editor)}

    assert acts == {
        nobody.pk: "An editor: ask a board member.",
        held.pk: "With Reviewer 1.",
        answered.pk: "An editor: everybody who was asked has answered.",
    }


def test_row_counts_signatures_and_says_what_is_missing(the_house):
    version = the_house.submitted()
    the_house.sign(version, the_house.reviewers[0])

    row = rows(the_house.editor)[0]

    assert (row.signed, row.signatures, row.missing) == (
        ("Reviewer 1",), "1 of 2", tuple(still_needed(Case(version, None))),
    )  # fmt: skip


def test_row_counts_no_signature_that_was_struck(the_house):
    version = the_house.submitted()
    the_house.sign(version, the_house.reviewers[0])
    reviewing.strike(Signature.objects.get(), by=the_house.editor, public="For cause.")

    row = rows(the_house.editor)[0]

    assert (row.signatures, keys(the_house.editor, signatures="missing")) == ("0 of 2", [version.pk])


def test_library_sorts_by_signatures_that_still_stand(the_house):
    stands, struck = the_house.submitted(), the_house.submitted()
    for version in (stands, struck):
        the_house.sign(version, the_house.reviewers[0])
    reviewing.strike(Signature.objects.get(round__version=struck), by=the_house.editor, public="For cause.")

    found = keys(the_house.editor, sort="-signatures")

    assert found == [stands.pk, struck.pk]


def test_row_counts_no_signature_of_another_text(the_house):
    version = the_house.submitted()
    the_house.sign(version, the_house.reviewers[0])
    triggers.lift(connection)
    Signature.objects.update(digest="0" * 64)

    row = rows(the_house.editor)[0]

    assert row.signatures == "0 of 2"


def test_row_counts_only_signatures_of_the_round_that_runs(the_house):
    version = the_house.submitted()
    the_house.sign(version, the_house.reviewers[0])
    workflow.request_changes(version, by=the_house.editor, to_author="Please.")
    again = the_house.mended(version)
    workflow.submit(again, by=again.article.lead_author)

    row = rows(the_house.editor, sort="signatures")[0]

    assert row.signatures == "0 of 2"


def test_missing_signatures_are_those_of_the_guard_for_many_texts_at_once(the_house):
    approved, none, one = the_house.approved(), the_house.submitted(), the_house.submitted()
    the_house.sign(one, the_house.reviewers[0])
    versions = list(ArticleVersion.objects.filter(pk__in=[approved.pk, none.pk, one.pk]))

    found = signatures.missing_of(versions)

    assert found == {version.pk: tuple(still_needed(Case(version, None))) for version in versions}


def test_row_has_the_dates_that_readers_see(the_house):
    version = the_house.approved()
    shown = marks.of(version, story.Story(version.article))

    row = rows(the_house.editor)[0]

    assert (row.reviewed_on, row.check_on) == (shown.last_reviewed, shown.overdue_on)


def test_editorial_change_moves_no_review_date(the_house):
    with time_machine.travel("2026-01-05T10:00:00Z", tick=False):
        version = the_house.approved()
    with time_machine.travel("2026-03-05T10:00:00Z", tick=False):
        update = the_house.next_version(version, "editorial")
        update = workflow.submit(update, by=update.article.lead_author)
        the_house.sign(update, the_house.reviewers[0])

        row = rows(the_house.editor)[0]

    assert (row.key, row.reviewed_on) == (update.pk, datetime.date(2026, 1, 5))


def test_row_of_a_newer_text_says_which_one_readers_have(the_house):
    version = the_house.approved()
    update = the_house.next_version(version)
    before = rows(the_house.editor)[0]
    workflow.submit(update, by=update.article.lead_author)

    after = rows(the_house.editor)[0]

    assert (before.version, after.version) == (
        "Version 1. The next one is being written.",
        "Version 2. Readers have version 1.",
    )


# Sorting and narrowing down


# By what a row is called in the test below; what has no such fact is not named, and comes last.
SORTED = {
    "question": ("apple ginger zinc", "zinc ginger apple"),
    "state": ("draft zinc apple ginger", "ginger apple zinc draft"),
    "lead": ("apple ginger zinc draft", "draft zinc ginger apple"),
    "specialty": ("apple zinc", "zinc apple"),
    "due": ("apple zinc", "zinc apple"),
    "signatures": ("draft zinc apple ginger", "ginger draft zinc apple"),
    "reviewed": ("ginger", "ginger"),
    "next": ("ginger", "ginger"),
}


@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("name", library.SORTS)
def test_library_is_sorted_by_each_column_with_what_has_no_such_fact_last(the_house, name, is_turned):
    editor, reviewer = the_house.editor, the_house.reviewers[0]
    with time_machine.travel("2026-01-05T10:00:00Z", tick=False):
        ginger = the_house.approved()
        apple = submitted(the_house, question="An apple a day?", specialty="cardiology")
        zinc = submitted(the_house, question="zinc for a cold?", specialty="Zoology")
        reviewing.assign(apple, by=editor, reviewer=reviewer, due_on=datetime.date(2026, 2, 1))
        reviewing.assign(zinc, by=editor, reviewer=reviewer, due_on=datetime.date(2026, 3, 1))
        the_house.fill_in(apple, reviewer)
        draft = the_house.draft()
        called = {"ginger": ginger, "apple": apple, "zinc": zinc, "draft": draft}
        for lead, version in zip(("Bo", "anna", "Cyril", "dora"), called.values(), strict=True):
            version.article.lead_author.printed_name = lead
            version.article.lead_author.save()

        found = list(library.found(editor, Wanted(sort=f"-{name}" if is_turned else name)))

    names = {version.pk: word for word, version in called.items()}
    expected = SORTED[name][is_turned].split()
    assert [names[row.pk] for row in found][: len(expected)] == expected


def test_library_is_narrowed_down_by_each_filter(the_house):
    editor, today = the_house.editor, timezone.now().date()
    late = submitted(the_house, question="Does zinc help?", specialty="Cardiology")
    soon = the_house.submitted()
    approved = the_house.approved()
    reviewing.assign(late, by=editor, reviewer=the_house.reviewers[0])
    reviewing.assign(soon, by=editor, reviewer=the_house.reviewers[0], due_on=today + library.WEEK)
    Assignment.objects.filter(version=late).update(due_on=today - datetime.timedelta(days=1))

    asked = {
        "q": "ZINC help", "lead": str(soon.article.lead_author.uid), "state": "approved", "specialty": "Cardiology",
    }  # fmt: skip
    found = {name: keys(editor, **{name: value}) for name, value in asked.items()}
    dues = {due: keys(editor, due=due) for due in library.DUE}
    signed = {name: sorted(keys(editor, signatures=name)) for name in library.LACKING}

    assert found == {"q": [late.pk], "lead": [soon.pk], "state": [approved.pk], "specialty": [late.pk]}
    assert dues == {"overdue": [late.pk], "week": [soon.pk], "check-overdue": [], "check-soon": []}
    assert signed == {"missing": sorted([late.pk, soon.pk]), "complete": [approved.pk]}


def test_library_finds_what_has_to_be_reviewed_again(the_house):
    with time_machine.travel("2026-01-05T10:00:00Z", tick=False):
        version = the_house.approved()
    found = {}

    for day in ("2028-09-01", "2028-12-01", "2029-01-05"):
        with time_machine.travel(f"{day}T10:00:00Z", tick=False):
            found[day] = [keys(the_house.editor, due=due) for due in ("check-soon", "check-overdue")]

    assert found == {
        "2028-09-01": [[], []],
        "2028-12-01": [[version.pk], []],
        "2029-01-05": [[], [version.pk]],
    }


def test_review_that_has_ended_is_not_overdue(the_house):
    version = the_house.submitted()
    the_house.sign(version, the_house.reviewers[0])
    Assignment.objects.update(due_on=datetime.date(2020, 1, 1))

    assert (keys(the_house.editor, due="overdue"), rows(the_house.editor)[0].due_on) == ([], None)


@pytest.mark.parametrize(
    "query",
    [
        "lead=nobody",
        "state=fine",
        "due=ever",
        "signatures=1",
        "sort=password",
        "sort=--due",
        "page=x",
        "page=-1",
    ],
)
def test_address_that_asks_for_no_choice_of_ours_shows_everything(the_house, query):
    version = the_house.submitted()

    response = signed_in(the_house.editor).get(f"/desk/library/?{query}")

    assert [row.key for row, _picked in response.context["rows"]] == [version.pk]


def test_address_carries_filter_sort_and_page_through_every_link(the_house):
    wanted = Wanted(q="a&b", state="approved", sort="-lead")

    assert wanted.address(page=3) == "?q=a%26b&state=approved&sort=-lead&page=3"
    assert wanted.sorted_by("lead") == "?q=a%26b&state=approved&sort=lead"


def test_library_has_pages_that_keep_what_was_asked(the_house, monkeypatch):
    monkeypatch.setattr("reviews.views.library.PER_PAGE", 2)
    for _time in range(3):
        the_house.submitted()

    response = signed_in(the_house.editor).get("/desk/library/?state=submitted&page=2")

    assert (len(response.context["rows"]), response.context["before"]) == (
        1,
        "/desk/library/?state=submitted",
    )


# The file


def test_file_has_what_the_filter_finds_and_nothing_else(the_house):
    one, _other = submitted(the_house, question="Does zinc help?"), the_house.submitted()

    response = signed_in(the_house.editor).get("/desk/library/file/?q=zinc")

    text = response.getvalue().decode("utf-8-sig")
    heads, *lines = csv.reader(io.StringIO(text))
    assert (response.streaming, heads[0], [line[0] for line in lines]) == (
        True,
        "Question",
        ["Does zinc help?"],
    )
    assert lines[0][4] == one.article.lead_author.printed_name


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "＝1"])
def test_file_holds_no_cell_that_is_taken_for_a_formula(cell):
    assert library_file.safe(cell) == f"'{cell}"


def test_file_leaves_other_cells_as_they_are():
    assert [library_file.safe(cell) for cell in ("", "Does 1 + 1 help?", "a=b")] == [
        "",
        "Does 1 + 1 help?",
        "a=b",
    ]


def test_question_that_is_a_formula_is_text_in_the_file(the_house):
    submitted(the_house, question='=HYPERLINK("https://example.org")')

    response = signed_in(the_house.editor).get("/desk/library/file/")

    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert lines[1][0] == """'=HYPERLINK("https://example.org")"""


# Views with a name


def test_view_is_kept_under_a_name_for_its_editor_alone(the_house):
    other = the_house.author()
    house.grant(other, Role.EDITOR, by=the_house.editor)
    desk = signed_in(the_house.editor)

    response = desk.post(
        "/desk/library/views/", {"back": "?state=approved&sort=-lead&next=//x", "view-name": "Out"}
    )

    assert response["Location"] == "/desk/library/?state=approved&sort=-lead"
    pages = [words(client.get("/desk/library/")) for client in (desk, signed_in(other))]
    assert [("Forget “Out”" in page) for page in pages] == [True, False]


def test_view_of_the_same_name_is_replaced_and_forgotten_by_its_name(the_house):
    desk = signed_in(the_house.editor)
    for state in ("approved", "draft"):
        desk.post("/desk/library/views/", {"back": f"?state={state}", "view-name": "Mine"})
    kept = list(SavedView.objects.values_list("query", flat=True))

    desk.post("/desk/library/views/", {"forget": "Mine"})

    assert (kept, SavedView.objects.count()) == (["?state=draft"], 0)


def test_nobody_forgets_the_view_of_somebody_else(the_house):
    other = the_house.author()
    house.grant(other, Role.EDITOR, by=the_house.editor)
    SavedView.objects.create(user=the_house.editor, name="Mine", query="?state=draft")

    signed_in(other).post("/desk/library/views/", {"forget": "Mine"})

    assert SavedView.objects.count() == 1


# What it costs


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        b"".join(response.streaming_content) if response.streaming else response.content
    return len(queries)


def fill(the_house) -> None:
    """A row of every kind."""
    the_house.draft()
    the_house.submitted()
    the_house.approved()
    held = the_house.submitted()
    the_house.sign(held, the_house.reviewers[0])
    SavedView.objects.create(user=the_house.editor, name=f"View {SavedView.objects.count()}", query="?")


@pytest.mark.parametrize("path", ["", "?signatures=missing&q=ginger&sort=question", "file/"])
def test_library_costs_the_same_for_one_and_three_of_every_row(the_house, path):
    client = signed_in(the_house.editor)
    client.get("/desk/library/")
    costs = []

    for times in (1, 2):
        for _time in range(times):
            fill(the_house)
        costs.append(cost(client, f"/desk/library/{path}"))

    assert costs[0] == costs[1] <= 28
