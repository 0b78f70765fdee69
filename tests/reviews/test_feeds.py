"""What machines read agrees with what people read: feeds, the map of pages, the rules for crawlers, the pages about it all."""

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from articles import about, site
from articles.models import Edition, SiteFacts
from reviews import workflow
from tests.articles.writing_pages import words
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PUBLIC = [
    "/feed/",
    "/feed/corrections/",
    "/sitemap.xml",
    "/robots.txt",
    *(f"/{name}/" for name in about.PAGES),
]
SAID = {"patient": "It was wrong.", "professional": "It was wrong."}


@pytest.fixture(autouse=True)
def fresh_site():
    site.forget()
    yield
    site.forget()


def entries(client: Any, path: str) -> list[dict[str, str]]:
    root = ElementTree.fromstring(client.get(path).content)  # noqa: S314  (our own answer)
    return [
        {
            "title": entry.findtext(f"{ATOM}title", ""),
            "link": entry.find(f"{ATOM}link").get("href", ""),
            "summary": entry.findtext(f"{ATOM}summary", ""),
        }
        for entry in root.findall(f"{ATOM}entry")
    ]


def mapped(client: Any) -> list[str]:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  (our own answer)
    return [
        found.findtext(f"{MAP}loc", "").removeprefix("http://testserver")
        for found in root.findall(f"{MAP}url")
    ]


def test_feed_says_what_was_approved_by_whom_and_leads_there(the_house, client):
    the_house.approved()

    (entry,) = entries(client, "/feed/")

    assert (entry["title"], entry["summary"]) == (
        "Does ginger tea shorten a cold?",
        "Ginger tea for a cold. Approved by our advisory board: Reviewer 1, Reviewer 2.",
    )
    assert client.get(entry["link"]).status_code == 200


def test_feed_names_nothing_that_does_not_stand(the_house, client):
    workflow.suspend(the_house.approved(), by=the_house.editor, public="A doubt.")

    assert entries(client, "/feed/") == []


def test_corrections_are_in_their_feed_word_for_word(the_house, client):
    version = the_house.approved()
    workflow.notice(
        version, by=the_house.editor, password=PASSWORD, kind="correction", text=SAID, instead=SAID
    )

    (entry,) = entries(client, "/feed/corrections/")

    assert (entry["title"], entry["summary"]) == (
        "Correction: Does ginger tea shorten a cold?",
        "It was wrong. It was wrong.",
    )


def test_map_has_every_text_that_stands_at_its_bare_address_once(the_house, client):
    the_house.approved()

    assert mapped(client) == [
        "/articles/does-ginger-tea-shorten-a-cold/patient/",
        "/articles/does-ginger-tea-shorten-a-cold/professional/",
    ]


@pytest.mark.parametrize("why", ["suspended", "retracted", "pending", "demo"])
def test_map_leaves_out_what_a_crawler_should_not_show(make_house, client, why):
    house = make_house(pending_public=("patient", "professional"))
    if why == "pending":
        house.submitted()
    else:
        version = house.approved()
        if why == "suspended":
            workflow.suspend(version, by=house.editor, public="A doubt.")
        elif why == "retracted":
            workflow.retract(
                version, by=house.editor, password=PASSWORD, public="An error.", text=SAID, instead=SAID
            )
        else:
            SiteFacts(pk=1, is_demo=True).save()

    assert mapped(client) == []


def test_crawlers_are_kept_out_of_the_rooms(client):
    rules = client.get("/robots.txt").content.decode()

    assert "Disallow: /desk/\nDisallow: /write/\n" in rules
    assert "Sitemap: http://testserver/sitemap.xml" in rules


@pytest.mark.parametrize("path", PUBLIC)
def test_each_is_the_same_for_everybody_without_a_cookie(the_house, client, path):
    version = the_house.approved()
    workflow.notice(
        version, by=the_house.editor, password=PASSWORD, kind="correction", text=SAID, instead=SAID
    )
    anonymous = client.get(path)
    client.force_login(the_house.editor)

    response = client.get(path)

    assert (response.content, response.headers) == (anonymous.content, anonymous.headers)
    assert (response.status_code, response.headers["Cache-Control"], dict(response.cookies)) == (
        200,
        "public, max-age=0, s-maxage=60",
        {},
    )


@pytest.mark.parametrize("path", ["/feed/", "/feed/corrections/", "/sitemap.xml"])
@pytest.mark.parametrize("articles", [1, 3])
def test_each_costs_the_same_for_one_and_three_articles(
    the_house, client, django_assert_max_num_queries, path, articles
):
    for _number in range(articles):
        version = the_house.approved()
        workflow.notice(
            version, by=the_house.editor, password=PASSWORD, kind="correction", text=SAID, instead=SAID
        )
    client.get("/about/")

    with django_assert_max_num_queries(2):
        client.get(path)

    assert Edition.objects.filter(is_listed=True).count() == articles


@pytest.mark.parametrize(
    ("page", "facts", "sentence"),
    [
        ("about", {"publisher": "A clinic"}, "A clinic publishes these pages and answers for them."),
        ("about", {}, "Whoever runs this site has not said yet who they are."),
        ("contact", {"contact_email": "desk@example.org"}, "to desk@example.org."),
        ("contact", {"poison_line": "555"}, "If somebody took something poisonous call 555."),
        ("contact", {}, "Call your local emergency number."),
        ("privacy", {}, "none carries a tracker"),
        ("accessibility", {"contact_email": "desk@example.org"}, "Tell the editors: desk@example.org."),
    ],
)
def test_page_about_these_pages_says_what_the_site_says_of_itself(client, page, facts, sentence):
    SiteFacts(pk=1, **facts).save()

    assert sentence in words(client.get(f"/{page}/"))
