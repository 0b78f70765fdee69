"""The one page for moves: its form, its answers, who finds it."""

import pytest
from django.test import Client

from articles.models import ArticleVersion
from articles.states import State
from reviews import away, policy, reviewing, workflow
from reviews.models import Decision
from reviews.views import moves
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def state_of(version) -> str:
    return ArticleVersion.objects.get(pk=version.pk).state


def url(version, name: str) -> str:
    return f"/desk/versions/{version.pk}/{name}/"


def notice(**changes: str) -> dict[str, str]:
    parts = {f"{part}-{audience}": f"{part} for {audience}" for part in ("text", "instead")
             for audience in ("patient", "professional")}  # fmt: skip
    return {**parts, "public": "A number was wrong.", "for_editors": "", "password": PASSWORD, **changes}


# Each move once through its page


def test_submit_by_its_author_seals_the_text(the_house):
    draft = the_house.draft()

    response = signed_in(draft.article.lead_author).post(url(draft, "submit"))

    assert (response.status_code, response["Location"], state_of(draft)) == (302, "/write/", "submitted")


def test_withdraw_by_its_author_takes_the_text_back(the_house):
    version = the_house.submitted()

    signed_in(version.article.lead_author).post(url(version, "withdraw"), {"reason": ""})

    assert state_of(version) == "withdrawn"


@pytest.mark.parametrize(
    ("name", "data", "state"),
    [
        ("request_changes", {"to_author": "Shorter, please."}, "changes_requested"),
        ("decline", {"to_author": "Not for us.", "for_editors": "Again."}, "declined"),
    ],
)
def test_editors_move_ends_a_round_and_leads_back_to_the_version(the_house, name, data, state):
    version = the_house.submitted()

    response = signed_in(the_house.editor).post(url(version, name), data)

    assert (response["Location"], state_of(version)) == (f"/desk/versions/{version.pk}/", state)


def test_move_meant_for_an_earlier_text_is_not_made(the_house):
    version, client = the_house.submitted(), signed_in(the_house.editor)
    other = the_house.submitted().manuscript_id

    response = client.post(url(version, "request_changes"), {"to_author": "About round one.", "seen": other})

    assert (response.status_code, state_of(version)) == (422, "submitted")
    assert f'name="seen" value="{version.manuscript_id}"' in response.content.decode()
    assert "About round one." in response.content.decode()


def test_reopen_by_an_editor_makes_a_draft_again(the_house):
    version = the_house.submitted()
    workflow.decline(version, by=the_house.editor, to_author="No.")

    signed_in(the_house.editor).post(url(version, "reopen"), {"to_author": "Yes, after all."})

    assert state_of(version) == "draft"


def test_declined_text_is_not_opened_again_without_a_word_to_its_author(the_house):
    version = the_house.submitted()
    workflow.decline(version, by=the_house.editor, to_author="No.")

    response = signed_in(the_house.editor).post(url(version, "reopen"), {"to_author": ""})

    assert (response.status_code, state_of(version)) == (422, "declined")
    assert "Give a reason: the author reads it." in words(response)


def test_text_of_ones_own_is_opened_again_without_a_reason(the_house):
    version = the_house.submitted()
    workflow.withdraw(version, by=version.article.lead_author)
    client = signed_in(version.article.lead_author)

    page = client.get(url(version, "reopen"))
    client.post(url(version, "reopen"))

    assert (list(page.context["form"].fields), state_of(version)) == ([], "draft")


@pytest.mark.parametrize(
    ("state", "label"), [("draft", "Put this draft away"), ("submitted", "Take it back")]
)
def test_withdraw_is_called_what_it_is_for_the_state_and_says_that_it_can_be_undone(the_house, state, label):
    version = the_house.draft() if state == "draft" else the_house.submitted()

    page = words(signed_in(version.article.lead_author).get(url(version, "withdraw")))

    assert (page.count(label), "you can open it again" in page) == (3, True)


