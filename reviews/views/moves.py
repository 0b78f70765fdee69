"""The one view for moves: what a person may do next with a version, and doing it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.audiences import Audience
from articles.models import ArticleVersion, User
from articles.views.doors import private
from reviews import access, policy, reviewing, workflow
from reviews.case import Case
from reviews.entering import REASON_FIELDS
from reviews.forms import MoveForm
from reviews.views.closed import says_what_closed
from reviews.views.moves_page import Act, answer

VERBS = {
    "submit": workflow.submit,
    "withdraw": workflow.withdraw,
    "request_changes": workflow.request_changes,
    "decline": workflow.decline,
    "reopen": workflow.reopen,
    "suspend": workflow.suspend,
    "resume": workflow.resume,
    "retract": workflow.retract,
    "take": reviewing.take,
    "hand_back": reviewing.hand_back,
}
STOPS = frozenset({"decline", "withdraw", "suspend", "retract"})
DONE = {
    "submit": _("Submitted. The board sees it now."),
    "withdraw": _("Taken back. You can open it again."),
    "request_changes": _("Sent back to the author."),
    "decline": _("Not accepted. The author was told why."),
    "reopen": _("Opened again. It can be written on now."),
    "suspend": _("Suspended. Readers see a caution."),
    "resume": _("It stands again."),
    "retract": _("Retracted. Readers see the notice."),
    "take": _("The review is yours. Declare your interests before you read the text."),
    "hand_back": _("Handed back. Thank you for saying so."),
}
PUT_AWAY = _("Put away. You can open it again.")
# Stands for words that are still to be typed, so that a button is held by what else stands in its way.
TO_BE_TYPED: dict[str, Any] = {
    **dict.fromkeys(REASON_FIELDS, "…"),
    **{part: dict.fromkeys(Audience.values, "…") for part in ("text", "instead")},
}


def is_for(name: str, case: Case) -> bool:
    """Whether this person is of those who ever do this, whatever else stands in the way."""
    return not list(policy.MOVES[name].guards[1](case))


def offered(version: ArticleVersion, user: User, names: Iterable[str]) -> list[dict[str, Any]]:
    """Of these moves, those that this person could make from this state, each with what stands in its way."""
    case = Case(version, user, **TO_BE_TYPED)
    return [
        _offer(name, case)
        for name in names
        if is_for(name, case) and not list(policy.MOVES[name].guards[0](case))
    ]


def _offer(name: str, case: Case) -> dict[str, Any]:
    label, consequence = policy.MOVES[name].words(case.version.state)
    return {
        "name": name,
        "label": label,
        "consequence": consequence,
        "hint": consequence,
        "obstacles": policy.obstacles(name, case),
        "url": reverse("move", args=[case.version.pk, name]),
        "tone": "stop" if name in STOPS else "second",
    }


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """The form of a move with its consequence; POST makes it."""
    rows = access.known_to(request.user).select_related(
        "article__lead_author", "base__manuscript", "manuscript"
    )
    version = get_object_or_404(rows, pk=pk)
    case = Case(version, request.user, **TO_BE_TYPED)
    if move not in VERBS or not is_for(move, case):
        raise Http404
    return answer(request, _act(request, case, move))


def _act(request: HttpRequest, case: Case, name: str) -> Act:
    made, version = policy.MOVES[name], case.version
    label, consequence = made.words(version.state)
    asked, optional = made.reasons_in(version.state)
    audiences = (
        version.variants.order_by("pk").values_list("audience", flat=True) if name == "retract" else ()
    )
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        request=request,
        reasons=(*asked, *optional),
        needed=asked,
        audiences=audiences,
        password=made.password,
    )
    return Act(
        version=version,
        title=label,
        button=label,
        form=form,
        do=lambda filled: VERBS[name](version, by=request.user, **filled.given()),
        done=str(PUT_AWAY if name == "withdraw" and version.is_writable else DONE[name]),
        after=_after(case, name),
        back=_after(case, ""),
        consequence=consequence,
        obstacles=policy.obstacles(name, case) if request.method != "POST" else (),
        tone="stop" if name in STOPS else "",
    )


def _after(case: Case, name: str) -> str:
    """Where this person goes on: an author to their articles, an editor to the version, the board to its queue.

    Without a move's name: where they go back to.
    """
    if name in ("take", ""):
        held = case.is_contributor or case.is_editor
        if not held:
            return reverse("cover", args=[case.version.pk])
    if case.is_contributor:
        return reverse("write") if name else reverse("hand_in", args=[case.version.pk])
    return reverse("version_desk", args=[case.version.pk]) if case.is_editor else reverse("queue")
