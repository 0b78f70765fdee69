"""The machine as data: for every state, move and part what must come of it, and how it is tried."""

from collections.abc import Callable, Iterator

from articles import manuscripts
from articles.models import ArticleVersion, User
from articles.states import IN_REVIEW, LIVE, OPEN, WRITABLE, State
from reviews import reviewing, workflow
from reviews.models import Decision, Disclosure, Signature
from tests.factories import PASSWORD
from tests.reviews.board import (
    AUDIENCES,
    INSTEAD,
    NOTICE,
    Board,
    as_system,
    by_hand,
    outcome,
    undone,
)

# The target of each edge, and who uses it: A lead author, R reviewer, E editor, S system.
MACHINE = """
from              | submit      | take_up        | release     | request_changes       | approve    | decline    | withdraw    | reopen  | suspend       | resume     | supersede    | retract
draft             | submitted A | –              | –           | –                     | –          | –          | withdrawn A | –       | –             | –          | –            | –
submitted         | –           | under_review S | –           | changes_requested E   | –          | declined E | withdrawn A | –       | –             | –          | –            | –
under_review      | –           | –              | submitted S | changes_requested S/E | approved R | declined E | withdrawn A | –       | –             | –          | –            | –
changes_requested | submitted A | –              | –           | –                     | –          | declined E | withdrawn A | –       | –             | –          | –            | –
approved          | –           | –              | –           | –                     | –          | –          | –           | –       | suspended S/E | –          | superseded S | retracted E
suspended         | –           | –              | –           | –                     | –          | –          | –           | –       | –             | approved E | superseded S | retracted E
superseded        | –           | –              | –           | –                     | –          | –          | –           | –       | –             | –          | –            | –
retracted         | –           | –              | –           | –                     | –          | –          | –           | –       | –             | –          | –            | –
declined          | –           | –              | –           | –                     | –          | –          | –           | draft E | –             | –          | –            | –
withdrawn         | –           | –              | –           | –                     | –          | –          | –           | draft A | –             | –          | –            | –
"""
LETTERS = {"A": "lead", "R": "reviewer", "E": "editor", "S": "system"}
PEOPLE = (
    "lead", "co_author", "reviewer", "member", "editor", "writing_editor", "writing_member", "stranger",
)  # fmt: skip
ROLES = (*PEOPLE, "system")

LEAD = "Only the lead author can do this."
EDITOR = "Only an editor can do this."
WROTE_AS_EDITOR = "You wrote part of this article, so another editor has to do this."
BOARD = "Only a member of the medical advisory board can do this."
WROTE_AS_MEMBER = "You wrote part of this article, so you cannot review it."
HOLDER = "Only a board member who holds this review can do this."
NAMED = "Only an author named on this version can do this."
BY_ITSELF = "Nobody does this by hand: it follows from a review."
HELD_ALREADY = "You have this review already."
OTHER_OPEN = "Another version of this article is being worked on. There is only ever one."
NONE_APPROVED = "No version of this article was approved yet. Open the one again that was put away."

# Who is refused in a state that the move may start from, and how.
LEAD_ONLY = {role: LEAD for role in ROLES if role != "lead"}
EDITORS_ONLY = {role: EDITOR for role in ROLES if role != "editor"} | {"writing_editor": WROTE_AS_EDITOR}
NOBODY = dict.fromkeys(PEOPLE, BY_ITSELF)
BOARD_ONLY = {role: BOARD for role in PEOPLE if role not in ("reviewer", "member")} | {
    "writing_member": WROTE_AS_MEMBER
}
HOLDER_ONLY = dict.fromkeys(("member", "editor", "stranger"), HOLDER) | dict.fromkeys(
    ("lead", "co_author", "writing_editor", "writing_member"), WROTE_AS_MEMBER
)
NAMED_ONLY = {role: NAMED for role in PEOPLE if role not in ("lead", "co_author")}

REFUSED_BY = {
    "submit": LEAD_ONLY, "take_up": NOBODY, "release": NOBODY, "request_changes": EDITORS_ONLY, "approve": NOBODY,
    "decline": EDITORS_ONLY, "withdraw": LEAD_ONLY, "suspend": EDITORS_ONLY, "resume": EDITORS_ONLY,
    "supersede": NOBODY, "retract": EDITORS_ONLY,
}  # fmt: skip


def wrong_state(state: str) -> str:
    return f"This cannot be done now: the text is in the state “{State(state).label}”."


# The system may use an edge in general and still lack what this very version would need.
EXCEPTIONS = {
    ("submitted", "request_changes", "system"): (wrong_state("submitted"),),
    ("under_review", "approve", "system"): (
        "The patient text needs 2 more signatures.",
        "The patient text needs the signature of a clinician.",
        "The professional text needs 2 more signatures.",
        "The professional text needs the signature of a clinician.",
    ),
}


