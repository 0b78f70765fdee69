"""The preview of a text: the rendering that its readers will get, and what is wrong with its marks."""

import dataclasses
import json
from collections.abc import Iterator, Sequence
from typing import Any

from articles import blocks, citations, entries, manuscripts, readability, rendering
from articles.audiences import FACTS, Audience
from articles.markdown import parse
from articles.models import ArticleVersion, Rendered
from articles.refusals import Refused
from articles.states import State
from articles.views.writing_parts import measure

PUT_AWAY = frozenset({State.DECLINED, State.WITHDRAWN})


@dataclasses.dataclass(frozen=True)
class Preview:
    """`html` and `references_html` come sanitised from `articles.rendering`; `problems` are sentences.

    `places` is JSON for a script that keeps text and preview in step: pairs of a source line and an id.
    """

    title: str
    html: str = ""
    references_html: str = ""
    problems: tuple[str, ...] = ()
    measured: dict[str, Any] | None = None
    contents: Sequence[rendering.Heading] = ()
    hardest: Sequence[readability.Hard] = ()
    places: str = "[]"


def preview(version: ArticleVersion, audience: str, *, title: str, body: str) -> Preview:
    """A text that need not be saved, numbered together with the stored ones (three queries)."""
    try:
        title = entries.line(title, "", entries.MAX_LINE)
        body = entries.body(body, audience)
    except Refused as refused:
        return Preview(title="", problems=refused.sentences)
    parsed = _with_text(manuscripts.contents(version), audience, title, body)
    numbers = manuscripts.numbers_of(parsed)
    page = rendering.render(title, body, numbers=numbers)
    works = sorted((numbers[entry["key"]], entry) for entry in parsed["references"])
    cited = [
        (number, entry["key"], entry["csl"], entry["kept_because"])
        for number, entry in works
        if number in page.backlinks
    ]
    return Preview(
        title=title,
        html=page.html,
        references_html=rendering.render_references(cited, backlinks=page.backlinks),
        problems=tuple(_problems(body, numbers)),
        measured=measure(body, audience),
        contents=page.contents,
        hardest=readability.hardest(body, FACTS[audience].grade_budget),
        places=json.dumps(list(_places(body))),
    )


def _places(body: str) -> Iterator[tuple[int, str]]:
    for token in parse(body):
        anchor = token.attrGet("id") or token.meta.get("place")
        if anchor and token.map:
            yield token.map[0], str(anchor)


def _with_text(parsed: dict[str, Any], audience: str, title: str, body: str) -> dict[str, Any]:
    variants = {variant["audience"]: variant for variant in parsed["variants"]}
    variants[audience] = {"audience": audience, "title": title, "body": body}
    return {**parsed, "variants": [variants[name] for name in Audience.values if name in variants]}


def _problems(body: str, numbers: dict[str, int]) -> Iterator[str]:
    yield from blocks.problems(body)
    yield from citations.citation_problems(body, numbers)


def sealed(version: ArticleVersion, audience: str) -> Preview | None:
    """The text as the board has it; of a version that was put away, the text as it stood then."""
    if version.manuscript_id and version.state not in PUT_AWAY:
        rows = Rendered.objects.filter(manuscript=version.manuscript_id, audience=audience)
        row = rows.order_by("-renderer").first()
        return row and Preview(row.title, row.html, row.references_html)
    text = version.variants.filter(audience=audience).first()
    return text and preview(version, audience, title=text.title, body=text.body)
