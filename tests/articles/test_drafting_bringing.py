"""Drafting: bringing a file into a draft."""

import pytest

from articles import drafting
from articles.formats.draft import Draft, DraftReference, Text
from articles.models import ArticleVersion
from articles.refusals import Refused
from tests import factories
from tests.articles.drafting_rows import add_coauthor, rows_of, text_of
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def test_take_draft_fills_only_what_is_empty():
    version = make_version(funding="", heading="Kept")
    draft = Draft(
        heading="Not taken",
        funding="A foundation",
        texts={"student": Text("For study", "Body[@new]"), "patient": Text(*factories.TEXTS["patient"])},
        references=(DraftReference("new", {}),),
    )

    drafting.take_draft(version, by=version.article.lead_author, draft=draft)

    stored = ArticleVersion.objects.get(pk=version.pk)
    assert (stored.heading, stored.funding) == ("Kept", "A foundation")
    assert (text_of(version, "student").title, text_of(version).counter) == ("For study", 1)
    assert version.references.count() == 3


def test_take_draft_never_overwrites_a_text():
    version = make_version(funding="")
    draft = Draft(
        funding="A foundation",
        texts={"student": Text("S", "S"), "patient": Text("P", "P")},
        references=(DraftReference("new", {}),),
    )
    before = rows_of(version)

    with pytest.raises(Refused) as refused:
        drafting.take_draft(version, by=version.article.lead_author, draft=draft)

    assert refused.value.sentences == (
        "There is a patient text already. Remove it first, or leave it out of what you bring in.",
    )
    assert rows_of(version) == before


def test_take_draft_writes_into_an_empty_text():
    version = make_version(texts={"patient": ("", "")})
    draft = Draft(texts={"patient": Text("P", "P")})

    drafting.take_draft(version, by=version.article.lead_author, draft=draft)

    assert (text_of(version).title, text_of(version).counter) == ("P", 2)


def test_take_draft_of_nothing_new_leaves_no_trace():
    version = make_version()
    coauthor = add_coauthor(version)
    draft = Draft(
        texts={"patient": Text(*factories.TEXTS["patient"])},
        references=(DraftReference("adeyemi2021", factories.WORK),),
    )
    before = rows_of(version)

    drafting.take_draft(version, by=coauthor, draft=draft)

    assert rows_of(version) == before
