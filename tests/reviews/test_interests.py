"""Interests over time: said again, answered, answered otherwise, and how long it all holds."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from articles.models import ArticleVersion
from reviews import access, record, replay, reviewing
from reviews.models import Decision, Disclosure
from tests.articles.writing_pages import signed_in, words
from tests.reviews.board import outcome

pytestmark = pytest.mark.django_db
SHOP = "I own a tea shop."


def in_days(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


def told(version: ArticleVersion) -> list[str]:
    """What the record says of interests."""
    return list(
        Decision.objects.filter(version=version, move__in=["disclose", "rule_on_interest"])
        .order_by("seq")
        .values_list("move", flat=True)
    )


@pytest.fixture
def taken(the_house) -> ArticleVersion:
    version = the_house.submitted()
    reviewing.take(version, by=the_house.reviewers[0])
    return version


def answered(the_house, version: ArticleVersion, ruling: str, reason: str = "") -> Disclosure:
    return reviewing.rule_on_interest(
        version, by=the_house.editor, person=the_house.reviewers[0], ruling=ruling, reason=reason
    )


# Said again


@pytest.mark.parametrize(("kind", "text"), [("none", ""), ("interest", SHOP)])
def test_saying_the_same_again_leaves_no_trace(the_house, taken, kind, text):
    person = the_house.reviewers[0]
    first = reviewing.disclose(taken, by=person, kind=kind, text=text)

    again = reviewing.disclose(taken, by=person, kind=kind, text=f" {text}\n")

    assert (again, Disclosure.objects.count(), told(taken)) == (first, 1, ["disclose"])


def test_saying_the_same_after_the_answer_keeps_the_answer(the_house, taken):
    reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)
    ruled = answered(the_house, taken, "comment_only")

    again = reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)

    assert (again, told(taken)) == (ruled, ["disclose", "rule_on_interest"])


def test_saying_other_words_is_a_new_declaration(the_house, taken):
    reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)
    answered(the_house, taken, "comment_only")

    other = reviewing.disclose(
        taken, by=the_house.reviewers[0], kind="interest", text=f"{SHOP} And a bakery."
    )

    assert (other.awaits_ruling, told(taken)) == (True, ["disclose", "rule_on_interest", "disclose"])


def test_saying_the_same_when_it_no_longer_holds_is_a_new_declaration(the_house, taken):
    reviewing.disclose(taken, by=the_house.reviewers[0], kind="none")

    with in_days(400):
        renewed = reviewing.disclose(taken, by=the_house.reviewers[0], kind="none")

    assert (Disclosure.objects.count(), told(taken)) == (2, ["disclose", "disclose"])
    assert renewed.at > timezone.now()


def test_saying_words_again_that_were_erased_is_a_new_declaration(the_house, taken):
    declared = reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)
    record.erase_body(declared.text)

    reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)

    assert Disclosure.objects.count() == 2


# How long it holds


def test_answer_holds_from_the_declaration_on_and_no_longer(the_house, taken):
    person = the_house.reviewers[0]
    declared = reviewing.disclose(taken, by=person, kind="interest", text=SHOP)
    with in_days(200):
        ruled = answered(the_house, taken, "not_relevant")
        soon = access.as_reviewer(person).filter(pk=taken.pk).exists()

    with in_days(400):
        late = access.as_reviewer(person).filter(pk=taken.pk).exists()

    assert (ruled.at, soon, late) == (declared.at, True, False)


# Answered otherwise


def test_other_answer_with_its_reason_counts_from_then_on(the_house, taken):
    person = the_house.reviewers[0]
    reviewing.disclose(taken, by=person, kind="interest", text=SHOP)
    answered(the_house, taken, "comment_only")

    answered(the_house, taken, "stands_aside", reason="The shop is a chain.")

    assert told(taken) == ["disclose", "rule_on_interest", "rule_on_interest"]
    assert not access.as_reviewer(person).filter(pk=taken.pk).exists()


def test_page_of_an_answered_interest_shows_the_answer_and_asks_for_another_with_a_reason(the_house, taken):
    person = the_house.reviewers[0]
    reviewing.disclose(taken, by=person, kind="interest", text=SHOP)
    answered(the_house, taken, "not_relevant")
    client, url = signed_in(the_house.editor), f"/desk/versions/{taken.pk}/interests/{person.uid}/"

    page = words(client.get(url))
    without = words(client.post(url, {"ruling": "comment_only"}))
    same = words(client.post(url, {"ruling": "not_relevant", "reason": "Once more."}))

    assert "Answer so far Not relevant to this article" in page
    assert "stands in the way" not in page
    assert "Give a reason." in without
    assert "This interest has that answer already" in same
    assert Disclosure.objects.count() == 2


def test_choices_of_an_answer_begin_with_a_capital_and_say_what_they_lead_to(the_house, taken):
    person = the_house.reviewers[0]
    reviewing.disclose(taken, by=person, kind="interest", text=SHOP)

    page = words(signed_in(the_house.editor).get(f"/desk/versions/{taken.pk}/interests/{person.uid}/"))

    for choice in (
        "Not relevant to this article: they read the text, and may sign it or stop it.",
        "They may comment but not decide: they read the text, and neither sign it nor stop it.",
        "They stand aside: the text closes to them, and somebody else has to review it.",
    ):
        assert choice in page


# Declared after signing


@pytest.fixture
def signed(the_house) -> ArticleVersion:
    version = the_house.submitted()
    the_house.sign(version, the_house.reviewers[0])
    return version


def test_interest_declared_after_signing_strikes_the_signature(the_house, signed):
    reviewing.disclose(signed, by=the_house.reviewers[0], kind="interest", text=SHOP)

    struck = Decision.objects.get(version=signed, move="strike")
    assert (struck.role, struck.actor, struck.strikes.actor) == ("system", None, the_house.reviewers[0])
    assert replay.verify().problems == []


def test_interest_declared_after_signing_leaves_the_text_unapproved(the_house, signed):
    reviewing.disclose(signed, by=the_house.reviewers[0], kind="interest", text=SHOP)

    the_house.sign(signed, the_house.reviewers[1])

    assert ArticleVersion.objects.get(pk=signed.pk).state == "under_review"


def test_others_complete_a_round_whose_signer_declared_an_interest(the_house, signed):
    reviewing.disclose(signed, by=the_house.reviewers[0], kind="interest", text=SHOP)

    for person in (the_house.reviewers[1], the_house.board_member("Reviewer 3")):
        the_house.sign(signed, person)

    assert ArticleVersion.objects.get(pk=signed.pk).state == "approved"
    assert replay.verify().problems == []


def test_no_interest_said_again_after_signing_strikes_nothing(the_house, signed):
    with in_days(400):
        reviewing.disclose(signed, by=the_house.reviewers[0], kind="none")

    assert not Decision.objects.filter(move="strike").exists()


# When the months have passed


def test_standing_aside_does_not_end_with_the_declaration(the_house, taken):
    reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)
    answered(the_house, taken, "stands_aside")

    with in_days(400):
        said = [
            outcome(lambda: reviewing.take(taken, by=the_house.reviewers[0])),
            outcome(lambda: reviewing.disclose(taken, by=the_house.reviewers[0], kind="none")),
        ]

    aside = "You stood aside from this article because of an interest."
    assert [sentences[0] for sentences in said] == [aside, aside]


def test_nobody_says_none_once_their_interest_no_longer_holds(the_house, taken):
    reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)
    answered(the_house, taken, "comment_only")

    with in_days(400):
        said = outcome(lambda: reviewing.disclose(taken, by=the_house.reviewers[0], kind="none"))

    assert said[0].startswith("You declared an interest for this article. It stays declared")


def test_interest_that_ended_is_declared_in_words_and_answered(the_house, taken):
    reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text=SHOP)
    answered(the_house, taken, "comment_only")

    with in_days(400):
        made = reviewing.disclose(taken, by=the_house.reviewers[0], kind="interest", text="I sold the shop.")
        ruled = answered(the_house, taken, "not_relevant")

    assert (made.awaits_ruling, ruled.allows_a_decision) == (True, True)
