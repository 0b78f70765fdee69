"""Drafting: saving the facts of a version."""

import datetime

import pytest

from articles import drafting
from articles.models import ArticleVersion
from articles.refusals import Refused, Stale
from tests.articles.drafting_rows import add_coauthor, rows_of, why_not
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def test_save_facts_cleans_stores_and_counts():
    version = make_version()

    saved = drafting.save_facts(
        version,
        by=version.article.lead_author,
        counter=1,
        question="Why\tnot?\u202e",
        countries=[" Kenya", "", "Kenya", "E\u0301ire"],
        searched_to="2025-02-28",
        ai_used="yes",
    )

    stored = ArticleVersion.objects.get(pk=version.pk)
    assert (stored.question, stored.countries) == ("Why not?", ["Kenya", "\xc9ire"])
    assert (stored.searched_to, stored.ai_used) == (datetime.date(2025, 2, 28), "yes")
    assert (stored.counter, saved.counter) == (2, 2)


def test_save_facts_with_an_old_counter_is_stale_and_shows_what_is_stored():
    version = make_version()
    author = version.article.lead_author
    drafting.save_facts(version, by=author, counter=1, funding="a grant")

    with pytest.raises(Stale) as stale:
        drafting.save_facts(version, by=author, counter=1, funding="a prize")

    assert (stale.value.stored.funding, stale.value.stored.counter) == ("a grant", 2)
    assert ArticleVersion.objects.get(pk=version.pk).funding == "a grant"


def test_save_facts_that_change_nothing_leave_no_trace():
    version = make_version()
    coauthor = add_coauthor(version)
    before = rows_of(version)

    drafting.save_facts(version, by=coauthor, counter=0, funding=" none ", countries=["Norway", "Kenya"])

    assert rows_of(version) == before


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"searched_to": "31.3.2025"}, "“Evidence searched to” is a day written like 2026-03-31."),
        ({"searched_to": "2025-02-30"}, "“Evidence searched to” is a day written like 2026-03-31."),
        ({"ai_used": "maybe"}, "“maybe” is not one of the choices."),
        ({"written_for": "\ud800"}, "“?” is not one of the choices."),
        ({"funding": "x" * 20_001}, "The funding statement has 20001 characters; at most 20000 can be kept."),
        (
            {"heading": "a\x00b"},
            "The heading: " + why_not("\x00"),
        ),
        ({"countries": ["x"] * 301}, "At most 300 countries can be named."),
        ({"change_class": "update"}, "The first version of an article is no change of an earlier one."),
    ],
)
def test_save_facts_refuses_what_cannot_be_kept(facts, sentence):
    version = make_version()
    before = rows_of(version)

    with pytest.raises(Refused) as refused:
        drafting.save_facts(version, by=version.article.lead_author, counter=1, **facts)

    assert refused.value.sentences == (sentence,)
    assert rows_of(version) == before


def test_save_facts_knows_no_other_columns():
    version = make_version()

    with pytest.raises(TypeError):
        drafting.save_facts(version, by=version.article.lead_author, counter=1, state="approved")
