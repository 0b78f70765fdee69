"""Drafting: naming authors, and what each says of themselves."""

import pytest

from articles import drafting
from articles.models import Contributor
from articles.refusals import Refused
from tests.articles.drafting_rows import add_coauthor, rows_of
from tests.factories import make_user, make_version

pytestmark = pytest.mark.django_db


def test_add_author_names_a_person_after_those_already_named():
    version = make_version()
    coauthor = make_user("author", name="Bo Lind")

    row = drafting.add_author(version, by=version.article.lead_author, user=coauthor)

    assert (row.name, row.position, row.confirmed_digest) == ("Bo Lind", 1, "")


def test_add_author_twice_leaves_no_trace():
    version = make_version()
    coauthor = add_coauthor(version)
    before = rows_of(version)

    drafting.add_author(version, by=version.article.lead_author, user=coauthor)

    assert rows_of(version) == before


def test_add_author_is_for_the_lead_author():
    version = make_version()
    coauthor = add_coauthor(version)

    with pytest.raises(Refused) as refused:
        drafting.add_author(version, by=coauthor, user=make_user("author"))

    assert refused.value.sentences == ("Only the lead author names and removes authors.",)


def test_add_author_refuses_a_closed_account():
    version, gone = make_version(), make_user("author")
    gone.is_active = False
    gone.save()

    with pytest.raises(Refused) as refused:
        drafting.add_author(version, by=version.article.lead_author, user=gone)

    assert refused.value.sentences == (
        "This account was closed: its person cannot be named as an author now.",
    )


def test_remove_author_closes_the_text_to_that_person():
    version = make_version()
    coauthor = add_coauthor(version)

    drafting.remove_author(version, by=version.article.lead_author, user=coauthor)

    with pytest.raises(Refused):
        drafting.save_facts(version, by=coauthor, counter=1, funding="a grant")
    assert [row.user for row in version.authorships.all()] == [version.article.lead_author]


def test_remove_author_of_another_is_for_the_lead_author():
    version = make_version()
    one, other = add_coauthor(version), add_coauthor(version)

    with pytest.raises(Refused) as refused:
        drafting.remove_author(version, by=one, user=other)

    assert refused.value.sentences == ("Only the lead author names and removes authors.",)


def test_remove_author_never_removes_the_lead_author():
    version = make_version()
    author = version.article.lead_author

    with pytest.raises(Refused) as refused:
        drafting.remove_author(version, by=author, user=author)

    assert refused.value.sentences == ("The lead author stays named as long as they lead the article.",)


def test_remove_author_keeps_a_contributor_for_ever():
    version = make_version()
    coauthor = add_coauthor(version)
    drafting.save_facts(version, by=coauthor, counter=1, funding="a grant")

    drafting.remove_author(version, by=coauthor, user=coauthor)

    assert Contributor.objects.filter(article=version.article, user=coauthor).count() == 1


def test_taking_off_ones_own_name_makes_nobody_a_contributor():
    """Or an author could name a reviewer or an editor, who says no, and be rid of them for good."""
    version = make_version()
    named = add_coauthor(version)

    drafting.remove_author(version, by=named, user=named)

    assert not Contributor.objects.filter(article=version.article, user=named).exists()


def test_save_authorship_changes_ones_own_row_only():
    version = make_version()
    coauthor = add_coauthor(version)

    drafting.save_authorship(version, by=coauthor, credential="RN", interests="Shares in tea", name="Bo Lind")

    rows = {row.user: (row.name, row.credential, row.interests) for row in version.authorships.all()}
    author = version.article.lead_author
    assert rows == {
        author: (author.printed_name, "MD", "none"),
        coauthor: ("Bo Lind", "RN", "Shares in tea"),
    }


def test_save_authorship_that_changes_nothing_leaves_no_trace():
    version = make_version()
    author = version.article.lead_author
    before = rows_of(version)

    drafting.save_authorship(
        version, by=author, credential=" MD ", interests="none\n", name=author.printed_name
    )

    assert rows_of(version) == before


def test_save_authorship_asks_for_a_name():
    version = make_version()

    with pytest.raises(Refused) as refused:
        drafting.save_authorship(
            version, by=version.article.lead_author, credential="MD", interests="none", name=" "
        )

    assert refused.value.sentences == ("Write your name as it should be printed.",)
