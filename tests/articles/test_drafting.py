"""Tests of drafting: who may change a draft, what a change leaves, and what leaves no trace."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import drafting
from articles.cleaning import Unwritable, clean
from articles.formats.draft import Draft, DraftReference, Text
from articles.models import Article, ArticleVersion, Authorship, Contributor, Reference, Variant
from articles.refusals import Refused, Stale
from articles.states import State
from tests import factories
from tests.factories import make_user, make_version, put_in_state

pytestmark = pytest.mark.django_db

SAVED = {"title": "Ginger tea", "body": "Other words.[@adeyemi2021]"}
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


def why_not(text: str) -> str:
    with pytest.raises(Unwritable) as unwritable:
        clean(text)
    return str(unwritable.value)


def rows_of(version: ArticleVersion) -> list[Any]:
    """Everything that a verb could have written, history included."""
    tables = [Variant, Reference, Authorship, Variant.history, Reference.history, Authorship.history]
    rows: list[Any] = [list(ArticleVersion.objects.values()), list(Contributor.objects.values())]
    for table in tables:
        rows.append(list(getattr(table, "objects", table).filter(version=version).order_by("pk").values()))
    return rows


def add_coauthor(version: ArticleVersion) -> Any:
    coauthor = make_user("author")
    drafting.add_author(version, by=version.article.lead_author, user=coauthor)
    return coauthor


def text_of(version: ArticleVersion, audience: str = "patient") -> Variant:
    return Variant.objects.get(version=version, audience=audience)


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


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"add_author"}))
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


# Opening a version


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


# Facts


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


# Texts


def test_save_text_creates_the_text_of_an_audience():
    version = make_version()
    author = version.article.lead_author

    row = drafting.save_text(version, audience="student", by=author, counter=0, title=" T ", body="a\r\nb\n")

    stored = text_of(version, "student")
    assert (stored.pk, stored.title, stored.body, stored.counter) == (row.pk, "T", "a\nb\n", 1)
    assert stored.history.get().history_user == author


def test_save_text_changes_the_stored_text_and_counts():
    version = make_version()

    drafting.save_text(version, audience="patient", by=version.article.lead_author, counter=1, **SAVED)

    stored = text_of(version)
    assert (stored.title, stored.body, stored.counter) == (SAVED["title"], SAVED["body"], 2)


@pytest.mark.parametrize("counter", [0, 1, 3])
def test_save_text_with_another_counter_is_stale_and_shows_what_is_stored(counter):
    version = make_version()
    author = version.article.lead_author
    drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)

    with pytest.raises(Stale) as stale:
        drafting.save_text(version, audience="patient", by=author, counter=counter, title="Mine", body="Mine")

    assert (stale.value.stored.body, stale.value.stored.counter) == (SAVED["body"], 2)
    assert text_of(version).body == SAVED["body"]


def test_save_text_that_changes_nothing_leaves_no_trace():
    version = make_version()
    coauthor = add_coauthor(version)
    before = rows_of(version)

    drafting.save_text(
        version,
        audience="patient",
        by=coauthor,
        counter=0,
        title=f" {factories.TEXTS['patient'][0]} ",
        body=factories.PATIENT_BODY.replace("\n", "\r\n"),
    )

    assert rows_of(version) == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "x" * 301}, "The title has 301 characters; at most 300 can be kept."),
        ({"body": "x" * 200_001}, "The patient text has 200001 characters; at most 200000 can be kept."),
        ({"body": "x" * 5_000_000}, "The patient text has 5000000 characters; at most 200000 can be kept."),
        (
            {"body": "\udc00"},
            "The patient text: " + why_not("\udc00"),
        ),
        ({"audience": "nobody"}, "“nobody” is not one of the choices."),
    ],
)
def test_save_text_refuses_what_cannot_be_kept(typed, sentence):
    version = make_version()

    with pytest.raises(Refused) as refused:
        drafting.save_text(
            version,
            by=version.article.lead_author,
            counter=1,
            **{"audience": "patient", "title": "T", "body": "B", **typed},
        )

    assert refused.value.sentences == (sentence,)


def test_remove_text_keeps_it_in_the_history():
    version = make_version()
    author = version.article.lead_author

    drafting.remove_text(version, audience="patient", by=author, counter=1)

    assert not Variant.objects.filter(version=version, audience="patient").exists()
    removed = Variant.history.filter(version=version, audience="patient").latest()
    assert (removed.history_type, removed.body, removed.history_user) == ("-", factories.PATIENT_BODY, author)


def test_remove_text_of_a_text_saved_meanwhile_is_stale():
    version = make_version()
    author = version.article.lead_author
    drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)

    with pytest.raises(Stale):
        drafting.remove_text(version, audience="patient", by=author, counter=1)

    assert text_of(version).counter == 2


def test_remove_text_where_there_is_none_leaves_no_trace():
    version = make_version()
    before = rows_of(version)

    drafting.remove_text(version, audience="student", by=version.article.lead_author)

    assert rows_of(version) == before


def test_save_text_over_a_removed_text_is_stale_even_after_another_was_begun():
    version = make_version()
    author = version.article.lead_author
    drafting.remove_text(version, audience="patient", by=author)
    with pytest.raises(Stale) as after_removal:
        drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)
    drafting.save_text(version, audience="patient", by=author, counter=0, title="New", body="New")

    with pytest.raises(Stale) as after_another:
        drafting.save_text(version, audience="patient", by=author, counter=1, **SAVED)

    assert (after_removal.value.stored, after_another.value.stored.body) == (None, "New")


def save_at(version: ArticleVersion, by: Any, minute: int) -> None:
    with time_machine.travel(datetime.datetime(2090, 1, 1, 12, minute, tzinfo=datetime.UTC), tick=False):
        counter = Variant.objects.get(version=version, audience="patient").counter
        drafting.save_text(
            version, audience="patient", by=by, counter=counter, title="T", body=f"Words of minute {minute}"
        )


def words_in_history(version: ArticleVersion) -> list[str]:
    history = Variant.history.filter(version=version, audience="patient").order_by("history_id")
    return [row.body.removeprefix("Words of minute ") for row in history][1:]


def test_history_makes_one_of_a_persons_saves_within_ten_minutes():
    version = make_version()

    for minute in (0, 4, 9):
        save_at(version, version.article.lead_author, minute)

    assert words_in_history(version) == ["9"]


def test_history_counts_the_ten_minutes_from_the_first_save():
    version = make_version()

    for minute in (0, 7, 14, 21, 28):
        save_at(version, version.article.lead_author, minute)

    assert words_in_history(version) == ["7", "21", "28"]


def test_history_keeps_the_saves_of_two_people_apart():
    version = make_version()
    coauthor = add_coauthor(version)

    for minute, by in enumerate([version.article.lead_author, coauthor, version.article.lead_author]):
        save_at(version, by, minute)

    assert words_in_history(version) == ["0", "1", "2"]


def test_history_of_a_text_changed_at_once_still_says_when_it_was_created():
    version = make_version()

    drafting.save_text(version, audience="patient", by=version.article.lead_author, counter=1, **SAVED)

    row = text_of(version).history.get()
    assert (row.history_type, row.body) == ("+", SAVED["body"])


def test_save_text_costs_a_bounded_number_of_queries(django_assert_max_num_queries):
    version = make_version()

    with django_assert_max_num_queries(12):
        drafting.save_text(version, audience="patient", by=version.article.lead_author, counter=1, **SAVED)


# Works


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


# Authors


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
        VERBS["save_facts"](version, coauthor)
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
    VERBS["save_facts"](version, coauthor)

    drafting.remove_author(version, by=coauthor, user=coauthor)

    assert Contributor.objects.filter(article=version.article, user=coauthor).count() == 1


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


# Bringing a file in


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
