"""Checks of a draft: what stops its submission, and what would make it better."""

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import blocks, citations, manuscripts, readability
from articles.audiences import FACTS, Audience
from articles.markdown import TooLong, parse
from articles.models import ArticleVersion, Authorship, Reference, Variant
from articles.references import check_csl

FOR_PATIENTS = frozenset({Audience.PATIENT, Audience.CAREGIVER})
MOST_SENTENCES = 300


@dataclasses.dataclass(frozen=True)
class Missing:
    """A sentence and the place it leads to.

    Places: ("facts", name of the field), ("text", audience), ("references", key or ""), ("authors", uid).
    """

    sentence: str
    place: tuple[str, str]


def missing(version: ArticleVersion) -> list[Missing]:
    """What stops a submission, in the order of the writing page; empty = nothing. Seven queries at most."""
    texts = manuscripts.variants_in_order(version)
    works = manuscripts.references_in_order(version)
    authors = list(Authorship.objects.filter(version=version).select_related("user"))
    cited = {text.audience: _cited(text.body) for text in texts}
    found = [
        *_about_facts(version),
        *_about_texts(version, texts, cited, frozenset(work.key for work in works)),
        *_about_works(works, frozenset().union(*cited.values())),
        *_about_authors(version, authors),
    ]
    return found[:MOST_SENTENCES]


def _about_facts(version: ArticleVersion) -> Iterator[Missing]:
    wanted = (
        ("question", version.question, _("Write the clinical question that the article answers.")),
        ("heading", version.heading, _("Write a heading.")),
        ("countries", version.countries, _("Say for which countries it is written.")),
        ("searched_to", version.searched_to, _("Say up to which day the evidence was searched.")),
        ("funding", version.funding, _("Say who paid for the work; if nobody did, write “none”.")),
        ("ai_used", version.ai_used, _("Say whether AI was used in the writing; “none” is an answer too.")),
    )
    for name, value, sentence in wanted:
        if not value:
            yield Missing(sentence, ("facts", name))
    if version.searched_to and version.searched_to > timezone.now().date():
        sentence = _("The evidence cannot have been searched up to a day that is still to come.")
        yield Missing(sentence, ("facts", "searched_to"))
    if version.ai_used == "yes" and not version.ai_statement:
        yield Missing(_("Say which AI was used, and for what."), ("facts", "ai_statement"))


def _about_texts(
    version: ArticleVersion,
    texts: Sequence[Variant],
    cited: Mapping[str, frozenset[str]],
    keys: frozenset[str],
) -> Iterator[Missing]:
    if all(text.audience != version.written_for for text in texts):
        sentence = _("Write the %(text)s: it is the one that this article is written for.")
        yield _missing_in(version.written_for, sentence % {"text": _name(version.written_for)})
    lead = next((text for text in texts if text.audience == version.written_for), None)
    for text in texts:
        name = {"text": _name(text.audience)}
        if lead and text is not lead and text.body.strip() and text.body.strip() == lead.body.strip():
            sentence = _("The %(text)s is the %(lead)s word for word: tell it for its readers, or remove it.")
            yield _missing_in(text.audience, sentence % {**name, "lead": _name(lead.audience)})
        if not text.title.strip():
            yield _missing_in(text.audience, _("Give the %(text)s a title.") % name)
        if not text.body.strip():
            yield _missing_in(text.audience, _("The %(text)s is empty: write it, or remove it.") % name)
            continue
        if not cited[text.audience]:
            yield _missing_in(text.audience, _("The %(text)s cites nothing yet.") % name)
        for sentence in _about_body(text.body, keys):
            yield _missing_in(
                text.audience, _("In the %(text)s: %(sentence)s") % {**name, "sentence": sentence}
            )


def _about_body(body: str, keys: frozenset[str]) -> list[str]:
    try:
        return [*blocks.problems(body), *citations.citation_problems(body, keys)]
    except TooLong as error:
        return [str(error)]


def _cited(body: str) -> frozenset[str]:
    try:
        return frozenset(citations.cited_keys(body))
    except TooLong:
        return frozenset()  # `_about_body` says so


def _about_works(works: Sequence[Reference], cited: frozenset[str]) -> Iterator[Missing]:
    for work in works:
        key, place = {"key": work.key}, ("references", work.key)
        if work.is_placeholder:
            yield Missing(_("Reference “%(key)s” is only a placeholder: say which work it is.") % key, place)
        else:
            for problem in check_csl(json.loads(work.csl)):
                yield Missing(_("Reference “%(key)s”: %(problem)s") % {**key, "problem": problem}, place)
        if work.key not in cited:
            yield Missing(_("Reference “%(key)s” is cited nowhere: cite it, or remove it.") % key, place)


def _about_authors(version: ArticleVersion, authors: Sequence[Authorship]) -> Iterator[Missing]:
    if not authors:
        yield Missing(_("Name an author."), ("authors", ""))
    digest = manuscripts.draft_digest(version)
    for author in authors:
        place, name = ("authors", str(author.user.uid)), {"name": author.name}
        if not author.credential:
            yield Missing(_("%(name)s has not stated a credential.") % name, place)
        if not author.interests:
            yield Missing(
                _("%(name)s has not stated interests; if there are none, “none” says so.") % name, place
            )
        if not author.confirmed_digest:
            yield Missing(_("%(name)s has not confirmed the text yet.") % name, place)
        elif author.confirmed_digest != digest:
            yield Missing(_("%(name)s confirmed an earlier wording and must confirm this one.") % name, place)


def _missing_in(audience: str, sentence: str) -> Missing:
    return Missing(sentence, ("text", str(audience)))


def _name(audience: str) -> str:
    return str(FACTS[audience].text_name)


def advice(version: ArticleVersion) -> list[str]:
    """Sentences that stop nothing: reading grade, and blocks that readers look for. One query."""
    return [
        sentence
        for text in manuscripts.variants_in_order(version)
        if text.body.strip()
        for sentence in _advice_on(text)
    ]


def _advice_on(text: Variant) -> Iterator[str]:
    try:
        kinds = {token.meta["kind"] for token in parse(text.body) if token.type == "block_open"}
        grade, budget = readability.grade(text.body), FACTS[text.audience].grade_budget
    except TooLong:
        return
    name = _name(text.audience)
    if budget is not None and grade > budget:
        sentence = _(
            "The %(text)s reads at school grade %(grade).1f; up to %(budget).0f is easy for most readers."
        )
        yield sentence % {"text": name, "grade": grade, "budget": budget}
    if "bottom-line" not in kinds:
        yield _("The %(text)s has no bottom-line block: most readers look for the answer first.") % {
            "text": name
        }
    if text.audience in FOR_PATIENTS and "help" not in kinds:
        yield _("The %(text)s has no block that says when to get help.") % {"text": name}
