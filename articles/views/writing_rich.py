"""What an author pastes from Word or Docs into a text, answered as Markdown."""

import dataclasses
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import drafting
from articles.formats import draft, rich
from articles.formats.draft import DraftReference
from articles.formats.rich import Rich
from articles.models import ArticleVersion, Reference
from articles.refusals import Refused
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import own_version


@dataclasses.dataclass(frozen=True)
class Stored:
    """The works of a version by their keys: canonical records, and lines as they were found."""

    csl: dict[str, str]
    raw: dict[str, str]

    def new(self, references: tuple[DraftReference, ...]) -> list[DraftReference]:
        return [reference for reference in references if reference.key not in self.csl]


def stored_in(version: ArticleVersion) -> Stored:
    """One query."""
    rows = list(Reference.objects.filter(version=version).values_list("key", "csl", "raw"))
    return Stored({key: csl for key, csl, __ in rows}, {key: raw for key, __, raw in rows})


def readable(version: ArticleVersion, read: Callable[[Stored], Rich]) -> tuple[Rich, list[DraftReference]]:
    """What was read for this version, and the works that it brings. Raises Refused."""
    if not version.is_writable:
        raise Refused(
            _("This text cannot be changed now: its state is “%(state)s”.")
            % {"state": version.get_state_display()}
        )
    stored = stored_in(version)
    try:
        found = read(stored)
    except draft.Refused as error:
        raise Refused(str(error)) from error
    return found, stored.new(found.references)


@require_POST
@private_not_led_back
def write_paste_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The Markdown of pasted HTML and what was not understood, as JSON; the works that it cites are added."""
    version = own_version(request, pk)
    html = request.POST.get("html", "")
    try:
        found, new = readable(version, lambda stored: rich.read(html, stored=stored.raw))
        if new:
            drafting.add_references(version, by=request.user, references=new)
    except Refused as refused:
        return JsonResponse({"refused": list(refused.sentences)}, status=422)
    return JsonResponse(
        {
            "markdown": found.body,
            "lost": [dataclasses.asdict(one) for one in found.lost],
            "said": _said(len(new)),
        }
    )


def _said(count: int) -> str:
    if not count:
        return _("Pasted.")
    said = ngettext(
        "Pasted. %(count)d work was added to the references.",
        "Pasted. %(count)d works were added to the references.",
        count,
    )
    return said % {"count": count}
