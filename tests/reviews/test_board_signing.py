"""The end of a review: what is hidden before it, what it takes, what is shown after it."""

import pytest

from articles.models import Article
from reviews import house, reviewing, workflow
from reviews.models import Comment, Review, Signature
from tests.factories import PASSWORD
from tests.reviews.board_pages import Browser, first, open_to_two, remark, second, sentences

__all__ = ["first", "open_to_two", "second"]  # fixtures
pytestmark = pytest.mark.django_db


# What is hidden


def test_comments_of_others_are_hidden_before_the_own_end(the_house, first, second):
    remark(first.version, the_house.reviewers[0], body="A secret thought.")
    first.client.post(first.path("sign/"), first.complete(end="ask_for_changes", reason="A secret reason."))

    page = second.get().content.decode()

    assert "secret" not in page
    assert "The others" not in page


def test_comments_of_others_are_shown_after_the_own_end(the_house, first, second):
    remark(first.version, the_house.reviewers[0], body="A secret thought.")
    first.client.post(first.path("sign/"), first.complete(end="ask_for_changes", reason="A secret reason."))
    second.client.post(second.path("sign/"), second.complete())

    page = second.get()

    assert (page.status_code, page.context["desk"].letter is not None) == (200, True)
    assert "A secret thought." in page.content.decode()
    assert "A secret reason." in page.content.decode()


def test_unfinished_comments_of_others_stay_hidden_after_the_own_end(the_house, first, second):
    remark(first.version, the_house.reviewers[0], body="Not finished.")
    second.client.post(second.path("sign/"), second.complete())

    page = second.get()

    assert "Not finished." not in page.content.decode()
    assert page.context["ended"]["needed"][0] == "The patient text needs 1 more signature."


def test_points_of_the_last_round_come_with_their_answers(the_house, first, second):
    point = remark(first.version, the_house.reviewers[0], body="Which dose?")
    first.client.post(first.path("sign/"), first.complete(end="ask_for_changes", reason="No dose."))
    second.client.post(second.path("sign/"), second.complete())
    lead = first.version.article.lead_author
    Comment.objects.create(
        version=first.version, manuscript=point.manuscript, round=point.round, author=lead, kind="changed",
        body="Two cups.", parent=point,
    )  # fmt: skip
    before = second.get().content.decode()
    workflow.submit(the_house.mended(first.version), by=lead)

    after = second.get().content.decode()

    assert ("Two cups." in before, "Two cups." in after) == (False, True)


# How it ends


def test_signing_puts_the_name_under_exactly_this_text(the_house, first):
    response = first.client.post(first.path("sign/"), first.complete(audiences=["patient"]))

    signature = Signature.objects.get()
    assert response.status_code == 302
    assert (signature.person, signature.digest) == (the_house.reviewers[0], first.version.manuscript_id)
    assert signature.audiences == '["patient"]'


def corrected(the_house):
    """An editor wrote down another licence for this reviewer."""
    person = the_house.reviewers[0]
    house.check_licence(person, by=the_house.editor, credential="Nobel laureate", specialty="oncology")


def test_signing_box_shows_all_that_readers_will_see_of_the_signer(the_house, first):
    corrected(the_house)

    page = first.get().content.decode()

    name = the_house.reviewers[0].printed_name
    assert f"<span>{name}, Nobel laureate, oncology</span>" in page


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_signing_with_a_licence_that_was_corrected_since_is_refused_and_nothing_is_lost(
    the_house, first, password
):
    typed = first.complete(password=password, reason="Kept words.")
    corrected(the_house)

    refused = first.client.post(first.path("sign/"), typed)

    assert (refused.status_code, Signature.objects.count()) == (422, 0)
    assert "Nobel laureate, oncology”. Sign if that is right." in sentences(refused)[-1]
    assert (Review.objects.get().reason, "Nobel laureate" in refused.content.decode()) == (
        "Kept words.",
        True,
    )


def test_signing_with_the_page_that_shows_the_corrected_licence_works(the_house, first):
    typed = first.complete()
    corrected(the_house)
    again = first.client.post(first.path("sign/"), typed)
    shown = {
        "printed": again.context["desk"].printed.digest,
        "counter": again.context["typed"].review["counter"].value(),
    }

    first.client.post(first.path("sign/"), {**typed, **shown})

    assert Signature.objects.get().credential == "Nobel laureate"


