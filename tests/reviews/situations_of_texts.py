"""Situations of a text: handed in, sent back, standing."""

from collections.abc import Callable

from articles import drafting, manuscripts
from articles.models import ArticleVersion
from reviews import house, reviewing, workflow
from reviews.models import Comment, Signature
from tests.reviews.board import Board, as_system, by_hand, fresh
from tests.reviews.machine_table import BY_ITSELF, LEAD, NONE_APPROVED, OTHER_OPEN, wrong_state
from tests.reviews.situations import situation

Act = Callable[[], object]
OTHER_BASE = "Another version was approved since this one was started. Start again from that version."
NO_BASE = "The version before this one does not stand, so the same words are not enough: write an update or a correction."


def hand_in(board: Board, version: ArticleVersion) -> Act:
    return lambda: workflow.submit(version, by=board.lead)


# Beginning


@situation("start", "lead_author", LEAD)
def begun_by_a_board_member(board: Board) -> Act:
    return lambda: workflow.start(by=board.member, question="Does it?", written_for="patient")


@situation("start", "lead_author", LEAD)
def next_version_begun_by_a_co_author(board: Board) -> Act:
    article = board["approved"].article
    return lambda: workflow.start(
        by=board.co_author, question="", written_for="", change_class="update", article=article
    )


@situation("start", "no_other_open_version", OTHER_OPEN)
def begun_beside_an_open_version(board: Board) -> Act:
    article = board["under_review"].article
    return lambda: workflow.start(
        by=board.lead, question="", written_for="", change_class="update", article=article
    )


@situation("start", "rests_on_an_approved_text", NONE_APPROVED)
def begun_above_a_text_that_was_put_away(board: Board) -> Act:
    article = board["withdrawn"].article
    return lambda: workflow.start(
        by=board.lead, question="", written_for="", change_class="update", article=article
    )


LEFT_BEHIND = (
    "An objection on safety grounds to version %d stands. Open that version again and answer it there, "
    "or ask an editor about lifting it."
)


@situation("start", "no_objection_was_left_behind", LEFT_BEHIND % 2)
def begun_to_walk_away_from_an_objection(board: Board) -> Act:
    second = workflow.submit(board.next(board["approved"]), by=board.lead)
    article = objected_and_put_away(board, second).article
    return lambda: workflow.start(
        by=board.lead, question="", written_for="", change_class="update", article=article
    )


def objected_and_put_away(board: Board, version: ArticleVersion) -> ArticleVersion:
    board.ready(version, board.member)
    reviewing.object_on_safety(version, by=board.member, reason="Warfarin.")
    workflow.withdraw(version, by=board.lead)
    return fresh(version)


@situation("reopen", "no_objection_was_left_behind", LEFT_BEHIND % 3)
def reopened_to_walk_away_from_an_objection(board: Board) -> Act:
    base = board["approved"]
    second = board.next(base)
    workflow.withdraw(second, by=board.lead)
    objected_and_put_away(board, workflow.submit(board.next(base), by=board.lead))
    return lambda: workflow.reopen(fresh(second), by=board.lead)


# Confirming


@situation(
    "confirm_authorship", "named_author",
    "Your part as an author has ended. Ask an editor if you should write on.",
)  # fmt: skip
def confirmed_by_a_former_author(board: Board) -> Act:
    house.end_grant(board.co_author.grants.get(), by=board.editor)
    version = board["draft"]
    return lambda: reviewing.confirm_authorship(
        version, by=board.co_author, digest=manuscripts.draft_digest(version)
    )


# Handing in


@situation(
    "submit", "nothing_missing", "Write the patient text: it is the one that this article is written for.",
    "Reference “adeyemi2021” is cited nowhere: cite it, or remove it.",
    "Ada Lead confirmed an earlier wording and must confirm this one.",
    "Carl Co-Author confirmed an earlier wording and must confirm this one.",
)  # fmt: skip
def lead_text_is_missing(board: Board) -> Act:
    version = board["draft"]
    drafting.remove_text(version, audience="patient", by=board.lead)
    drafting.save_text(
        version,
        audience="professional",
        by=board.lead,
        counter=1,
        title="Tea",
        body="It may.[@institute2023]",
    )
    return hand_in(board, fresh(version))


@situation(
    "submit", "nothing_missing", "Carl Co-Author confirmed an earlier wording and must confirm this one."
)
def one_author_has_not_confirmed_this_wording(board: Board) -> Act:
    version = board.rewrite(board["draft"], old="an hour", new="a while")
    digest = manuscripts.draft_digest(version)
    reviewing.confirm_authorship(version, by=board.lead, digest=digest)
    return hand_in(board, version)


@situation("submit", "every_point_answered", "1 point of the last review is not answered yet.")
def a_point_is_unanswered(board: Board) -> Act:
    version = board["under_review"]
    reviewing.hand_back(version, by=board.second)
    board.must(version, board.reviewer)
    board.answer(board.ask_for_changes(version, board.reviewer), "not_changed")
    return hand_in(board, fresh(version))


