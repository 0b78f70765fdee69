"""Abuse cases: decisions that somebody came to make by another way than the one that is theirs."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Reference
from reviews.models import Assignment, Comment, Decision, Disclosure, Review, Signature
from tests.addresses import ADDRESSES
from tests.factories import PASSWORD
from tests.page_forms import Page
from tests.reviews.board import fresh
from tests.street import Street, a_street

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("abuse")]

POSTED = [address for address in ADDRESSES if address.post == "does"]


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[Street]:
    with a_street(django_db_blocker) as made:
        yield made


def post(
    street: Street, person: str, path: str, body: dict[str, Any] | None = None, client: Client | None = None
) -> Any:
    client = client or street.clients[person]
    client.cookies = SimpleCookie(street.cookies[person])
    return client.post(path, body or {})


def decided() -> list[tuple[Any, ...]]:
    """Every decision, and how every review, remark and held review stands."""
    return [
        *Decision.objects.order_by("pk").values_list("pk", "move"),
        *Review.objects.order_by("pk").values_list("pk", "end", "counter", "lifted_at"),
        *Comment.objects.order_by("pk").values_list("pk", "body", "kind", "closed_at"),
        *Assignment.objects.order_by("pk").values_list("pk", "due_on", "ended_at"),
        *Disclosure.objects.order_by("pk").values_list("pk", "ruling"),
        *Signature.objects.order_by("pk").values_list("pk", "digest"),
    ]


# Keys of rows that belong to something else


def test_assignment_of_another_version_is_not_there_under_ones_own(street):
    """Abuse case 10: children of another page were deleted by posting their numbers."""
    version, other = street.standing("submitted"), street.standing("under_review")
    held, before = street.part_of_a_review("held", other), decided()

    found = [
        post(
            street,
            "editor",
            f"/desk/versions/{version.pk}/assignments/{held}/{act}/",
            {"due_on": "2099-01-01"},
        ).status_code
        for act in ("extend", "lapse")
    ]

    assert found == [404, 404]
    assert decided() == before


def test_signature_of_another_version_is_not_there_under_ones_own(street):
    """Abuse case 10."""
    version, other = street.standing("approved"), street.standing("suspended")
    signature, before = street.part_of_a_review("signature", other), decided()

    found = post(
        street,
        "editor",
        f"/desk/versions/{version.pk}/signatures/{signature}/strike/",
        {"public": "Why not."},
    )

    assert found.status_code == 404
    assert decided() == before


def test_objection_of_another_version_is_not_there_under_ones_own(street):
    """Abuse case 10."""
    objection, before = street.part_of_a_review("review", street.standing("objected")), decided()
    others = [str(street.member.uid), str(street.asked.uid)]

    found = post(
        street, "editor", f"/desk/versions/{street.standing('under_review').pk}/objections/{objection}/lift/",
        {"reason": "Why not.", "others": others},
    )  # fmt: skip

    assert found.status_code == 404
    assert decided() == before


def test_interest_in_another_article_is_not_there_under_this_one(street):
    """Abuse case 10: the person is looked for among those who declared for this very article."""
    before = decided()

    found = post(
        street, "editor", f"/desk/versions/{street.standing('submitted').pk}/interests/{street.member.uid}/",
        {"ruling": "not_relevant", "reason": "Fine."},
    )  # fmt: skip

    assert found.status_code == 404
    assert decided() == before


@pytest.mark.parametrize("act", ["delete", "settle"])
def test_remark_of_somebody_else_cannot_be_taken_out_or_settled(street, act):
    """Abuse case 10: the number of a remark is looked for among one's own of this round."""
    version = street.standing("under_review")
    foreign = Comment.objects.exclude(version=version).filter(author=street.second).get()
    others = Comment.objects.get(version=version, author=street.finisher)
    before = decided_about_comments()

    found = [
        post(street, "second", f"/desk/versions/{version.pk}/comments/{row.pk}/{act}/").status_code
        for row in (foreign, others)
    ]

    assert found == [422, 422]
    assert decided_about_comments() == before


def decided_about_comments() -> list[tuple[Any, ...]]:
    return list(Comment.objects.order_by("pk").values_list("pk", "body", "kind", "author", "closed_at"))


def test_remark_of_somebody_else_cannot_be_reworded(street):
    """Abuse case 10: a hidden field named the remark."""
    version = street.standing("under_review")
    others = Comment.objects.get(version=version, author=street.finisher)
    words = {"text": "patient", "on": "p-1", "kind": "must", "body": "Mine now.", "comment": str(others.pk)}

    found = post(street, "second", f"/desk/versions/{version.pk}/comments/", words)

    others.refresh_from_db()
    assert (found.status_code, others.body, others.author) == (422, "Which dose?", street.finisher)


def test_point_of_another_version_cannot_be_answered_through_ones_own(street):
    """Abuse case 10: fields carry the number of the point; those of other points are not read."""
    version = street.standing("changes_requested")
    foreign = Comment.objects.get(version=street.standing("under_review"), author=street.finisher)

    post(
        street, "lead", f"/write/{version.pk}/points/",
        {f"point-{foreign.pk}-kind": "changed", f"point-{foreign.pk}-body": "Done."},
    )  # fmt: skip

    assert not Comment.objects.filter(parent=foreign).exists()


