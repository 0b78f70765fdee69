"""Abuse cases: parts that somebody has, had, took, or brought together, and doors that nobody built."""

from collections.abc import Iterator
from typing import Any

import pytest

from articles import drafting
from articles.models import Grant, Role
from articles.refusals import Refused
from reviews import house, reviewing, workflow
from reviews.models import Decision
from tests.addresses import ADDRESSES, PLACES
from tests.factories import PASSWORD
from tests.reviews.board import fresh
from tests.street import Street, a_street, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("abuse")]

REVIEWING = [
    address
    for address in ADDRESSES
    if address.post == "does" and {"readers", "board", "holders", "editor"} & set(address.who)
]


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[Street]:
    with a_street(django_db_blocker) as made:
        yield made


# Roles


@pytest.mark.parametrize("address", REVIEWING, ids=lambda address: address.name)
@pytest.mark.parametrize("person", ["lead", "co_author"])
def test_author_does_nothing_that_is_the_boards_or_an_editors(street, person, address):
    """Abuse case 21: authors could confirm the reviews of their own paper."""
    before = list(Decision.objects.values_list("pk", "move"))

    found = {
        place: street.post(
            person, address.path(street, place), {"password": PASSWORD, "end": "sign"}
        ).status_code
        for place in PLACES
        if not address.is_open_to(person, place)
    }

    assert set(found.values()) == {404}
    assert list(Decision.objects.values_list("pk", "move")) == before


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("person", ["editor", "lead", "member", "stranger"])
def test_nobody_gives_a_part_to_themselves(street, person, role):
    """Abuse cases 12 and 25: editors edited their own privileges."""
    somebody = getattr(street, person)
    before = list(Grant.objects.order_by("pk").values_list("pk", "user", "role", "ended_at"))

    with pytest.raises(Refused):
        house.grant(somebody, role, by=somebody)

    assert list(Grant.objects.order_by("pk").values_list("pk", "user", "role", "ended_at")) == before


@pytest.mark.parametrize("person", ["lead", "member", "stranger", "deactivated"])
def test_policy_is_set_by_editors_alone(street, person):
    """Abuse case 12: the page of the settings was open to whoever knew its address."""
    with pytest.raises(Refused):
        house.set_policy(street.policy.rules, by=getattr(street, person), password=PASSWORD)


# Two parts in one person


@pytest.mark.parametrize(
    "rest", ["", "texts/patient/", "assign/", "review/", "cover/", "decline/", "retract/", "take/"]
)
@pytest.mark.parametrize("place", ["submitted", "under_review", "approved"])
@pytest.mark.parametrize("person", ["writing_editor", "writing_member"])
def test_who_wrote_a_part_once_has_no_other_part_in_it(street, person, place, rest):
    """Abuse cases 26 and 30: the sum of two roles read and decided what each of them could not."""
    found = street.get(person, f"/desk/versions/{street.standing(place).pk}/{rest}")

    assert found.status_code == 404


def test_editor_who_is_named_as_an_author_is_an_author_only(street):
    """Abuse cases 26 and 30: no override lets an editor decide about a text of their own."""
    version = street.draft()
    drafting.add_author(version, by=street.lead, user=street.second_editor)
    street.say_who_one_is(version, street.second_editor)
    version = workflow.submit(street.confirm(version), by=street.lead)
    client = signed_in(street.second_editor)

    desk = [
        client.get(f"/desk/versions/{version.pk}/{rest}").status_code
        for rest in ("", "decline/", "review/", "assign/")
    ]
    own = client.get(f"/write/{version.pk}/").status_code

    assert (desk, own) == ([404] * 4, 200)


def test_text_closes_again_with_the_part_that_opened_it(street):
    """Abuse case 34: what was opened once stayed open."""
    version = street.standing("under_review")
    path = f"/desk/versions/{version.pk}/review/"
    before = street.get("second", path).status_code

    reviewing.hand_back(fresh(version), by=street.second)

    assert (before, street.get("second", path).status_code) == (200, 404)


# Pages that are not there


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/accounts/login/", "/api/", "/static/../netreview/settings.py", "/media/", "/__debug__/", "/.git/config", "/var/secret-key"])  # fmt: skip
@pytest.mark.parametrize("person", ["anonymous", "editor"])
def test_door_that_nobody_built_is_not_there(street, person, path):
    """Abuse cases 12 and 38: settings and tables were editable under an address that everybody knows."""
    assert street.get(person, path).status_code == 404
