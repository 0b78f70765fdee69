"""Fixtures of the record: emptying its tables between tests, and an approved article made through the door."""

import datetime
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from time_machine import escape_hatch

from articles import drafting, manuscripts
from articles.formats.draft import Draft, DraftReference, Text
from articles.models import ArticleVersion, Role, User
from articles.states import SAME_WORDS, ChangeClass
from reviews import house, reviewing, triggers, workflow
from reviews.rules import default_rules
from tests import factories
from tests.factories import PASSWORD
from tests.worlds import continued, is_empty, laid_down

__all__ = ["a_reviewed_house", "make_house", "reviewed", "the_house", "the_record_can_be_emptied"]

DRAFT = Draft(
    heading="Ginger tea for the common cold",
    countries=("Norway", "Kenya"),
    searched_to="2025-03-31",
    funding="none",
    ai_used=False,
    texts={audience: Text(title, body) for audience, (title, body) in factories.TEXTS.items()},
    references=tuple(DraftReference(key, dict(csl)) for key, csl in factories.REFERENCES.items()),
)


@pytest.fixture(autouse=True)
def the_record_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lift the triggers before the flush that ends a transactional test; its post_migrate puts them back."""
    marker = request.node.get_closest_marker("django_db")
    is_marked = bool(marker and marker.kwargs.get("transaction", marker.args[0] if marker.args else False))
    if not is_marked and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.lift(connection)


class House:
    """An editor, a board of two clinicians of other specialties, a policy in force; made through the door."""

    def __init__(self, **rules: Any) -> None:
        self.is_untouched = False
        self.editor = factories.make_user("stranger", name="Edith Editor")
        house.first_editor(self.editor)
        self.reviewers = [self.board_member(f"Reviewer {number}") for number in (1, 2)]
        house.set_policy(default_rules(**rules), by=self.editor, password=PASSWORD)

    def board_member(self, name: str, specialty: str = "general practice") -> User:
        person = factories.make_user("stranger", name=name)
        house.grant(person, Role.BOARD, by=self.editor)
        day = datetime.date(2099, 12, 31)
        house.check_licence(person, by=self.editor, credential="MD", specialty=specialty, valid_to=day)
        return person

    def author(self) -> User:
        person = factories.make_user("stranger", name="Ada Author")
        house.grant(person, Role.AUTHOR, by=self.editor)
        return person

    def watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Wraps what goes to the database: a house in which something was written is no longer as it was laid down."""
        if not str(sql).lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
            self.is_untouched = False
        return execute(sql, params, many, context)

    def _once_a_run(self, name: str, make: Callable[[], ArticleVersion]) -> ArticleVersion:
        """The first version in a house is the same wherever it is the first."""
        if not self.is_untouched or escape_hatch.is_travelling():
            return make()
        return continued(f"{name} in a house", make)

    def draft(self, by: User | None = None) -> ArticleVersion:
        """A complete draft, confirmed by its author, that the record knows from its start."""
        return self._draft(by) if by else self._once_a_run("draft", self._draft)

    def _draft(self, by: User | None = None) -> ArticleVersion:
        by = by or self.author()
        version = workflow.start(
            by=by, question="Does ginger tea shorten a cold?", written_for="patient", draft=DRAFT
        )
        drafting.save_authorship(version, by=by, credential="MD", interests="none", name=by.printed_name)
        reviewing.confirm_authorship(version, by=by, digest=manuscripts.draft_digest(version))
        return version

    def submitted(self) -> ArticleVersion:
        return self._once_a_run("submitted", self._submitted)

    def _submitted(self) -> ArticleVersion:
        draft = self.draft()
        return workflow.submit(draft, by=draft.article.lead_author)

    def approved(self) -> ArticleVersion:
        return self._once_a_run("approved", self._approved)

    def _approved(self) -> ArticleVersion:
        version = self.submitted()
        for reviewer in self.reviewers:
            self.sign(version, reviewer)
        return ArticleVersion.objects.get(pk=version.pk)

    def open_review(self, version: ArticleVersion, reviewer: User) -> None:
        """Taken, declared, begun, and filled in so that it can be signed."""
        reviewing.take(version, by=reviewer)
        self.fill_in(version, reviewer)

    def fill_in(self, version: ArticleVersion, reviewer: User) -> None:
        """The review of one who holds it: declared, begun, every question answered."""
        reviewing.disclose(version, by=reviewer, kind="none")
        review = reviewing.begin(version, by=reviewer)
        answers = {entry["id"]: {"answer": "yes"} for entry in review.answers}
        reviewing.save_review(version, by=reviewer, counter=0, answers=answers, ai_used="no")

    def sign(self, version: ArticleVersion, reviewer: User) -> None:
        self.open_review(version, reviewer)
        texts = version.variants.values_list("audience", flat=True)
        reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=texts)

    def mended(self, version: ArticleVersion) -> ArticleVersion:
        """A text that came back, written on and confirmed anew, so that it can be submitted again."""
        lead, stored = version.article.lead_author, ArticleVersion.objects.get(pk=version.pk)
        mended = drafting.save_facts(stored, by=lead, counter=stored.counter, funding="a grant, said since")
        reviewing.confirm_authorship(mended, by=lead, digest=manuscripts.draft_digest(mended))
        return mended

    def next_version(self, version: ArticleVersion, change_class: str = ChangeClass.UPDATE) -> ArticleVersion:
        """A confirmed draft above an approved version, with the same words; an update tells of a grant."""
        lead = version.article.lead_author
        draft = workflow.start(
            by=lead, question=version.question, written_for=version.written_for, change_class=change_class,
            article=version.article,
        )  # fmt: skip
        if change_class not in SAME_WORDS:
            draft = drafting.save_facts(
                draft, by=lead, counter=draft.counter, funding=f"a grant of {draft.number}"
            )
        reviewing.confirm_authorship(draft, by=lead, digest=manuscripts.draft_digest(draft))
        return draft


