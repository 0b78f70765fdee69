"""The page on which an author submits a text, or reads why that text is not theirs to submit now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import checks, manuscripts
from articles.models import ArticleVersion
from articles.refusals import Refused
from articles.states import FOLLOWED, IN_REVIEW, State
from articles.views import writing_parts
from articles.views.doors import private
from reviews import objections, policy, reviewing, timeline
from reviews.case import Case
from reviews.guards import differs_from_what_came_back, every_point_answered
from reviews.queue import acts_next
from reviews.views.authoring import version_of
from reviews.views.moves import offered

WHY_CLOSED = {
    State.SUBMITTED: gettext_lazy("It was submitted, and the board gets exactly this text. Nobody can change it there."),
    State.UNDER_REVIEW: gettext_lazy("The board reads exactly this text. Nobody can change it there."),
    State.APPROVED: gettext_lazy("It was approved word for word. What you want to change goes into the next version."),
    State.SUSPENDED: gettext_lazy("It was approved word for word, and readers have it under a caution. What you want to change goes into the next version."),
    State.SUPERSEDED: gettext_lazy("A newer version was approved in its place. What you want to change goes into the next one."),
    State.RETRACTED: gettext_lazy("It was retracted, and stays readable under its notice. What readers should have instead goes into the next version."),
    State.DECLINED: gettext_lazy("It was not accepted, and stands here as it was then. Only an editor can open it again."),
    State.WITHDRAWN: gettext_lazy("It was taken back, and stands here as it was then."),
}  # fmt: skip


@private
@require_safe
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, each with its place; one's own confirmation; the button that submits. Or why there is none."""
    version = version_of(request, pk)
    moves = offered(version, request.user, ["submit", "withdraw", "reopen"])
    context = {
        "version": version,
        "state": version.state_label,
        "next": acts_next(version.state),
        "moves": [{**move, "tone": ""} for move in moves if move["name"] == "submit"],
        "ways": [*(move for move in moves if move["name"] != "submit"), *_next_version(request, version)],
        "who": _who(request, version),
        "objections": objections.over([version.pk]).get(version.pk, []),
        "why_closed": _why_closed(version),
        "public": timeline.published_reasons([version.pk]).get(version.pk, "")
        if version.state in timeline.FALLEN
        else "",
        **(_before(request, version, moves) if version.is_writable else {}),
    }
    return render(request, "reviews/authoring/hand_in.html", context)


def _why_closed(version: ArticleVersion) -> str:
    if version.state == State.WITHDRAWN and version.was_put_away:
        return _("It was put away, and stands here as it was then.")
    return str(WHY_CLOSED.get(State(version.state), ""))


def _before(request: HttpRequest, version: ArticleVersion, moves: list[dict[str, Any]]) -> dict[str, Any]:
    """What stands between a draft and its submission, and who stands behind it."""
    missing = writing_parts.missing(version)
    known = {sentence for sentence, _url, _link in missing}
    others = [one for move in moves if move["name"] == "submit" for one in move["obstacles"]]
    digest = manuscripts.draft_digest(version)
    rows = list(version.authorships.select_related("user"))
    own = next((row for row in rows if row.user_id == request.user.pk), None)
    return {
        "missing": missing + _others(request, version, [one for one in others if one not in known]),
        "advice": checks.advice(version),
        "cautions": policy.out_of_reach(Case(version, request.user)),
        "digest": digest,
        "fingerprint": timeline.short(digest),
        "confirmations": [(row, row.confirmed_digest == digest) for row in rows],
        "own": own,
        "is_confirmed": own is not None and own.confirmed_digest == digest,
    }


def _others(
    request: HttpRequest, version: ArticleVersion, sentences: list[str]
) -> list[tuple[str, str, str]]:
    """What else the policy says, each with where it leads, if it leads anywhere."""
    case = Case(version, request.user)
    of_points = {*every_point_answered(case), *differs_from_what_came_back(case)}
    points = (reverse("points", args=[version.pk]), _("See the points"))
    return [(one, *(points if one in of_points else ("", ""))) for one in sentences]


def _next_version(request: HttpRequest, version: ArticleVersion) -> list[dict[str, str]]:
    article = version.article
    is_theirs = article.lead_author_id == request.user.pk
    if version.state not in FOLLOWED or not is_theirs or article.versions.open().exists():
        return []
    url = reverse("write_next", args=[article.uid])
    return [{"name": "next", "label": _("Write the next version"), "url": url}]


def _who(request: HttpRequest, version: ArticleVersion) -> str:
    """For everybody but the lead author: whose act it is."""
    lead = version.article.lead_author
    if lead.pk == request.user.pk:
        return ""
    if version.is_writable:
        sentence = _("Only its lead author, %(name)s, submits it or puts it away.")
    elif version.state in IN_REVIEW:
        sentence = _("Only its lead author, %(name)s, can take it back.")
    elif version.state == State.WITHDRAWN:
        sentence = _("Only its lead author, %(name)s, can open it again.")
    else:
        return ""
    return sentence % {"name": lead.printed_name}


@private
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand behind exactly the text whose fingerprint the page showed; for oneself only."""
    version = version_of(request, pk)
    try:
        reviewing.confirm_authorship(version, by=request.user, digest=request.POST.get("digest", ""))
    except Refused as refusal:
        for sentence in refusal.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, _("You stand behind this exact text."))
    return redirect("hand_in", pk=pk)