def test_suspend_and_resume_need_two_editors(the_house):
    version, second = the_house.approved(), make_user("editor")
    reasons = {"public": "A dose is checked.", "for_editors": "", "password": PASSWORD}
    states = []

    for editor, name in ((the_house.editor, "suspend"), (the_house.editor, "resume"), (second, "resume")):
        signed_in(editor).post(url(version, name), reasons)
        states.append(state_of(version))

    assert states == ["suspended", "suspended", "approved"]


def test_move_that_nothing_typed_could_allow_has_no_form(the_house):
    version, second = the_house.approved(), make_user("editor")
    workflow.suspend(version, by=the_house.editor, public="A dose is checked.")

    pages = [
        signed_in(editor).get(url(version, "resume")).content.decode()
        for editor in (the_house.editor, second)
    ]

    assert ['name="password"' in page for page in pages] == [False, True]
    assert f'<a href="/desk/versions/{version.pk}/">Back</a>' in pages[0]


def test_retract_publishes_a_notice_for_each_audience(the_house):
    version = the_house.approved()

    signed_in(the_house.editor).post(url(version, "retract"), notice())

    made = version.notices.get()
    assert (state_of(version), made.kind) == ("retracted", "retraction")
    assert '"professional":"instead for professional"' in made.body


@pytest.mark.parametrize("missing", ["text-patient", "instead-professional", "public", "password"])
def test_retract_without_a_part_keeps_the_rest(the_house, missing):
    version = the_house.approved()

    response = signed_in(the_house.editor).post(url(version, "retract"), notice(**{missing: ""}))

    kept = [held(response, name) for name in ("text-professional", "instead-patient")]
    assert (response.status_code, state_of(version)) == (422, "approved")
    assert kept == ["text for professional", "instead for patient"]
    assert PASSWORD not in response.content.decode()


def test_retract_with_a_wrong_password_changes_nothing(the_house):
    version = the_house.approved()

    response = signed_in(the_house.editor).post(url(version, "retract"), notice(password="wrong"))

    assert "That is not your password. Nothing was signed." in words(response)
    assert state_of(version) == "approved"


def test_take_leads_to_the_cover_and_hand_back_to_the_queue(the_house):
    version, client = the_house.submitted(), signed_in(the_house.reviewers[0])

    taken = client.post(url(version, "take"))
    back = client.post(url(version, "hand_back"), {"reason": "On leave."})

    assert [taken["Location"], back["Location"]] == [f"/desk/versions/{version.pk}/cover/", "/desk/queue/"]
    assert list(version.assignments.values_list("ended_why", flat=True)) == ["handed_back"]


# What the page says


def test_form_says_what_follows_and_who_reads_each_reason(the_house):
    version = the_house.submitted()

    page = words(signed_in(the_house.editor).get(url(version, "decline")))

    assert str(policy.MOVES["decline"].consequence) in page
    assert "The authors of this article read it." in page
    assert "Nobody but editors reads it." in page


def test_form_without_its_reason_is_answered_with_the_policys_sentence(the_house):
    version = the_house.submitted()

    response = signed_in(the_house.editor).post(
        url(version, "decline"), {"to_author": " ", "for_editors": "My note."}
    )

    assert "Give a reason: the author reads it." in words(response)
    assert held(response, "for_editors") == "My note."


def test_form_in_a_wrong_state_says_so(the_house):
    version = the_house.approved()

    response = signed_in(the_house.editor).get(url(version, "decline"))

    sentence = "This cannot be done now: the text is in the state “Approved”."
    assert (response.status_code, sentence in words(response)) == (200, True)


def test_second_press_is_answered_with_a_sentence_and_decides_nothing(the_house):
    draft = the_house.draft()
    client = signed_in(draft.article.lead_author)
    client.post(url(draft, "submit"))

    response = client.post(url(draft, "submit"))

    assert (response.status_code, "in the state “Submitted”" in words(response)) == (422, True)
    assert Decision.objects.filter(version=draft, move="submit").count() == 1


