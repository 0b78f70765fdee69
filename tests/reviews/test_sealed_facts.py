"""While a text is with its authors, its editor and its board see the one that was sealed, on every page."""

import pytest
from django.db import connection

from articles import drafting
from articles.models import ArticleVersion, Manuscript
from reviews import reviewing, workflow
from reviews.sealed_facts import names_of, with_sealed_facts
from tests.articles.writing_pages import signed_in, words
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SEALED = "Does ginger tea shorten a cold?"
REWRITTEN = ("Zanzibar question", "Zanzibar heading", "Zanzibar name", "Zanzibar credential", "Zoe Zanzibar")


def rewrite(version: ArticleVersion) -> None:
    """Every fact of a text that its authors may change before they submit it again."""
    lead = version.article.lead_author
    version = ArticleVersion.objects.get(pk=version.pk)
    drafting.save_facts(
        version, by=lead, counter=version.counter, question=REWRITTEN[0], heading=REWRITTEN[1],
        countries=["Zanzibar"], funding="Zanzibar", ai_statement="Zanzibar",
    )  # fmt: skip
    drafting.save_authorship(
        version, by=lead, name=REWRITTEN[2], credential=REWRITTEN[3], interests="Zanzibar"
    )
    drafting.add_author(version, by=lead, user=make_user(name=REWRITTEN[4]))


@pytest.fixture
def sent_back(the_house) -> ArticleVersion:
    """Held by one reviewer, who signed in the first round; another declared an interest; being rewritten."""
    version, (first, second) = the_house.submitted(), the_house.reviewers
    the_house.sign(version, first)
    reviewing.take(version, by=second)
    reviewing.disclose(version, by=second, kind="interest", text="I sell it.")
    workflow.request_changes(version, by=the_house.editor, to_author="Say for whom.")
    rewrite(version)
    return ArticleVersion.objects.get(pk=version.pk)


EDITORS_PAGES = (
    "/desk/queue/",
    "",
    "decline/",
    "texts/patient/",
    "review/",
    "compare/",
    "interests/{second}/",
)
REVIEWERS_PAGES = ("/desk/queue/", "cover/", "review/", "compare/", "hand_back/")


def page_of(version: ArticleVersion, path: str, **named: object) -> str:
    return path if path.startswith("/") else f"/desk/versions/{version.pk}/" + path.format(**named)


@pytest.mark.parametrize("path", EDITORS_PAGES)
def test_editor_sees_nothing_of_what_was_rewritten_since(the_house, sent_back, path):
    url = page_of(sent_back, path, second=the_house.reviewers[1].uid)

    response = signed_in(the_house.editor).get(url)

    assert (response.status_code, "Zanzibar" in response.content.decode()) == (200, False)


@pytest.mark.parametrize("path", REVIEWERS_PAGES)
def test_reviewer_sees_nothing_of_what_was_rewritten_since(the_house, sent_back, path):
    response = signed_in(the_house.reviewers[0]).get(page_of(sent_back, path))

    assert (response.status_code, "Zanzibar" in response.content.decode()) == (200, False)


def test_signer_striking_a_signature_sees_nothing_of_what_was_rewritten_since(the_house, sent_back):
    signature = sent_back.rounds.get().signatures.get()
    url = page_of(sent_back, f"signatures/{signature.pk}/strike/")

    page = words(signed_in(the_house.reviewers[0]).get(url))

    assert (SEALED in page, "Zanzibar" in page) == (True, False)


@pytest.mark.parametrize("path", ["/desk/queue/", "", "decline/", "interests/{second}/"])
def test_editor_sees_the_question_as_it_was_sealed(the_house, sent_back, path):
    url = page_of(sent_back, path, second=the_house.reviewers[1].uid)

    assert SEALED in words(signed_in(the_house.editor).get(url))


@pytest.mark.parametrize("path", ["/desk/queue/", "hand_back/"])
def test_reviewer_sees_the_question_as_it_was_sealed(the_house, sent_back, path):
    assert SEALED in words(signed_in(the_house.reviewers[0]).get(page_of(sent_back, path)))


def test_author_sees_the_question_as_they_have_it_now(sent_back):
    page = words(signed_in(sent_back.article.lead_author).get(page_of(sent_back, "withdraw/")))

    assert (REWRITTEN[0] in page, SEALED in page) == (True, False)


def test_text_opened_again_shows_its_editor_what_was_sealed(the_house):
    version = the_house.submitted()
    workflow.decline(version, by=the_house.editor, to_author="Out of scope.")
    workflow.reopen(version, by=the_house.editor, to_author="In scope, after all.")
    rewrite(version)

    pages = [words(signed_in(the_house.editor).get(page_of(version, path))) for path in ("/desk/queue/", "")]

    assert ["Zanzibar" in page for page in pages] == [False, False]
    assert SEALED in pages[1]


def test_draft_that_was_never_submitted_is_not_there_for_editor_and_board(the_house):
    draft = the_house.draft()
    people = (the_house.editor, the_house.reviewers[0])

    shown = [
        (signed_in(person).get(page_of(draft, "")).status_code,
         SEALED in words(signed_in(person).get("/desk/queue/")))
        for person in people
    ]  # fmt: skip

    assert shown == [(404, False), (404, False)]


def test_new_specialty_of_a_next_version_is_not_shown_with_the_one_that_stands(the_house):
    version = the_house.approved()
    workflow.start(
        by=version.article.lead_author, question="", written_for="", change_class="update",
        article=version.article, specialty="Zanzibar medicine",
    )  # fmt: skip

    page = words(signed_in(the_house.editor).get(page_of(version, "")))

    assert "Zanzibar" not in page


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Author 1"),
        (2, "Author 1 and Author 2"),
        (3, "Author 1, Author 2 and Author 3"),
        (4, "Author 1, Author 2 and 2 more"),
        (9, "Author 1, Author 2 and 7 more"),
    ],
)
def test_names_of_authors_are_all_said_or_counted(count, said):
    row = ArticleVersion()
    row.sealed_authors = [{"name": f"Author {number}"} for number in range(1, count + 1)]

    assert names_of(row) == said


def test_sealed_facts_are_taken_out_without_fetching_the_text(the_house, django_assert_num_queries):
    version = the_house.submitted()

    with django_assert_num_queries(1) as queries:
        row = with_sealed_facts(ArticleVersion.objects.filter(pk=version.pk), "manuscript").get()
        shown = (row.sealed_question, names_of(row))

    assert shown == (SEALED, "Ada Author")
    selected = queries.captured_queries[0]["sql"].split(" FROM ")[0]
    body = connection.ops.quote_name(Manuscript._meta.db_table) + "." + connection.ops.quote_name("body")
    assert f"{body}," not in selected
