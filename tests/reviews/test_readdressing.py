"""Another address for an article: every old one leads to it, and none is ever given again."""

import pytest

from articles import reports, site
from articles.editions import addresses
from articles.models import Article, Edition, OldAddress, Passage
from articles.refusals import Refused
from reviews import house, readdressing, replay, workflow
from reviews.rules import default_rules
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
OLD = "does-ginger-tea-shorten-a-cold"


@pytest.fixture(autouse=True)
def fresh_site():
    site.forget()
    yield
    site.forget()


@pytest.fixture
def article(the_house) -> Article:
    return Article.objects.get(pk=the_house.approved().article_id)


def change(article, slug, by) -> Article:
    readdressing.change(article, slug, by=by)
    article.refresh_from_db()
    return article


@pytest.mark.parametrize("rest", ["", "patient/", "v1/patient/", "record/", "student/"])
def test_every_old_address_leads_to_the_new_one(the_house, article, client, rest):
    change(article, "ginger", the_house.editor)

    response = client.get(f"/articles/{OLD}/{rest}")

    assert (response.status_code, response.headers["Location"]) == (301, f"/articles/ginger/{rest}")
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert client.get(f"/articles/ginger/{rest}").status_code == (200 if rest else 302)


def test_address_that_was_changed_twice_leads_on_in_one_step(the_house, article, client):
    change(article, "ginger", the_house.editor)
    change(article, "ginger-tea", the_house.editor)

    assert client.get(f"/articles/{OLD}/patient/").headers["Location"] == "/articles/ginger-tea/patient/"
    assert client.get("/articles/ginger/patient/").headers["Location"] == "/articles/ginger-tea/patient/"


def test_pages_and_search_know_the_new_address_alone(the_house, article):
    change(article, "ginger", the_house.editor)

    told = [*Edition.objects.values_list("path", flat=True), *Passage.objects.values_list("url", flat=True)]
    assert {path.split("/")[2] for path in told} == {"ginger"}
    page = bytes(Edition.objects.get(path="/articles/ginger/patient/", shown_from__year=1).body).decode()
    assert OLD not in page


def test_record_agrees_after_a_change(the_house, article):
    change(article, "ginger", the_house.editor)

    assert replay.verify().problems == []


@pytest.mark.parametrize("rest", ["v2/patient/", "anything/", "../desk/", "//evil.example/"])
def test_old_address_of_no_page_is_not_found(the_house, article, client, rest):
    change(article, "ginger", the_house.editor)

    assert client.get(f"/articles/{OLD}/{rest}").status_code == 404


@pytest.mark.parametrize("rest", ["", "patient/"])
def test_old_address_says_nothing_of_a_text_that_is_no_longer_public(the_house, client, rest):
    house.set_policy(default_rules(pending_public=("patient",)), by=the_house.editor, password=PASSWORD)
    version = the_house.submitted()
    article = Article.objects.get(pk=version.article_id)
    change(article, "ginger", the_house.editor)
    shown = client.get(f"/articles/{OLD}/{rest}").status_code
    workflow.withdraw(version, by=version.article.lead_author)

    assert (shown, client.get(f"/articles/{OLD}/{rest}").status_code) == (301, 404)


def test_page_that_stands_costs_one_query_still(the_house, article, client, django_assert_num_queries):
    change(article, "ginger", the_house.editor)

    with django_assert_num_queries(1):
        client.get("/articles/ginger/patient/")


@pytest.mark.parametrize(
    "slug", ["Ginger", "ginger tea", "-ginger", "ginger--tea", "ginger/", "", "é", "g" * 81]
)
def test_address_of_another_shape_is_refused(the_house, article, slug):
    with pytest.raises(Refused):
        readdressing.change(article, slug, by=the_house.editor)

    article.refresh_from_db()
    assert article.slug == OLD


def test_address_of_another_article_is_refused(the_house, article):
    other = Article.objects.get(pk=the_house.approved().article_id)

    with pytest.raises(Refused, match="Another article has this address"):
        readdressing.change(article, other.slug, by=the_house.editor)


@pytest.mark.parametrize("whose", ["its own", "another's"])
def test_old_address_is_never_given_again(the_house, article, whose):
    change(article, "ginger", the_house.editor)
    other = article if whose == "its own" else Article.objects.get(pk=the_house.approved().article_id)
    before = other.slug

    with pytest.raises(Refused, match="never given again"):
        readdressing.change(other, OLD, by=the_house.editor)

    other.refresh_from_db()
    assert (other.slug, OldAddress.objects.filter(slug=before).exists()) == (before, False)


def test_new_article_with_the_same_question_gets_no_old_address(the_house, article):
    change(article, "ginger", the_house.editor)

    other = Article.objects.get(pk=the_house.approved().article_id)

    assert other.slug == f"{OLD}-2"


def test_slug_is_given_once(article):
    assert addresses.give_slug(article, "Another question?") == OLD


def test_article_that_was_never_public_has_no_address_to_change(the_house):
    draft = the_house.draft().article

    with pytest.raises(Refused, match="no address yet"):
        readdressing.change(draft, "ginger", by=the_house.editor)


def test_history_says_who_changed_it(the_house, article):
    change(article, "ginger", the_house.editor)

    newest = article.history.first()
    assert (newest.slug, newest.history_user, OldAddress.objects.get().by) == (
        "ginger",
        the_house.editor,
        the_house.editor,
    )


def test_report_from_an_old_page_finds_its_article(the_house, article):
    change(article, "ginger", the_house.editor)

    assert reports.about(OLD, "patient").article == article.pk


# The page


def test_editor_changes_it_on_its_page(the_house, article):
    client = signed_in(the_house.editor)
    place = f"/desk/articles/{article.uid}/address/"
    shown = client.get(place)

    response = client.post(place, {"slug": "ginger"}, follow=True)

    assert held(shown, "slug") == OLD
    assert "Every old one leads to it." in words(response)
    assert f"Leads here already: /articles/{OLD}/" in words(response)


def test_refusal_keeps_what_was_typed(the_house, article):
    response = signed_in(the_house.editor).post(
        f"/desk/articles/{article.uid}/address/", {"slug": "Ginger Tea"}
    )

    assert (response.status_code, held(response, "slug")) == (422, "Ginger Tea")


def test_version_desk_leads_to_the_page(the_house, article):
    page = signed_in(the_house.editor).get(f"/desk/versions/{article.current_id}/").content.decode()

    assert f'href="/desk/articles/{article.uid}/address/"' in page


@pytest.mark.parametrize("who", ["author", "reviewer", "stranger"])
def test_page_is_not_there_for_others(the_house, article, who):
    person = {
        "author": article.lead_author,
        "reviewer": the_house.reviewers[0],
        "stranger": make_user("stranger"),
    }[who]
    client, place = signed_in(person), f"/desk/articles/{article.uid}/address/"

    assert [client.get(place).status_code, client.post(place, {"slug": "ginger"}).status_code] == [404, 404]
    with pytest.raises(Refused):
        readdressing.change(article, "ginger", by=person)
