"""What readers can say without an account: a report of an error, a question."""

import functools
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles import allowance, asking, attempts, emergency_table, reports, site
from articles.emergency_reply import Reply, reply_to
from articles.forms.readers import AskForm, ReaderForm, ReportForm
from articles.views.doors import form_page

View = Callable[..., HttpResponse]
LOOKED_AT: Final = 20_000


def emergencies_first(form: type[ReaderForm], *fields: str) -> Callable[[View], View]:
    """Whoever writes of an emergency is told whom to call: before the token, the allowance and the database are asked.

    The view gets `reply`, one that stands above its page. `calm`: somebody was told, and says that nobody is in danger.
    """

    def around(view: View) -> View:
        guarded = csrf_protect(view)

        @csrf_exempt  # the view is protected; whom to call is told to a browser without cookies too
        @functools.wraps(view)
        def first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            reply = _reply_to(request, fields) if request.method == "POST" else None
            if reply and reply.is_page:
                if "calm" not in request.POST:
                    facts = {"reply": reply, "form": form(request.POST), "action": request.path}
                    return render(request, "articles/readers/emergency.html", facts)
                reply = None
            return guarded(request, *args, reply=reply, **kwargs)

        return first

    return around


def _reply_to(request: HttpRequest, fields: tuple[str, ...]) -> Reply | None:
    words = "\n".join(request.POST.get(name, "")[:LOOKED_AT] for name in fields)
    match = emergency_table.emergency_in(words)
    return reply_to(match, site.facts()) if match else None


@emergencies_first(ReportForm, "what", "passage")
@form_page
def report(request: HttpRequest, reply: Reply | None = None) -> HttpResponse:
    """What is wrong with a page, as work for its authors and the editors; afterwards what becomes of it."""
    data = request.POST if request.method == "POST" else request.GET
    page = reports.about(data.get("about", ""), data.get("audience", ""), data.get("version", ""))
    is_unknown = bool(data.get("about") and not page.article)
    facts = {"page": page, "reply": reply, "is_unknown": is_unknown, "calm": "calm" in request.POST}
    if request.method != "POST":
        names = {name: data.get(name, "")[:80] for name in ("about", "audience", "version")}
        return render(request, "articles/readers/report.html", {**facts, "form": ReportForm(initial=names)})
    form = ReportForm(request.POST)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("kind", "what", "passage", "address")}
        try:
            sent = reports.send(page, **words, asked_from=attempts.address_of(request))
        except allowance.TooOften as refusal:
            return _wait(request, "articles/readers/report.html", {**facts, "form": form}, refusal)
        return render(request, "articles/readers/report_sent.html", {**facts, "report": sent})
    return render(request, "articles/readers/report.html", {**facts, "form": form}, status=422)


@emergencies_first(AskForm, "question")
@form_page
def ask(request: HttpRequest, reply: Reply | None = None) -> HttpResponse:
    """A question, as work for the authors; afterwards what was kept of it."""
    data = request.POST if request.method == "POST" else request.GET
    page = reports.about(data.get("about", ""), data.get("audience", ""))
    facts = {"page": page, "reply": reply, "calm": "calm" in request.POST}
    if request.method != "POST":
        names = {name: data.get(name, "")[:80] for name in ("about", "audience")}
        return render(request, "articles/readers/ask.html", {**facts, "form": AskForm(initial=names)})
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            kept = asking.ask(
                page, text=form.cleaned_data["question"], asked_from=attempts.address_of(request)
            )
        except allowance.TooOften as refusal:
            return _wait(request, "articles/readers/ask.html", {**facts, "form": form}, refusal)
        return render(request, "articles/readers/asked.html", {**facts, "kept": kept})
    return render(request, "articles/readers/ask.html", {**facts, "form": form}, status=422)


def _wait(
    request: HttpRequest, template: str, facts: dict[str, Any], refusal: allowance.TooOften
) -> HttpResponse:
    """The form with all that was typed, and when it can be sent."""
    facts["form"].add_error(None, list(refusal.sentences))
    response = render(request, template, facts, status=429)
    response["Retry-After"] = str(int(allowance.QUARTER.total_seconds()))
    return response
