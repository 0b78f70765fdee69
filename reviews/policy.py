"""The policy: for every action, from which states, by whom, and what it takes.

Read `MOVES` as a table. Each entry lists its guards (`reviews.guards`): the states it may start from, who may
do it, what it takes. The same sentences stand beside a greyed-out button, in a refusal, and in a test.
"""

import dataclasses
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Role, User
from articles.states import IN_REVIEW, LIVE, OPEN, WRITABLE, State
from reviews import objections, quorum
from reviews.case import Case
from reviews.guards import (
    Guard,
    a_policy_is_in_force,
    ai_use_is_stated,
    all_have_finished,
    another_answer_says_why,
    another_editor_suspended,
    anywhere,
    assigned_reviewer,
    base_is_current,
    board_member,
    checklist_is_answered,
    class_fits,
    could_not_read_others,
    did_not_stand_aside,
    differs_from_what_came_back,
    each_no_names_its_passage,
    editor,
    editor_or_system,
    editor_says_why,
    every_point_answered,
    gives_reason,
    has_declared,
    interest_can_be_answered,
    interest_stays_declared,
    interests_are_described,
    lead_author,
    leaves,
    licence_is_valid,
    may_decide,
    named_author,
    no_answer_is_no,
    no_objection_was_left_behind,
    no_other_open_version,
    nobody_blocks,
    nobody_is_reviewing,
    not_on_it_yet,
    not_ones_own_interest,
    nothing_missing,
    notice_is_complete,
    notice_stands_beside_the_text,
    objection_can_be_lifted,
    own_points_are_none,
    prints_what_was_seen,
    quorum_is_intact,
    rests_on_an_approved_text,
    review_is_open,
    review_was_not_begun,
    reviewer_can_be_asked,
    same_words_have_a_base,
    says_what_must_change,
    says_who_they_are,
    second_is_apart,
    signature_can_be_struck,
    signed_none_of_it,
    stands_in,
    still_needed,
    stood_aside,
    system,
    texts_were_read,
    whoever_may_reopen,
)


