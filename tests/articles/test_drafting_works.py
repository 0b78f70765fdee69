"""Drafting: saving, adding and removing cited works."""

import pytest

from articles import drafting
from articles.formats.draft import DraftReference
from articles.models import Reference
from articles.refusals import Refused, Stale
from tests import factories
from tests.articles.drafting_rows import add_coauthor, rows_of, text_of, why_not
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def test_save_reference_stores_the_work_with_its_identifiers():
    version = make_version()
    author = version.article.lead_author
    csl = {**factories.WORK, "title": "Cafe\u0301", "DOI": "https://doi.org/10.5555/ABC", "PMID": "12345"}

    row = drafting.save_reference(version, by=author, key=" @new ", csl=csl, raw=" 7. A line ")

    stored = Reference.objects.get(pk=row.pk)
    assert (stored.key, stored.doi, stored.pmid, stored.raw) == ("new", "10.5555/abc", "12345", "7. A line")
    assert '"title":"Caf\xe9"' in stored.csl
    assert (stored.counter, stored.history.get().history_user) == (1, author)


def test_save_reference_changes_a_stored_work():
    version = make_version()
    csl = {**factories.WORK, "volume": "13"}

    drafting.save_reference(version, by=version.article.lead_author, key="adeyemi2021", csl=csl, counter=1)

    stored = Reference.objects.get(version=version, key="adeyemi2021")
    assert ('"volume":"13"' in stored.csl, stored.counter) == (True, 2)


def test_save_reference_that_changes_nothing_leaves_no_trace():
    version = make_version()
    coauthor = add_coauthor(version)
    before = rows_of(version)

    drafting.save_reference(
        version, by=coauthor, key="adeyemi2021", csl=dict(reversed(factories.WORK.items()))
    )

    assert rows_of(version) == before


def test_save_reference_with_an_old_counter_is_stale():
    version = make_version()
    author = version.article.lead_author
    changed = {**factories.WORK, "volume": "13"}
    drafting.save_reference(version, by=author, key="adeyemi2021", csl=changed, counter=1)

    with pytest.raises(Stale) as stale:
        drafting.save_reference(
            version, by=author, key="adeyemi2021", csl={**factories.WORK, "volume": "14"}, counter=1
        )

    assert stale.value.stored.counter == 2


@pytest.mark.parametrize(
    "known", [{"counter": 1}, {"old_key": "gone", "counter": 1}, {"old_key": "gone"}, {"counter": 7}]
)
def test_save_reference_of_one_removed_meanwhile_is_stale(known):
    version = make_version()

    with pytest.raises(Stale) as stale:
        drafting.save_reference(
            version, by=version.article.lead_author, key="gone", csl=factories.WORK, **known
        )

    assert stale.value.stored is None


@pytest.mark.parametrize("choice", [{}, {"counter": 0}, {"old_key": "institute2023", "counter": 1}])
def test_save_reference_refuses_a_key_in_use(choice):
    version = make_version()
    csl = {**factories.WORK, "volume": "13"}

    with pytest.raises(Refused) as refused:
        drafting.save_reference(version, by=version.article.lead_author, key="adeyemi2021", csl=csl, **choice)

    assert refused.value.sentences == (
        "The key “adeyemi2021” belongs to another reference already; choose another.",
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"key": "7up"},
            "A key starts with a letter, then come letters without accents, digits or _ : . - "
            "up to 64 characters.",
        ),
        ({"csl": {"type": "book"}}, "A reference needs a “title”."),
        (
            {"csl": {"volume": 1.5}},
            "new: numbers in a reference are whole and not huge; write anything else as text.",
        ),
        (
            {"csl": {"note": "\x00"}},
            "new: " + why_not("\x00"),
        ),
        ({"csl": {"note": "x" * 30_000}}, "new is larger than 20000 bytes."),
        ({"csl": {"note": "x" * 5_000_000}}, "new: one of its fields is too long."),
        ({"csl": {"note": [[[[[[[[[]]]]]]]]]}}, "new: it is nested too deeply, or has too many parts."),
    ],
)
def test_save_reference_refuses_what_is_no_record(typed, sentence):
    version = make_version()

    with pytest.raises(Refused) as refused:
        drafting.save_reference(
            version, by=version.article.lead_author, **{"key": "new", "csl": factories.WORK, **typed}
        )

    assert refused.value.sentences == (sentence,)


def test_save_reference_under_another_key_renames_it_in_every_text():
    version = make_version()
    drafting.save_reference(
        version,
        by=version.article.lead_author,
        key="ginger2021",
        old_key="adeyemi2021",
        csl=factories.WORK,
        counter=1,
    )

    assert sorted(row.key for row in version.references.all()) == ["ginger2021", "institute2023"]
    for audience in ("patient", "professional"):
        text = text_of(version, audience)
        assert text.body == factories.TEXTS[audience][1].replace("@adeyemi2021", "@ginger2021")
        assert text.counter == 2