def machine() -> Iterator[tuple[str, str, str, str]]:
    """State, move, target ("" where there is no edge), and the letters of those who use it."""
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in MACHINE.strip().splitlines()]
    for state, *cells in rows:
        for move, cell in zip(head[1:], cells, strict=True):
            target, _, letters = cell.partition(" ")
            yield state, move, target if letters else "", letters


CELLS = {
    (state, move, role): (target, letters) for state, move, target, letters in machine() for role in ROLES
}


def expected(state: str, move: str, role: str) -> tuple[str, ...]:
    """Where the move leads, or the sentences that refuse it."""
    target, letters = CELLS[state, move, role]
    if (state, move, role) in EXCEPTIONS:
        return EXCEPTIONS[state, move, role]
    if not target:
        return (wrong_state(state),)
    if role in {LETTERS[letter] for letter in letters.split("/")}:
        return (f"→ {target}",)
    refused = REFUSED_BY.get(move) or (EDITORS_ONLY if state == "declined" else LEAD_ONLY)
    return (refused[role],)


# How each move is made by a person, whatever the state

Act = Callable[[Board, ArticleVersion, User], object]
ACTS: dict[str, Act] = {
    "submit": lambda board, version, who: workflow.submit(version, by=who),
    "request_changes": lambda board, version, who: workflow.request_changes(
        version, by=who, to_author="Please."
    ),
    "decline": lambda board, version, who: workflow.decline(version, by=who, to_author="Out of scope."),
    "withdraw": lambda board, version, who: workflow.withdraw(version, by=who),
    "reopen": lambda board, version, who: workflow.reopen(version, by=who, to_author="Once more."),
    "suspend": lambda board, version, who: workflow.suspend(version, by=who, public="Harm."),
    "resume": lambda board, version, who: workflow.resume(version, by=who, password=PASSWORD, public="Fine."),
    "retract": lambda board, version, who: workflow.retract(
        version, by=who, password=PASSWORD, public="Withdrawn.", text=NOTICE, instead=INSTEAD
    ),
}


# How the system comes to each of its moves: by somebody else's verb


def taken_up(board: Board, version: ArticleVersion) -> None:
    reviewing.disclose(version, by=board.reviewer, kind="none")


def released(board: Board, version: ArticleVersion) -> None:
    version = board.submitted()
    reviewing.disclose(version, by=board.reviewer, kind="none")
    reviewing.hand_back(version, by=board.reviewer)


def sent_back(board: Board, version: ArticleVersion) -> None:
    reviewing.hand_back(version, by=board.second)
    board.ask_for_changes(version, board.reviewer)


def signed_by_both(board: Board, version: ArticleVersion) -> None:
    board.fill_in(version, board.second)
    board.sign(version, board.second)
    board.sign(version, board.reviewer)


def unfounded(board: Board, version: ArticleVersion) -> None:
    signature = Signature.objects.get(round__version=version, person=board.reviewer)
    reviewing.strike(signature, by=board.reviewer, public="I overlooked a trial.")


def replaced(board: Board, version: ArticleVersion) -> None:
    board.approve(board.next(version))


BY_EFFECT: dict[tuple[str, str, str], Callable[[Board, ArticleVersion], None]] = {
    ("submitted", "take_up", "system"): taken_up,
    ("under_review", "release", "system"): released,
    ("under_review", "request_changes", "system"): sent_back,
    ("under_review", "approve", "reviewer"): signed_by_both,
    ("approved", "suspend", "system"): unfounded,
    ("approved", "supersede", "system"): replaced,
    ("suspended", "supersede", "system"): replaced,
}
SYSTEM_NAMES = {"request_changes": "send_back"}


def make(board: Board, version: ArticleVersion, move: str, role: str) -> None:
    """The move, tried by whoever this part is."""
    effect = BY_EFFECT.get((version.state, move, role))
    if effect is not None:
        effect(board, version)
    elif role == "system":
        as_system(version, SYSTEM_NAMES.get(move, move))
    elif move in ACTS:
        ACTS[move](board, version, getattr(board, role))
    else:
        by_hand(version, move, getattr(board, role))


def cell(board: Board, state: str, move: str, role: str) -> tuple[str, ...]:
    """What comes of a move: the state that the newest decision of this kind leads to, or refusing sentences."""
    version, before = board[state], Decision.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with undone():
        refused = outcome(lambda: make(board, version, move, role))
        if refused:
            return refused
        done = Decision.objects.filter(move=move, from_state=state, pk__gt=before)
        return tuple(f"→ {decision.to_state}" for decision in done) or ("nothing was decided",)


