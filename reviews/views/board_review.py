"""The review: its page, and what is done there; what was typed is kept first, whatever button was pressed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.refusals import Refused, Stale
from articles.states import State
from articles.views.doors import private
from reviews import closed, commenting, policy, reviewing
from reviews.case import Case
from reviews.forms_board import EndForm
from reviews.reading_desk import Desk
from reviews.views.board_page import answer, placed
from reviews.views.board_typed import Typed
from reviews.views.closed import says_what_closed

Act = Callable[[Typed], str]


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The text it was written for; POST keeps what was typed."""
    desk = Desk.of(request.user, pk)
    if request.method == "POST":
        return _do(request, desk, lambda _typed: _("Saved."))
    return _shown(request, desk, desk.lead)


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def review_text(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """One audience's text as its readers get it, with the work on it; POST keeps what was typed beside another first."""
    desk = Desk.of(request.user, pk)
    if audience not in desk.texts:
        raise Http404
    if request.method == "POST":
        return _go_on(request, desk)
    return _shown(request, desk, audience)


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a comment, new or reworded."""

    def do(typed: Typed) -> str:
        if not typed.has_kept_comment:
            raise Refused(_("Write the comment first."))
        return _("Your comment is kept. Nobody else sees it before you finish.")

    return _do(request, Desk.of(request.user, pk), do, place="#comments")


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def comment_delete(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Take out a comment of one's own."""

    def do(typed: Typed) -> str:
        commenting.delete_comment(typed.desk.version, by=request.user, comment=comment)
        return _("Your comment was taken out.")

    return _do(request, Desk.of(request.user, pk), do, place="#comments")


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def comment_settle(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Settle a point of one's own from an earlier round."""

    def do(typed: Typed) -> str:
        commenting.close_comment(typed.desk.version, by=request.user, comment=comment)
        return _("Your earlier point is settled.")

    return _do(request, Desk.of(request.user, pk), do, place="#comments")


@private
@says_what_closed
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's review: sign, ask for changes, object, or finish without deciding."""
    return _do(request, Desk.of(request.user, pk), _end)


def _shown(request: HttpRequest, desk: Desk, audience: str) -> HttpResponse:
    typed = Typed(desk, audience)
    typed.start_comment(request.GET.dict())
    typed.choose(request.GET.get("end", ""))
    return answer(request, typed)


def _typed(request: HttpRequest, desk: Desk, act: Act | None = None) -> Typed:
    audience = request.POST.get("text", "")
    signing = request if act is _end else None
    return Typed(desk, audience if audience in desk.texts else desk.lead, request.POST, signing=signing)


def _go_on(request: HttpRequest, desk: Desk) -> HttpResponse:
    """On to this address, with nothing lost; where nothing was typed, nothing is begun by that."""
    typed = _typed(request, desk)
    if desk.has_ended and typed.has_unkept_words():
        return _too_late(request, typed)
    if not desk.has_ended and not typed.is_as_stored():
        if refused := _not_kept(request, typed):
            return refused
        messages.success(request, _("What you had typed is saved; only you see it."))
    return redirect(request.get_full_path())


def _do(request: HttpRequest, desk: Desk, act: Act, *, place: str = "") -> HttpResponse:
    """Keep what was typed, act, and go on to the `place`; or the page again with everything still in it, and why."""
    if request.method != "POST":  # somebody who had to sign in first, or typed the address
        return redirect("review", desk.version.pk)
    typed = _typed(request, desk, act)
    if desk.has_ended:
        return _too_late(request, typed)
    if refused := _not_kept(request, typed):
        return refused
    try:
        done = act(typed)
    except Refused as refusal:
        return _kept(request, typed, refusal, is_end=act is _end)
    messages.success(request, done)
    chosen = request.POST.get("end", "")
    asked = f"?{urlencode({'end': chosen})}" if place and chosen in EndForm.ENDS else ""
    return redirect(reverse("review_text", args=[desk.version.pk, typed.audience]) + asked + place)


def _not_kept(request: HttpRequest, typed: Typed) -> HttpResponse | None:
    """None once everything typed is stored; else the page with all of it still in, and why."""
    desk = typed.desk
    if not typed.is_valid():
        return answer(request, typed, errors=typed.errors())
    if request.POST.get("digest") != desk.round.manuscript_id:
        return answer(request, typed, errors=[(reviewing.ANOTHER_TEXT, "#texts")])
    try:
        typed.keep()
    except Stale as stale:
        return answer(request, typed, stale={"refusal": stale, "sentences": typed.meanwhile(stale)})
    except Refused as refusal:
        return answer(request, typed, errors=placed(desk, refusal.sentences))
    return None


def _too_late(request: HttpRequest, typed: Typed) -> HttpResponse:
    """The review has ended. Sent twice, there is nothing to say; words that were never kept are shown once more."""
    done = _("You finished this review already. Nothing was done a second time.")
    if request.POST.get("digest") != typed.desk.round.manuscript_id:  # of a later round, closed meanwhile
        done = closed.told_to(request.user, typed.desk.version.pk) or done
    if typed.has_unkept_words():
        lost = _("Below is what you typed since: it was not kept.")
        return answer(request, typed, errors=[(done, ""), (lost, "")])
    messages.info(request, done)
    return redirect("review", typed.desk.version.pk)


def _kept(request: HttpRequest, typed: Typed, refusal: Refused, *, is_end: bool) -> HttpResponse:
    """The page of a refused act: what was typed is stored by now, the decision stays chosen, the password is gone."""
    desk = typed.desk.afresh()
    again = Typed(desk, typed.audience)
    if is_end:
        again.end = typed.end
    else:
        again.choose(request.POST.get("end", ""))
    return answer(
        request,
        again,
        errors=[*(typed.errors_of_the_end() if is_end else ()), *placed(desk, refusal.sentences)],
        title=_("What you typed is saved. Nothing else was done, because:"),
        is_kept=True,
    )


def _end(typed: Typed) -> str:
    is_right = typed.end.is_valid()
    chosen = typed.end.cleaned_data.get("end")
    if not chosen:
        raise Refused(_("Choose how your review ends."))
    version, by = typed.desk.version, typed.desk.user
    given = {
        "audiences": typed.review.cleaned_data["audiences"],
        "reason": typed.review.cleaned_data["reason"],
    }
    digest = typed.desk.round.manuscript_id
    if chosen == "sign":
        given["printed"] = typed.printed
    try:
        if not is_right:
            raise Refused
        if chosen == "sign":
            password = typed.end.cleaned_data["password"]
            seen = {"digest": digest, "printed": typed.printed}
            reviewing.sign(version, by=by, password=password, audiences=given["audiences"], **seen)
        elif chosen == "comment_only":
            reviewing.comment_only(version, by=by, digest=digest)
        else:
            verb = reviewing.object_on_safety if chosen == "object" else reviewing.ask_for_changes
            verb(version, by=by, reason=given["reason"], digest=digest)
    except Refused as refusal:
        # What is wrong with the password is said first, and alone; here everything that is missing is said at once.
        missing = policy.obstacles(chosen, Case(version, by, **given))
        raise Refused(*dict.fromkeys([*refusal.sentences, *missing])) from refusal
    return _said(chosen, typed.desk)


def _said(chosen: str, desk: Desk) -> str:
    state: Any = type(desk.version).objects.values_list("state", flat=True).get(pk=desk.version.pk)
    if state == State.APPROVED:
        return _("You signed. The text is approved now.")
    if state == State.CHANGES_REQUESTED:
        return _("Your review is finished. The text went back to its author with everybody's points.")
    return _("You signed this text.") if chosen == "sign" else _("Your review is finished.")
