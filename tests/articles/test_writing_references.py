"""Tests of the pages of references: their list, the form for each type, and pasted CSL-JSON."""

import json
from typing import Any

import pytest
from django.urls import reverse

from articles import drafting
from articles.formats.draft import DraftReference
from articles.forms.work_fields import KINDS
from articles.models import ArticleVersion, Reference, Variant
from articles.states import State
from tests.articles.writing_pages import author_of, held, queries_of, words
from tests.factories import OTHER_WORK, WORK, make_version, put_in_state

pytestmark = pytest.mark.django_db

TYPED = {
    "counter": "0",
    "type": "article-journal",
    "key": "",
    "title": "Honey for a cough",
    "author": "Odhiambo, Grace\r\nCough Study Group\r\n{Institute of Coughs, Norway}",
    "container-title": "Journal of Invented Trials",
    "issued": "2022-03",
    "volume": "14",
    "page": "1-9",
    "DOI": "https://doi.org/10.5555/HONEY.2022",
}
HONEY = {
    "type": "article-journal",
    "title": "Honey for a cough",
    "author": [
        {"family": "Odhiambo", "given": "Grace"},
        {"literal": "Cough Study Group"},
        {"literal": "Institute of Coughs, Norway"},
    ],
    "container-title": "Journal of Invented Trials",
    "issued": {"date-parts": [[2022, 3]]},
    "volume": "14",
    "page": "1-9",
    "DOI": "10.5555/HONEY.2022",
}


def url(version: ArticleVersion, name: str, *args: str) -> str:
    return reverse(f"write_{name}", args=[version.pk, *args])


def csl_of(version: ArticleVersion, key: str) -> Any:
    return json.loads(Reference.objects.get(version=version, key=key).csl)


def sent(page: Any) -> dict[str, str]:
    """The form of the page as a browser would send it untouched."""
    form = page.context["form"]
    values = {name: str(form[name].value() or "") for name in form.fields}
    return {name: value for name, value in values.items() if name != "is_placeholder" or value}


def test_references_stand_in_the_order_of_their_numbers_with_the_texts_that_cite_them():
    version = make_version(
        texts={"patient": ("T", "A.[@zeta]"), "professional": ("P", "B.[@zeta] C.[@beta]")},
        references={"alpha": WORK, "beta": OTHER_WORK, "zeta": {**WORK, "title": "Zeta"}},
    )

    response = author_of(version).get(url(version, "references"))

    works = [(work.number, work.key, work.cited_in) for work in response.context["works"]]
    assert works == [
        (1, "zeta", "patient text and professional text"),
        (2, "beta", "professional text"),
        (3, "alpha", ""),
    ]
    assert "Nowhere yet" in words(response)


def test_placeholder_is_marked_and_shows_how_it_was_found():
    version = make_version(references={})
    found = [DraftReference("ref1", {}, "Feng et al, 2022", True)]
    drafting.add_references(version, by=version.article.lead_author, references=found)

    response = author_of(version).get(url(version, "references"))

    assert "ref1 Placeholder: Feng et al, 2022 Nowhere yet" in words(response)


def test_list_costs_the_same_queries_for_one_work_and_three():
    book = {"type": "book", "title": "A"}
    one = make_version(references={"only": book})
    three = make_version(references={f"work{n}": book for n in range(3)})

    counts = [queries_of(version, url(version, "references")) for version in (one, three)]

    assert counts[0] == counts[1]


def test_list_without_works_says_what_to_do():
    version = make_version(references={}, texts={})

    response = author_of(version).get(url(version, "references"))

    assert "Add the first one by a form, or paste what your reference manager exports." in words(response)


def test_new_work_is_read_from_the_form_and_gets_a_key():
    version = make_version()

    response = author_of(version).post(url(version, "reference_new"), TYPED)

    assert response.status_code == 302
    assert csl_of(version, "odhiambo2022") == HONEY


