"""Drafting: opening a version: what it starts with, and what it may not start from."""

import datetime
from typing import Any

import pytest

from articles import drafting
from articles.formats.draft import Draft, DraftReference, Text
from articles.models import Article, ArticleVersion, Authorship, Reference, Variant
from articles.refusals import Refused
from articles.states import State
from tests import factories
from tests.articles.drafting_rows import text_of
from tests.factories import make_user, make_version, put_in_state

pytestmark = pytest.mark.django_db


def test_open_version_makes_a_draft_that_its_author_leads():
    author = make_user("author", name="Ada Okafor")

    version = drafting.open_version(
        by=author, question="  Does\r\nit help? ", written_for="caregiver", specialty="Oncology"
    )

    assert (version.question, version.written_for, version.number) == ("Does it help?", "caregiver", 1)
    assert (version.article.lead_author, version.article.specialty) == (author, "Oncology")
    assert [(row.user, row.name) for row in version.authorships.all()] == [(author, "Ada Okafor")]
    assert [row.user for row in version.article.contributors.all()] == [author]
    assert version.article.history.get().history_user == author


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"question": " "}, "Write the clinical question that the article answers."),
        ({"written_for": "cats"}, "“cats” is not one of the choices."),
        ({"change_class": "update"}, "The first version of an article is no change of an earlier one."),
        ({"question": "x" * 301}, "The question has 301 characters; at most 300 can be kept."),
    ],
)
def test_open_version_refuses_what_cannot_be_a_first_version(choice, sentence):
    with pytest.raises(Refused) as refused:
        drafting.open_version(by=make_user(), **{"question": "Why?", "written_for": "patient", **choice})

    assert refused.value.sentences == (sentence,)
    assert Article.objects.count() == 0


def test_open_version_takes_what_a_draft_holds():
    draft = Draft(
        question="Not this one",
        heading="A heading",
        countries=("Kenya",),
        searched_to="2025-01-31",
        ai_used=True,
        ai_statement="A model drafted it.",
        texts={"patient": Text("Title", "Body[@a]")},
        references=(DraftReference("a", {}, "1. Something", is_placeholder=True),),
    )

    version = drafting.open_version(by=make_user(), question="This one", written_for="patient", draft=draft)

    assert (version.question, version.heading, version.countries) == ("This one", "A heading", ["Kenya"])
    assert (version.searched_to, version.ai_used) == (datetime.date(2025, 1, 31), "yes")
    assert (text_of(version).title, text_of(version).body) == ("Title", "Body[@a]")
    assert [(row.key, row.raw, row.is_placeholder) for row in version.references.all()] == [
        ("a", "1. Something", True)
    ]


def test_open_version_copies_the_current_version():
    first = put_in_state(make_version(), State.APPROVED)
    author = first.article.lead_author

    version = drafting.open_version(
        by=author, question="", written_for="", change_class="update", article=first.article
    )

    assert (version.number, version.base, version.state, version.manuscript) == (2, first, "draft", None)
    assert [getattr(version, name) for name in ("question", "funding", "countries", "searched_to")] == [
        getattr(first, name) for name in ("question", "funding", "countries", "searched_to")
    ]
    for table, fields in (
        (Variant, ("audience", "title", "body")),
        (Reference, ("key", "csl", "doi")),
        (Authorship, ("user", "name", "credential", "interests")),
    ):
        of = table.objects.order_by("pk").values_list(*fields)
        assert list(of.filter(version=version)) == list(of.filter(version=first))
        assert table.history.filter(version=version, history_user=author).count() == len(
            of.filter(version=first)
        )
    assert [row.confirmed_digest for row in version.authorships.all()] == [""]


def test_open_version_puts_what_a_draft_holds_in_place_of_the_copy():
    first = put_in_state(make_version(), State.APPROVED)
    draft = Draft(
        heading="New heading",
        texts={"patient": Text("New title", "New body[@adeyemi2021]")},
        references=(DraftReference("adeyemi2021", factories.OTHER_WORK),),
    )

    version = drafting.open_version(
        by=first.article.lead_author,
        question="",
        written_for="",
        change_class="correction",
        article=first.article,
        draft=draft,
    )

    assert (version.heading, version.funding) == ("New heading", "none")
    assert text_of(version).title == "New title"
    assert text_of(version, "professional").body == text_of(first, "professional").body
    titles = {row.key: row.csl for row in version.references.all()}
    assert titles["adeyemi2021"] == titles["institute2023"]


def open_next(first: ArticleVersion, by: Any, change_class: str = "update") -> ArticleVersion:
    return drafting.open_version(
        by=by, question="", written_for="", change_class=change_class, article=first.article
    )


def test_open_version_of_an_article_is_refused_to_a_stranger():
    first = put_in_state(make_version(), State.APPROVED)

    with pytest.raises(Refused) as refused:
        open_next(first, make_user("stranger"))

    assert refused.value.sentences == ("Only the authors of this article can write a new version of it.",)


def test_open_version_is_refused_while_another_is_open():
    first = put_in_state(make_version(), State.APPROVED)
    open_next(first, first.article.lead_author)

    with pytest.raises(Refused) as refused:
        open_next(first, first.article.lead_author)

    assert refused.value.sentences == ("A new version of this article is being written already.",)


def test_open_version_above_nothing_is_a_mistake_of_its_caller():
    first = put_in_state(make_version(), State.WITHDRAWN)

    with pytest.raises(ValueError, match="nothing was approved"):
        open_next(first, first.article.lead_author)


def test_open_version_of_an_article_asks_what_kind_of_change_it_is():
    first = put_in_state(make_version(), State.APPROVED)

    with pytest.raises(Refused) as refused:
        open_next(first, first.article.lead_author, "first")

    assert refused.value.sentences == (
        "Say what kind of change this is: an update, a correction, spelling and form only, or a renewal.",
    )


@pytest.mark.parametrize("works", [1, 30])
def test_open_version_copies_any_number_of_works_in_as_many_queries(works, django_assert_max_num_queries):
    references = {f"work{n}": factories.WORK for n in range(works)}
    first = put_in_state(make_version(references=references), State.APPROVED)

    with django_assert_max_num_queries(26):
        open_next(first, first.article.lead_author)
