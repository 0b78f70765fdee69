"""A version as one Markdown file with front matter."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from articles import manuscripts
from articles.formats import draft, frontmatter
from articles.models import ArticleVersion
from articles.views.doors import private_not_led_back
from articles.views.writing_parts import own_version

MAX_NAME = 60


@require_safe
@private_not_led_back
def write_export(request: HttpRequest, pk: int) -> HttpResponse:
    version = own_version(request, pk)
    try:
        text = frontmatter.write(draft_of(version))
    except draft.Refused as refused:
        messages.error(request, str(refused))
        return redirect("write_version", pk=pk)
    name = f"{slugify(version.question)[:MAX_NAME].strip('-') or 'article'}-v{version.number}.md"
    return HttpResponse(
        text,
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def draft_of(version: ArticleVersion) -> draft.Draft:
    """The content of a version as plain data (two queries)."""
    texts = manuscripts.variants_in_order(version)
    works = manuscripts.references_in_order(version)
    return draft.Draft(
        question=version.question,
        heading=version.heading,
        written_for=version.written_for,
        countries=tuple(version.countries),
        searched_to=version.searched_to.isoformat() if version.searched_to else "",
        funding=version.funding,
        ai_used={"": None, "no": False, "yes": True}[version.ai_used],
        ai_statement=version.ai_statement,
        texts={text.audience: draft.Text(text.title, text.body) for text in texts},
        references=tuple(
            draft.DraftReference(
                work.key, json.loads(work.csl), work.raw, work.is_placeholder, work.kept_because
            )
            for work in works
        ),
    )
