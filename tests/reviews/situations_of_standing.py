"""Situations of an editor's decisions: reasons, and what a text that stands rests on."""

from collections.abc import Callable

from articles.models import ArticleVersion, User
from reviews import house, reviewing, workflow
from reviews.models import Signature
from tests.factories import PASSWORD
from tests.reviews.board import INSTEAD, NOTICE, Board, fresh
from tests.reviews.situations import situation

Act = Callable[[], object]
OTHER_BASE = "Another version was approved since this one was started. Start again from that version."
OTHER_OPEN = "Another version of this article is being worked on. There is only ever one."
TO_AUTHOR = "Give a reason: the author reads it."
PUBLIC = "Give a reason: readers see it in the public record."


# Reasons, and what stands


@situation("request_changes", "gives_reason", TO_AUTHOR)
def sent_back_without_a_reason(board: Board) -> Act:
    return lambda: workflow.request_changes(board["under_review"], by=board.editor, to_author=" \n")


@situation("decline", "gives_reason", TO_AUTHOR)
def declined_without_a_reason(board: Board) -> Act:
    return lambda: workflow.decline(board["submitted"], by=board.editor, to_author="")


@situation("reopen", "editor_says_why", TO_AUTHOR)
def reopened_without_a_reason(board: Board) -> Act:
    return lambda: workflow.reopen(board["declined"], by=board.editor, to_author="")


@situation("reopen", "no_other_open_version", OTHER_OPEN)
def reopened_beside_an_open_version(board: Board) -> Act:
    base = board["approved"]
    draft = board.next(base)
    workflow.withdraw(draft, by=board.lead)
    board.next(base)
    return lambda: workflow.reopen(draft, by=board.lead)


@situation("reopen", "base_is_current", OTHER_BASE)
def reopened_above_an_older_base(board: Board) -> Act:
    base = board["approved"]
    draft = board.next(base)
    workflow.withdraw(draft, by=board.lead)
    board.approve(board.next(base))
    return lambda: workflow.reopen(draft, by=board.lead)


@situation("suspend", "gives_reason", PUBLIC)
def suspended_without_a_reason(board: Board) -> Act:
    return lambda: workflow.suspend(board["approved"], by=board.editor, public="", for_editors="A report.")


def let_stand(board: Board, version: ArticleVersion, public: str = "Fine.") -> Act:
    return lambda: workflow.resume(version, by=board.second_editor, password=PASSWORD, public=public)


@situation("resume", "gives_reason", PUBLIC)
def resumed_without_a_reason(board: Board) -> Act:
    version = board["approved"]
    workflow.suspend(version, by=board.editor, public="Harm.")
    return let_stand(board, version, public="")


@situation(
    "resume", "another_editor_suspended",
    "You suspended this text yourself, so a second editor has to let it stand again.",
)  # fmt: skip
def resumed_by_who_suspended(board: Board) -> Act:
    return let_stand(board, board["suspended"])


def signer_who_is_an_editor_too(board: Board) -> User:
    house.grant(board.reviewer, "editor", by=board.editor)
    return board.reviewer


SIGNED_IT = "You signed this text yourself, so an editor who did not has to let it stand again."


@situation("resume", "signed_none_of_it", SIGNED_IT)
def resumed_by_who_signed_it(board: Board) -> Act:
    signer = signer_who_is_an_editor_too(board)
    return lambda: workflow.resume(board["suspended"], by=signer, password=PASSWORD, public="Fine.")


@situation("resume", "signed_none_of_it", SIGNED_IT)
def resumed_by_who_signed_what_it_rests_on(board: Board) -> Act:
    """The change of wording above it was signed by somebody else."""
    wording = workflow.submit(
        board.next(board["approved"], "editorial", old="soothe", new="*soothe*"),
        by=board.lead,
    )
    board.ready(wording, board.member)
    board.sign(wording, board.member)
    workflow.suspend(wording, by=board.second_editor, public="Harm.")
    signer = signer_who_is_an_editor_too(board)
    return lambda: workflow.resume(wording, by=signer, password=PASSWORD, public="Fine.")


@situation(
    "resume", "quorum_is_intact", "The patient text needs 1 more signature.",
    "The professional text needs 1 more signature.",
)  # fmt: skip
def resumed_without_a_quorum(board: Board) -> Act:
    version = board["approved"]
    reviewing.strike(Signature.objects.filter(round__version=version)[0], by=board.editor, public="A trial.")
    return let_stand(board, version)


@situation("retract", "gives_reason", PUBLIC)
def retracted_without_a_reason(board: Board) -> Act:
    return lambda: workflow.retract(
        board["approved"], by=board.editor, password=PASSWORD, public="", text=NOTICE, instead=INSTEAD
    )


UNTOLD = (
    "Say what the readers of the patient text should do instead.",
    "Write the notice for the readers of the professional text.",
)


@situation("retract", "notice_is_complete", *UNTOLD)
def retracted_without_telling_every_reader(board: Board) -> Act:
    return lambda: workflow.retract(
        board["approved"], by=board.editor, password=PASSWORD, public="Withdrawn.",
        text={"patient": "No."}, instead={"patient": " ", "professional": "Read."},
    )  # fmt: skip


@situation("notice", "notice_is_complete", *UNTOLD)
def noticed_without_telling_every_reader(board: Board) -> Act:
    return lambda: workflow.notice(
        board["approved"], by=board.editor, password=PASSWORD, kind="concern",
        text={"patient": "No."}, instead={"patient": " ", "professional": "Read."},
    )  # fmt: skip


@situation(
    "erase",
    "second_is_apart",
    "Walter Writing-Member wrote part of this article, so somebody else has to agree.",
)
def erased_with_one_who_wrote_part_of_it(board: Board) -> Act:
    article = board["approved"].article
    words = article.disclosures.get(person=board.interested).text_id
    return lambda: reviewing.erase(
        article, digest=words, by=board.editor, password=PASSWORD, second=board.writing_member,
        second_password=PASSWORD, for_editors="It names a shop.",
    )  # fmt: skip


@situation(
    "notice", "notice_stands_beside_the_text",
    "Say whether it is a correction or an expression of concern. A retraction is done to the text itself.",
)  # fmt: skip
def noticed_as_a_retraction_of_a_text_that_stands(board: Board) -> Act:
    return lambda: workflow.notice(
        board["approved"], by=board.editor, password=PASSWORD, kind="retraction", text=NOTICE, instead=INSTEAD
    )


@situation("erase", "editor", "You review this text, so another editor has to do this.")
def erased_by_who_reviews_an_older_version_opened_again(board: Board) -> Act:
    base = board["approved"]
    older = board.next(base)
    workflow.withdraw(older, by=board.lead)
    workflow.withdraw(board.next(base), by=board.lead)
    workflow.reopen(older, by=board.lead)
    board.hold(workflow.submit(fresh(older), by=board.lead), board.second)
    house.grant(board.second, "editor", by=board.editor)
    words = base.article.disclosures.get(person=board.interested).text_id
    return lambda: reviewing.erase(
        base.article, digest=words, by=board.second, password=PASSWORD, second=board.second_editor,
        second_password=PASSWORD, for_editors="It names a shop.",
    )  # fmt: skip


@situation("erase", "gives_reason", "Give a reason: only editors read it.")
def erased_without_a_reason(board: Board) -> Act:
    article = board["approved"].article
    words = article.disclosures.get(person=board.interested).text_id
    return lambda: reviewing.erase(
        article, digest=words, by=board.editor, password=PASSWORD, second=board.second_editor,
        second_password=PASSWORD, for_editors=" ",
    )  # fmt: skip
