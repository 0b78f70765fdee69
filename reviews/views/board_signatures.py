"""My signatures: where they stand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Role
from articles.views.doors import private
from reviews import my_signatures


@private
@require_safe
def signatures(request: HttpRequest) -> HttpResponse:
    """Each with its article, version and day, and whether it stands."""
    if not request.user.holds(Role.BOARD):
        raise Http404
    sections, is_cut = my_signatures.of(request.user)
    has_any = any(section.rows for section in sections)
    page = {"sections": sections if has_any else [], "is_cut": is_cut}
    return render(request, "reviews/board/signatures.html", page)
