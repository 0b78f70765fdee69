"""An author's own articles by HTTP: beginning, the next version, letters."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleVersion, Authorship
from reviews import reviewing, workflow
from reviews.models import Comment
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
START = {"question": "Does honey help a cough?", "written_for": "patient", "specialty": ""}


def lead_of(version) -> Client:
    return signed_in(version.article.lead_author)


# My articles


def test_write_begins_an_article_and_leads_to_its_page(the_house):
    response = signed_in(the_house.author()).post("/write/", START)

    made = ArticleVersion.objects.get()
    assert response["Location"] == f"/write/{made.pk}/"
    assert (made.question, made.written_for, made.state) == (START["question"], "patient", "draft")


def test_write_says_at_the_start_when_the_quorum_is_out_of_reach(the_house):
    client = signed_in(the_house.author())

    client.post("/write/", {**START, "specialty": "cardiology"})
    page = words(client.get("/write/"))

    assert "The board as it is cannot complete the approvals." in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"question": " "}, "Write the clinical question that the article answers."),
        ({"written_for": ""}, "Say which readers it is written for."),
        ({"question": "?" * 301}, "This has 301 characters; at most 300 can be kept."),
    ],
)
def test_write_without_a_part_says_so_and_keeps_the_rest(the_house, changes, sentence):
    typed = {**START, "specialty": "oncology", **changes}

    response = signed_in(the_house.author()).post("/write/", typed)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert (held(response, "question"), held(response, "specialty")) == (typed["question"], "oncology")
    assert Article.objects.count() == 0


def test_write_shows_state_and_who_acts_next(the_house):
    version = the_house.submitted()

    page = words(lead_of(version).get("/write/"))

    assert "Submitted since" in page
    assert "It waits for the board: no reviewer has begun yet." in page


def test_write_shows_only_ones_own(the_house):
    the_house.submitted()

    response = signed_in(the_house.author()).get("/write/")

    assert response.context["rows"] == []
    assert "None yet." in words(response)


def test_write_is_not_there_for_who_is_no_author(the_house):
    people = [the_house.editor, the_house.reviewers[0], make_user("stranger")]

    answers = [signed_in(who).post("/write/", START).status_code for who in people]

    assert (answers, Article.objects.count()) == ([404] * 3, 0)


def test_write_costs_the_same_for_one_and_three_articles(the_house):
    author = the_house.author()
    client = signed_in(author)
    client.get("/write/")  # the facts of the site are remembered for a minute, whoever asked first
    costs = []

    for count in (1, 2):
        for _time in range(count):
            the_house.draft(author)
        with CaptureQueriesContext(connection) as queries:
            client.get("/write/")
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 11


def test_specialty_is_chosen_from_the_boards_and_kept_in_its_spelling(the_house):
    author = the_house.author()
    the_house.board_member("Reviewer 3", specialty="Cardiology")
    client = signed_in(author)

    offered = client.get("/write/").content.decode()
    client.post("/write/", {**START, "specialty": "cardiology "})
    made = ArticleVersion.objects.get()
    facts = client.get(f"/write/{made.pk}/").content.decode()

    options = '<option value="Cardiology"></option><option value="general practice"></option>'
    assert (options in offered, options in facts) == (True, True)
    assert (made.article.specialty, held(client.get(f"/write/{made.pk}/"), "specialty")) == (
        "Cardiology", "Cardiology",
    )  # fmt: skip


def test_specialty_is_changed_on_the_facts_page_of_a_draft_by_its_lead(the_house):
    draft = the_house.draft()
    client, url = lead_of(draft), f"/write/{draft.pk}/"

    response = client.post(url, {"counter": draft.counter, "specialty": "General Practice"})

    assert (response.status_code, Article.objects.get().specialty) == (302, "general practice")


def test_specialty_is_no_field_for_a_co_author_or_of_a_text_that_came_back(the_house):
    version, coauthor = the_house.submitted(), the_house.author()
    Authorship.objects.create(version=version, user=coauthor, name="Co Author", position=1)
    workflow.request_changes(version, by=the_house.editor, to_author="Please.")

    back = lead_of(version).get(f"/write/{version.pk}/").context["form"].fields
    workflow.withdraw(version, by=version.article.lead_author)
    workflow.reopen(version, by=version.article.lead_author)
    theirs = signed_in(coauthor).get(f"/write/{version.pk}/").context["form"].fields
    leads = lead_of(version).get(f"/write/{version.pk}/").context["form"].fields

    assert ["specialty" in fields for fields in (back, theirs, leads)] == [False, False, True]


def test_question_that_is_begun_twice_leads_to_the_first(the_house):
    first = the_house.draft()
    client = lead_of(first)

    page = client.post("/write/", {**START, "question": "does ginger TEA shorten a cold?"}, follow=True)
    other = signed_in(the_house.author()).post("/write/", {**START, "question": first.question}, follow=True)

    assert "You have an article that asks the same already." in words(page)
    assert f'<a href="/write/{first.pk}/">Look at it</a>' in page.content.decode()
    assert ("asks the same" in words(other), ArticleVersion.objects.count()) == (False, 3)


def test_question_that_readers_have_an_answer_to_leads_to_it(the_house):
    published = the_house.approved()

    page = signed_in(the_house.author()).post(
        "/write/", {**START, "question": published.question}, follow=True
    )

    slug = Article.objects.get(pk=published.article_id).slug
    assert "Readers have an article that asks the same already." in words(page)
    assert f'<a href="/articles/{slug}/">Look at it</a>' in page.content.decode()


def test_co_author_is_asked_to_confirm_and_never_to_submit(the_house):
    draft, coauthor = the_house.draft(), the_house.author()
    Authorship.objects.create(version=draft, user=coauthor, name="Co Author", position=1)
    client = signed_in(coauthor)

    pages = [
        words(client.get(path)) for path in ("/write/", f"/write/{draft.pk}/", f"/write/{draft.pk}/hand-in/")
    ]

    assert ["Check and confirm" in page for page in pages] == [True, True, False]
    assert [one for page in pages for one in ("Check and submit", " Submit ") if one in page] == []


# The next version


def test_write_next_begins_with_its_class(the_house):
    version = the_house.approved()

    response = lead_of(version).post(
        f"/write/articles/{version.article.uid}/next/", {"change_class": "update"}
    )

    made = ArticleVersion.objects.get(number=2)
    assert (response["Location"], made.change_class, made.question) == (
        f"/write/{made.pk}/",
        "update",
        version.question,
    )


@pytest.mark.parametrize("kind", ["", "first", "x"])
def test_write_next_without_a_class_begins_nothing(the_house, kind):
    version = the_house.approved()

    response = lead_of(version).post(f"/write/articles/{version.article.uid}/next/", {"change_class": kind})

    assert (response.status_code, ArticleVersion.objects.count()) == (422, 1)


def test_write_next_beside_an_open_version_says_that_there_is_one(the_house):
    version = the_house.approved()
    the_house.next_version(version)

    response = lead_of(version).post(
        f"/write/articles/{version.article.uid}/next/", {"change_class": "update"}
    )

    assert (response.status_code, "There is only ever one." in words(response)) == (422, True)


def test_write_next_of_somebody_elses_article_is_not_there(the_house):
    version = the_house.approved()
    people = [the_house.author(), the_house.editor, the_house.reviewers[0]]
    url = f"/write/articles/{version.article.uid}/next/"

    assert [signed_in(who).post(url, {"change_class": "update"}).status_code for who in people] == [404] * 3


@pytest.mark.parametrize("page", ["hand-in/", "points/", "letter/1/"])
def test_authors_pages_are_not_there_for_anybody_else(the_house, page):
    version = the_house.submitted()
    workflow.request_changes(version, by=the_house.editor, to_author="Please.")
    people = [the_house.author(), the_house.editor, the_house.reviewers[0], make_user("stranger")]

    found = [lead_of(version).get(f"/write/{version.pk}/{page}").status_code]
    found += [signed_in(who).get(f"/write/{version.pk}/{page}").status_code for who in people]

    assert found == [200, 404, 404, 404, 404]


def retracted(the_house) -> ArticleVersion:
    version = the_house.approved()
    told = {"patient": "Do not rely on it.", "professional": "Do not rely on it."}
    workflow.retract(
        version,
        by=the_house.editor,
        password=PASSWORD,
        public="The trial was withdrawn.",
        text=told,
        instead=told,
    )
    return ArticleVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize("page", ["/write/", "/write/{pk}/hand-in/"])
def test_authors_of_a_retracted_text_read_why_and_may_begin_the_next(the_house, page):
    version = retracted(the_house)

    response = lead_of(version).get(page.format(pk=version.pk))

    assert "The trial was withdrawn." in words(response)
    assert f'href="/write/articles/{version.article.uid}/next/"' in response.content.decode()


def test_next_version_above_a_retracted_text_begins_as_its_copy_and_says_so(the_house):
    version = retracted(the_house)
    client, url = lead_of(version), f"/write/articles/{version.article.uid}/next/"

    asked = words(client.get(url))
    page = words(client.post(url, {"change_class": "correction"}, follow=True))

    made = ArticleVersion.objects.get(number=2)
    assert "It begins as a copy of the text that was retracted." in asked
    assert (made.base, made.state) == (version, "draft")
    assert "Version 1 was retracted: readers have it under its notice until this one is approved." in page


def test_next_version_above_a_retracted_text_is_no_renewal_and_no_matter_of_form(the_house):
    version = retracted(the_house)
    client, url = lead_of(version), f"/write/articles/{version.article.uid}/next/"

    form = client.get(url).context["form"]
    refused = client.post(url, {"change_class": "renewal"})

    assert [kind for kind, _label in form.fields["change_class"].choices] == ["update", "correction"]
    assert (refused.status_code, ArticleVersion.objects.count()) == (422, 1)


def test_page_of_a_retracted_text_leads_its_authors_to_the_reason(the_house):
    version = retracted(the_house)

    html = lead_of(version).get(f"/write/{version.pk}/").content.decode()

    assert f'<a href="/write/{version.pk}/hand-in/">Why it was retracted, and what comes next</a>' in html


# Letters


def sent_back(the_house) -> ArticleVersion:
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.open_review(version, reviewer)
    opened = version.rounds.get()
    Comment.objects.create(
        version=version, manuscript=opened.manuscript, round=opened, author=reviewer, kind="must",
        audience="patient", anchor="p-2", body="Name the dose.", selectors={"quote": {"exact": "Ginger tea"}},
    )  # fmt: skip
    reviewing.take(version, by=the_house.reviewers[1])
    reviewing.ask_for_changes(version, by=reviewer, reason="One dose is missing.")
    workflow.request_changes(version, by=the_house.editor, to_author="Please look at the dose.")
    return version


def test_letter_merges_the_editors_words_and_each_reviewers_points(the_house):
    version = sent_back(the_house)

    page = words(lead_of(version).get(f"/write/{version.pk}/letter/1/"))

    for part in (
        "Please look at the dose.",
        "Reviewer 1 MD, general practice. Asked for changes.",
        "One dose is missing.",
        "Patient text, paragraph 2",
        "Name the dose.",
    ):
        assert part in page


def test_letter_of_a_round_that_is_open_or_was_not_is_not_there(the_house):
    version = the_house.submitted()

    assert [lead_of(version).get(f"/write/{version.pk}/letter/{n}/").status_code for n in (1, 2)] == [
        404,
        404,
    ]


def test_letter_costs_the_same_for_one_and_three_points(the_house):
    version = sent_back(the_house)
    client, opened, costs = lead_of(version), version.rounds.get(), []
    client.get(f"/write/{version.pk}/letter/1/")

    for count in (0, 2):
        for number in range(count):
            Comment.objects.create(
                version=version, manuscript=opened.manuscript, round=opened, author=the_house.reviewers[0],
                kind="question", body=f"Why {number}?", posted_at=opened.closed_at,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/write/{version.pk}/letter/1/")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_write_shows_what_an_editor_wrote_to_the_authors(the_house):
    version = the_house.submitted()
    workflow.decline(version, by=the_house.editor, to_author="We have this one.", for_editors="Secret.")
    client = lead_of(version)

    declined = words(client.get("/write/"))
    workflow.reopen(version, by=the_house.editor, to_author="We do want it.")
    reopened = words(client.get("/write/"))

    assert ("To you: We have this one." in declined, "Secret." in declined) == (True, False)
    assert "To you: We do want it." in reopened


def test_hand_in_leads_to_the_points_that_are_not_answered(the_house):
    version = sent_back(the_house)

    response = lead_of(version).get(f"/write/{version.pk}/hand-in/")

    assert [(one, url) for one, url, link in response.context["missing"] if link == "See the points"] == [
        (sentence, f"/write/{version.pk}/points/")
        for sentence in (
            "1 point of the last review is not answered yet.",
            "This is word for word the text that came back. Change what the letter asks for, then submit it.",
        )
    ]


def test_list_leads_to_taking_a_text_back_once_it_was_submitted(the_house):
    draft, submitted = the_house.draft(), the_house.submitted()

    pages = {
        version.pk: signed_in(version.article.lead_author).get("/write/").content.decode()
        for version in (draft, submitted)
    }

    assert f"/desk/versions/{submitted.pk}/withdraw/" in pages[submitted.pk]
    assert f"/desk/versions/{draft.pk}/withdraw/" not in pages[draft.pk]
