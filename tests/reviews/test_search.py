"""Search over approved text: what is found, in which order, what is never found, and what it costs."""

import dataclasses
import datetime

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import drafting, emergency_table, manuscripts, search, search_index, site
from articles.formats.draft import Text
from articles.models import ArticleVersion, Passage, SiteFacts
from reviews import publishing, reviewing, workflow
from tests.articles.writing_pages import words
from tests.factories import PASSWORD
from tests.record_fixtures import DRAFT, House

pytestmark = pytest.mark.django_db
CITED = "Somebody wrote about it.[@adeyemi2021]"
GINGER = "Does ginger tea shorten a cold?"


def found(asked: str, *, today: datetime.date | None = None, **choices: object) -> list[str]:
    today = today or datetime.datetime.now(datetime.UTC).date()
    return [hit.question for hit in search.find(asked, today=today, **choices).hits]


def approved(house: House, question: str, body: str) -> ArticleVersion:
    """An approved article with one patient text of these words, signed by everybody."""
    author = house.author()
    text = Text("A title", f"{body}\n\n## Source\n\n{CITED}")
    draft = dataclasses.replace(DRAFT, texts={"patient": text}, references=DRAFT.references[:1])
    version = workflow.start(by=author, question=question, written_for="patient", draft=draft)
    drafting.save_authorship(version, by=author, credential="MD", interests="none", name="A")
    reviewing.confirm_authorship(version, by=author, digest=manuscripts.draft_digest(version))
    workflow.submit(version, by=author)
    for reviewer in house.reviewers:
        house.sign(version, reviewer)
    return ArticleVersion.objects.get(pk=version.pk)


def test_approved_text_is_found_by_its_words_and_leads_to_its_place(the_house, client):
    the_house.approved()

    hit = search.find("soothes a throat", today=datetime.date(2026, 1, 1)).hits[0]

    page = client.get(hit.url).content.decode()
    assert (hit.question, hit.section) == (GINGER, "What it does")
    assert f'id="{hit.url.partition("#")[2]}"' in page


@pytest.mark.parametrize(
    "asked",
    [
        "GINGER",
        "gingers",
        "ginger & | ! ( ' \" *",
        "ginger\x1f",
        "what about ginger tea then?",
        "g\u0301inger ginger",
    ],
)
def test_any_way_of_asking_finds_it(the_house, asked):
    the_house.approved()

    assert found(asked) == [GINGER]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(asked=st.text(max_size=60))
def test_any_input_answers(asked):
    assert isinstance(search.find(asked, today=datetime.date(2026, 1, 1)).hits, (list, tuple))


def test_words_in_the_question_weigh_more_than_words_in_the_text(the_house):
    approved(
        the_house, "Does honey help?", "Marmalade is not studied. Marmalade is sweet. Marmalade is orange."
    )
    approved(the_house, "Does marmalade help?", "Nobody has studied this.")

    assert found("marmalade") == ["Does marmalade help?", "Does honey help?"]


def test_short_answer_weighs_more_than_the_text_below_it(the_house):
    approved(the_house, "Is it good?", "## More\n\nKiwi fruit is green.")
    approved(
        the_house, "Is it bad?", "::: bottom-line\nKiwi fruit is green.\n:::\n\n## More\n\nNothing else."
    )

    assert found("kiwi") == ["Is it bad?", "Is it good?"]


def test_words_of_every_question_find_nothing_beside_rarer_ones(the_house):
    approved(the_house, "Does plum juice work?", "## A\n\nIt is safe to take, and it helps.")

    assert (found("does ginger work"), found("is it safe to take zinc"), found("does it work")) == (
        [], [], ["Does plum juice work?"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "link"),
    [
        ("gingr", '<a href="?q=ginger">ginger</a>'),
        ("does gigner help", '<a href="?q=does+ginger+help">does ginger help</a>'),
        ("gingr sore", '<a href="?q=ginger+sore">ginger sore</a>'),
        ("ginger", ""),
        ("gangrene", ""),
        ("tae", ""),
    ],
)
def test_mistyped_word_is_offered_as_approved_questions_have_it(the_house, client, asked, link):
    the_house.approved()

    page = client.get("/search/", {"q": asked}).content.decode()

    assert ("Did you mean" in page, link in page) == (bool(link), True)