def test_save_reference_under_another_key_leaves_texts_that_do_not_cite_it_alone():
    version = make_version(texts={**factories.TEXTS, "student": ("S", "Nothing cited.")})

    drafting.save_reference(
        version,
        by=version.article.lead_author,
        key="ginger2021",
        old_key="adeyemi2021",
        csl=factories.WORK,
        counter=1,
    )

    assert text_of(version, "student").counter == 1


def test_save_reference_under_another_key_renames_nothing_when_it_is_stale():
    version = make_version()

    with pytest.raises(Stale):
        drafting.save_reference(
            version,
            by=version.article.lead_author,
            key="ginger2021",
            old_key="adeyemi2021",
            csl=factories.WORK,
            counter=5,
        )

    assert text_of(version).body == factories.PATIENT_BODY


def test_add_references_adds_the_new_and_passes_over_the_same():
    version = make_version()
    references = [DraftReference("adeyemi2021", factories.WORK), DraftReference("new", {"title": "New"})]

    added = drafting.add_references(version, by=version.article.lead_author, references=references)

    assert [(row.key, row.counter) for row in added] == [("new", 1)]
    assert Reference.history.get(version=version, key="new").history_user == version.article.lead_author
    assert Reference.objects.get(version=version, key="adeyemi2021").counter == 1


def test_add_references_that_are_all_there_leaves_no_trace():
    version = make_version()
    coauthor = add_coauthor(version)
    before = rows_of(version)

    drafting.add_references(version, by=coauthor, references=[DraftReference("adeyemi2021", factories.WORK)])

    assert rows_of(version) == before


def test_add_references_adds_none_when_one_key_is_taken():
    version = make_version()
    references = [DraftReference("new", {}), DraftReference("adeyemi2021", {}), DraftReference("other", {})]

    with pytest.raises(Refused) as refused:
        drafting.add_references(version, by=version.article.lead_author, references=references)

    assert refused.value.sentences == (
        "The key “adeyemi2021” belongs to another reference already; choose another.",
    )
    assert version.references.count() == 2


def test_references_of_a_text_are_at_most_a_thousand():
    version = make_version()
    many = [DraftReference(f"work{n}") for n in range(999)]

    with pytest.raises(Refused) as refused:
        drafting.add_references(version, by=version.article.lead_author, references=many)

    assert refused.value.sentences == ("A text can have at most 1000 references.",)


@pytest.mark.parametrize("works", [1, 50])
def test_add_references_costs_a_bounded_number_of_queries(works, django_assert_max_num_queries):
    version = make_version()
    references = [DraftReference(f"work{n}") for n in range(works)]

    with django_assert_max_num_queries(14):
        drafting.add_references(version, by=version.article.lead_author, references=references)


def test_remove_reference_that_is_cited_says_where():
    version = make_version()

    with pytest.raises(Refused) as refused:
        drafting.remove_reference(version, by=version.article.lead_author, key="adeyemi2021")

    assert refused.value.sentences == (
        "“adeyemi2021” is still cited in the patient text and professional text: take out its citations first.",
    )
    assert version.references.count() == 2


def test_remove_reference_that_is_not_cited_keeps_it_in_the_history():
    version = make_version()
    author = version.article.lead_author
    drafting.save_reference(version, by=author, key="spare", csl=factories.WORK)

    drafting.remove_reference(version, by=author, key="spare", counter=1)

    assert not version.references.filter(key="spare").exists()
    assert Reference.history.filter(version=version, key="spare").latest().history_type == "-"


def test_remove_reference_saved_meanwhile_is_stale():
    version = make_version()
    author = version.article.lead_author
    drafting.save_reference(version, by=author, key="spare", csl=factories.WORK)

    with pytest.raises(Stale):
        drafting.remove_reference(version, by=author, key="spare", counter=9)

    assert version.references.filter(key="spare").exists()


def test_save_reference_after_a_removal_counts_on():
    version = make_version()
    author = version.article.lead_author
    drafting.save_reference(version, by=author, key="spare", csl=factories.WORK)
    drafting.remove_reference(version, by=author, key="spare")

    one = drafting.save_reference(version, by=author, key="spare", csl=factories.WORK)
    drafting.remove_reference(version, by=author, key="spare")
    [two] = drafting.add_references(version, by=author, references=[DraftReference("spare", {})])

    assert (one.counter, two.counter) == (2, 3)
