"""The editors' pages of people: looking, inviting, giving and ending parts, licences, accounts."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Grant, Role, User
from reviews import accounts, house, reviewing
from reviews.models import Decision
from tests.articles.writing_pages import signed_in, words
from tests.factories import PASSWORD, make_user
from tests.record_fixtures import House

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "nine-blue-herons-wade"


@pytest.fixture
def desk(the_house: House) -> Client:
    return signed_in(the_house.editor)


def moves_of_the_house() -> list[str]:
    return list(Decision.objects.filter(book__article=None).order_by("seq").values_list("move", flat=True))


def invited(by: User, **changes: Any) -> User:
    return accounts.invite(
        **{"by": by, "email": "ada@example.org", "printed_name": "Ada Lund", "parts": []} | changes
    )


@pytest.mark.parametrize("more", [0, 2])
def test_list_costs_the_same_for_one_and_three_more(the_house, desk, django_assert_num_queries, more):
    for _number in range(1 + more):
        house.grant(make_user("stranger"), "author", by=the_house.editor)
    desk.get("/desk/people/")

    with django_assert_num_queries(8):
        desk.get("/desk/people/")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("part=editor", ["The Editor"]),
        ("part=none", ["Nobody Yet"]),
        ("part=closed", ["Gone Away"]),
        ("q=nobody", ["Nobody Yet"]),
        ("q=GONE+away", ["Gone Away"]),
        ("q=nobody&part=editor", []),
    ],
)
def test_list_is_looked_through_by_part_and_words(asked, names):
    editor = make_user("editor", name="The Editor")
    make_user("stranger", name="Nobody Yet")
    gone = make_user("stranger", name="Gone Away")
    accounts.close(gone, by=editor)

    response = signed_in(editor).get(f"/desk/people/?{asked}")

    assert [row.name for row in response.context["rows"]] == names


def test_list_that_finds_nobody_leads_back_to_everybody(desk):
    response = desk.get("/desk/people/?q=no-such-name")

    assert "Nobody like this has an account here." in words(response)


def test_invited_person_has_an_account_parts_and_no_password(the_house, desk):
    response = desk.post(
        "/desk/people/invite/",
        {"printed_name": "Ada Lund", "email": "Ada@Example.org", "parts": ["board", "author"]},
    )

    person = User.objects.get(email="Ada@example.org")
    assert (response["Location"], person.roles(), person.has_usable_password()) == (
        f"/desk/people/{person.uid}/",
        {"board", "author"},
        False,
    )
    assert moves_of_the_house()[-2:] == ["grant", "grant"]


def test_invitation_to_a_known_address_is_refused_and_given_back(the_house, desk):
    known = the_house.editor.email.upper()

    response = desk.post("/desk/people/invite/", {"printed_name": "Somebody", "email": known})

    assert (
        response.status_code,
        "There is an account with this e-mail address already" in words(response),
    ) == (422, True)
    assert known in response.content.decode()


def test_link_sets_a_first_password_once(the_house, desk):
    person = invited(the_house.editor)
    link = desk.post(f"/desk/people/{person.uid}/link/").context["link"].removeprefix("http://testserver")
    visitor = Client()
    form = visitor.get(link)["Location"]
    both = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}

    answers = [visitor.post(form, both)["Location"], Client().get(link).context["validlink"]]

    assert answers == ["/sign-in/", False]
    assert User.objects.get(pk=person.pk).check_password(NEW_PASSWORD)


def test_looking_at_a_link_changes_nothing(the_house):
    person = invited(the_house.editor)
    link = accounts.first_link(person, by=the_house.editor)
    before = User.objects.values().get(pk=person.pk)

    for _visit in range(3):
        Client().get(link, follow=True)

    assert User.objects.values().get(pk=person.pk) == before


def test_password_that_is_too_short_is_refused_in_a_sentence(the_house):
    link = accounts.first_link(invited(the_house.editor), by=the_house.editor)
    visitor = Client()
    form = visitor.get(link)["Location"]

    response = visitor.post(form, {"new_password1": "short", "new_password2": "short"})

    assert "must contain at least 12 characters" in words(response)


def test_nobody_makes_a_link_for_an_account_that_has_a_password(the_house, desk):
    person = the_house.reviewers[0]

    response = desk.post(f"/desk/people/{person.uid}/link/", follow=True)

    assert "Nobody else can set another one for them." in words(response)


def test_part_is_given_and_ended_on_pages_that_say_what_follows(the_house, desk):
    person = make_user("stranger")
    page = f"/desk/people/{person.uid}/"
    before = words(desk.get(f"{page}parts/board/"))
    desk.post(f"{page}parts/board/")
    given = Grant.objects.get(user=person)

    desk.post(f"{page}parts/{given.pk}/end/")

    assert "They never review what they wrote." in before
    assert (moves_of_the_house()[-2:], person.roles()) == (["grant", "end_grant"], frozenset())


def test_end_of_a_board_part_says_which_reviews_it_leaves(the_house, desk):
    reviewer = the_house.reviewers[0]
    reviewing.take(the_house.submitted(), by=reviewer)
    given = Grant.objects.get(user=reviewer, role=Role.BOARD)

    response = desk.get(f"/desk/people/{reviewer.uid}/parts/{given.pk}/end/")

    assert (
        "They hold 1 review: it ends with the part, also if it was begun, and the round goes on without them."
        in words(response)
    )


def test_end_of_an_authors_part_counts_texts_and_names_no_draft(the_house, desk):
    version = the_house.draft()
    author = version.article.lead_author
    given = Grant.objects.get(user=author, role=Role.AUTHOR)

    shown = words(desk.get(f"/desk/people/{author.uid}/parts/{given.pk}/end/"))

    assert ("They lead 1 text that is not finished." in shown, version.question in shown) == (True, False)


@pytest.mark.parametrize("page", ["parts/board/", "licence/", "close/"])
def test_nobody_decides_about_themselves(the_house, desk, page):
    typed = {"credential": "MD", "specialty": "Cardiology"}

    response = desk.post(f"/desk/people/{the_house.editor.uid}/{page}", typed)

    assert (response.status_code, "Ask another editor." in words(response)) == (422, True)


def test_last_editor_stays(desk, the_house):
    given = Grant.objects.get(user=the_house.editor, role=Role.EDITOR)

    response = desk.post(f"/desk/people/{the_house.editor.uid}/parts/{given.pk}/end/")

    assert "This is the last editor." in words(response)


def test_licence_is_kept_with_day_and_name(the_house, desk):
    person = make_user("reviewer")
    page = f"/desk/people/{person.uid}/"

    desk.post(
        f"{page}licence/",
        {"credential": "MD", "specialty": "Cardiology", "is_clinician": "on", "licence": "Nr 7"},
    )

    shown = words(desk.get(page))
    assert ("MD, Cardiology" in shown, f"by {the_house.editor.printed_name}. Nr 7" in shown) == (True, True)
    assert moves_of_the_house()[-1] == "licence_check"


def test_refused_licence_gives_back_what_was_typed(desk):
    person = make_user("reviewer")

    response = desk.post(
        f"/desk/people/{person.uid}/licence/", {"specialty": "Cardiology", "valid_to": "soon"}
    )

    shown = words(response)
    assert ("Write the credential" in shown, "Write a day like 2026-03-31." in shown) == (True, True)
    assert 'value="Cardiology"' in response.content.decode()


def test_corrected_name_leaves_signatures_as_they_were(the_house, desk):
    version = the_house.approved()
    person = the_house.reviewers[0]
    before = list(version.rounds.get().signatures.values_list("name", flat=True))

    desk.post(f"/desk/people/{person.uid}/correct/", {"printed_name": "Another Name", "email": person.email})

    assert User.objects.get(pk=person.pk).printed_name == "Another Name"
    assert list(version.rounds.get().signatures.values_list("name", flat=True)) == before


def test_correction_to_an_address_in_use_is_refused(the_house, desk):
    person = make_user("author")

    response = desk.post(
        f"/desk/people/{person.uid}/correct/", {"printed_name": "A", "email": the_house.editor.email.upper()}
    )

    assert "Another account has this e-mail address." in words(response)


def test_closing_an_account_ends_its_parts_and_its_sessions(the_house, desk):
    reviewer = the_house.reviewers[0]
    at_work = signed_in(reviewer)

    desk.post(f"/desk/people/{reviewer.uid}/close/")

    assert at_work.get("/desk/queue/")["Location"].startswith("/sign-in/")
    assert (Grant.objects.filter(user=reviewer, ended_at=None).exists(), moves_of_the_house()[-1]) == (
        False,
        "end_grant",
    )


def test_account_is_opened_again_without_its_parts(the_house, desk):
    person = make_user("author")
    accounts.close(person, by=the_house.editor)

    desk.post(f"/desk/people/{person.uid}/close/")

    assert (
        Client().post("/sign-in/", {"username": person.email, "password": PASSWORD})["Location"] == "/desk/"
    )
    assert User.objects.get(pk=person.pk).roles() == frozenset()
