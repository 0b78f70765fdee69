"""The editors' page of what is stuck."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.views.doors import private
from reviews import record
from reviews import stuck as waiting
from reviews.views.house import only_for_editors


@private
@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an editor: lists with something in them first, then what is in order."""
    only_for_editors(request)
    sections = waiting.for_editor(request.user)
    return render(request, "reviews/library/stuck.html", {
        "sections": [part for part in sections if part.rows],
        "in_order": [part.empty for part in sections if not part.rows],
        "count": sum(len(part.rows) for part in sections),
        "today": record.now(),
    })  # fmt: skip
