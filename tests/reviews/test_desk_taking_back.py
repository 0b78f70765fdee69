"""What a round needs after an objection was lifted or a signature taken back, said where it is done."""

import pytest

from reviews import reviewing
from tests.articles.writing_pages import signed_in, words
from tests.reviews.test_desk_version import desk, state_of

pytestmark = pytest.mark.django_db


def objected(the_house, *signers):
    """A version under an objection, signed by these since, still read by one more; its objector; where it is lifted."""
    version, objector = the_house.submitted(), the_house.board_member("Objector")
    reviewing.take(version, by=the_house.board_member("Still reading"))
    the_house.open_review(version, objector)
    review = reviewing.object_on_safety(version, by=objector, reason="Unsafe.")
    for signer in signers:
        the_house.sign(version, signer)
    return version, objector, desk(version, f"objections/{review.pk}/lift/")


ONE_MORE = "Enough have signed, but an objection was lifted after that, so one more signature has to follow."


def test_lifting_an_objection_after_enough_signed_says_that_one_more_has_to(the_house):
    version, objector, url = objected(the_house, *the_house.reviewers)

    lifted = words(signed_in(objector).post(url, {"reason": "It is safe."}, follow=True))

    assert (state_of(version), f"Lifted. Nothing is approved by that. {ONE_MORE}" in lifted) == (
        "under_review",
        True,
    )
    assert ONE_MORE in words(signed_in(the_house.editor).get(desk(version)))
    assert ONE_MORE in words(signed_in(the_house.reviewers[0]).get(desk(version, "review/")))


def test_lifting_an_objection_before_enough_signed_says_what_is_needed(the_house):
    version, objector, url = objected(the_house, the_house.reviewers[0])

    lifted = words(signed_in(objector).post(url, {"reason": "It is safe."}, follow=True))

    assert "Lifted. Nothing is approved by that. The patient text needs 1 more signature." in lifted
    assert ONE_MORE not in words(signed_in(the_house.editor).get(desk(version)))


def test_one_more_signature_after_a_lifted_objection_approves(the_house):
    version, objector, url = objected(the_house, *the_house.reviewers)
    signed_in(objector).post(url, {"reason": "It is safe."})

    the_house.sign(version, the_house.board_member("Reviewer 4"))

    assert state_of(version) == "approved"


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("signer", "This round cannot end in an approval then, and you review no more in it."),
        ("editor", "The round goes on without it, and its signer reviews no more in it"),
    ],
)
def test_strike_in_an_open_round_says_what_follows(the_house, who, says):
    version, signer = the_house.submitted(), the_house.reviewers[0]
    the_house.sign(version, signer)
    url = desk(version, f"signatures/{version.rounds.get().signatures.get().pk}/strike/")

    page = words(signed_in({"signer": signer, "editor": the_house.editor}[who]).get(url))

    assert says in page


def test_signature_taken_back_is_said_to_the_editor(the_house):
    version, signer = the_house.submitted(), the_house.reviewers[0]
    the_house.sign(version, signer)
    reviewing.strike(version.rounds.get().signatures.get(), by=signer, public="I misread it.")

    page = words(signed_in(the_house.editor).get(desk(version)))

    assert "A reviewer took their signature back in this round. Send the text back with their reason." in page


def test_signature_taken_back_is_shown_as_struck_to_its_signer_and_the_others(the_house):
    version, (signer, other) = the_house.submitted(), the_house.reviewers
    the_house.sign(version, signer)
    reviewing.take(version, by=the_house.board_member("Still reading"))
    the_house.open_review(version, other)
    reviewing.comment_only(version, by=other)
    reviewing.strike(version.rounds.get().signatures.get(), by=signer, public="I misread it.")

    pages = [words(signed_in(person).get(desk(version, "review/"))) for person in (signer, other)]
    queue = words(signed_in(signer).get("/desk/queue/"))

    assert ["Signed, struck since" in page for page in pages] == [True, True]
    assert "Your answer: Signed, struck since. The round goes on." in queue
