"""Rooms of the board that closed while somebody was in them: what happened, what was typed, and where to go on."""

import functools

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.views import given_back
from articles.views.doors import View
from reviews import closed
from reviews.reading_desk import reviewed_by


def says_what_closed(view: View) -> View:
    """What a page of ours sent is answered with how the review ended, to whoever held it; all else stays not there."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: object) -> HttpResponse:
        try:
            return view(request, pk=pk, **kwargs)
        except Http404:
            told = _told(request, pk)
            if not told:
                raise
            return _page(request, told)

    return guarded


def _told(request: HttpRequest, pk: int) -> str:
    if request.method != "POST" or not given_back.comes_from_here(request):
        return ""
    has_finished = reviewed_by(request.user).filter(pk=pk).exists()
    return "" if has_finished else closed.told_to(request.user, pk)


def _page(request: HttpRequest, told: str) -> HttpResponse:
    words, sentences = given_back.typed(request), [told]
    if words:
        sentences.append(_("Nothing was saved. Here is what you typed: copy it before you leave this page."))
    elif request.method == "POST":
        sentences.append(_("Nothing was changed."))
    onward = [(reverse("queue"), _("To the queue"))]
    return given_back.page(404, _("Your review has ended"), sentences, words, onward)