def test_reference_of_another_version_is_not_removed_through_ones_own(street):
    """Abuse case 10."""
    before = list(Reference.objects.exclude(version=street.standing("draft")).values_list("pk", "key"))

    post(
        street,
        "lead",
        f"/write/{street.standing('draft').pk}/references/adeyemi2021/remove/",
        {"counter": "1"},
    )

    assert (
        list(Reference.objects.exclude(version=street.standing("draft")).values_list("pk", "key")) == before
    )


@pytest.mark.parametrize("who", ["lead", "writing_member", "stranger", "editor"])
def test_whoever_is_no_candidate_cannot_be_asked_by_a_crafted_form(street, who):
    """Abuse case 10: the person of a list is looked for in the list."""
    before = decided()

    found = post(
        street, "editor", f"/desk/versions/{street.standing('submitted').pk}/assign/",
        {"reviewer": str(getattr(street, who).uid), "due_on": ""},
    )  # fmt: skip

    assert found.status_code == 422
    assert decided() == before


# Requests from elsewhere


# Taken without a token: one click in a mail program, by a signed address, which can do nothing but stop mails.
WITH_TOKEN = [address for address in POSTED if address.name != "stop_mail"]


@pytest.mark.parametrize("address", WITH_TOKEN, ids=lambda address: address.name)
@pytest.mark.parametrize("token", ["", "x" * 64, "of another session"])
def test_nothing_is_done_without_the_token_of_this_session(street, address, token):
    """Abuse case 28: publishing, reinstating, reading a review and signing in took no token."""
    client, before = Client(enforce_csrf_checks=True), decided()
    if token == "of another session":
        other = Client()
        other.get("/sign-in/")
        token = other.cookies["netreview-csrf"].value
    place = "under_review" if address.places != ("",) else ""

    for person in ("lead", "second", "editor"):
        found = post(street, person, address.path(street, place), {"csrfmiddlewaretoken": token}, client)

        assert found.status_code == 403
    assert decided() == before


# Signing


def signing(street: Street, password: str) -> int:
    """Send the review page of a reviewer who has answered everything, to sign; the status of the answer."""
    version = street.standing("under_review")
    page = Page(street.get("reviewer", f"/desk/versions/{version.pk}/review/").content.decode())
    form = next(form for form in page.forms if "end" in form.fields)
    typed = {"end": "sign", "ai_used": "no", "audiences": ["patient", "professional"], "password": password}
    body = {**form.as_it_stands(), **typed}
    return post(street, "reviewer", f"/desk/versions/{version.pk}/sign/", body).status_code


@pytest.mark.parametrize(
    "password", ["", "wrong", PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, "\0", "x" * 5_000]
)
def test_signature_needs_the_password_with_it(street, password):
    """Abuse cases 29 and 46: a link in a mail, or a session alone, was enough."""
    before = Signature.objects.count()

    assert signing(street, password) == 422
    assert Signature.objects.count() == before


def test_signature_with_the_password_is_given(street):
    """Else the test above would show nothing."""
    before = Signature.objects.count()

    assert signing(street, PASSWORD) == 302
    assert Signature.objects.count() == before + 1


@pytest.mark.parametrize(("move", "place"), [("retract", "approved"), ("resume", "suspended")])
def test_move_with_a_password_is_not_made_without_it(street, move, place):
    """Abuse case 29."""
    texts = {
        f"{part}-{audience}": "Words."
        for part in ("text", "instead")
        for audience in ("patient", "professional")
    }

    found = [
        post(
            street, "editor", f"/desk/versions/{street.standing(place).pk}/{move}/",
            {"public": "Why.", **texts, "password": password},
        ).status_code
        for password in ("", "wrong")
    ]  # fmt: skip

    assert found == [422, 422]
    assert fresh(street.standing(place)).state == place


def test_password_typed_is_on_no_page_that_comes_back(street):
    """Abuse case 46: a password was kept where it could be read."""
    version, secret = street.standing("under_review"), "my-own-secret-words"

    pages = [
        post(
            street,
            "reviewer",
            f"/desk/versions/{version.pk}/sign/",
            {"text": "patient", "end": "sign", "password": secret, "digest": version.manuscript_id},
        ),
        post(
            street,
            "editor",
            f"/desk/versions/{street.standing('approved').pk}/retract/",
            {"password": secret},
        ),
        post(street, "anonymous", "/sign-in/", {"username": "a@example.org", "password": secret}),
    ]

    assert [page.status_code for page in pages] == [422, 422, 422]
    assert not any(secret in page.content.decode() for page in pages)


def test_move_sent_twice_is_decided_once(street):
    """Abuse case 37: a transition ran twice."""
    version = street.standing("under_review")
    path = f"/desk/versions/{version.pk}/withdraw/"

    found = [post(street, "lead", path).status_code for _time in range(2)]

    assert found == [302, 422]
    assert list(version.decisions.filter(move="withdraw").values_list("to_state", flat=True)) == ["withdrawn"]


def test_lead_author_stays_whoever_is_posted(street):
    """Abuse case 11: fields of the row beside the form."""
    version = street.standing("draft")

    post(
        street, "co_author", f"/write/{version.pk}/",
        {"lead_author": str(street.co_author.pk), "article": "1", "state": "approved", "counter": str(fresh(version).counter)},
    )  # fmt: skip

    assert Article.objects.get(pk=version.article_id).lead_author == street.lead
    assert fresh(version).state == "draft"
