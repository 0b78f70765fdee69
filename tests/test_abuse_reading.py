"""Abuse cases: text, history and names that somebody came to read by another way than the one that is theirs."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client

from articles.models import ArticleVersion, Edition
from reviews import workflow
from reviews.models import Comment
from tests.addresses import PEOPLE
from tests.street import Street, a_street

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("abuse")]

CANARY = "Zimtkanarie"
READERS = (
    "anonymous",
    "other_author",
    "member",
    "stranger",
    "writing_editor",
    "writing_member",
    "deactivated",
)


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[Street]:
    with a_street(django_db_blocker) as made:
        yield made


def public_pages() -> list[str]:
    """Every address that is published, and those that list them."""
    return [
        "/",
        "/?before=2099-01-01",
        "/policy/",
        *Edition.objects.order_by("path").values_list("path", flat=True),
    ]


def rewritten(street: Street, version: ArticleVersion, words: str) -> ArticleVersion:
    """The version with these words in its patient text."""
    return street.rewrite(version, old="most people", new=f"most people, {words}")


# Comparing, history, preview, export


@pytest.mark.parametrize("person", READERS)
def test_comparing_a_foreign_version_is_like_comparing_one_of_nothing(street, person):
    """Abuse case 1: revisions were readable through the comparison, by their numbers."""
    version = street.standing("under_review")

    found = street.get(person, f"/desk/versions/{version.pk}/compare/?text=patient&with={version.pk}&a=1&b=2")

    assert found.status_code == (302 if person in ("anonymous", "deactivated") else 404)
    assert version.question.encode() not in found.content


def test_comparison_takes_no_number_of_another_version(street):
    """Abuse case 1: what is compared follows from who asks, whatever else the address says."""
    version, secret = street.standing("under_review"), rewritten(street, street.draft(), CANARY)
    plain = street.get("second", f"/desk/versions/{version.pk}/compare/")

    for query in (
        f"?with={secret.pk}",
        f"?old={secret.pk}&new={secret.pk}",
        f"?base={secret.pk}",
        f"?version={secret.pk}",
    ):
        found = street.get("second", f"/desk/versions/{version.pk}/compare/{query}")

        assert (found.status_code, CANARY in found.content.decode()) == (200, False)
        assert len(found.content) == len(plain.content)


@pytest.mark.parametrize("person", READERS)
@pytest.mark.parametrize("rest", ["", "texts/patient/", "notice/", "assign/"])
def test_timeline_and_sealed_text_of_a_foreign_version_are_not_there(street, person, rest):
    """Abuse case 2: the history was readable without the right to edit."""
    version = street.standing("changes_requested")

    found = street.get(person, f"/desk/versions/{version.pk}/{rest}")

    assert found.status_code == (302 if person in ("anonymous", "deactivated") else 404)
    assert "Please say for whom" not in found.content.decode()


@pytest.mark.parametrize("person", [person for person in PEOPLE if person not in ("lead", "co_author")])
def test_export_is_for_authors_alone(street, person):
    """Abuse case 2: also who may read the sealed text gets no working copy."""
    version = street.standing("under_review")

    found = street.get(person, f"/write/{version.pk}/export.md")

    assert found.status_code == (302 if person in ("anonymous", "deactivated") else 404)
    assert "Content-Disposition" not in found.headers


@pytest.mark.parametrize("person", ["other_author", "member", "editor", "reviewer"])
def test_preview_shows_nothing_of_a_version_that_is_not_ones_own(street, person):
    """Abuse case 6: the preview took the posted text and added what was stored, without asking who it is for."""
    client = street.clients[person]
    client.cookies = SimpleCookie(street.cookies[person])

    found = client.post(
        f"/write/{street.standing('draft').pk}/preview/patient/", {"title": "T", "body": "x.[@adeyemi2021]"}
    )

    assert found.status_code == 404
    assert "Journal of Invented Trials" not in found.content.decode()


# Copies


def test_next_version_of_a_foreign_article_cannot_be_begun(street):
    """Abuse cases 3 and 5: a copy asked for the right at its destination, not at its source."""
    article = street.standing("approved").article
    before = article.versions.count()

    found = street.post("other_author", f"/write/articles/{article.uid}/next/", {"change_class": "update"})

    assert found.status_code == 404
    assert article.versions.count() == before


def test_new_audience_of_a_foreign_version_cannot_be_begun(street):
    """Abuse case 5: an address for another audience copied the text of pages that were not one's own."""
    version = street.standing("draft")

    found = street.post(
        "other_author", f"/write/{version.pk}/texts/caregiver/", {"title": "T", "body": "B", "counter": "0"}
    )

    assert found.status_code == 404
    assert sorted(version.variants.values_list("audience", flat=True)) == ["patient", "professional"]


# The same answer for "no right" and "none"