def test_doi_is_kept_as_it_was_typed_and_compared_in_any_case():
    version = make_version()
    typed = {**TYPED, "DOI": "https://doi.org/10.1016/S0140-6736(97)11096-0"}

    author_of(version).post(url(version, "reference_new"), typed)

    row = Reference.objects.get(version=version, key="odhiambo2022")
    assert csl_of(version, "odhiambo2022")["DOI"] == "10.1016/S0140-6736(97)11096-0"
    assert row.doi == "10.1016/s0140-6736(97)11096-0"


def test_new_work_never_takes_a_key_that_is_used():
    version = make_version(references={"odhiambo2022": WORK})

    author_of(version).post(url(version, "reference_new"), TYPED)

    assert csl_of(version, "odhiambo2022a") == HONEY


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("issued", "spring", "Published: Write a date as 2022, 2022-03 or 2022-03-31."),
        ("issued", "2022-02-30", "Published: Write a date as 2022, 2022-03 or 2022-03-31."),
        ("DOI", "none", "DOI: This is no DOI that can be read."),
        ("PMID", "x", "PubMed number: This is no PMID that can be read."),
        ("title", "a\0b", "Title: Title: This text contains a NUL character"),
        ("title", "", "A reference needs a “title”."),
        ("URL", "javascript:alert(1)", "“URL” must start with http:// or https:// and have no spaces."),
        ("key", "1 bad key", "A key starts with a letter"),
        ("type", "song", "“song” is not one of the choices."),
        ("author", "x" * 40_000, "Authors has 40000 characters; at most 15000 can be kept."),
    ],
)
def test_work_refused_comes_back_with_every_word(name, typed, sentence):
    version = make_version()

    response = author_of(version).post(
        url(version, "reference_new"), {**TYPED, "volume": "77", "kept_because": "It matters.", name: typed}
    )

    assert response.status_code == 422
    assert sentence in words(response)
    assert [held(response, field) for field in ("volume", "kept_because")] == ["77", "It matters."]
    assert name == "type" or held(response, name) == typed
    assert Reference.objects.filter(version=version).count() == 2


@pytest.mark.parametrize("kind", KINDS)
def test_stored_work_sent_untouched_stays_as_it_is(kind):
    record = {
        "type": kind,
        **{name: f"a {name}" for name in KINDS[kind].fields},
        "title": "A title",
        "author": [{"family": "Berg", "given": "J", "non-dropping-particle": "van der", "suffix": "Jr"}],
        "issued": {"date-parts": [[2022, 3, 1], [2022, 3, 9]]},
        "language": "en",
    }
    exact = {
        "editor": [{"literal": "Group"}],
        "accessed": {"literal": "last spring"},
        "DOI": "10.5555/ABC",
        "PMID": "123",
        "PMCID": "PMC9",
        "URL": "https://example.org/a",
    }
    record |= {name: value for name, value in exact.items() if name in KINDS[kind].fields}
    version = make_version(references={"work": record}, texts={})
    client = author_of(version)
    page = client.get(url(version, "reference", "work"))

    response = client.post(url(version, "reference", "work"), sent(page))

    assert (response.status_code, csl_of(version, "work")) == (302, record)
    assert Reference.objects.get(version=version).counter == 1


def test_changed_key_changes_the_citations_with_it():
    version = make_version()
    client = author_of(version)
    page = client.get(url(version, "reference", "institute2023"))

    client.post(url(version, "reference", "institute2023"), {**sent(page), "key": "home2023"})

    bodies = Variant.objects.filter(version=version).values_list("body", flat=True)
    assert [body.count("@home2023") for body in bodies] == [1, 1]
    assert [body.count("@institute2023") for body in bodies] == [0, 0]


def test_change_of_type_keeps_what_fits_and_saves_nothing():
    version = make_version()
    client = author_of(version)

    page = client.post(url(version, "reference_new"), {**TYPED, "type": "book", "change_type": "1"})
    back = client.post(
        url(version, "reference_new"), {**sent(page), "type": "article-journal", "change_type": "1"}
    )

    shown = [field.name for field in page.context["shown"]]
    assert shown == list(KINDS["book"].fields)
    assert (held(page, "title"), "Error" in words(page)) == ("Honey for a cough", False)
    assert held(back, "container-title") == "Journal of Invented Trials"
    assert Reference.objects.filter(version=version).count() == 2


