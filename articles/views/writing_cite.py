"""Cite: finding a work among an author's own, and having it among the references of this version."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import drafting
from articles.formats import csl as records
from articles.formats.draft import DraftReference
from articles.models import ArticleVersion, Reference
from articles.references import ama
from articles.refusals import Refused
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import own_version

MAX_SHOWN = 20
MAX_SEARCHED = 4_000
MAX_WORDS = 8
MAX_TYPED = 200
NO_RECORD = "{}"


@dataclass(frozen=True)
class Candidate:
    """A work that can be cited; `question` is that of the article it stands in, "" for this one."""

    id: int
    key: str
    csl: str
    raw: str
    question: str

    @property
    def line(self) -> str:
        return ama(json.loads(self.csl)) or self.raw

    def shown(self) -> dict[str, Any]:
        source = _("From “%(question)s”") % {"question": self.question} if self.question else ""
        return {"id": self.id, "key": self.key, "line": self.line or _("A placeholder."), "source": source}


@require_http_methods(["GET", "HEAD", "POST"])
@private_not_led_back
def write_cite(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: works that match; POST: the key of one, which is among this version's references from then on."""
    version = own_version(request, pk)
    if request.method == "POST":
        return _take(request, version)
    words = folded(request.GET.get("q", "")[:MAX_TYPED]).split()[:MAX_WORDS]
    found = []
    for one in _candidates(request, version):
        if all(word in _haystack(one) for word in words):
            found.append(one.shown())
        if len(found) == MAX_SHOWN:
            break
    return JsonResponse({"works": found})


def _candidates(request: HttpRequest, version: ArticleVersion) -> Iterator[Candidate]:
    """This version's works, then those of the author's other texts, newest first, each once (one query)."""
    mine = ArticleVersion.objects.written_by(request.user)
    rows = Reference.objects.filter(version__in=mine).order_by("-version_id", "key")
    columns = ("pk", "key", "csl", "raw", "version_id", "version__question")
    listed = list(rows.values_list(*columns)[:MAX_SEARCHED])
    seen: set[str] = set()
    for is_here in (True, False):
        for pk, key, csl, raw, version_id, question in listed:
            if (version_id == version.pk) != is_here or (csl in seen) or (csl == NO_RECORD and not is_here):
                continue
            if csl != NO_RECORD:
                seen.add(csl)
            yield Candidate(pk, key, csl, raw, "" if is_here else question)


def _haystack(one: Candidate) -> str:
    """All that a work may be looked for by: authors, year, title, journal, numbers, key."""
    return folded(f"{one.key} {one.raw} {' '.join(_words(json.loads(one.csl)))}")


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _words(inner)
    elif isinstance(value, str | int):
        yield str(value)


def folded(text: str) -> str:
    """Without accents and capitals."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _take(request: HttpRequest, version: ArticleVersion) -> HttpResponse:
    asked = request.POST.get("reference", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        return JsonResponse({"refused": [_("Choose a work first.")]}, status=422)
    mine = ArticleVersion.objects.written_by(request.user)
    row = Reference.objects.filter(version__in=mine, pk=int(asked)).first()
    if row is None:
        raise Http404
    try:
        return JsonResponse({"key": _key_here(request, version, row)})
    except Refused as refused:
        return JsonResponse({"refused": list(refused.sentences)}, status=422)


def _key_here(request: HttpRequest, version: ArticleVersion, row: Reference) -> str:
    """The key of this work here; one of another article is copied. Raises Refused."""
    if row.version_id == version.pk:
        return row.key
    here = dict(Reference.objects.filter(version=version).values_list("key", "csl"))
    same = next((key for key, csl in here.items() if csl == row.csl), "")
    if same:
        return same
    csl = json.loads(row.csl)
    key = row.key if row.key not in here else records.make_key(csl, here)
    copy = DraftReference(key, csl, row.raw, row.is_placeholder, row.kept_because)
    drafting.add_references(version, by=request.user, references=[copy])
    return key