def came_back_with_points(board: Board) -> tuple[ArticleVersion, list[Comment]]:
    version = board["under_review"]
    reviewing.hand_back(version, by=board.second)
    points = [board.must(version, board.reviewer, f"Which dose, {number}?") for number in (1, 2, 3)]
    reviewing.ask_for_changes(version, by=board.reviewer, reason="Doses are missing.")
    return fresh(version), points


@situation(
    "submit", "differs_from_what_came_back",
    "This is word for word the text that came back. Change what the letter asks for, then submit it.",
)  # fmt: skip
def the_text_that_came_back_unchanged(board: Board) -> Act:
    return hand_in(board, board.sent_back())


@situation(
    "submit", "differs_from_what_came_back",
    "This is word for word the text that came back. Change what the letter asks for, then submit it.",
)  # fmt: skip
def the_text_that_came_back_put_away_and_opened_again(board: Board) -> Act:
    version = board.sent_back()
    workflow.withdraw(version, by=board.lead)
    workflow.reopen(fresh(version), by=board.lead)
    return hand_in(board, fresh(version))


@situation(
    "submit", "differs_from_what_came_back",
    "At point 1.1 you say that you changed the text, but it is word for word the one that came back.",
)  # fmt: skip
def the_text_that_was_taken_back_after_changes_were_asked(board: Board) -> Act:
    version = board["under_review"]
    point = board.ask_for_changes(version, board.reviewer)
    workflow.withdraw(fresh(version), by=board.lead)
    workflow.reopen(fresh(version), by=board.lead)
    board.answer(point)
    return hand_in(board, fresh(version))


@situation(
    "submit", "differs_from_what_came_back",
    "At point 1.2 you say that you changed the text, but it is word for word the one that came back.",
)  # fmt: skip
def a_point_says_changed_above_the_same_text(board: Board) -> Act:
    version, points = came_back_with_points(board)
    for point, kind in zip(points, ("not_changed", "changed", "not_changed"), strict=True):
        board.answer(point, kind)
    return hand_in(board, version)


@situation("submit", "base_is_current", OTHER_BASE)
def base_was_replaced(board: Board) -> Act:
    first = board["superseded"]
    draft = board.next(fresh(first.article.current))
    # No verb leads here, because reopening asks for the same; the guard stands by itself.
    ArticleVersion.objects.filter(pk=draft.pk).update(base=first)
    return hand_in(board, board.confirm(draft))


@situation(
    "submit", "class_fits",
    "In the patient text, paragraph “It may soothe a sore throat for 2 hours. It is safe for mos…” under "
    "“What it does”: a number changed (“an hour” became “2 hours”).",
    "That is more than spelling and form, so choose “Correction: something was wrong” or “Update: the advice or its "
    "evidence changed” for this version.",
)  # fmt: skip
def wording_that_changes_a_number(board: Board) -> Act:
    return hand_in(board, board.next(board["approved"], "editorial", old="an hour", new="2 hours"))


@situation(
    "submit", "class_fits",
    "A renewal is the same text reviewed again, and this text differs from the approved one.",
)  # fmt: skip
def renewal_with_other_words(board: Board) -> Act:
    return hand_in(board, board.next(board["approved"], "renewal", old="an hour", new="a while"))


@situation(
    "submit", "class_fits",
    "A renewal is the same text reviewed again, and this text differs from the approved one.",
)  # fmt: skip
def renewal_with_another_reference(board: Board) -> Act:
    draft = board.next(board["approved"], "renewal")
    row = draft.references.get(key="institute2023")
    work = {
        "type": "report", "title": "Home remedies: a review of 41 studies",
        "author": [{"literal": "Institute for Invented Reviews"}], "issued": {"date-parts": [[2023]]},
    }  # fmt: skip
    drafting.save_reference(
        draft, by=board.lead, key=row.key, counter=row.counter, csl=work, raw="", kept_because=""
    )
    return hand_in(board, board.confirm(draft))


@situation("submit", "class_fits", NO_BASE)
def wording_above_a_suspended_text(board: Board) -> Act:
    return hand_in(board, board.next(board["suspended"], "editorial"))


@situation("submit", "class_fits", NO_BASE)
def the_same_text_again_above_a_retracted_one(board: Board) -> Act:
    return hand_in(board, board.next(board["retracted"], "renewal"))


@situation(
    "submit", "class_fits",
    "This is word for word the text of version 1, so nothing was updated or corrected.",
)  # fmt: skip
def update_that_updates_nothing(board: Board) -> Act:
    draft = board.next(board["retracted"], "renewal")
    return hand_in(
        board,
        board.confirm(
            drafting.save_facts(draft, by=board.lead, counter=draft.counter, change_class="update")
        ),
    )


@situation("submit", "class_fits", NO_BASE)
def wording_above_a_retracted_text(board: Board) -> Act:
    return hand_in(board, board.next(board["retracted"], "editorial"))


@situation(
    "confirm_authorship", "says_who_they_are",
    "State your credential and your interests first: they are part of the text that you confirm.",
)  # fmt: skip
def confirmed_before_interests_are_stated(board: Board) -> Act:
    version = board["draft"]
    drafting.save_authorship(version, by=board.lead, credential="MD", interests="", name="Ada Lead")
    digest = manuscripts.draft_digest(fresh(version))
    return lambda: reviewing.confirm_authorship(version, by=board.lead, digest=digest)


