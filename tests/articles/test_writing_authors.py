"""Tests of the page of authors: one's own lines, and whom the lead author names."""

import pytest
from django.urls import reverse

from articles import drafting
from articles.models import Article, Authorship
from articles.states import State
from tests.articles.writing_pages import author_of, held, queries_of, signed_in, words
from tests.factories import make_user, make_version, put_in_state

pytestmark = pytest.mark.django_db

NO_SUCH_AUTHOR = "No author’s account has this address. The editors open accounts for authors."


def names_of(version):
    return list(Authorship.objects.filter(version=version).values_list("user__email", flat=True))


def named(version):
    coauthor = make_user("author")
    drafting.add_author(version, by=version.article.lead_author, user=coauthor)
    return coauthor


def test_author_states_credential_and_interests_of_their_own():
    version = make_version()
    coauthor = named(version)

    signed_in(coauthor).post(
        reverse("write_authors", args=[version.pk]),
        {"name": "Dr C. Author", "credential": "RN", "interests": "None"},
    )

    row = Authorship.objects.get(version=version, user=coauthor)
    assert (row.name, row.credential, row.interests) == ("Dr C. Author", "RN", "None")
    assert Authorship.objects.get(version=version, user=version.article.lead_author).credential == "MD"


def test_credential_that_an_author_stated_last_is_filled_in_and_not_saved():
    earlier = make_version()
    coauthor = named(earlier)
    drafting.save_authorship(earlier, by=coauthor, credential="RN", interests="none", name="Dr C. Author")
    version = make_version()
    drafting.add_author(version, by=version.article.lead_author, user=coauthor)

    response = signed_in(coauthor).get(reverse("write_authors", args=[version.pk]))

    row = Authorship.objects.get(version=version, user=coauthor)
    assert (held(response, "credential"), row.credential) == ("RN", "")


def test_page_of_the_authors_links_to_what_is_missing_elsewhere_and_not_to_itself():
    version = make_version()
    coauthor = named(version)
    here = reverse("write_authors", args=[version.pk])

    page = signed_in(coauthor).get(here)

    assert "has not stated a credential." in words(page)
    assert "See the authors" not in words(page)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Write your name as it should be printed."),
        ({"interests": "x" * 20_001}, "Your statement of interests has 20001 characters"),
        ({"credential": "a\0b"}, "Your credential: This text contains a NUL character"),
    ],
)
def test_own_lines_refused_come_back(typed, sentence):
    version = make_version()
    lines = {"name": "N", "credential": "typed", "interests": "typed too", **typed}

    response = author_of(version).post(reverse("write_authors", args=[version.pk]), lines)

    assert response.status_code == 422
    assert sentence in words(response)
    assert {name: held(response, name) for name in lines} == lines


def test_lead_author_names_a_coauthor_who_can_write_then():
    version, coauthor = make_version(), make_user("author", email="co.author@example.org")

    author_of(version).post(
        reverse("write_author_add", args=[version.pk]), {"email": " CO.Author@example.org "}
    )

    assert names_of(version) == [version.article.lead_author.email, "co.author@example.org"]
    assert signed_in(coauthor).get(reverse("write_version", args=[version.pk])).status_code == 200


@pytest.mark.parametrize("role", ["reviewer", "editor", "stranger", "nobody"])
def test_address_of_no_author_is_answered_as_one_of_nobody(role):
    version = make_version()
    email = "nobody@example.org" if role == "nobody" else make_user(role).email

    response = author_of(version).post(reverse("write_author_add", args=[version.pk]), {"email": email})

    assert response.status_code == 422
    assert NO_SUCH_AUTHOR in words(response)
    assert held(response, "email") == email
    assert names_of(version) == [version.article.lead_author.email]


def test_coauthor_names_nobody_and_learns_no_address():
    version = make_version()
    coauthor, author = named(version), make_user("author")
    url = reverse("write_author_add", args=[version.pk])

    answers = [
        words(signed_in(coauthor).post(url, {"email": email}))
        for email in (author.email, "nobody@example.org")
    ]

    assert ["Only the lead author names and removes authors." in answer for answer in answers] == [True, True]
    assert [NO_SUCH_AUTHOR in answer for answer in answers] == [False, False]
    assert author.email not in names_of(version)


def test_coauthor_can_be_taken_off_and_then_sees_nothing():
    version = make_version()
    coauthor = named(version)

    author_of(version).post(reverse("write_author_remove", args=[version.pk, coauthor.uid]))

    assert names_of(version) == [version.article.lead_author.email]
    assert signed_in(coauthor).get(reverse("write_version", args=[version.pk])).status_code == 404


def test_coauthor_takes_off_themselves_only():
    version = make_version()
    coauthor, other = named(version), named(version)
    client = signed_in(coauthor)

    refused = client.post(reverse("write_author_remove", args=[version.pk, other.uid]), follow=True)
    client.post(reverse("write_author_remove", args=[version.pk, coauthor.uid]))

    assert "Only the lead author names and removes authors." in words(refused)
    assert names_of(version) == [version.article.lead_author.email, other.email]


def test_page_says_who_confirmed_this_text():
    version = make_version()

    before = words(author_of(version).get(reverse("write_authors", args=[version.pk])))
    drafting.save_facts(version, by=version.article.lead_author, counter=1, funding="a grant")
    after = words(author_of(version).get(reverse("write_authors", args=[version.pk])))

    assert ["Confirmed this text." in page for page in (before, after)] == [True, False]
    assert "Confirmed an earlier wording." in after


def test_own_lines_sent_to_a_sealed_version_come_back():
    version = put_in_state(make_version(), State.APPROVED)

    response = author_of(version).post(
        reverse("write_authors", args=[version.pk]),
        {"name": "N", "credential": "typed late", "interests": ""},
    )

    assert (response.status_code, held(response, "credential")) == (422, "typed late")


def test_lead_author_who_is_named_on_no_version_can_still_open_the_page():
    version = make_version()
    article = Article.objects.get()
    article.lead_author = make_user("author")
    article.save(update_fields=["lead_author"])

    response = signed_in(article.lead_author).get(reverse("write_authors", args=[version.pk]))

    assert response.status_code == 200


def test_list_costs_the_same_queries_for_one_author_and_three():
    one, three = make_version(), make_version()
    for _ in range(2):
        named(three)

    counts = [queries_of(version, reverse("write_authors", args=[version.pk])) for version in (one, three)]

    assert counts[0] == counts[1]