@pytest.mark.parametrize("method", ["get", "head", "post", "options"])
@pytest.mark.parametrize("condition", [{}, {"If-None-Match": "*"}, {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}, {"HX-Request": "true"}])  # fmt: skip
def test_foreign_and_missing_have_the_same_status_and_headers(street, method, condition):
    """Abuse cases 9 and 31: a header confirmed what a page hid; a partial asked less than its page."""
    client = street.clients["member"]
    answers = []
    for pk in (street.standing("changes_requested").pk, 987_654):
        for path in (
            f"/desk/versions/{pk}/",
            f"/desk/versions/{pk}/review/",
            f"/write/{pk}/preview/patient/",
        ):
            client.cookies = SimpleCookie(street.cookies["member"])
            found = getattr(client, method)(path, headers=condition)
            answers.append((found.status_code, dict(found.headers), found.content))

    assert answers[:3] == answers[3:]


def test_words_sent_to_a_foreign_version_come_back_as_from_one_of_nothing(street):
    """Abuse cases 9 and 13: what a refusal said told what it refused."""
    client = street.clients["other_author"]
    answers = []
    for pk in (street.standing("draft").pk, 987_654):
        client.cookies = SimpleCookie(street.cookies["other_author"])
        found = client.post(
            f"/write/{pk}/texts/patient/", {"body": "My words."}, headers={"Sec-Fetch-Site": "same-origin"}
        )
        answers.append((found.status_code, dict(found.headers), found.content))

    assert answers[0] == answers[1]
    assert b"My words." in answers[0][2]


def test_sign_in_says_the_same_whoever_is_not_let_in(street):
    """Abuse case 13: an error told who has an account."""
    client, pages = Client(), []
    for email, password in (
        ("nobody@example.org", "wrong"), (street.lead.email, "wrong"), (street.deactivated.email, "seven-quiet-otters-row"),
    ):  # fmt: skip
        found = client.post("/sign-in/", {"username": email, "password": password})
        pages.append((found.status_code, found.content.decode().replace(email, "…")))

    assert [status for status, _page in pages] == [422, 422, 422]
    assert {text.split("csrfmiddlewaretoken")[0] for _status, text in pages} == {
        pages[0][1].split("csrfmiddlewaretoken")[0]
    }


# Published is what was approved


def test_words_that_were_never_approved_are_on_no_public_page(street):
    """Abuse cases 24, 33 and 35: drafts were listed, fed, or served under the number of their version."""
    draft = rewritten(street, street.next(street.standing("approved")), CANARY)
    submitted = workflow.submit(street.confirm(draft), by=street.lead)
    slug = submitted.article.slug

    shown = [
        path
        for path in public_pages()
        if CANARY in street.get("anonymous", path).content.decode("utf-8", "replace")
    ]
    pending = [street.get(person, f"/articles/{slug}/v2/patient/").status_code for person in PEOPLE]

    assert shown == []
    assert pending == [404] * len(PEOPLE)


@pytest.mark.parametrize(
    "place", ["draft", "submitted", "under_review", "changes_requested", "declined", "withdrawn"]
)
def test_question_of_a_version_that_is_not_public_is_on_no_public_page(street, place):
    """Abuse case 35: what was not published stood in a list."""
    version = street.standing(place)

    assert version.article.slug is None
    assert not Edition.objects.filter(article=version.article).exists()


def test_names_of_reviewers_who_did_not_sign_are_on_no_public_page(street):
    """Abuse cases 22, 23 and 32: names in lists, logs and side pages."""
    for path in public_pages():
        words = street.get("anonymous", path).content.decode()

        assert street.finisher.printed_name not in words
        assert street.asked.printed_name not in words
        assert street.interested.printed_name not in words


@pytest.mark.parametrize("person", ["lead", "co_author"])
def test_author_learns_no_name_of_who_reviews_while_it_is_reviewed(street, person):
    """Abuse cases 22 and 23: a page of the author named reviewers whose words were not theirs to read yet."""
    version = street.standing("under_review")

    for path in (
        f"/write/{version.pk}/",
        f"/write/{version.pk}/hand-in/",
        "/write/",
        f"/write/{version.pk}/texts/patient/",
    ):
        words = street.get(person, path).content.decode()

        assert street.second.printed_name not in words
        assert "Is this the dose for adults?" not in words


def test_remark_that_is_not_posted_is_its_writers_alone(street):
    """Abuse case 23: others read what a reviewer had only begun to write."""
    version = street.standing("objected")
    assert Comment.objects.filter(version=version, posted_at=None, author=street.second).exists()

    seen = [
        person
        for person in PEOPLE
        for rest in ("review/", "review/patient/", "compare/", "cover/", "")
        if "Is this the dose for adults?"
        in street.get(person, f"/desk/versions/{version.pk}/{rest}").content.decode()
    ]

    assert set(seen) == {"second"}


def test_end_of_a_review_is_hidden_from_who_still_reviews(street):
    """Abuse case 23: an objection that is known before one's own end would bend it."""
    version = street.standing("objected")

    found = street.get("second", f"/desk/versions/{version.pk}/review/").content.decode()

    assert "The dose is dangerous." not in found
    assert "Which dose?" not in found
    assert street.reviewer.printed_name not in found