def test_signing_with_a_page_that_names_nobody_is_refused(first):
    refused = first.client.post(first.path("sign/"), {**first.complete(), "printed": ""})

    assert (refused.status_code, Signature.objects.count()) == (422, 0)


def test_signing_with_things_missing_names_all_of_them_and_keeps_the_rest(first):
    response = first.send("sign/", end="sign", reason="Kept words.", password="wrong")

    assert response.status_code == 422
    assert sentences(response) == [
        "Your password (for signing only): That is not your password. Nothing was signed.",
        "The checklist has no answer yet for: 1, 2, 3, 4, 5, 6, 7, 8, 9.",
        "Say which texts you read.",
        "Say whether you used AI for this review; “None” is an answer.",
    ]
    assert "Kept words." in response.content.decode()
    assert Review.objects.get().reason == "Kept words."


def test_signing_without_a_password_asks_for_one_at_its_field(first):
    response = first.client.post(first.path("sign/"), first.complete(password="", reason="Kept words."))

    page = response.content.decode()
    assert response.context["errors"] == [
        ("Your password (for signing only): Type your password to sign.", "#id_password")
    ]
    assert '<div class="field-error" id="id_password_error">' in page
    assert (Review.objects.get().reason, Review.objects.get().end) == ("Kept words.", "")


@pytest.mark.parametrize(
    ("typed", "is_unsaved"), [({"password": "wrong"}, False), ({"reason": "x" * 10_001}, True)]
)
def test_page_of_a_refused_signature_says_unsaved_only_of_what_is(first, typed, is_unsaved):
    response = first.client.post(first.path("sign/"), first.complete(**typed))

    page = response.content.decode()
    assert (response.status_code, " data-guard data-unsaved>" in page) == (422, is_unsaved)
    assert ("What you typed is saved." in page) is not is_unsaved


@pytest.mark.parametrize("end", ["ask_for_changes", "object", "comment_only"])
def test_no_without_its_passage_is_led_to_and_nothing_is_lost(the_house, first, end):
    remark(first.version, the_house.reviewers[0])
    typed = first.complete(end=end, reason="Harm.", answer__numbers="no", password="")

    response = first.client.post(first.path("sign/"), typed)

    assert response.context["errors"] == [
        ("You answered No to question 2: name the passage.", "#id_passage-numbers")
    ]
    review = Review.objects.get()
    assert (review.end, review.reason, review.answers[1]["answer"]) == ("", "Harm.", "no")


def test_signing_never_gives_the_password_back(first):
    typed = first.complete(password="no-such-secret", audiences=[])

    response = first.client.post(first.path("sign/"), typed)

    assert response.status_code == 422
    assert "no-such-secret" not in response.content.decode()


def test_signing_after_a_refusal_works_with_the_form_that_came_back(first):
    refused = first.client.post(first.path("sign/"), first.complete(password="wrong"))
    counter = refused.context["typed"].review["counter"].value()

    first.client.post(first.path("sign/"), {**first.complete(), "counter": counter})

    assert Signature.objects.count() == 1


def test_signing_twice_signs_once_and_says_so(first):
    typed = first.complete()
    first.client.post(first.path("sign/"), typed)

    again = first.client.post(first.path("sign/"), typed, follow=True)

    assert Signature.objects.count() == 1
    assert again.status_code == 200
    assert "You finished this review already." in again.content.decode()


def test_completing_signature_leads_to_a_page_that_says_so(first, second):
    first.client.post(first.path("sign/"), first.complete())
    typed = second.complete()

    done = second.client.post(second.path("sign/"), typed, follow=True)
    again = second.client.post(second.path("sign/"), typed, follow=True)

    assert "The text is approved now." in done.content.decode()
    assert (again.status_code, Signature.objects.count()) == (200, 2)


def test_page_after_the_completing_signature_leads_to_what_readers_have(first, second):
    first.client.post(first.path("sign/"), first.complete())
    between = first.get().content.decode()
    second.client.post(second.path("sign/"), second.complete())

    slug = Article.objects.get().slug
    link = f'<a href="/articles/{slug}/v1/patient/">As readers see it</a>'
    assert (link in between, link in first.get().content.decode()) == (False, True)


