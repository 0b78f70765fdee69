"""The one page for everything that is decided: what follows from it, what stands in its way, the form."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from articles import attempts
from articles.models import ArticleVersion
from articles.refusals import Refused
from reviews.sealed_facts import question_for


@dataclasses.dataclass
class Act:
    """One decision as a page. `do` gets the cleaned form; `done` is said afterwards, on the page `after`."""

    version: ArticleVersion
    title: str
    button: str
    form: forms.Form
    do: Callable[[Any], Any]
    done: str
    after: str
    back: str
    consequence: str = ""
    obstacles: Iterable[str] = ()
    facts: Iterable[tuple[str, str]] = ()
    notes: Iterable[str] = ()
    tone: str = ""

    def can_be_filled_in(self, method: str | None) -> bool:
        """Whether its form can lead anywhere: what stands in the way before anything was typed, nothing typed cures."""
        return not self.obstacles or (method == "POST" and bool(self.form.visible_fields()))


def holds_words(form: forms.Form) -> bool:
    """Whether something stands in the form that somebody typed, so that leaving the page would lose it."""
    return form.is_bound and any(
        field.data
        and not isinstance(field.field.widget, forms.PasswordInput)
        and field.name in form.changed_data
        for field in form.visible_fields()
    )


def answer(request: HttpRequest, act: Act) -> HttpResponse:
    """Do it and go on, unless it was meant for another text; or the page with everything that was typed still in it, status 422 after a refusal, 429 after too many wrong passwords."""
    seen = act.version.manuscript_id or ""
    if request.method == "POST":
        if request.POST.get("seen", seen) != seen:
            act.obstacles = [
                _("The text was submitted anew since you opened this page. Read it, then decide.")
            ]
        elif act.form.is_valid():
            try:
                act.do(act.form)
            except Refused as refusal:
                act.obstacles = refusal.sentences
            else:
                messages.success(request, act.done)
                return redirect(act.after)
        status = 422
    else:
        status = 200
    question = question_for(request.user, act.version)
    page = {
        "act": act, "form": act.form, "question": question, "seen": seen, "is_unsaved": holds_words(act.form),
        "has_form": act.can_be_filled_in(request.method),
    }  # fmt: skip
    return attempts.answered(render(request, "reviews/desk/act.html", page, status=status), act.form)
