"""The desk: where somebody signed in begins, and the queue."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles.models import Role
from articles.views.doors import private
from reviews import queue as waiting
from reviews import queue_editor, record


@private
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """On to the queue or to one's articles, by the part one has; a page that says so to who has none."""
    roles = request.user.roles()
    if roles & {Role.EDITOR, Role.BOARD}:
        return redirect("queue")
    if Role.AUTHOR in roles:
        return redirect("write")
    return render(request, "reviews/desk/no_part.html")


@private
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person, as editor, as board member, or as both."""
    roles = request.user.roles()
    if not roles & {Role.EDITOR, Role.BOARD}:
        raise Http404
    board = waiting.for_board(request.user) if Role.BOARD in roles else []
    editor = queue_editor.for_editor(request.user) if Role.EDITOR in roles else []
    context = {
        "sections": [*board, *editor],
        "is_board": bool(board),
        "waiting": len(board[0].rows) if board else 0,
        "to_take": len(board[1].rows) if board else 0,
        "late": sum(row.is_late for row in board[0].rows) if board else 0,
        "is_editor": bool(editor),
        "unassigned": len(editor[0].rows) if editor else 0,
        "interests": sum(len(section.rows) for section in editor if section.name == "interests"),
        "today": record.now(),
    }
    return render(request, "reviews/desk/queue.html", context)