def test_finishing_without_a_choice_asks_for_one(first):
    response = first.send("sign/")

    assert (response.status_code, sentences(response)) == (422, ["Choose how your review ends."])


@pytest.mark.parametrize("end", ["object", "comment_only"])
def test_finishing_in_another_way_ends_the_review(first, end):
    first.client.post(first.path("sign/"), first.complete(end=end, reason="Harm.", password=""))

    ends = {"object": "objection", "comment_only": "commented"}
    assert Review.objects.get().end == ends[end]


def test_asking_for_changes_without_a_point_is_refused(first):
    response = first.client.post(first.path("sign/"), first.complete(end="ask_for_changes", reason="No."))

    assert sentences(response) == [
        "Mark at least one passage as “Must change”, so that the author knows what to do."
    ]
    assert response.context["ends"][1]["is_chosen"] is True


def test_review_cannot_be_written_on_after_its_end(first):
    typed = first.complete()
    first.client.post(first.path("sign/"), typed)

    first.client.post(first.path(), {**typed, "reason": "Too late."})

    assert Review.objects.get().reason == ""


def test_review_of_a_text_that_went_back_can_be_read_only(the_house, first):
    workflow.request_changes(first.version, by=the_house.editor, to_author="Say for whom.")

    page = first.get()

    assert (page.status_code, page.context["desk"].is_writable) == (200, False)
    assert "Say for whom." in page.content.decode()


def test_review_whose_writer_must_only_comment_can_only_be_finished(the_house):
    version = the_house.submitted()
    person = the_house.reviewers[0]
    reviewing.take(version, by=person)
    reviewing.disclose(version, by=person, kind="interest", text="I own a tea shop.")
    reviewing.rule_on_interest(version, by=the_house.editor, person=person, ruling="comment_only")
    browser = Browser(person, version)

    signed = browser.client.post(browser.path("sign/"), browser.complete())

    assert signed.status_code == 422
    assert "not decide about it" in sentences(signed)[0]


def test_finished_reviewer_keeps_to_the_round_they_reviewed(the_house, first, second):
    first.client.post(first.path("sign/"), first.complete(password=PASSWORD))
    reviewing.hand_back(first.version, by=the_house.reviewers[0])
    workflow.request_changes(first.version, by=the_house.editor, to_author="Say for whom.")
    workflow.submit(the_house.mended(first.version), by=first.version.article.lead_author)

    page = first.get()

    assert (page.context["round"].number, page.context["desk"].is_writable) == (1, False)


def test_finished_reviewer_is_not_told_of_an_objection_in_a_later_round(the_house, first, second):
    first.client.post(first.path("sign/"), first.complete(password=PASSWORD))
    reviewing.hand_back(first.version, by=the_house.reviewers[0])
    workflow.request_changes(first.version, by=the_house.editor, to_author="Say for whom.")
    workflow.submit(the_house.mended(first.version), by=first.version.article.lead_author)
    second.client.post(second.path("sign/"), second.complete(end="object", reason="A fatal dose."))

    page = first.get()

    assert Review.objects.filter(round__number=2, end="objection").exclude(submitted_at=None).exists()
    assert "A fatal dose." not in page.content.decode()
    assert page.context["desk"].objections == []


def test_finished_reviewer_who_stood_aside_since_reads_no_more(the_house, first):
    person = the_house.reviewers[0]
    first.client.post(first.path("sign/"), first.complete())
    reviewing.disclose(first.version, by=person, kind="interest", text="I own a tea shop.")
    reviewing.rule_on_interest(first.version, by=the_house.editor, person=person, ruling="stands_aside")

    assert [first.get(page).status_code for page in ("review/", "compare/")] == [404, 404]


def test_comment_leads_back_to_the_comments_with_the_decision_still_chosen(the_house, first):
    response = first.send(
        "comments/", on="p-1", kind="must", body="Which dose?", end="sign", password="typed"
    )

    page = first.client.get(response["Location"]).content.decode()
    assert response["Location"].endswith("/patient/?end=sign#comments")
    assert 'value="sign" checked' in page


def test_empty_comment_is_refused_without_a_word_on_the_password(the_house, first):
    response = first.send("comments/", body="", end="sign", password="")

    page = response.content.decode()
    assert (response.status_code, "Write the comment first." in page, "Type your password" in page) == (
        422,
        True,
        False,
    )