def red_cell(board: Board, move: str) -> str:
    """The first cell of a move that differs from the table; "" where none does."""
    for state in State.values:
        for role in ROLES:
            wanted, found = expected(state, move, role), cell(board, state, move, role)
            if wanted != found:
                return f"{state} × {move} × {role}: {wanted} is {found}"
    return ""


# Around a review: what leaves the state, by the same people


def answer_interest(board: Board, version: ArticleVersion, who: User) -> object:
    return reviewing.rule_on_interest(version, by=who, person=board.interested, ruling="not_relevant")


def ask_for_changes(board: Board, version: ArticleVersion, who: User) -> object:
    if version.state == State.UNDER_REVIEW:
        board.must(version, who)
    return reviewing.ask_for_changes(version, by=who, reason="One number is wrong.")


def erase(board: Board, version: ArticleVersion, who: User) -> object:
    words = Disclosure.objects.get(article=version.article, person=board.interested)
    return reviewing.erase(
        version.article, digest=words.text_id, by=who, password=PASSWORD, second=board.second_editor,
        second_password=PASSWORD, for_editors="It names a shop.",
    )  # fmt: skip


AROUND: dict[str, Act] = {
    "start": lambda board, version, who: workflow.start(
        by=who, question="", written_for="", change_class="update", article=version.article
    ),
    "assign": lambda board, version, who: reviewing.assign(version, by=who, reviewer=board.member),
    "take": lambda board, version, who: reviewing.take(version, by=who),
    "hand_back": lambda board, version, who: reviewing.hand_back(version, by=who),
    "disclose": lambda board, version, who: reviewing.disclose(version, by=who, kind="none"),
    "rule_on_interest": answer_interest,
    "review": lambda board, version, who: reviewing.begin(version, by=who),
    "sign": lambda board, version, who: reviewing.sign(
        version, by=who, password=PASSWORD, audiences=AUDIENCES
    ),
    "ask_for_changes": ask_for_changes,
    "object": lambda board, version, who: reviewing.object_on_safety(version, by=who, reason="Warfarin."),
    "comment_only": lambda board, version, who: reviewing.comment_only(version, by=who),
    "confirm_authorship": lambda board, version, who: reviewing.confirm_authorship(
        version, by=who, digest=manuscripts.draft_digest(version)
    ),
    "notice": lambda board, version, who: workflow.notice(
        version, by=who, password=PASSWORD, kind="concern", text=NOTICE, instead=INSTEAD
    ),
    "erase": erase,
}
# From which states, and who is refused there; situations in test_guards say the same of the other moves.
AROUND_TABLE = {
    "start": (set(State), LEAD_ONLY),
    "assign": (IN_REVIEW, EDITORS_ONLY),
    "take": (IN_REVIEW, BOARD_ONLY | {"reviewer": HELD_ALREADY}),
    "hand_back": (OPEN, HOLDER_ONLY),
    "disclose": (OPEN, BOARD_ONLY),
    "rule_on_interest": (OPEN, EDITORS_ONLY),
    "review": ({State.UNDER_REVIEW}, HOLDER_ONLY),
    "sign": ({State.UNDER_REVIEW}, HOLDER_ONLY),
    "ask_for_changes": ({State.UNDER_REVIEW}, HOLDER_ONLY),
    "object": ({State.UNDER_REVIEW}, HOLDER_ONLY),
    "comment_only": ({State.UNDER_REVIEW}, HOLDER_ONLY),
    "confirm_authorship": (WRITABLE, NAMED_ONLY),
    "notice": (LIVE, EDITORS_ONLY),
    "erase": (set(State), EDITORS_ONLY),
}


def expected_around(state: str, move: str, role: str) -> tuple[str, ...]:
    states, refused = AROUND_TABLE[move]
    if state not in states:
        return (wrong_state(state),)
    if (state, move, role) == ("draft", "hand_back", "reviewer"):
        return (HOLDER,)
    if (move, role) == ("start", "lead") and state in OPEN:
        return (OTHER_OPEN,)
    if (move, role) == ("start", "lead") and state in (State.DECLINED, State.WITHDRAWN):
        return (NONE_APPROVED,)
    return (refused[role],) if role in refused else ()


def cell_around(board: Board, state: str, move: str, role: str) -> tuple[str, ...]:
    with undone():
        return outcome(lambda: AROUND[move](board, board[state], getattr(board, role)))


def red_cell_around(board: Board, move: str) -> str:
    """As `red_cell`, for what leaves the state."""
    for state in State.values:
        for role in PEOPLE:
            wanted, found = expected_around(state, move, role), cell_around(board, state, move, role)
            if wanted != found:
                return f"{state} × {move} × {role}: {wanted} is {found}"
    return ""