def test_fields_of_another_type_are_not_saved():
    version = make_version()

    author_of(version).post(url(version, "reference_new"), {**TYPED, "type": "webpage", "key": "honey"})

    assert set(csl_of(version, "honey")) == {"type", "title", "author", "container-title", "issued"}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": ""}, "title", "A reference needs a “title”."),
        ({"URL": "example.org"}, "URL", "“URL” must start with http:// or https:// and have no spaces."),
    ],
)
def test_what_is_wrong_with_a_record_stands_beside_its_field(typed, field, sentence):
    version = make_version()

    page = author_of(version).post(url(version, "reference_new"), {**TYPED, **typed})

    assert page.context["form"].errors == {field: [sentence]}
    assert f'id="id_{field}_error"' in page.content.decode()


def test_stale_work_shows_both_and_wins_only_when_chosen():
    version = make_version()
    client = author_of(version)
    page = client.get(url(version, "reference", "institute2023"))
    drafting.save_reference(
        version,
        by=version.article.lead_author,
        key="institute2023",
        csl={**OTHER_WORK, "number": "7"},
        counter=1,
    )

    stale = client.post(url(version, "reference", "institute2023"), {**sent(page), "number": "8"})
    kept = csl_of(version, "institute2023")["number"]
    client.post(url(version, "reference", "institute2023"), {**sent(page), "number": "8", "over": "2"})

    assert (stale.status_code, held(stale, "number"), kept) == (422, "8", "7")
    assert "Two wordings" in words(stale)
    assert csl_of(version, "institute2023")["number"] == "8"


def test_work_removed_meanwhile_comes_back_and_can_be_saved_anew():
    version = make_version(texts={})
    client = author_of(version)
    page = client.get(url(version, "reference", "institute2023"))
    drafting.remove_reference(version, by=version.article.lead_author, key="institute2023")

    stale = client.post(url(version, "reference", "institute2023"), sent(page))
    client.post(url(version, "reference", "institute2023"), {**sent(page), "over": "0"})

    assert (stale.status_code, held(stale, "title")) == (422, OTHER_WORK["title"])
    assert csl_of(version, "institute2023") == OTHER_WORK


def test_cited_work_is_not_removed_and_the_sentence_says_where_it_is_cited():
    version = make_version()

    response = author_of(version).post(
        url(version, "reference_remove", "institute2023"), {"counter": "1"}, follow=True
    )

    assert "“institute2023” is still cited in the patient text and professional text" in words(response)
    assert Reference.objects.filter(version=version).count() == 2


def test_cited_work_offers_no_removal_but_says_which_texts_cite_it():
    cited, free = make_version(), make_version(texts={})

    pages = [author_of(version).get(url(version, "reference", "institute2023")) for version in (cited, free)]

    removal = ["institute2023/remove/" in page.content.decode() for page in pages]
    assert removal == [False, True]
    assert pages[0].context["citing"] == [
        ("patient text", reverse("write_text", args=[cited.pk, "patient"])),
        ("professional text", reverse("write_text", args=[cited.pk, "professional"])),
    ]
    assert "It is cited in: patient text , professional text ." in words(pages[0])


def test_work_that_nothing_cites_is_removed():
    version = make_version(texts={})

    author_of(version).post(url(version, "reference_remove", "institute2023"), {"counter": "1"})

    assert list(Reference.objects.values_list("key", flat=True)) == ["adeyemi2021"]


@pytest.mark.parametrize("name", ["reference_new", "references_paste"])
def test_work_sent_to_a_sealed_version_comes_back(name):
    version = put_in_state(make_version(), State.SUBMITTED)
    client = author_of(version)
    typed = {**TYPED, "text": json.dumps([HONEY])}
    page = client.post(url(version, name), typed)

    response = client.post(url(version, name), {**typed, "add": str(page.context.get("seen"))})

    assert response.status_code == 422
    assert "its state is “Submitted”" in words(response)
    assert Reference.objects.filter(version=version).count() == 2
