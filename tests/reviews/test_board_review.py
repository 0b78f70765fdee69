"""The review page: who may open it, what is kept, what is hidden, how a review ends."""

import pytest

from articles.models import ArticleVersion, Rendered
from reviews import commenting, reviewing, workflow
from reviews.models import Comment, Review, Signature
from tests.factories import PASSWORD, make_user
from tests.reviews.board_pages import Browser, sentences, signed_in

pytestmark = pytest.mark.django_db
PAGES = ("review/", "review/patient/", "review/professional/", "compare/")
ACTS = ("review/", "comments/", "comments/1/delete/", "comments/1/settle/", "sign/")


@pytest.fixture
def open_to_two(the_house) -> ArticleVersion:
    """In review; both reviewers took it and declared, neither has begun."""
    version = the_house.submitted()
    for reviewer in the_house.reviewers:
        reviewing.take(version, by=reviewer)
        reviewing.disclose(version, by=reviewer, kind="none")
    return ArticleVersion.objects.get(pk=version.pk)


@pytest.fixture
def first(the_house, open_to_two) -> Browser:
    return Browser(the_house.reviewers[0], open_to_two)


@pytest.fixture
def second(the_house, open_to_two) -> Browser:
    return Browser(the_house.reviewers[1], open_to_two)


def remark(version: ArticleVersion, person, body: str = "Which dose?", **choices) -> Comment:
    given = {"audience": "patient", "anchor": "p-1", "kind": "must", **choices}
    return commenting.save_comment(version, by=person, body=body, **given)


# Who may open it


def test_review_shows_each_text_exactly_as_its_readers_get_it(first):
    pages = [first.get(f"review/{audience}/").content.decode() for audience in ("patient", "professional")]

    rows = Rendered.objects.filter(manuscript=first.version.manuscript_id).order_by("audience")
    assert [
        row.html in page and row.references_html in page for row, page in zip(rows, pages, strict=True)
    ] == [
        True,
        True,
    ]


def test_review_is_not_there_for_who_did_not_declare_or_is_not_asked(the_house, first):
    asked = the_house.board_member("Asked")
    reviewing.assign(first.version, by=the_house.editor, reviewer=asked)
    people = [make_user("stranger"), the_house.board_member("Not asked"), asked]

    answers = {signed_in(person).get(first.path(page)).status_code for person in people for page in PAGES}

    assert answers == {404}


def test_review_takes_nothing_from_who_may_not_open_it(the_house, first):
    people = [make_user("stranger"), the_house.board_member("Not asked"), first.version.article.lead_author]

    answers = {signed_in(person).post(first.path(act)).status_code for person in people for act in ACTS}

    assert answers == {404}


def test_review_of_an_audience_without_a_text_is_not_there(first):
    assert [first.get(f"review/{name}/").status_code for name in ("caregiver", "nobody")] == [404, 404]


def test_opening_a_review_writes_nothing(first):
    first.get()

    assert Review.objects.count() == 0


def test_editor_reads_the_text_and_can_do_nothing_there(the_house, first):
    page = Browser(the_house.editor, first.version).get()

    assert (page.status_code, page.context["desk"].is_writable) == (200, False)
    assert 'id="review-form"' not in page.content.decode()


def test_queries_of_a_review_do_not_grow_with_its_comments(
    the_house, first, second, django_assert_max_num_queries
):
    counts = []
    for number in (1, 2):
        for place in range(number):
            remark(first.version, the_house.reviewers[0], body=f"{number}.{place}")
        with django_assert_max_num_queries(40) as counted:
            first.get()
        counts.append(len(counted))

    assert counts[0] == counts[1]


# What is kept


def test_saving_keeps_everything_that_was_typed(first):
    response = first.send(
        answer__accuracy="no", passage__accuracy="“an hour”", audiences=["patient"], ai_used="yes",
        ai_statement="A spell checker.", reason="Please say for whom.",
    )  # fmt: skip

    review = Review.objects.get()
    assert response.status_code == 302
    assert (review.answers[0]["answer"], review.answers[0]["passage"]) == ("no", "“an hour”")
    assert (review.audiences, review.ai_used, review.ai_statement) == (["patient"], "yes", "A spell checker.")
    assert review.reason == "Please say for whom."


def test_saving_without_a_change_leaves_no_trace(first):
    first.send(ai_used="no")

    first.send()

    assert Review.objects.get().counter == 1


def test_saving_over_another_window_keeps_both(first):
    old = first.form(
        answer__accuracy="no", reason="From the old window.", body="And this.", on="p-1", kind="must"
    )
    first.send(answer__accuracy="yes")

    response = first.client.post(first.path(), old)

    page = response.content.decode()
    assert response.status_code == 422
    assert "saved in another window" in page
    assert "There, question 1 is answered: Yes." in page
    assert "From the old window." in page
    assert (Review.objects.get().answers[0]["answer"], Comment.objects.get().body) == ("yes", "And this.")


def test_saving_over_another_window_happens_when_chosen(first):
    old = first.form(answer__accuracy="no")
    first.send(answer__accuracy="yes")

    first.client.post(first.path(), {**old, "over": "1"})

    assert Review.objects.get().answers[0]["answer"] == "no"


def test_saving_too_much_keeps_what_was_typed(first):
    response = first.send(reason="x" * 10_001, passage__accuracy="kept", body="kept too")

    page = response.content.decode()
    assert response.status_code == 422
    assert all(words in page for words in ("x" * 10_001, "kept</textarea>", "kept too</textarea>"))
    assert Review.objects.count() == 0


def test_saving_keeps_a_comment_that_was_typed_and_not_added(first):
    first.send(body="Which dose?", on="p-2", kind="question")

    comment = Comment.objects.get()
    assert (comment.anchor, comment.kind, comment.audience, comment.posted_at) == (
        "p-2",
        "question",
        "patient",
        None,
    )


def test_page_asked_for_a_paragraph_has_it_chosen(first):
    page = first.get("review/patient/?on=p-2").content.decode()

    assert '<option value="p-2" selected>' in page


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
    workflow.submit(first.version, by=lead)

    after = second.get().content.decode()

    assert ("Two cups." in before, "Two cups." in after) == (False, True)


# How it ends


def test_signing_puts_the_name_under_exactly_this_text(the_house, first):
    response = first.client.post(first.path("sign/"), first.complete(audiences=["patient"]))

    signature = Signature.objects.get()
    assert response.status_code == 302
    assert (signature.person, signature.digest) == (the_house.reviewers[0], first.version.manuscript_id)
    assert signature.audiences == '["patient"]'


def test_signing_with_things_missing_names_all_of_them_and_keeps_the_rest(first):
    response = first.send("sign/", end="sign", reason="Kept words.", password="wrong")

    assert response.status_code == 422
    assert sentences(response) == [
        "That is not your password. Nothing was signed.",
        "The checklist has no answer yet for: 1, 2, 3, 4, 5, 6, 7, 8, 9.",
        "Say which texts you read.",
        "Say whether you used AI for this review; “None” is an answer.",
    ]
    assert "Kept words." in response.content.decode()
    assert Review.objects.get().reason == "Kept words."


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
    workflow.submit(first.version, by=first.version.article.lead_author)

    page = first.get()

    assert (page.context["round"].number, page.context["desk"].is_writable) == (1, False)
