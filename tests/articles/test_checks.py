"""Tests of the checks: each thing that stops a submission by itself, and what is only advice."""

import datetime

import pytest
import time_machine

from articles import checks, drafting
from articles.checks import Missing
from articles.models import ArticleVersion
from tests import factories
from tests.factories import confirm, make_user, make_version

pytestmark = pytest.mark.django_db

PATIENT = factories.PATIENT_BODY


def missing_after(version: ArticleVersion) -> list[Missing]:
    version = ArticleVersion.objects.get(pk=version.pk)
    confirm(version)
    return checks.missing(version)


def with_patient_body(body: str) -> ArticleVersion:
    return make_version(texts={**factories.TEXTS, "patient": ("Ginger tea for a cold", body)})


def test_missing_is_nothing_in_a_complete_draft():
    version = make_version()

    assert checks.missing(version) == []


@pytest.mark.parametrize(
    ("facts", "sentence", "place"),
    [
        ({"heading": " "}, "Write a heading.", "heading"),
        ({"countries": []}, "Say for which countries it is written.", "countries"),
        ({"searched_to": None}, "Say up to which day the evidence was searched.", "searched_to"),
        ({"funding": ""}, "Say who paid for the work; if nobody did, write “none”.", "funding"),
        (
            {"ai_used": ""},
            "Say whether AI was used in the writing; “none” is an answer too.",
            "ai_used",
        ),
        ({"ai_used": "yes"}, "Say which AI was used, and for what.", "ai_statement"),
    ],
)
def test_missing_names_each_fact_that_is_not_stated(facts, sentence, place):
    version = make_version(**facts)

    assert checks.missing(version) == [Missing(sentence, ("facts", place))]


def test_missing_asks_for_the_question():
    version = make_version()
    drafting.save_facts(version, by=version.article.lead_author, counter=1, question="")

    assert missing_after(version) == [
        Missing("Write the clinical question that the article answers.", ("facts", "question"))
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-03-31", []),
        (
            "2025-03-30",
            [
                Missing(
                    "The evidence cannot have been searched up to a day that is still to come.",
                    ("facts", "searched_to"),
                )
            ],
        ),
    ],
)
def test_missing_refuses_a_search_in_the_future(today, expected):
    version = make_version(searched_to="2025-03-31")

    with time_machine.travel(datetime.datetime.fromisoformat(f"{today}T12:00:00Z"), tick=False):
        found = checks.missing(version)

    assert found == expected


def test_missing_asks_for_the_text_it_is_written_for():
    version = make_version(written_for="caregiver")

    assert checks.missing(version) == [
        Missing(
            "Write the caregiver text: it is the one that this article is written for.", ("text", "caregiver")
        )
    ]


@pytest.mark.parametrize(
    ("title", "body", "sentence"),
    [
        ("", PATIENT, "Give the patient text a title."),
        ("T", " \n", "The patient text is empty: write it, or remove it."),
        ("T", "No source at all.", "The patient text cites nothing yet."),
        (
            "T",
            PATIENT + "More.[@gone]",
            "In the patient text: The text cites “gone”, but no reference has that key.",
        ),
    ],
)
def test_missing_names_what_a_text_lacks(title, body, sentence):
    version = make_version(texts={**factories.TEXTS, "patient": (title, body)})

    assert checks.missing(version) == [Missing(sentence, ("text", "patient"))]


@pytest.mark.parametrize("addition", ["More.[@7up]", "::: safety\nNot closed.", "::: unknown\nA.\n:::"])
def test_missing_leads_to_the_text_with_a_malformed_citation_or_block(addition):
    version = with_patient_body(f"{PATIENT}\n{addition}\n")

    assert [found.place for found in checks.missing(version)] == [("text", "patient")] * (
        2 if "unknown" in addition else 1
    )


def test_missing_names_a_reference_that_is_cited_nowhere():
    version = make_version(references={**factories.REFERENCES, "spare": factories.WORK})

    assert checks.missing(version) == [
        Missing("Reference “spare” is cited nowhere: cite it, or remove it.", ("references", "spare"))
    ]


def test_missing_names_a_placeholder():
    version = make_version()
    drafting.save_reference(
        version,
        by=version.article.lead_author,
        key="adeyemi2021",
        csl={},
        counter=1,
        is_placeholder=True,
    )

    assert missing_after(version) == [
        Missing(
            "Reference “adeyemi2021” is only a placeholder: say which work it is.",
            ("references", "adeyemi2021"),
        )
    ]


