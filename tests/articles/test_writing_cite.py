"""Cite: an author's works are found by what one remembers of them, and copied where they are cited."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import drafting
from articles.formats.draft import DraftReference
from articles.models import ArticleVersion, Authorship, Reference
from tests.articles.writing_pages import author_of, signed_in
from tests.factories import OTHER_WORK, WORK, make_user, make_version

pytestmark = pytest.mark.django_db
HONEY = {
    "type": "article-journal", "title": "Honey for a cough", "author": [{"family": "Ødegård", "given": "Åse"}],
    "container-title": "Cough", "issued": {"date-parts": [[2022]]},
}  # fmt: skip


@pytest.fixture
def version() -> ArticleVersion:
    return make_version()


@pytest.fixture
def other(version) -> ArticleVersion:
    return make_version(
        by=version.article.lead_author, question="Does honey help?", references={"honey": HONEY}
    )


def url(version: ArticleVersion) -> str:
    return f"/write/{version.pk}/cite/"


def found(version: ArticleVersion, typed: str) -> list[tuple[str, str]]:
    works = author_of(version).get(url(version), {"q": typed}).json()["works"]
    return [(work["key"], work["source"]) for work in works]


@pytest.mark.parametrize("typed", ["ødegård", "ASE", "honey 2022", "cough Ødegard", "HONEY"])
def test_work_of_another_article_is_found_by_author_year_and_title(version, other, typed):
    assert found(version, typed) == [("honey", "From “Does honey help?”")]


def test_works_of_this_version_come_first_and_each_once(version, other):
    make_version(by=version.article.lead_author)

    assert found(version, "") == [
        ("adeyemi2021", ""),
        ("institute2023", ""),
        ("honey", "From “Does honey help?”"),
    ]


def test_works_of_others_are_not_found(version):
    make_version(references={"honey": HONEY})

    assert found(version, "honey") == []


@pytest.mark.parametrize("typed", ["title", "nothing like it", "%", "family"])
def test_names_of_fields_find_nothing(version, typed):
    assert found(version, typed) == []


def test_search_costs_one_query_however_many_works_there_are(version, other):
    client = author_of(version)

    counts = []
    for __ in range(2):
        client.get(url(version))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(version), {"q": "honey"})
        counts.append(sum("articles_reference" in query["sql"] for query in queries))
        make_version(by=version.article.lead_author, references={"a": OTHER_WORK, "b": WORK})

    assert counts == [1, 1]


def test_work_of_another_article_is_copied_and_its_key_answered(version, other):
    row = Reference.objects.get(version=other, key="honey")

    response = author_of(version).post(url(version), {"reference": row.pk})

    assert response.json() == {"key": "honey"}
    assert Reference.objects.get(version=version, key="honey").csl == row.csl


def test_key_that_means_another_work_is_not_taken(version, other):
    author = version.article.lead_author
    drafting.add_references(version, by=author, references=[DraftReference("honey", dict(OTHER_WORK))])
    row = Reference.objects.get(version=other, key="honey")
    client = author_of(version)

    first, second = (client.post(url(version), {"reference": row.pk}).json() for __ in range(2))

    assert first == second == {"key": "degard2022"}


def test_work_of_this_version_is_only_named(version):
    row = Reference.objects.get(version=version, key="adeyemi2021")

    response = author_of(version).post(url(version), {"reference": row.pk})

    assert response.json() == {"key": "adeyemi2021"}
    assert Reference.objects.filter(version=version).count() == 2


def test_work_of_somebody_else_cannot_be_cited(version):
    row = Reference.objects.get(version=make_version(references={"honey": HONEY}))

    assert author_of(version).post(url(version), {"reference": row.pk}).status_code == 404


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 40, "½"])
def test_what_is_no_work_is_refused_in_words(version, asked):
    response = author_of(version).post(url(version), {"reference": asked})

    assert (response.status_code, response.json()) == (422, {"refused": ["Choose a work first."]})


def test_coauthor_finds_works_and_a_stranger_does_not(version):
    friend, stranger = make_user("author"), make_user("author")
    Authorship.objects.create(version=version, user=friend, name="F", position=1)

    assert len(signed_in(friend).get(url(version)).json()["works"]) == 2
    assert signed_in(stranger).get(url(version)).status_code == 404


def test_sealed_version_takes_no_work(the_house):
    version = the_house.submitted()
    other = make_version(by=version.article.lead_author, references={"honey": HONEY})

    response = author_of(version).post(url(version), {"reference": Reference.objects.get(version=other).pk})

    assert response.status_code == 422
