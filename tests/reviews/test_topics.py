"""Topics: kept by editors, shown to readers as lists of what stands, and a way to narrow a search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import site, topics
from articles.models import Topic
from articles.refusals import Refused
from reviews import house, workflow
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    site.forget()
    topics.forget()
    yield
    site.forget()
    topics.forget()


@pytest.fixture
def version(the_house):
    version = the_house.approved()
    version.article.refresh_from_db()
    return version


@pytest.fixture
def desk(the_house):
    return signed_in(the_house.editor)


def topic(*articles, name: str = "Colds") -> Topic:
    """There are topics on pages without anybody to make them: who may is asked below."""
    made = Topic.objects.create(
        name=name, slug=name.lower().replace(" ", "-"), description="All about colds."
    )
    made.articles.set(articles)
    return made


# For readers


def test_topic_lists_what_stands_in_it(version, client):
    topic(version.article)
    topic(name="Teeth")

    inside, other = client.get("/topics/colds/"), client.get("/topics/teeth/")

    assert (version.question in words(inside), "All about colds." in words(inside)) == (True, True)
    assert (version.question in words(other), "Nothing checked is published here yet." in words(other)) == (
        False,
        True,
    )


@pytest.mark.parametrize("case", ["pending", "suspended"])
def test_topic_lists_nothing_that_does_not_stand(the_house, client, case):
    version = the_house.submitted() if case == "pending" else the_house.approved()
    version.article.refresh_from_db()
    if case == "suspended":
        workflow.suspend(version, by=the_house.editor, public="A danger.")
    topic(version.article)

    assert version.question not in words(client.get("/topics/colds/"))


@pytest.mark.parametrize("place", ["/", "/topics/"])
def test_topics_are_found_from_the_pages_of_readers(client, place):
    topic()

    assert 'href="/topics/colds/"' in client.get(place).content.decode()


def test_no_topics_are_said_so(client):
    assert "There are no topics yet." in words(client.get("/topics/"))


def test_topic_that_is_not_there_is_not_found(client):
    assert client.get("/topics/colds/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_topic_costs_one_query(the_house, client, django_assert_num_queries, rows):
    versions = [the_house.approved() for _one in range(rows)]
    topic(*(version.article for version in versions))
    client.get("/topics/colds/")

    with django_assert_num_queries(1):
        response = client.get("/topics/colds/")

    assert len(response.context["rows"]) == rows


def test_topic_is_the_same_for_everybody(version, client, desk):
    topic(version.article)
    anonymous = client.get("/topics/colds/")

    other = desk.get("/topics/colds/")

    assert (other.content, other.headers) == (anonymous.content, anonymous.headers)
    assert other.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize(
    ("asked", "is_found"), [("colds", True), ("teeth", False), ("", True), ("no-topic", True)]
)
def test_search_is_narrowed_to_a_topic(version, client, asked, is_found):
    topic(version.article)
    topic(name="Teeth")

    response = client.get("/search/", {"q": "ginger", "topic": asked})

    assert (version.question in words(response)) is is_found
    assert ('<option value="teeth" selected>' in response.content.decode()) is (asked == "teeth")


def test_search_keeps_the_topic_from_page_to_page(the_house, client, monkeypatch):
    monkeypatch.setattr("articles.search.PER_PAGE", 1)
    topic(*(the_house.approved().article for _one in range(2)))

    response = client.get("/search/", {"q": "ginger", "topic": "colds"})

    assert "topic=colds&amp;page=2" in response.content.decode()


# For editors


def test_editor_makes_a_topic_and_puts_an_article_in(version, desk):
    made = desk.post("/desk/topics/new/", {"name": "Coughs & colds", "description": "Of winter."})
    place = made.headers["Location"]
    page = desk.get(place)

    desk.post(place, {
        "name": "Coughs & colds", "description": "Of winter.", "articles": [version.article.pk], "seen": held(page, "seen"),
    })  # fmt: skip

    row = Topic.objects.get()
    assert (row.slug, row.name, row.description) == ("coughs-colds", "Coughs & colds", "Of winter.")
    assert list(row.articles.all()) == [version.article]


def test_renamed_topic_keeps_its_address(desk):
    row = topic()

    desk.post(f"/desk/topics/{row.pk}/", {"name": "Winter", "seen": ""})

    row.refresh_from_db()
    assert (row.name, row.slug) == ("Winter", "colds")


@pytest.mark.parametrize("name", ["Colds", "colds", "COLDS!"])
def test_name_or_address_that_is_taken_is_refused(desk, name):
    topic()

    response = desk.post("/desk/topics/new/", {"name": name})

    assert (response.status_code, Topic.objects.count(), held(response, "name")) == (422, 1, name)


def test_name_without_a_letter_for_its_address_is_refused(desk):
    response = desk.post("/desk/topics/new/", {"name": "感冒"})

    assert (response.status_code, Topic.objects.count()) == (422, 0)


def test_what_another_editor_put_in_meanwhile_stays(the_house, desk):
    first, second, third = (the_house.approved().article for _one in range(3))
    row = topic(first)
    seen = held(desk.get(f"/desk/topics/{row.pk}/"), "seen")
    row.articles.add(third)

    desk.post(f"/desk/topics/{row.pk}/", {"name": "Colds", "articles": [second.pk], "seen": seen})

    assert set(row.articles.all()) == {second, third}


def test_article_that_readers_cannot_see_is_not_put_in(the_house, desk):
    draft = the_house.draft().article
    row = topic()

    desk.post(f"/desk/topics/{row.pk}/", {"name": "Colds", "articles": [draft.pk], "seen": ""})

    assert row.articles.count() == 0
    topics.put(row, by=the_house.editor, chosen={draft.pk}, seen=set())
    assert row.articles.count() == 0


def test_removed_topic_leaves_its_articles(version, desk, client):
    row = topic(version.article)

    desk.post(f"/desk/topics/{row.pk}/remove/")

    assert (Topic.objects.count(), client.get("/topics/colds/").status_code) == (0, 404)
    assert client.get(f"/articles/{version.article.slug}/patient/").status_code == 200


VERBS = {
    "begin": lambda row, by: topics.begin(by=by, name="Teeth", description=""),
    "describe": lambda row, by: topics.describe(row, by=by, name="Teeth", description=""),
    "put": lambda row, by: topics.put(row, by=by, chosen=set(), seen=set(row.articles.values_list("pk", flat=True))),
    "delete": lambda row, by: topics.delete(row, by=by),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["author", "reviewer", "former editor"])
def test_topics_are_changed_by_editors_only(the_house, version, verb, who):
    row, former = topic(version.article), make_user("editor", name="Former Editor")
    house.end_grant(former.grants.get(), by=the_house.editor)
    person = {"author": the_house.author(), "reviewer": the_house.reviewers[0], "former editor": former}[who]

    with pytest.raises(Refused, match="Only an editor can do this"):
        VERBS[verb](row, person)

    assert list(Topic.objects.values_list("name", flat=True)) == ["Colds"]
    assert list(row.articles.all()) == [version.article]


@pytest.mark.parametrize("verb", VERBS)
def test_editor_may_change_topics(the_house, version, verb):
    row = topic(version.article)

    VERBS[verb](row, the_house.editor)

    found = [(one.name, one.articles.count()) for one in Topic.objects.order_by("pk")]
    wanted = {
        "begin": [("Colds", 1), ("Teeth", 0)],
        "describe": [("Teeth", 1)],
        "put": [("Colds", 0)],
        "delete": [],
    }
    assert found == wanted[verb]


@pytest.mark.parametrize("who", ["author", "reviewer", "stranger"])
def test_topics_desk_is_not_there_for_others(the_house, who):
    row = topic()
    person = {
        "author": the_house.author(),
        "reviewer": the_house.reviewers[0],
        "stranger": make_user("stranger"),
    }
    client = signed_in(person[who])
    places = ["", "new/", f"{row.pk}/", f"{row.pk}/remove/"]

    assert {client.get(f"/desk/topics/{place}").status_code for place in places} == {404}
    assert {client.post(f"/desk/topics/{place}").status_code for place in places[1:]} == {404}


@pytest.mark.parametrize("place", ["/desk/topics/", "one"])
def test_pages_of_the_desk_cost_the_same_for_one_and_three(the_house, desk, place):
    row = topic(name="First")
    place = f"/desk/topics/{row.pk}/" if place == "one" else place
    costs = []
    for number in (1, 2):
        for more in range(number):
            row.articles.add(the_house.approved().article)
            topic(name=f"More {number} {more}")
        desk.get(place)
        with CaptureQueriesContext(connection) as queries:
            desk.get(place)
        costs.append(len(queries))

    assert costs[0] == costs[1]
