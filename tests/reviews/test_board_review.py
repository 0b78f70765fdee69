"""The review page: who may open it, what is kept, what is hidden, how a review ends."""

import pytest

from articles.models import Rendered
from reviews import reviewing
from reviews.models import Comment, Review
from tests.factories import make_user
from tests.reviews.board_pages import Browser, first, open_to_two, remark, second, signed_in

__all__ = ["first", "open_to_two", "second"]  # fixtures

pytestmark = pytest.mark.django_db
PAGES = ("review/", "review/patient/", "review/professional/", "compare/")
ACTS = ("review/", "comments/", "comments/1/delete/", "comments/1/settle/", "sign/")


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
    first.get()  # the facts of the site are remembered for a minute
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


def test_addresses_that_only_take_forms_lead_back_to_the_review(first):
    answers = {first.get(act)["Location"] for act in ACTS if act != "review/"}

    assert answers == {first.path()}


# Going from one text to another


def test_changing_the_text_keeps_what_was_typed_and_goes_there(first):
    typed = first.form(answer__accuracy="no", passage__accuracy="“an hour”", body="Which dose?", on="p-2")

    response = first.client.post(first.path("review/professional/"), typed, follow=True)

    review, comment = Review.objects.get(), Comment.objects.get()
    assert response.redirect_chain == [(first.path("review/professional/"), 302)]
    assert (review.answers[0]["answer"], review.answers[0]["passage"]) == ("no", "“an hour”")
    assert (comment.audience, comment.body) == ("patient", "Which dose?")
    assert "What you had typed is saved; only you see it." in response.content.decode()


def test_changing_the_text_with_nothing_typed_begins_no_review(first):
    response = first.client.post(first.path("review/professional/"), first.form(), follow=True)

    assert (Review.objects.count(), response.context["audience"]) == (0, "professional")
    assert "What you had typed is saved" not in response.content.decode()


def test_changing_the_text_with_words_that_cannot_be_kept_loses_none(first):
    typed = first.form(answer__accuracy="no", reason="x" * 10_001)

    response = first.client.post(first.path("review/professional/"), typed)

    assert (response.status_code, response.context["audience"]) == (422, "patient")
    assert "x" * 10_001 in response.content.decode()


def test_changing_the_text_never_saves_over_another_window(first):
    old = first.form(answer__accuracy="no", reason="From the old window.")
    first.send(answer__accuracy="yes")

    response = first.client.post(first.path("review/professional/"), old)

    assert (response.status_code, Review.objects.get().answers[0]["answer"]) == (422, "yes")
    assert "From the old window." in response.content.decode()


def test_changing_the_text_after_the_end_shows_words_that_were_not_kept(first):
    typed = first.complete()
    first.client.post(first.path("sign/"), typed)

    late = first.client.post(
        first.path("review/professional/"),
        {**typed, "reason": "Too late."},
        headers={"Origin": "http://testserver"},
    )
    nothing = first.client.post(first.path("review/professional/"), typed)

    assert (late.status_code, "Too late." in late.content.decode()) == (422, True)
    assert (nothing.status_code, nothing["Location"]) == (302, first.path("review/professional/"))


def test_rewording_a_comment_keeps_what_was_typed_and_opens_it(the_house, first):
    comment = remark(first.version, the_house.reviewers[0], body="Which dose?")
    page = first.get().content.decode()
    way = first.path(f"review/patient/?edit={comment.pk}")

    reworded = first.client.post(way, first.form(ai_used="no"), follow=True)

    assert f'formaction="{way}#comment-form"' in page
    assert Review.objects.get().ai_used == "no"
    assert reworded.context["typed"].comment["body"].value() == "Which dose?"


def test_texts_are_buttons_while_a_review_is_written_and_links_elsewhere(the_house, first):
    url = first.path("review/professional/")

    pages = [browser.get().content.decode() for browser in (first, Browser(the_house.editor, first.version))]

    assert [f'<button formaction="{url}"' in page for page in pages] == [True, False]
    assert [f'<a href="{url}"' in page for page in pages] == [False, True]


def test_each_question_has_the_field_for_its_passage_on_the_page(first):
    page = first.get().content.decode()

    assert page.count('<textarea name="passage-') == 9
    assert page.count("Needed for a No.") == 9