def test_missing_names_what_a_reference_lacks():
    incomplete = {name: value for name, value in factories.WORK.items() if name != "title"}
    version = make_version(references={**factories.REFERENCES, "adeyemi2021": incomplete})

    assert checks.missing(version) == [
        Missing("Reference “adeyemi2021”: A reference needs a “title”.", ("references", "adeyemi2021"))
    ]


@pytest.mark.parametrize(
    ("credential", "interests", "sentence"),
    [
        ("", "none", "Ada Okafor has not stated a credential."),
        ("MD", "", "Ada Okafor has not stated interests; if there are none, “none” says so."),
    ],
)
def test_missing_names_what_an_author_has_not_stated(credential, interests, sentence):
    author = make_user("author", name="Ada Okafor")
    version = make_version(by=author)
    drafting.save_authorship(
        version, by=author, credential=credential, interests=interests, name="Ada Okafor"
    )

    assert missing_after(version) == [Missing(sentence, ("authors", str(author.uid)))]


def test_missing_asks_each_author_to_confirm():
    version = make_version()
    coauthor = make_user("author", name="Bo Lind")
    drafting.add_author(version, by=version.article.lead_author, user=coauthor)
    drafting.save_authorship(version, by=coauthor, credential="RN", interests="none", name="Bo Lind")
    confirm(version)
    row = version.authorships.get(user=coauthor)
    row.confirmed_digest = ""
    row.save()

    assert checks.missing(version) == [
        Missing("Bo Lind has not confirmed the text yet.", ("confirm", str(coauthor.uid)))
    ]


@pytest.mark.parametrize("what", ["facts", "text", "reference", "authorship"])
def test_missing_asks_to_confirm_again_after_any_change(what):
    author = make_user("author", name="Ada Okafor")
    version = make_version(by=author)
    change = {
        "facts": lambda: drafting.save_facts(version, by=author, counter=1, funding="A grant"),
        "text": lambda: drafting.save_text(
            version, audience="patient", by=author, counter=1, title="T", body=PATIENT
        ),
        "reference": lambda: drafting.save_reference(
            version,
            by=author,
            key="adeyemi2021",
            csl={**factories.WORK, "volume": "13"},
            counter=1,
        ),
        "authorship": lambda: drafting.save_authorship(
            version, by=author, credential="PhD", interests="none", name="Ada Okafor"
        ),
    }
    change[what]()

    found = checks.missing(ArticleVersion.objects.get(pk=version.pk))

    assert found == [
        Missing(
            "Ada Okafor confirmed an earlier wording and must confirm this one.",
            ("confirm", str(author.uid)),
        )
    ]


def test_missing_is_asked_for_an_author_where_none_is_named():
    version = make_version()
    version.authorships.all().delete()

    assert checks.missing(version) == [Missing("Name an author.", ("authors", ""))]


@pytest.mark.parametrize("works", [1, 20])
def test_missing_costs_the_same_queries_for_any_number_of_works(works, django_assert_num_queries):
    version = make_version(references={f"work{n}": factories.WORK for n in range(works)})
    version = ArticleVersion.objects.get(pk=version.pk)

    with django_assert_num_queries(7):
        checks.missing(version)


# Advice


def test_advice_on_a_text_that_is_easy_and_whole_is_silent():
    version = make_version()

    assert checks.advice(version) == []


def test_advice_names_a_text_that_is_hard_to_read():
    hard = "Pharmacological interventions demonstrate considerable heterogeneity across multidisciplinary populations. "
    version = with_patient_body(PATIENT + "\n" + hard * 10)

    [sentence] = checks.advice(version)

    assert sentence.startswith("The patient text reads at school grade ")
    assert sentence.endswith("; up to 8 is easy for most readers.")


def test_advice_expects_the_blocks_that_readers_look_for():
    version = make_version(texts={"patient": ("T", "It helps.[@a]"), "student": ("T", "It helps.[@a]")})

    assert checks.advice(version) == [
        "The patient text has no bottom-line block: most readers look for the answer first.",
        "The patient text has no block that says when to get help.",
        "The text for study and research has no bottom-line block: most readers look for the answer first.",
    ]


def test_advice_costs_one_query(django_assert_num_queries):
    version = make_version()

    with django_assert_num_queries(1):
        checks.advice(version)