# What the system asks


@situation("release", "nobody_is_reviewing", "Somebody is reviewing this text.")
def somebody_holds_it(board: Board) -> Act:
    return lambda: as_system(board["under_review"], "release")


@situation("release", "nobody_is_reviewing", "Somebody is reviewing this text.")
def somebody_finished(board: Board) -> Act:
    version = board["under_review"]
    reviewing.comment_only(version, by=board.reviewer)
    for person in (board.reviewer, board.second):
        reviewing.hand_back(version, by=person)
    return lambda: as_system(version, "release")


@situation("send_back", "stands_in", wrong_state("submitted"))
def round_where_nobody_reviews(board: Board) -> Act:
    return lambda: as_system(board["submitted"], "send_back")


@situation("send_back", "system", BY_ITSELF)
def sent_back_by_hand(board: Board) -> Act:
    return lambda: by_hand(board["under_review"], "send_back", board.editor)


@situation("send_back", "all_have_finished", "Somebody is still reviewing.")
def another_reviewer_is_at_work(board: Board) -> Act:
    version = board["under_review"]
    board.ask_for_changes(version, board.reviewer)
    return lambda: as_system(version, "send_back")


@situation("send_back", "all_have_finished", "Nobody has asked for changes.")
def nobody_asked_for_changes(board: Board) -> Act:
    version = board["under_review"]
    board.sign(version, board.reviewer)
    reviewing.hand_back(version, by=board.second)
    return lambda: as_system(version, "send_back")


@situation("approve", "nobody_blocks", "A reviewer asked for changes in this round.")
def signed_twice_and_sent_back_by_a_third(board: Board) -> Act:
    version = board.ready(board["under_review"], board.member)
    board.hold(version, board.other_member)
    board.ask_for_changes(version, board.member)
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    board.sign(version, board.reviewer)
    return lambda: as_system(version, "approve")


@situation("approve", "nobody_blocks", "A reviewer asked for changes in this round.")
def signed_twice_under_an_objection(board: Board) -> Act:
    version = board.ready(board["under_review"], board.member)
    board.hold(version, board.other_member)
    reviewing.object_on_safety(version, by=board.member, reason="Not with warfarin.")
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    board.sign(version, board.reviewer)
    return lambda: as_system(version, "approve")


@situation("approve", "nobody_blocks", "An objection on safety grounds of round 1 stands.")
def signed_twice_after_an_objection_was_carried_past_its_round(board: Board) -> Act:
    version = board.ready(board["submitted"], board.member)
    reviewing.object_on_safety(version, by=board.member, reason="Not with warfarin.")
    workflow.withdraw(fresh(version), by=board.lead)
    workflow.reopen(fresh(version), by=board.lead)
    version = workflow.submit(fresh(version), by=board.lead)
    for person in (board.reviewer, board.second):
        board.sign(board.ready(version, person), person)
    return lambda: as_system(version, "approve")


@situation(
    "approve", "nobody_blocks",
    "A reviewer took their signature back in this round, so the text needs another round.",
)  # fmt: skip
def signed_twice_after_a_third_took_theirs_back(board: Board) -> Act:
    version = board.ready(board["under_review"], board.member)
    reviewing.strike(board.sign(version, board.member), by=board.member, public="I misread it.")
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    board.sign(version, board.reviewer)
    return lambda: as_system(version, "approve")


@situation("approve", "still_needed", "The professional text needs 1 more signature.")
def second_signer_read_one_text(board: Board) -> Act:
    version = board["under_review"]
    board.fill_in(version, board.second)
    board.sign(version, board.second, audiences=["patient"])
    board.sign(version, board.reviewer)
    return lambda: as_system(version, "approve")


@situation(
    "approve", "still_needed", "The patient text needs 1 more signature.",
    "The professional text needs 1 more signature.",
)  # fmt: skip
def one_signature_was_struck(board: Board) -> Act:
    version = board["under_review"]
    reviewing.strike(board.sign(version, board.reviewer), by=board.editor, public="Wrong account.")
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    return lambda: as_system(version, "approve")


def wording_in_review_whose_base_fell(board: Board) -> ArticleVersion:
    base = board["approved"]
    draft = workflow.submit(board.next(base, "editorial"), by=board.lead)
    board.ready(draft, board.reviewer)
    reviewing.strike(Signature.objects.filter(round__version=base)[0], by=board.editor, public="A trial.")
    return draft


@situation(
    "approve", "same_words_have_a_base", NO_BASE, "The patient text needs 1 more signature.",
    "The professional text needs 1 more signature.",
)  # fmt: skip
def approval_above_a_text_that_fell(board: Board) -> Act:
    draft = wording_in_review_whose_base_fell(board)
    return lambda: as_system(draft, "approve")


@situation("sign", "same_words_have_a_base", NO_BASE)
def signature_above_a_text_that_fell(board: Board) -> Act:
    draft = wording_in_review_whose_base_fell(board)
    return lambda: board.sign(draft, board.reviewer)