def test_form_keeps_words_that_are_too_long_and_says_how_long(the_house):
    version, much = the_house.submitted(), "é" * 20_001

    response = signed_in(the_house.editor).post(url(version, "decline"), {"to_author": much})

    assert "This has 20001 characters; at most 20000 can be kept." in words(response)
    assert held(response, "to_author") == much


@pytest.mark.parametrize("nasty", ["a%00b", "%ED%A0%BD", "<script>alert(1)</script>", "%E2%80%AE"])
def test_form_answers_nasty_words_with_a_page(the_house, nasty):
    version = the_house.submitted()

    response = signed_in(the_house.editor).post(
        url(version, "decline"), f"to_author={nasty}", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in (302, 422)
    assert b"<script>alert" not in response.content


def test_move_changes_nothing_by_being_looked_at(the_house):
    draft = the_house.draft()

    signed_in(draft.article.lead_author).get(url(draft, "submit"))

    assert state_of(draft) == "draft"


def test_move_asks_for_a_token(the_house):
    draft, client = the_house.draft(), Client(enforce_csrf_checks=True)
    client.force_login(draft.article.lead_author)

    assert client.post(url(draft, "submit")).status_code == 403


# Who finds it


@pytest.mark.parametrize("name", [*moves.VERBS, "approve", "take_up", "release", "send_back", "erase", "x"])
def test_move_of_somebody_elses_version_is_not_there_for_strangers(the_house, name):
    version = the_house.submitted()
    strangers = [make_user("stranger"), the_house.author()]

    answers = [signed_in(who).post(url(version, name), notice()).status_code for who in strangers]

    assert answers == [404, 404]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("author", ["request_changes", "decline", "suspend", "resume", "retract", "take", "hand_back"]),
        ("editor", ["submit", "withdraw", "take", "hand_back"]),
        ("reviewer", ["submit", "withdraw", "request_changes", "decline", "suspend", "retract", "hand_back"]),
    ],
)
def test_move_of_another_part_is_not_there(the_house, who, names):
    version = the_house.submitted()
    people = {
        "author": version.article.lead_author,
        "editor": the_house.editor,
        "reviewer": the_house.reviewers[0],
    }

    answers = {name: signed_in(people[who]).post(url(version, name), notice()).status_code for name in names}

    assert answers == dict.fromkeys(names, 404)
    assert state_of(version) == "submitted"


def test_move_of_a_number_that_no_row_can_have_is_not_there(the_house):
    response = signed_in(the_house.editor).get(f"/desk/versions/{10**30}/decline/")

    assert response.status_code == 404


# What is offered


def names(found) -> list[str]:
    return [one["name"] for one in found]


def test_offered_leaves_out_other_parts_and_other_states(the_house):
    version = the_house.submitted()
    people = [version.article.lead_author, the_house.editor, the_house.reviewers[0], make_user("stranger")]

    found = [names(moves.offered(version, person, moves.VERBS)) for person in people]

    assert found == [["withdraw"], ["request_changes", "decline"], ["take"], []]


def test_offered_says_what_stands_in_the_way_but_not_what_is_still_to_be_typed(the_house):
    draft = the_house.draft()
    workflow.withdraw(draft, by=draft.article.lead_author)
    version = ArticleVersion.objects.get(pk=draft.pk)

    found = moves.offered(version, version.article.lead_author, ["reopen"])

    assert [(one["name"], one["obstacles"]) for one in found] == [("reopen", [])]


def test_offered_holds_a_button_by_the_policys_own_sentences(the_house):
    version = the_house.approved()
    workflow.suspend(version, by=the_house.editor, public="Checked.")
    version = ArticleVersion.objects.get(pk=version.pk)

    found = {one["name"]: one["obstacles"] for one in moves.offered(version, the_house.editor, moves.VERBS)}

    assert list(found) == ["resume", "retract"]
    assert (len(found["resume"]), found["retract"]) == (1, [])