# A test that asks for one of these may have changed what a house or a text is made of.
CHANGE_THE_CODE = frozenset({"monkeypatch", "settings", "django_capture_on_commit_callbacks"})


@pytest.fixture
def the_house(request: pytest.FixtureRequest, db: None) -> Iterator[House]:
    if "reviewed" in request.fixturenames:
        yield request.getfixturevalue("a_reviewed_house")[0]
        return
    is_as_ever = CHANGE_THE_CODE.isdisjoint(inspect.signature(request.function).parameters) and is_empty()
    made = laid_down("house", House) if is_as_ever else House()
    made.is_untouched = is_as_ever
    with connection.execute_wrapper(made.watch):
        yield made


@pytest.fixture
def make_house(db: None) -> Callable[..., House]:
    """A house with other rules than the default ones."""
    return House


@pytest.fixture
def reviewed(a_reviewed_house: tuple[House, ArticleVersion]) -> ArticleVersion:
    """An approved version with a notice, a declared interest that was ruled on, and nothing wrong."""
    return a_reviewed_house[1]


@pytest.fixture
def a_reviewed_house(db: None) -> tuple[House, ArticleVersion]:
    return laid_down("reviewed", reviewed_in_a_house)


def reviewed_in_a_house() -> tuple[House, ArticleVersion]:
    the_house = House()
    version = the_house.submitted()
    aside = the_house.board_member("Reviewer 3")
    reviewing.disclose(version, by=aside, kind="interest", text="I own a tea shop.")
    reviewing.rule_on_interest(
        version, by=the_house.editor, person=aside, ruling="stands_aside", reason="Sells."
    )
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)
    version = ArticleVersion.objects.get(pk=version.pk)
    texts = {"patient": "Do not rely on this text.", "professional": "Do not rely on this text."}
    workflow.notice(
        version, by=the_house.editor, password=PASSWORD, kind="correction", text=texts, instead=texts
    )
    return the_house, version