@dataclasses.dataclass(frozen=True)
class Move:
    """An action: its guards, what the person brings, and what it is called.

    `reasons` are asked for, `optional` ones may be given; from the states `reasons_from` only, where there are any.
    The name of a reason says who reads it. `words_from`: label and consequence where a state has its own.
    """

    name: str
    label: str
    guards: tuple[Guard, ...]
    reasons: tuple[str, ...] = ()
    reasons_from: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    password: bool = False
    consequence: str = ""
    words_from: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)

    def words(self, state: str) -> tuple[str, str]:
        """Label and consequence, for a version in this state."""
        label, consequence = self.words_from.get(state, (self.label, self.consequence))
        return str(label), str(consequence)

    def reasons_in(self, state: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The reasons that are asked for in this state, and those that may be given."""
        is_said = not self.reasons_from or state in self.reasons_from
        return (self.reasons, self.optional) if is_said else ((), ())


def obstacles(name: str, case: Case) -> list[str]:
    """Every sentence that forbids this action now, in the order of the guards; empty = allowed.

    State and person come first, and alone: what else is missing is nobody else's business.
    """
    found: list[str] = []
    for place, guard in enumerate(MOVES[name].guards):
        found.extend(guard(case))
        if found and place < 2:
            break
    return list(dict.fromkeys(found))


def out_of_reach(case: Case) -> list[str]:
    """Sentences where today's board could not complete the quorum; said early, forbids nothing. Five queries at most."""
    reachable = [
        quorum.Signed(
            str(person.uid), frozenset({case.version.written_for}), profile.is_clinician, profile.specialty
        )
        for person in User.objects.holding(Role.BOARD).select_related("board_profile").distinct()
        if (profile := getattr(person, "board_profile", None))
        and person.pk not in case.writers
        and not stood_aside(case.disclosures.get(person.pk))
    ]
    lacking = quorum.missing(
        case.rules,
        change_class=case.version.change_class,
        audiences=[case.version.written_for],
        specialty=case.article.specialty,
        signed=reachable,
    )
    return [_("The board as it is cannot complete the approvals. %(why)s") % {"why": why} for why in lacking]


def _table(*moves: Move) -> dict[str, Move]:
    return {move.name: move for move in moves}


T = gettext_lazy

# fmt: off
MOVES: dict[str, Move] = _table(
    # The machine: what moves a version from one state to the next.
    Move("start", T("Start"),
         (anywhere, lead_author, no_other_open_version, rests_on_an_approved_text, no_objection_was_left_behind)),
    Move("submit", T("Submit for review"),
         (leaves("submit"), lead_author, a_policy_is_in_force, base_is_current, class_fits, every_point_answered,
          differs_from_what_came_back, nothing_missing),
         consequence=T("The text is sealed as it is now and goes to the board. You cannot change it while it is there.")),
    Move("take_up", T("Take up"), (leaves("take_up"), system)),
    Move("release", T("Release"), (leaves("release"), system, nobody_is_reviewing)),
    Move("send_back", T("Send back by itself"), (stands_in(State.UNDER_REVIEW), system, all_have_finished)),
    Move("request_changes", T("Send back to the author"),
         (leaves("request_changes"), editor, gives_reason("to_author")), reasons=("to_author",),
         consequence=T("The round ends. The author gets your words and every reviewer's points as one letter.")),
    Move("approve", T("Approve"), (leaves("approve"), system, nobody_blocks, same_words_have_a_base, still_needed)),
    Move("decline", T("Do not accept"),
         (leaves("decline"), editor, gives_reason("to_author")), reasons=("to_author",), optional=("for_editors",),
         consequence=T("The text leaves review. An editor can open it again.")),
    Move("withdraw", T("Take it back"), (leaves("withdraw"), lead_author),
         optional=("reason",), reasons_from=(*IN_REVIEW, State.CHANGES_REQUESTED),
         consequence=T("The text leaves review, and what its reviewers had begun ends. Every word stays, and you can open it again."),
         words_from={
             State.DRAFT: (
                 T("Put this draft away"),
                 T("Nobody writes on it from then on. Every word stays, and you can open it again.")),
             State.CHANGES_REQUESTED: (
                 T("Put this text away"),
                 T("Nobody writes on it from then on, and what its reviewers hold ends. Every word stays, and you can open it again.")),
         }),
    Move("reopen", T("Open it again"),
         (leaves("reopen"), whoever_may_reopen, editor_says_why, no_other_open_version, base_is_current, no_objection_was_left_behind),
         reasons=("to_author",), reasons_from=(State.DECLINED,),
         consequence=T("It becomes a draft again, with every word as it stood. Nobody reviews it before it is submitted anew.")),
    Move("suspend", T("Suspend"),
         (leaves("suspend"), editor_or_system, gives_reason("public")), reasons=("public",), optional=("for_editors",),
         consequence=T("Readers see the text under a caution that gives your reason. You cannot lift it yourself: another editor has to.")),
    Move("resume", T("Let it stand again"),
         (leaves("resume"), editor, another_editor_suspended, signed_none_of_it, quorum_is_intact, gives_reason("public")),
         reasons=("public",), optional=("for_editors",), password=True),
    Move("supersede", T("Replace"), (leaves("supersede"), system)),
    Move("retract", T("Retract"),
         (leaves("retract"), editor, gives_reason("public"), notice_is_complete),
         reasons=("public",), optional=("for_editors",), password=True,
         consequence=T("Readers are told not to rely on this text. This cannot be undone.")),

    # Around a review: what is decided without moving the version.
    Move("assign", T("Ask a board member"), (stands_in(*IN_REVIEW), editor, reviewer_can_be_asked)),
    Move("take", T("Take this review"), (stands_in(*IN_REVIEW), board_member, not_on_it_yet, did_not_stand_aside, could_not_read_others)),
    Move("hand_back", T("Hand back"), (stands_in(*OPEN), assigned_reviewer), optional=("reason",)),
    Move("lapse", T("Let it lapse"), (stands_in(*IN_REVIEW), editor_or_system, review_was_not_begun)),
    Move("extend", T("Give more time"), (stands_in(*IN_REVIEW), editor)),
    Move("disclose", T("Declare interests"), (stands_in(*OPEN), board_member, did_not_stand_aside, interest_stays_declared, interests_are_described)),
    Move("rule_on_interest", T("Answer a declared interest"), (stands_in(*OPEN), editor, not_ones_own_interest, interest_can_be_answered, another_answer_says_why),
         optional=("reason",)),
    Move("review", T("Review"), (stands_in(State.UNDER_REVIEW), assigned_reviewer, has_declared, review_is_open)),
    Move("sign", T("Sign"),
         (stands_in(State.UNDER_REVIEW), assigned_reviewer, has_declared, may_decide, licence_is_valid, review_is_open,
          same_words_have_a_base, checklist_is_answered, each_no_names_its_passage, no_answer_is_no, own_points_are_none, texts_were_read,
          ai_use_is_stated, prints_what_was_seen),
         password=True, consequence=T("Your name stands under exactly this text, for readers to see.")),
    Move("ask_for_changes", T("Ask for changes"),
         (stands_in(State.UNDER_REVIEW), assigned_reviewer, has_declared, may_decide, review_is_open,
          each_no_names_its_passage, ai_use_is_stated, says_what_must_change),
         reasons=("reason",), consequence=T("This round cannot end in an approval. The author gets your points.")),
    Move("object", T("Object on safety grounds"),
         (stands_in(State.UNDER_REVIEW), assigned_reviewer, has_declared, may_decide, review_is_open,
          each_no_names_its_passage, ai_use_is_stated, gives_reason("reason")),
         reasons=("reason",), consequence=T("This text cannot be approved while your objection stands, in this round or a later one. An editor is told, and the public record once the round has ended.")),
    Move("comment_only", T("Finish without deciding"),
         (stands_in(State.UNDER_REVIEW), assigned_reviewer, has_declared, review_is_open, each_no_names_its_passage,
          ai_use_is_stated)),
    Move("lift_objection", T("Lift the objection"),
         (stands_in(*IN_REVIEW, *objections.PUT_AWAY), objection_can_be_lifted, gives_reason("reason")), reasons=("reason",)),
    Move("strike", T("Strike a signature"),
         (stands_in(*(IN_REVIEW | LIVE), State.SUPERSEDED), signature_can_be_struck, gives_reason("public")), reasons=("public",)),
    Move("confirm_authorship", T("Confirm authorship"), (stands_in(*WRITABLE), named_author, says_who_they_are)),
    Move("notice", T("Publish a notice"), (stands_in(*LIVE), editor, notice_stands_beside_the_text, notice_is_complete), password=True),
    Move("erase", T("Erase words from the record"), (anywhere, editor, second_is_apart, gives_reason("for_editors")),
         reasons=("for_editors",), password=True),
)
# fmt: on
