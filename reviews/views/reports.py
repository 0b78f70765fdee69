"""Reports by readers: the editors' list, an author's list for one article, one report with how it ends."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import site
from articles.models import Article, ArticleVersion, Report
from articles.refusals import Refused
from articles.views.doors import private
from reviews import access, reader_reports
from reviews.forms_readers import CloseForm
from reviews.queue import Section
from reviews.views.house import only_for_editors

PER_PAGE = 50


@private
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What readers reported, dangers first; `?closed=1` what is settled, newest first."""
    only_for_editors(request)
    mine = reader_reports.for_editor(request.user)
    if not request.GET.get("closed"):
        section = _open(mine)
        return render(request, "reviews/readers/reports.html", {"section": section, "page": None})
    closed = mine.exclude(closed_at=None).select_related("closed_by").order_by("-closed_at", "-pk")
    page = Paginator(closed, PER_PAGE).get_page(request.GET.get("page"))
    rows = reader_reports.closed_rows(page)
    section = Section("closed", _("Closed"), rows, _("No report was closed yet."))
    return render(request, "reviews/readers/reports.html", {"section": section, "page": page})


def _open(mine: reader_reports.Reports) -> Section:
    rows = reader_reports.open_rows(mine)
    return Section("open", _("Open"), rows, _("Nothing is open. What readers report appears here."))


@private
@require_safe
def write_reports(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What readers reported about one article, for those who write it."""
    mine = Article.objects.filter(versions__in=ArticleVersion.objects.written_by(request.user))
    article = get_object_or_404(mine.distinct(), uid=uid)
    newest = article.versions.order_by("-number").first()
    about = reader_reports.for_author(request.user).filter(article=article)
    closed = about.exclude(closed_at=None).select_related("closed_by").order_by("-closed_at", "-pk")
    rows = reader_reports.closed_rows(closed[:PER_PAGE])
    sections = [_open(about), Section("closed", _("Closed"), rows, _("No report was closed yet."))]
    return render(
        request, "reviews/readers/of_article.html", {"question": newest.question, "sections": sections}
    )


def _report(request: HttpRequest, pk: int) -> Report:
    seen = reader_reports.for_editor(request.user) | reader_reports.for_author(request.user)
    rows = Report.objects.filter(pk__in=seen.values("pk"))
    return get_object_or_404(rows.select_related("article", "version", "read_by", "closed_by"), pk=pk)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def report_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; POST closes it."""
    report = _report(request, pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reader_reports.close(report, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.sentences))
        else:
            messages.success(request, _("The report is closed."))
            return redirect("report_desk", pk=pk)
    is_editor = reader_reports.for_editor(request.user).filter(pk=pk).exists()
    decides = access.as_editor(request.user).filter(article=report.article_id).order_by("-number").first()
    return render(request, "reviews/readers/report.html", {
        "report": report, "title": reader_reports.title_of(report), "form": form, "is_editor": is_editor,
        "decides": decides if is_editor and report.article_id else None,
        "may_close": report.closed_at is None and reader_reports.may_close(report, request.user),
        "letter": reader_reports.letter_to(report) if report.address and is_editor else "",
        "due": reader_reports.due_on(report.received_at.date(), site.facts().safety_report_days),
    }, status=422 if form.errors else 200)  # fmt: skip


@private
@require_POST
def report_read(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor has read it."""
    return _done(request, pk, reader_reports.mark_read, _("Kept: you have read it."))


@private
@require_POST
def report_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the reader's address."""
    return _done(request, pk, reader_reports.forget_address, _("The reader’s address is deleted."))


def _done(request: HttpRequest, pk: int, verb: reader_reports.Verb, said: str) -> HttpResponse:
    report = _report(request, pk)
    try:
        verb(report, by=request.user)
    except Refused as refusal:
        for sentence in refusal.sentences:
            messages.error(request, sentence)
    else:
        messages.success(request, said)
    return redirect("report_desk", pk=pk)
