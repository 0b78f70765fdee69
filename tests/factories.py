"""People, articles and versions for tests, made as the application makes them."""

import datetime
import itertools
import os
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from articles import drafting, manuscripts
from articles.formats.draft import DraftReference
from articles.models import Article, ArticleVersion, Authorship, Grant, User
from articles.states import State

PASSWORD = "seven-quiet-otters-row"
# Rows that another process made may be laid down beside those of this one: no two of them count alike.
_numbers = itertools.count(os.getpid() * 100_000)

WORK = {
    "type": "article-journal",
    "title": "Ginger tea and the common cold",
    "author": [{"family": "Adeyemi", "given": "Bola"}, {"family": "Lind", "given": "Eva"}],
    "container-title": "Journal of Invented Trials",
    "issued": {"date-parts": [[2021, 4]]},
    "volume": "12",
    "page": "34-41",
    "DOI": "10.5555/ginger.2021.34",
}
OTHER_WORK = {
    "type": "report",
    "title": "Home remedies: a review of 40 studies",
    "author": [{"literal": "Institute for Invented Reviews"}],
    "issued": {"date-parts": [[2023]]},
}
PATIENT_BODY = """::: bottom-line
Ginger tea does not shorten a cold.[@adeyemi2021]
:::

## What it does

It may soothe a sore throat for an hour.[@adeyemi2021; @institute2023] It is safe for most people.

::: help
See a doctor if you have a fever for more than three days.
:::
"""
PROFESSIONAL_BODY = """::: bottom-line
Ginger tea did not shorten the common cold (6.9 against 7.1 days).[@adeyemi2021]
:::

::: recommendation direction=against strength=conditional certainty=low for="adults with a common cold"
We do not suggest ginger tea to shorten a cold.[@institute2023]
:::
"""
TEXTS = {
    "patient": ("Ginger tea for a cold", PATIENT_BODY),
    "professional": ("Ginger tea in the common cold", PROFESSIONAL_BODY),
}
REFERENCES = {"adeyemi2021": WORK, "institute2023": OTHER_WORK}
FACTS = {
    "heading": "Ginger tea for the common cold",
    "countries": ["Norway", "Kenya"],
    "searched_to": datetime.date(2025, 3, 31),
    "funding": "none",
    "ai_used": "no",
}


def make_user(role: str = "author", *, name: str = "", email: str = "", password: str = PASSWORD) -> User:
    """A person with the role author, reviewer, editor, or, as a stranger, with none."""
    number = next(_numbers)
    name = name or f"{role.capitalize()} {number}"
    user = User.objects.create_user(email or f"{role}{number}@example.org", password, printed_name=name)
    if role != "stranger":
        Grant.objects.create(user=user, role={"reviewer": "board"}.get(role, role))
    return user


def make_version(
    *,
    by: User | None = None,
    texts: Mapping[str, tuple[str, str]] = TEXTS,
    references: Mapping[str, Mapping[str, Any]] = REFERENCES,
    question: str = "Does ginger tea shorten a cold?",
    written_for: str = "patient",
    specialty: str = "",
    is_confirmed: bool = True,
    **facts: Any,
) -> ArticleVersion:
    """A draft of a new article from which nothing is missing, unless what is given leaves something out."""
    by = by or make_user("author")
    version = drafting.open_version(by=by, question=question, written_for=written_for, specialty=specialty)
    version = drafting.save_facts(version, by=by, counter=0, **{**FACTS, **facts})
    for audience, (title, body) in texts.items():
        drafting.save_text(version, audience=audience, by=by, counter=0, title=title, body=body)
    works = [DraftReference(key, dict(csl)) for key, csl in references.items()]
    drafting.add_references(version, by=by, references=works)
    drafting.save_authorship(version, by=by, credential="MD", interests="none", name=by.printed_name)
    if is_confirmed:
        confirm(version)
    return version


def make_article(*, by: User | None = None, **choices: Any) -> Article:
    """An article with one complete draft."""
    return make_version(by=by, **choices).article


def confirm(version: ArticleVersion) -> None:
    """Every named author confirms the text as it stands."""
    digest = manuscripts.draft_digest(version)
    for authorship in Authorship.objects.filter(version=version):
        authorship.confirmed_digest = digest
        authorship.save(update_fields=["confirmed_digest"])


def put_in_state(version: ArticleVersion, state: str) -> ArticleVersion:
    """The version sealed and in this state, without the record that the door would have made."""
    with transaction.atomic():
        manuscript = manuscripts.seal(version, manuscripts.prepare(version))
        ArticleVersion.objects.filter(pk=version.pk).update(state=state, manuscript=manuscript)
        if state in (State.APPROVED, State.SUSPENDED):
            version.article.current_id = version.pk
            version.article.save(update_fields=["current"])
    return ArticleVersion.objects.get(pk=version.pk)