@pytest.mark.parametrize(
    ("asked", "is_named"), [("ginger tea", True), ("does ginger work", True), ("cold water bath", False)]
)
def test_withdrawn_article_that_is_asked_for_is_named_as_withdrawn(the_house, client, asked, is_named):
    version = the_house.approved()
    before = words(client.get("/search/", {"q": asked}))
    said = {"patient": "Wrong.", "professional": "Wrong."}
    workflow.retract(
        version, by=the_house.editor, password=PASSWORD, public="An error.", text=said, instead=said
    )

    response = client.get("/search/", {"q": asked})

    says = "We had an article on this, and withdrew it."
    assert (says in before, says in words(response)) == (False, is_named)
    assert (f'href="/articles/{version.article.slug}/"' in response.content.decode()) is is_named


def test_text_with_all_the_words_stands_before_texts_with_some(the_house):
    approved(the_house, "Is one?", "## A\n\nPlums and pears are fruit.")
    approved(the_house, "Is two?", "## A\n\nPlums, plums, plums and plums.")

    answer = search.find("plums pears", today=datetime.date(2026, 1, 1))

    assert ([hit.question for hit in answer.hits], answer.is_partial) == (["Is one?"], False)


def test_text_with_some_of_the_words_is_offered_as_such(the_house):
    approved(the_house, "Is one?", "## A\n\nPlums are fruit.")

    answer = search.find("plums dragonfruit", today=datetime.date(2026, 1, 1))

    assert ([hit.question for hit in answer.hits], answer.is_partial) == (["Is one?"], True)


def test_search_for_one_reader_finds_texts_for_that_reader_only(the_house):
    the_house.approved()

    assert (found("soothe throat", audience="patient"), found("soothe throat", audience="professional")) == (
        [GINGER],
        [],
    )


@pytest.mark.parametrize("state", ["draft", "submitted", "suspended", "retracted"])
def test_what_does_not_stand_as_approved_is_never_found(make_house, state):
    house = make_house(pending_public=("patient", "professional"))
    if state == "draft":
        house.draft()
    elif state == "submitted":
        house.submitted()
    else:
        version = house.approved()
        if state == "suspended":
            workflow.suspend(version, by=house.editor, public="A doubt.")
        else:
            said = {"patient": "Wrong.", "professional": "Wrong."}
            workflow.retract(
                version, by=house.editor, password=PASSWORD, public="An error.", text=said, instead=said
            )

    assert (found("ginger"), Passage.objects.count()) == ([], 0)


def test_replaced_words_are_not_found_any_more(the_house):
    first = approved(the_house, "Is one?", "## A\n\nPlums are fruit.")
    author = first.article.lead_author
    second = workflow.start(
        by=author, question="Is one?", written_for="patient", change_class="update", article=first.article
    )
    text = second.variants.get()
    drafting.save_text(
        second,
        audience="patient",
        by=author,
        counter=text.counter,
        title="A title",
        body=f"## A\n\nPears.\n\n{CITED}",
    )
    reviewing.confirm_authorship(second, by=author, digest=manuscripts.draft_digest(second))
    workflow.submit(second, by=author)
    before = (found("plums"), found("pears"))
    for reviewer in the_house.reviewers:
        the_house.sign(second, reviewer)

    assert (before, found("plums"), found("pears")) == ((["Is one?"], []), [], ["Is one?"])


def test_text_whose_check_is_overdue_says_so_and_leaves_when_it_lapses(the_house):
    the_house.approved()
    row = Passage.objects.first()

    late = search.find("ginger", today=row.overdue_on).hits

    assert ([hit.is_overdue for hit in late], found("ginger", today=row.lapses_on)) == ([True], [])


