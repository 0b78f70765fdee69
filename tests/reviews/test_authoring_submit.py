"""The page on which an author submits a text, and what it says of one that is closed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import drafting, manuscripts
from articles.models import ArticleVersion, Authorship, User
from reviews import workflow
from tests.articles.writing_pages import signed_in, words

pytestmark = pytest.mark.django_db


def lead_of(version) -> Client:
    return signed_in(version.article.lead_author)


def named(draft: ArticleVersion, user: User) -> User:
    """A co-author who said who they are."""
    drafting.add_author(draft, by=draft.article.lead_author, user=user)
    drafting.save_authorship(draft, by=user, credential="RN", interests="none", name=user.printed_name)
    return user


def empty_draft(author) -> ArticleVersion:
    return workflow.start(by=author, question="Does honey help?", written_for="patient")


def test_hand_in_leads_from_each_sentence_to_its_place(the_house):
    draft = empty_draft(the_house.author())

    response = lead_of(draft).get(f"/write/{draft.pk}/hand-in/")

    places = {sentence: url for sentence, url, _link in response.context["missing"]}
    assert places["Write a heading."] == f"/write/{draft.pk}/#id_heading"
    assert places["Write the patient text: it is the one that this article is written for."] == (
        f"/write/{draft.pk}/texts/patient/"
    )
    assert places["Ada Author has not stated a credential."] == f"/write/{draft.pk}/authors/"


def test_hand_in_leads_to_what_is_missing_and_has_no_button_until_then(the_house):
    draft = empty_draft(the_house.author())

    html = lead_of(draft).get(f"/write/{draft.pk}/hand-in/").content.decode()

    assert f"/desk/versions/{draft.pk}/submit/" not in html
    assert '<a href="#missing">Something is missing still: the list says what.</a>' in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_submitting_while_something_is_missing_offers_the_way_back_to_it_alone(the_house, method):
    draft = empty_draft(the_house.author())

    response = getattr(lead_of(draft), method)(f"/desk/versions/{draft.pk}/submit/")

    html = response.content.decode()
    assert "Write a heading." in html
    assert (f'<a href="/write/{draft.pk}/hand-in/">Back</a>' in html, 'name="seen"' in html) == (True, False)


def test_hand_in_of_a_complete_draft_says_that_nothing_is_missing(the_house):
    draft = the_house.draft()

    response = lead_of(draft).get(f"/write/{draft.pk}/hand-in/")

    assert "Nothing is missing." in words(response)
    assert f'action="/desk/versions/{draft.pk}/submit/"' in response.content.decode()


def test_hand_in_says_when_nobody_of_the_board_practises_the_specialty(the_house):
    draft = the_house.draft()
    author = draft.article.lead_author
    drafting.save_facts(draft, by=author, counter=draft.counter, specialty="cardiology")

    page = words(lead_of(draft).get(f"/write/{draft.pk}/hand-in/"))

    assert "The patient text needs the signature of a specialist in cardiology." in page
    assert "Nothing is missing." in page


def test_hand_in_costs_the_same_for_a_board_of_two_and_of_five(the_house):
    client, url, costs = lead_of(draft := the_house.draft()), f"/write/{draft.pk}/hand-in/", []

    for newcomers in (0, 3):
        for number in range(newcomers):
            the_house.board_member(f"Newcomer {number}")
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_confirm_stands_behind_the_text_that_was_shown(the_house):
    draft = the_house.draft()
    author = draft.article.lead_author
    drafting.save_facts(draft, by=author, counter=draft.counter, heading="Another heading")
    client, url = lead_of(draft), f"/write/{draft.pk}/confirm/"

    client.post(url, {"digest": manuscripts.draft_digest(draft)})
    fresh = ArticleVersion.objects.get(pk=draft.pk)
    stale = fresh.authorships.get().confirmed_digest == manuscripts.draft_digest(fresh)
    client.post(url, {"digest": manuscripts.draft_digest(fresh)})

    assert stale is False
    assert fresh.authorships.get().confirmed_digest == manuscripts.draft_digest(fresh)


def test_confirm_is_for_oneself_only(the_house):
    draft = the_house.draft()
    coauthor = named(draft, the_house.author())

    signed_in(coauthor).post(f"/write/{draft.pk}/confirm/", {"digest": manuscripts.draft_digest(draft)})

    confirmed = {
        row.user_id: row.confirmed_digest == manuscripts.draft_digest(draft)
        for row in draft.authorships.all()
    }
    assert confirmed == {draft.article.lead_author_id: False, coauthor.pk: True}


@pytest.mark.parametrize("digest", ["", "x", "0" * 64])
def test_confirm_of_another_text_changes_nothing_and_says_so(the_house, digest):
    draft = the_house.draft()
    coauthor = named(draft, the_house.author())
    client = signed_in(coauthor)

    response = client.post(f"/write/{draft.pk}/confirm/", {"digest": digest}, follow=True)

    assert "The text changed since you opened this page." in words(response)
    assert draft.authorships.get(user=coauthor).confirmed_digest == ""


def test_confirm_waits_for_ones_own_lines_and_leads_to_them(the_house):
    draft, coauthor = the_house.draft(), the_house.author()
    drafting.add_author(draft, by=draft.article.lead_author, user=coauthor)
    client, digest = signed_in(coauthor), manuscripts.draft_digest(draft)

    response = client.post(f"/write/{draft.pk}/confirm/", {"digest": digest}, follow=True)

    html = response.content.decode()
    assert "State your credential and your interests first" in words(response)
    assert f'<a href="/write/{draft.pk}/authors/">State them</a>' in html
    assert (f"/write/{draft.pk}/confirm/" in html, draft.authorships.get(user=coauthor).confirmed_digest) == (
        False, "",
    )  # fmt: skip


def test_sentence_on_a_confirmation_leads_to_the_button_that_gives_it(the_house):
    draft = the_house.draft()
    author = draft.article.lead_author
    drafting.save_facts(draft, by=author, counter=draft.counter, heading="Another heading")

    response = lead_of(draft).get(f"/write/{draft.pk}/")

    sentence = "Ada Author confirmed an earlier wording and must confirm this one."
    assert response.context["missing"] == [
        (sentence, f"/write/{draft.pk}/hand-in/#confirm", "See who confirmed it")
    ]


# Closed texts


def test_draft_is_put_away_on_a_page_of_its_own_and_never_by_one_press(the_house):
    draft = the_house.draft()

    response = lead_of(draft).get(f"/write/{draft.pk}/hand-in/")

    html = response.content.decode()
    assert [move["name"] for move in response.context["moves"]] == ["submit"]
    assert f'<a href="/desk/versions/{draft.pk}/withdraw/">Put this draft away</a>' in html
    assert f'action="/desk/versions/{draft.pk}/withdraw/"' not in html


CLOSED = {
    "submitted": ("Nobody can change it there.", "withdraw", "Only its lead author, Ada Author, can take it back."),
    "withdrawn": ("It was taken back", "reopen", "Only its lead author, Ada Author, can open it again."),
    "declined": ("Only an editor can open it again.", "", ""),
    "approved": ("goes into the next version.", "next", ""),
}  # fmt: skip


def closed(the_house, state: str) -> ArticleVersion:
    version = the_house.approved() if state == "approved" else the_house.submitted()
    if state == "withdrawn":
        workflow.withdraw(version, by=version.article.lead_author)
    if state == "declined":
        workflow.decline(version, by=the_house.editor, to_author="No.")
    return ArticleVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize("state", CLOSED)
def test_page_of_a_closed_text_says_what_is_true_and_offers_its_lead_the_move(the_house, state):
    version = closed(the_house, state)
    sentence, way, _who = CLOSED[state]

    response = lead_of(version).get(f"/write/{version.pk}/hand-in/")

    page = words(response)
    assert (sentence in page, "Only its lead author" in page) == (True, False)
    assert [one["name"] for one in response.context["ways"]] == ([way] if way else [])
    assert response.context["moves"] == []


@pytest.mark.parametrize("state", CLOSED)
def test_page_of_a_closed_text_tells_a_co_author_whose_act_it_is(the_house, state):
    version, coauthor = closed(the_house, state), the_house.author()
    Authorship.objects.create(version=version, user=coauthor, name="Co Author", position=1)
    _sentence, _way, who = CLOSED[state]

    response = signed_in(coauthor).get(f"/write/{version.pk}/hand-in/")

    assert (response.context["who"], response.context["ways"]) == (who, [])
    assert who in words(response)


@pytest.mark.parametrize("state", ["submitted", "withdrawn", "declined"])
def test_closed_text_leads_its_lead_author_to_the_move_that_opens_it(the_house, state):
    version = closed(the_house, state)
    _sentence, way, _who = CLOSED[state]

    html = lead_of(version).get(f"/write/{version.pk}/").content.decode()

    found = [name for name in ("withdraw", "reopen") if f"/desk/versions/{version.pk}/{name}/" in html]
    assert found == ([way] if way else [])


def test_closed_text_leads_a_co_author_to_no_move(the_house):
    version, coauthor = the_house.submitted(), the_house.author()
    Authorship.objects.create(version=version, user=coauthor, name="Co Author", position=1)

    html = signed_in(coauthor).get(f"/write/{version.pk}/").content.decode()

    assert f"/desk/versions/{version.pk}/" not in html


@pytest.mark.parametrize("page", ["", "hand-in/", "authors/", "references/"])
def test_no_page_of_an_author_has_a_second_word_for_submitting(the_house, page):
    drafts = [the_house.draft(), the_house.submitted()]

    pages = [words(lead_of(version).get(f"/write/{version.pk}/{page}")).lower() for version in drafts]

    assert [word for text in pages for word in ("hand in", "handed in", "hand it in") if word in text] == []
