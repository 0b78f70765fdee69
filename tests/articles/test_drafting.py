"""Drafting: who may change a draft, what a change leaves, and what leaves no trace."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import drafting
from articles.formats.draft import Draft, DraftReference, Text
from articles.models import ArticleVersion, Contributor
from articles.refusals import Refused
from articles.states import State
from tests import factories
from tests.articles.drafting_rows import SAVED, add_coauthor, rows_of
from tests.factories import make_user, make_version, put_in_state

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[[ArticleVersion, Any], Any]] = {
    "save_facts": lambda version, by: drafting.save_facts(version, by=by, counter=1, funding="a grant"),
    "save_text": lambda version, by: drafting.save_text(
        version, audience="patient", by=by, counter=1, **SAVED
    ),
    "remove_text": lambda version, by: drafting.remove_text(version, audience="patient", by=by),
    "save_reference": lambda version, by: drafting.save_reference(
        version, by=by, key="new", csl=factories.WORK
    ),
    "add_references": lambda version, by: drafting.add_references(
        version, by=by, references=[DraftReference("new", {})]
    ),
    "remove_reference": lambda version, by: drafting.remove_reference(version, by=by, key="spare"),
    "add_author": lambda version, by: drafting.add_author(version, by=by, user=make_user("author")),
    "remove_author": lambda version, by: drafting.remove_author(version, by=by, user=by),
    "save_authorship": lambda version, by: drafting.save_authorship(
        version, by=by, credential="RN", interests="none", name="A. Name"
    ),
    "take_draft": lambda version, by: drafting.take_draft(
        version, by=by, draft=Draft(texts={"student": Text("T", "B")})
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_refused_to_a_stranger(verb):
    version, stranger = make_version(), make_user("stranger")
    before = rows_of(version)

    with pytest.raises(Refused) as refused:
        VERBS[verb](version, stranger)

    assert refused.value.sentences == ("Only the authors of this article can change its text.",)
    assert rows_of(version) == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", [State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED, State.WITHDRAWN])
def test_each_verb_is_refused_when_the_text_may_not_change(verb, state):
    version = make_version()
    put_in_state(version, state)
    before = rows_of(version)

    with pytest.raises(Refused) as refused:
        VERBS[verb](version, version.article.lead_author)

    assert refused.value.sentences == (
        f"This text cannot be changed now: its state is “{State(state).label}”.",
    )
    assert rows_of(version) == before


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"add_author", "remove_author"}))
def test_each_verb_is_open_to_a_named_coauthor_of_a_text_that_came_back(verb):
    version = make_version()
    drafting.save_reference(
        version, by=version.article.lead_author, key="spare", csl={"title": "?"}, is_placeholder=True
    )
    coauthor = add_coauthor(version)
    put_in_state(version, State.CHANGES_REQUESTED)

    VERBS[verb](version, coauthor)

    assert Contributor.objects.filter(article=version.article, user=coauthor).count() == 1


def test_state_is_never_written_by_a_save():
    version = make_version()
    stale_instance = ArticleVersion.objects.get(pk=version.pk)
    put_in_state(version, State.CHANGES_REQUESTED)

    with CaptureQueriesContext(connection) as queries:
        drafting.save_facts(stale_instance, by=version.article.lead_author, counter=1, funding="a grant")

    stored = ArticleVersion.objects.get(pk=version.pk)
    assert (stored.state, stored.funding) == ("changes_requested", "a grant")
    written = [query["sql"].split(" WHERE ")[0] for query in queries if query["sql"].startswith("UPDATE")]
    assert [re.findall(r'"(\w+)" = ', sql) for sql in written] == [["funding", "counter"]]