def test_search_narrows_by_the_day_of_the_last_check(the_house):
    the_house.approved()
    today = datetime.datetime.now(datetime.UTC).date()

    assert found("ginger", since=today) == [GINGER]
    assert found("ginger", since=today + datetime.timedelta(days=1)) == []


def test_publishing_again_writes_no_passage(the_house, django_assert_max_num_queries):
    version = the_house.approved()
    before = list(Passage.objects.values())

    publishing.show(version.article)

    assert list(Passage.objects.values()) == before


def test_index_is_made_whole_again_after_a_migration(the_house):
    the_house.approved()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("insert", "delete", "update"):
                cursor.execute(f"DROP TRIGGER {search_index.INDEX}_{verb}")
            cursor.execute(f"INSERT INTO {search_index.INDEX}({search_index.INDEX}) VALUES ('delete-all')")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE articles_passage DROP COLUMN stems")

    search_index.install(connection)

    assert found("ginger") == [GINGER]


def test_page_shows_the_passage_with_the_words_marked(the_house, client):
    the_house.approved()

    response = client.get("/search/", {"q": "sore throats"})

    assert "<mark>sore</mark> <mark>throat</mark>" in response.content.decode()
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"q": "zebra"}, "Our checked articles have nothing on this."),
        ({"q": "ginger", "for": "caregiver"}, "You looked through some of the texts only."),
        ({"q": "ginger dragonfruit"}, "No checked text has all of these words."),
        ({"q": "ginger " + "x" * 300}, "Only the first 200 characters were looked for."),
        ({}, "It looks through approved text only"),
        ({"q": "<script>alert(1)</script>"}, "&lt;script&gt;"),
        ({"q": "ginger", "page": "99999999999", "since": "soon", "for": "everybody"}, "ginger"),
    ],
)
def test_page_says_what_it_did(the_house, client, asked, sentence):
    the_house.approved()

    response = client.get("/search/", asked)

    assert (
        response.status_code,
        sentence.lower() in f"{words(response)} {response.content.decode()}".lower(),
    ) == (200, True)


@pytest.mark.parametrize("articles", [1, 3])
def test_page_costs_the_same_for_one_and_three_articles(
    the_house, client, django_assert_num_queries, articles
):
    for number in range(articles):
        approved(the_house, f"Is fruit number {number} good?", "## A\n\nPlums are fruit.")
    client.get("/search/")

    with django_assert_num_queries(3):
        response = client.get("/search/", {"q": "plums"})

    assert len(response.context["found"].hits) == articles


def test_page_is_the_same_for_everybody(the_house, client):
    the_house.approved()
    anonymous = client.get("/search/?q=ginger")
    client.force_login(the_house.editor)

    response = client.get("/search/?q=ginger")

    assert (response.content, response.headers) == (anonymous.content, anonymous.headers)


def test_republishing_brings_lost_passages_back(the_house):
    the_house.approved()
    Passage.objects.all().delete()

    call_command("republish", verbosity=0)

    assert found("ginger") == [GINGER]


@pytest.mark.parametrize(
    ("asked", "is_page"),
    [("my father has crushing chest pain now", True), ("chest pain", None), ("ginger tea", False)],
)
def test_emergency_comes_before_anything_that_was_found(the_house, client, asked, is_page):
    the_house.approved()
    SiteFacts(pk=1, emergency_number="112").save()

    page = client.get("/search/", {"q": f"ginger {asked}"}).content.decode()

    assert ("tel:112" in page, "It looks through approved text only" in page) == (
        is_page is not False,
        is_page is not True,
    )
    assert page.count('name="q"') == 1


def test_emergency_is_answered_without_a_database(client, monkeypatch):
    def broken(*_args: object, **_options: object) -> None:
        raise OperationalError("no database")

    emergency_table.forget()
    site.forget()
    monkeypatch.setattr(connection, "cursor", broken)

    response = client.get("/search/", {"q": "my father has crushing chest pain now"})

    assert (response.status_code, "This could be an emergency." in words(response)) == (200, True)
