"""Questions of readers: the list, one question with how it ends, an article begun from it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.entries import MAX_LINE
from articles.models import Question, Role
from articles.refusals import Refused
from articles.views.doors import form_page, private
from reviews import reader_questions
from reviews.forms_authoring import StartForm
from reviews.forms_readers import CloseQuestionForm
from reviews.queue import Section

PER_PAGE = 50


@private
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What readers asked; for editors `?closed=1` what is settled, newest first."""
    roles = request.user.roles()
    if not roles & {Role.EDITOR, Role.AUTHOR}:
        raise Http404
    is_editor = Role.EDITOR in roles
    seen = reader_questions.open_to(request.user)
    if not (is_editor and request.GET.get("closed")):
        empty = _("Nothing is open. What readers ask appears here.")
        section, page = Section("open", _("Open"), reader_questions.rows_of(seen), empty), None
    else:
        closed = seen.exclude(closed_at=None).order_by("-closed_at", "-pk")
        page = Paginator(closed, PER_PAGE).get_page(request.GET.get("page"))
        rows = reader_questions.closed_rows(page)
        section = Section("closed", _("Closed"), rows, _("No question was closed yet."))
    facts = {"section": section, "page": page, "is_editor": is_editor}
    return render(request, "reviews/readers/questions.html", facts)


def _question(request: HttpRequest, pk: int) -> Question:
    return get_object_or_404(reader_questions.open_to(request.user), pk=pk)


@private
@form_page
def question_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One question; POST closes it."""
    question = _question(request, pk)
    form = CloseQuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reader_questions.close(question, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.sentences))
        else:
            messages.success(request, _("The question is closed."))
            return redirect("question_desk", pk=pk)
    roles = request.user.roles()
    facts = {
        "question": question, "form": form, "is_editor": Role.EDITOR in roles, "is_author": Role.AUTHOR in roles,
    }  # fmt: skip
    return render(request, "reviews/readers/question.html", facts, status=422 if form.errors else 200)


@private
@form_page
def question_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an article from it: the question can be put into better words first."""
    question = _question(request, pk)
    if Role.AUTHOR not in request.user.roles():
        raise Http404
    line = " ".join(question.text.split())[:MAX_LINE]
    form = StartForm(request.POST if request.method == "POST" else None, initial={"question": line})
    if request.method == "POST" and form.is_valid():
        try:
            version = reader_questions.begin(question, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.sentences))
        else:
            return redirect("write_version", pk=version.pk)
    facts = {"question": question, "form": form}
    return render(request, "reviews/readers/begin.html", facts, status=422 if form.errors else 200)