def test_every_move_of_the_view_is_one_of_the_policy():
    assert set(moves.VERBS) - set(policy.MOVES) == set()
    assert set(moves.DONE) == set(moves.VERBS)


def test_reviewer_who_holds_it_may_hand_back_while_the_author_works(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    reviewing.take(version, by=reviewer)
    workflow.request_changes(version, by=the_house.editor, to_author="Please.")

    response = signed_in(reviewer).post(url(version, "hand_back"), {"reason": ""})

    assert (response.status_code, state_of(version)) == (302, State.CHANGES_REQUESTED)


@pytest.mark.parametrize(("typed", "is_unsaved"), [("", False), (" Shorter, please.", True)])
def test_refused_page_asks_before_leaving_only_where_words_stand_in_it(the_house, typed, is_unsaved):
    version = the_house.submitted()

    response = signed_in(the_house.editor).post(
        url(version, "decline"), {"to_author": "", "for_editors": typed, "seen": "x"}
    )

    assert (response.status_code, b" data-unsaved" in response.content) == (422, is_unsaved)


def test_refused_password_alone_is_nothing_that_leaving_would_lose(the_house):
    version = the_house.approved()
    data = {"public": "", "for_editors": "", "password": "typed"}

    response = signed_in(the_house.editor).post(url(version, "retract"), data)

    assert (response.status_code, b" data-unsaved" in response.content) == (422, False)


def test_draft_that_was_never_submitted_is_put_away_and_not_taken_back(the_house):
    draft = the_house.draft()
    client = signed_in(draft.article.lead_author)

    done = words(client.post(url(draft, "withdraw"), {}, follow=True))
    pages = [words(client.get(f"/write/{draft.pk}/{page}")) for page in ("", "hand-in/")]

    assert "Put away. You can open it again." in done
    assert "Put away since" in done
    assert [("Put away" in page, "aken back" in page) for page in pages] == [(True, False)] * 2


@pytest.mark.parametrize("stood", ["back", "opened again"])
def test_text_that_its_author_had_is_put_away_and_not_taken_back_everywhere(the_house, stood):
    version = the_house.submitted()
    lead = version.article.lead_author
    if stood == "back":
        workflow.request_changes(version, by=the_house.editor, to_author="Shorter, please.")
    else:
        workflow.withdraw(version, by=lead)
        workflow.reopen(version, by=lead)
    client = signed_in(lead)
    offered = words(client.get("/write/"))

    done = words(client.post(url(version, "withdraw"), {}, follow=True))
    pages = [words(client.get(f"/write/{version.pk}/{page}")) for page in ("", "hand-in/")]
    desk = words(signed_in(the_house.editor).get(f"/desk/versions/{version.pk}/"))

    assert ("Take it back" in offered, "Put away. You can open it again." in done) == (False, True)
    assert [("Put away" in page, "aken back" in page) for page in (done, *pages)] == [(True, False)] * 3
    assert "Put away by its author" in desk
    assert "Put away since" in done


def test_list_knows_how_each_text_left_as_each_page_does(the_house):
    taken, away_ = the_house.submitted(), the_house.submitted()
    workflow.request_changes(away_, by=the_house.editor, to_author="Shorter, please.")
    for version in (taken, away_):
        workflow.withdraw(version, by=version.article.lead_author)
    versions = ArticleVersion.objects.filter(pk__in=[taken.pk, away_.pk]).order_by("pk")

    told = [row.state_label for row in away.told(versions)]

    assert told == [row.state_label for row in versions.all()] == ["Taken back", "Put away"]


def test_text_that_was_submitted_is_taken_back(the_house):
    version = the_house.submitted()
    client = signed_in(version.article.lead_author)

    done = words(client.post(url(version, "withdraw"), {"reason": ""}, follow=True))

    assert ("Taken back since" in done, "Put away" in done) == (True, False)
