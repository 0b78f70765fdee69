"""The page on which editors try out and change the table of emergencies."""

import pytest
from django.test import Client

from articles.emergencies import shipped_text
from articles.models import EmergencyTable, SiteFacts
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import make_user
from tests.record_fixtures import House

pytestmark = pytest.mark.django_db
PAGE = "/desk/emergencies/"
OWN = "body above: hiccups\npoisoning above: bleach\nself-harm replace: suicide"


@pytest.fixture
def desk(the_house: House) -> Client:
    return signed_in(the_house.editor)


def shown(response, name):
    return held(response, name).strip()


def test_page_shows_the_table_in_force(desk):
    response = desk.get(PAGE)

    assert shown(response, "table") == shipped_text().strip()
    assert "In force is the table that comes with the application." in words(response)


@pytest.mark.parametrize("person", ["reviewer", "stranger"])
def test_page_is_not_there_for_others(the_house, person):
    other = the_house.reviewers[0] if person == "reviewer" else make_user("stranger", name="A. Stranger")

    client = signed_in(other)

    assert [client.get(PAGE).status_code, client.post(PAGE, {"table": OWN}).status_code] == [404, 404]
    assert not EmergencyTable.objects.exists()


def test_table_is_saved_as_a_new_row_and_named_on_the_page(desk):
    response = desk.post(PAGE, {"table": OWN, "seen": "", "save": "1"}, follow=True)

    assert EmergencyTable.objects.get().text == OWN
    assert "In force is the table that Edith Editor saved on" in words(response)
    assert shown(response, "table") == OWN


def test_trying_out_shows_the_reply_and_the_lines_and_saves_nothing(desk):
    SiteFacts(pk=1, emergency_number="113", country="Norway").save()

    response = desk.post(PAGE, {"table": OWN, "tried": "three days of hiccups", "look": "1"})

    assert "This stands above the page: This could be an emergency. Call 113 now." in words(response)
    assert "Line 1, body above, because of “hiccups”" in words(response)
    assert 'href="tel:113"' in response.content.decode()
    assert response.content.decode().count("<h1") == 1
    assert (shown(response, "table"), EmergencyTable.objects.exists()) == (OWN, False)


def test_trying_out_tells_the_strength(desk):
    response = desk.post(PAGE, {"table": OWN, "tried": "suicide", "look": "1"})

    assert "This takes the place of the page:" in words(response)
    assert response.content.decode().count("<h1") == 1


def test_trying_out_what_matches_nothing_says_so(desk):
    response = desk.post(PAGE, {"table": OWN, "tried": "a cold", "look": "1"})

    assert (response.status_code, "No line of this table fits." in words(response)) == (200, True)


@pytest.mark.parametrize("button", ["save", "look"])
@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (f"{OWN}\nnonsense\nbody up: x", "Line 4: It has no colon."),
        (
            f"{OWN}\nnonsense\nbody up: x",
            "Line 5: Before the colon stands neither “body replace” nor “body above”.",
        ),
        ("body above: hiccups", "No line is about self-harm."),
        ("", "A table without a line would answer nobody in danger."),
        ("a\x00b", "This text contains a NUL character"),
    ],
)
def test_wrong_table_is_given_back_with_its_wrong_lines(desk, table, sentence, button):
    response = desk.post(PAGE, {"table": table, "tried": "hiccups", button: "1"})

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert not EmergencyTable.objects.exists()


def test_trying_out_nothing_is_answered_in_a_sentence(desk):
    response = desk.post(PAGE, {"table": OWN, "tried": "", "look": "1"})

    assert (response.status_code, "Write something to try out." in words(response)) == (422, True)


def test_table_saved_meanwhile_is_not_overwritten(desk):
    desk.post(PAGE, {"table": OWN, "seen": "", "save": "1"})

    response = desk.post(PAGE, {"table": f"{OWN}\nbody above: sneezing", "seen": "", "save": "1"})

    assert (response.status_code, EmergencyTable.objects.count()) == (422, 1)
    assert "Somebody else saved another table meanwhile." in words(response)
    assert "sneezing" in shown(response, "table")


def test_shipped_table_is_shown_and_put_back_by_saving_it(desk):
    desk.post(PAGE, {"table": OWN, "seen": "", "save": "1"})
    page = desk.post(PAGE, {"table": OWN, "shipped": "1"})

    response = desk.post(
        PAGE, {"table": held(page, "table"), "seen": held(page, "seen"), "save": "1"}, follow=True
    )

    assert [row.text for row in EmergencyTable.objects.order_by("pk")] == [OWN, ""]
    assert "the table that comes with the application, put back by Edith Editor" in words(response)


def test_page_of_the_site_leads_to_it(desk):
    assert f'href="{PAGE}"' in desk.get("/desk/site/").content.decode()
