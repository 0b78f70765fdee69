"""Faces: the templates of published pages, filled with marks and stored texts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import context
from articles.audiences import FACTS
from articles.editions import addresses, structured, wording
from articles.editions.colophon import colophon, steps
from articles.editions.marks import Marks
from articles.models import Article, Rendered, SiteFacts
from articles.states import State

if TYPE_CHECKING:
    from articles.editions.publishing import History

ANSWER = '<section class="block block-bottom-line"'
RULES = {State.APPROVED: "approved", State.RETRACTED: "retracted", State.SUPERSEDED: "tool"}


def cut(html: str) -> tuple[str, str]:
    """The short answer, and the rest: cut behind the first bottom line if the text opens with it."""
    if not html.lstrip().startswith(ANSWER):
        return "", html
    answer, end, rest = html.partition("</section>")
    return answer + end, rest


class Maker:
    """Makes the pages of one article with one state of the site's facts."""

    def __init__(self, article: Article, site: SiteFacts) -> None:
        self.slug = str(article.slug)
        self.site = site

    def _bytes(self, template: str, path: str, page: dict[str, Any]) -> bytes:
        return render_to_string(template, {**context.public(self.site, path), "page": page}).encode()

    def text(
        self, marks: Marks, text: Rendered, visible: list[str], *, path: str, is_bare: bool, late: str
    ) -> bytes:
        """The page of one text. `late`: "", "overdue" or "lapsed"."""
        audience = text.audience
        standing = marks.standing(audience)
        permalink = addresses.permalink(self.slug, marks.number, audience)
        answer, rest = cut(text.html)
        page = {
            "title": text.title,
            "question": marks.question,
            "crumbs": [(_("Articles"), reverse("home"))],
            "rule": RULES.get(State(standing), "pending"),
            "is_noindex": self.site.is_demo or standing not in (State.APPROVED, State.RETRACTED),
            "canonical": addresses.bare(self.slug, audience) if marks.is_current and not is_bare else "",
            "tabs": self._tabs(marks, visible, audience, is_bare=is_bare),
            "caution": self._caution(marks, audience, standing, late),
            **self._retraction(marks, audience, standing),
            "steps": steps(marks, audience, is_overdue=bool(late)),
            "contents": self._contents(text, answer),
            "pending": _("Version %(number)d, pending") % {"number": marks.number}
            if marks.is_pending
            else "",
            "answer": answer,
            "rest": rest,
            "references": text.references_html,
            "notices": [wording.notice(statement, audience) for statement in marks.notices],
            "colophon": colophon(
                marks, audience, is_overdue=bool(late), links=self._links(marks, permalink, path)
            ),
            "disclaimer": wording.disclaimer(marks, audience, self.site, permalink),
            "contact": self.site.contact_email,
            "report_url": addresses.report(self.slug, marks.number, audience),
            "ask_url": addresses.ask(self.slug, audience),
            "structured": structured.element(
                structured.facts(marks, audience, title=text.title, publisher=self.site.publisher)
            ),
        }
        return self._bytes("articles/reading/article.html", path, page)

    def _retraction(self, marks: Marks, audience: str, standing: str) -> dict[str, Any]:
        if standing != State.RETRACTED:
            return {"is_retracted": False, "retraction": None, "instead": ""}
        retraction, instead = wording.retracted(marks, audience, addresses.record(self.slug))
        return {"is_retracted": True, "retraction": retraction, "instead": instead}

    def _caution(self, marks: Marks, audience: str, standing: str, late: str) -> wording.Caution | None:
        approved = addresses.bare(self.slug, audience) if marks.approved_number else ""
        if marks.is_pending:
            return wording.pending(marks, audience, self.site, approved)
        if standing == State.SUSPENDED:
            return wording.suspended(marks, audience)
        if standing == State.SUPERSEDED or (standing == State.RETRACTED and not marks.is_current):
            return wording.superseded(marks, approved)
        return wording.overdue(marks, is_lapsed=late == "lapsed") if late else None

    def _tabs(
        self, marks: Marks, visible: list[str], current: str, *, is_bare: bool
    ) -> list[tuple[str, str, bool]]:
        def address(audience: str) -> str:
            if is_bare:
                return addresses.bare(self.slug, audience)
            return addresses.permalink(self.slug, marks.number, audience)

        return [(str(FACTS[name].tab), address(name), name == current) for name in FACTS if name in visible]

    def _contents(self, text: Rendered, answer: str) -> list[dict[str, Any]]:
        items = [{"level": 2, "anchor": "answer", "text": _("Bottom line")}] if answer else []
        references = [{"level": 2, "anchor": "references", "text": _("References")}]
        return [*items, *text.contents, *(references if text.references_html else [])]

    def _links(self, marks: Marks, permalink: str, path: str) -> list[tuple[str, str]]:
        links = [(_("Public review record"), addresses.record(self.slug))]
        policy = (
            _("The editorial policy it is checked under")
            if marks.is_pending
            else _("The editorial policy it was approved under")
        )
        links.append((policy, addresses.policy(marks.policy)))
        if path != permalink:
            links.append((_("Permanent address of this version"), permalink))
        return links

    def absent(self, marks: Marks, audience: str, visible: list[str]) -> bytes:
        """The page that says which readers have no text of their own yet, and offers what there is."""
        path = addresses.bare(self.slug, audience)
        page = {
            "title": marks.question,
            "text_name": FACTS[audience].text_name,
            "tabs": [*self._tabs(marks, visible, audience, is_bare=True), (FACTS[audience].tab, path, True)],
            "offers": [
                (FACTS[name].label, addresses.bare(self.slug, name), FACTS[name].description)
                for name in FACTS
                if name in visible
            ],
            "is_pending": marks.is_pending,
            "is_retracted": marks.state == State.RETRACTED,
            "is_suspended": marks.state == State.SUSPENDED,
        }
        return self._bytes("articles/reading/absent.html", path, page)

    def record(self, marks: Marks, history: "History", retracted: Sequence[int]) -> bytes:
        """The public record, in words. `retracted`: the numbers of the versions that were."""
        page = {
            "question": marks.question,
            "heading": marks.heading,
            "crumbs": [(_("Articles"), reverse("home")), (marks.question, f"/articles/{self.slug}/")],
            "is_noindex": self.site.is_demo or marks.is_pending,
            "entries": history.entries,
            "signatures": history.signatures,
            "retracted": retracted,
            "signatures_head": [
                (label, False)
                for label in (
                    _("Signed by"),
                    _("Texts"),
                    _("When"),
                    _("Fingerprint"),
                    _("Interests declared"),
                )
            ],
        }
        return self._bytes("articles/reading/record.html", addresses.record(self.slug), page)
