"""A board for tests of the machine: people in every part, and versions brought to each state by verbs alone."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from articles import drafting, manuscripts
from articles.formats.draft import Draft, DraftReference, Text
from articles.models import Article, ArticleVersion, Role, User
from articles.refusals import Refused
from articles.states import SAME_WORDS, ChangeClass, State
from reviews import entering, house, reviewing, workflow
from reviews.case import Case
from reviews.models import Assignment, Comment, Review, Signature
from reviews.rules import default_rules
from tests import factories
from tests.factories import PASSWORD
from tests.worlds import a_world
from tests.worlds import undone as undone  # whoever has a board undoes what they try on it

DRAFT = Draft(
    heading="Ginger tea for the common cold",
    countries=("Norway", "Kenya"),
    searched_to="2025-03-31",
    funding="none",
    ai_used=False,
    texts={audience: Text(title, body) for audience, (title, body) in factories.TEXTS.items()},
    references=tuple(DraftReference(key, dict(csl)) for key, csl in factories.REFERENCES.items()),
)
SMALL_DRAFT = dataclasses.replace(DRAFT, texts={"patient": DRAFT.texts["patient"]})
AUDIENCES = ("patient", "professional")
NOTICE = {"patient": "Do not rely on this text.", "professional": "The trial was withdrawn."}
INSTEAD = {"patient": "Ask your doctor.", "professional": "Read the guideline."}


class Board:
    """Everybody whom a test of the machine asks for, each under the name of their part."""

    def __init__(self, *, is_small: bool = False, **rules: Any) -> None:
        """Small: texts by one author for one audience, where a test makes many and is about something else."""
        self.is_small = is_small
        self.editor = factories.make_user("stranger", name="Edith Editor")
        house.first_editor(self.editor)
        self.second_editor = self.person("Second Editor", Role.EDITOR)
        self.writing_editor = self.person("Wilma Writing-Editor", Role.EDITOR)
        self.lead = self.person("Ada Lead", Role.AUTHOR)
        self.co_author = self.person("Carl Co-Author", Role.AUTHOR)
        self.stranger = factories.make_user("stranger", name="Sam Stranger")
        self.reviewer = self.board_member("Rita Reviewer")
        self.second = self.board_member("Sven Second")
        self.member = self.board_member("Mona Member")
        self.other_member = self.board_member("Otto Other")
        self.interested = self.board_member("Ivo Interested")
        self.writing_member = self.board_member("Walter Writing-Member")
        self.policy = house.set_policy(default_rules(**rules), by=self.editor, password=PASSWORD)
        self.versions: dict[str, ArticleVersion] = {}

    def person(self, name: str, role: str) -> User:
        someone = factories.make_user("stranger", name=name)
        house.grant(someone, role, by=self.editor)
        return someone

    def board_member(self, name: str, **profile: Any) -> User:
        someone = self.person(name, Role.BOARD)
        facts = {"credential": "MD", "specialty": "general practice", **profile}
        house.check_licence(someone, by=self.editor, **facts)
        return someone

    def with_every_state(self) -> "Board":
        """`versions`: one in each state, each of an article of its own."""
        self.versions = {state: getattr(self, state)() for state in State.values}
        return self

    def __getitem__(self, state: str) -> ArticleVersion:
        return fresh(self.versions[state])

    # One way into each state

    def draft(self, **facts: Any) -> ArticleVersion:
        """By two authors; an editor and a board member each wrote once, and are named no more."""
        brought = SMALL_DRAFT if self.is_small else DRAFT
        facts = {"question": "Does ginger tea shorten a cold?", "draft": brought, **facts}
        version = workflow.start(by=self.lead, written_for="patient", **facts)
        if self.is_small:
            self.say_who_one_is(version, self.lead)
            return self.confirm(version)
        for writer in (self.writing_editor, self.writing_member):
            drafting.add_author(version, by=self.lead, user=writer)
            self.say_who_one_is(version, writer)
            drafting.remove_author(version, by=self.lead, user=writer)
        drafting.add_author(version, by=self.lead, user=self.co_author)
        for author in (self.lead, self.co_author):
            self.say_who_one_is(version, author)
        reviewing.disclose(version, by=self.interested, kind="interest", text="I own a tea shop.")
        return self.confirm(version)

    def submitted(self) -> ArticleVersion:
        """One reviewer was asked and has not declared."""
        version = workflow.submit(self.draft(), by=self.lead)
        reviewing.assign(version, by=self.editor, reviewer=self.reviewer)
        return fresh(version)

    def under_review(self) -> ArticleVersion:
        """`reviewer` has answered everything and could sign; `second` has declared."""
        version = self.submitted()
        reviewing.disclose(version, by=self.reviewer, kind="none")
        self.fill_in(version, self.reviewer)
        self.hold(version, self.second)
        return fresh(version)

    def changes_requested(self) -> ArticleVersion:
        """Written on and confirmed since it came back."""
        return self.confirm(self.rewrite(self.sent_back(), old="sore throat", new="sore, dry throat"))

    def sent_back(self) -> ArticleVersion:
        """Word for word as it came back, by an editor's words alone."""
        version = self.under_review()
        workflow.request_changes(version, by=self.editor, to_author="Please say for whom.")
        return fresh(version)

    def approved(self) -> ArticleVersion:
        version = self.under_review()
        self.sign(version, self.reviewer)
        if self.policy.rules.approvals > 1:
            self.fill_in(version, self.second)
            self.sign(version, self.second)
        return fresh(version)

    def suspended(self) -> ArticleVersion:
        version = self.approved()
        workflow.suspend(version, by=self.second_editor, public="A reader reported harm.")
        return fresh(version)

    def superseded(self) -> ArticleVersion:
        version = self.approved()
        self.approve(self.next(version))
        return fresh(version)

    def retracted(self) -> ArticleVersion:
        return fresh(self.retract(self.approved()))

    def declined(self) -> ArticleVersion:
        version = self.submitted()
        workflow.decline(version, by=self.editor, to_author="Out of scope.")
        return fresh(version)

    def withdrawn(self) -> ArticleVersion:
        version = self.submitted()
        workflow.withdraw(version, by=self.lead)
        return fresh(version)

    # What several tests do on the way

    def say_who_one_is(self, version: ArticleVersion, author: User) -> None:
        drafting.save_authorship(
            version, by=author, credential="MD", interests="none", name=author.printed_name
        )

    def confirm(self, version: ArticleVersion) -> ArticleVersion:
        """Every named author confirms the text as it stands."""
        for row in version.authorships.select_related("user"):
            reviewing.confirm_authorship(
                version, by=row.user, digest=manuscripts.draft_digest(fresh(version))
            )
        return fresh(version)

    def next(
        self, version: ArticleVersion, change_class: str = ChangeClass.UPDATE, **change: str
    ) -> ArticleVersion:
        """A confirmed draft above an approved version; `change` replaces words of the patient text.

        Without one an update tells of another grant.
        """
        article = Article.objects.get(pk=version.article_id)
        draft = workflow.start(
            by=self.lead, question="", written_for="", change_class=change_class, article=article
        )
        if change:
            self.rewrite(draft, **change)
        elif change_class not in SAME_WORDS:
            funding = f"a grant of {draft.number}"
            draft = drafting.save_facts(draft, by=self.lead, counter=draft.counter, funding=funding)
        return self.confirm(draft)

    def rewrite(self, version: ArticleVersion, *, old: str, new: str) -> ArticleVersion:
        """Replace words of the patient text; nobody has confirmed that yet."""
        text = version.variants.get(audience="patient")
        drafting.save_text(
            version, audience="patient", by=self.lead, counter=text.counter, title=text.title,
            body=text.body.replace(old, new),
        )  # fmt: skip
        return fresh(version)

    def hold(self, version: ArticleVersion, person: User) -> Assignment:
        """Taken and declared."""
        held = reviewing.take(version, by=person)
        reviewing.disclose(version, by=person, kind="none")
        return held

    def fill_in(self, version: ArticleVersion, person: User, **fields: Any) -> Review:
        """A review begun, with every question answered Yes."""
        review = reviewing.begin(version, by=person)
        answers = {entry["id"]: {"answer": "yes"} for entry in review.answers}
        return reviewing.save_review(
            version, by=person, counter=review.counter, answers=answers, **{"ai_used": "no", **fields}
        )

    def ready(self, version: ArticleVersion, person: User) -> ArticleVersion:
        """Taken, declared, filled in."""
        self.hold(version, person)
        self.fill_in(version, person)
        return fresh(version)

    def sign(self, version: ArticleVersion, person: User, *, audiences: Iterable[str] = ()) -> Signature:
        """Under every text, unless some are named."""
        audiences = audiences or version.variants.values_list("audience", flat=True)
        return reviewing.sign(version, by=person, password=PASSWORD, audiences=audiences).signature

    def approve(self, draft: ArticleVersion) -> ArticleVersion:
        """A confirmed draft handed in and signed by both reviewers."""
        version = workflow.submit(draft, by=self.lead)
        for person in (self.reviewer, self.second):
            self.hold(version, person)
            self.fill_in(version, person)
            self.sign(version, person)
        return fresh(version)

    def approve_wording(self, draft: ArticleVersion) -> ArticleVersion:
        """An editorial draft handed in and signed by one reviewer."""
        version = workflow.submit(draft, by=self.lead)
        self.ready(version, self.reviewer)
        self.sign(version, self.reviewer)
        return fresh(version)

    def retract(self, version: ArticleVersion) -> ArticleVersion:
        return workflow.retract(
            version, by=self.editor, password=PASSWORD, public="The trial was withdrawn.", text=NOTICE,
            instead=INSTEAD,
        )  # fmt: skip

    def must(self, version: ArticleVersion, person: User, body: str = "Which dose?") -> Comment:
        """A point of the open round that its author has to answer."""
        opened = version.rounds.get(closed_at=None)
        return Comment.objects.create(
            version=version, manuscript=opened.manuscript, round=opened, author=person, kind="must",
            audience="patient", anchor="p-1", body=body,
        )  # fmt: skip

    def answer(self, point: Comment, kind: str = "changed") -> Comment:
        return Comment.objects.create(
            version=point.version, manuscript=point.manuscript, round=point.round, author=self.lead,
            kind=kind, body="Done.", parent=point,
        )  # fmt: skip

    def ask_for_changes(self, version: ArticleVersion, person: User) -> Comment:
        """A filled-in review ended by asking for changes, with its one point."""
        point = self.must(version, person)
        reviewing.ask_for_changes(version, by=person, reason="One number is wrong.")
        return point


def fresh(version: ArticleVersion) -> ArticleVersion:
    return ArticleVersion.objects.select_related("article").get(pk=version.pk)


def moves_of(version: ArticleVersion) -> list[str]:
    """The decisions about a version, in order."""
    return list(version.decisions.order_by("seq").values_list("move", flat=True))


def as_system(version: ArticleVersion, name: str) -> None:
    """What the system asks before it moves a version; raises Refused."""
    with entering.locked(version, None, is_system=True) as case:
        entering.allow(name, case)


def by_hand(version: ArticleVersion, name: str, person: User | None) -> None:
    """A person asking for what only the system does; raises Refused."""
    with entering.locked(version, person) as case:
        entering.allow(name, case)


def case_of(version: ArticleVersion, person: User | None, **given: Any) -> Case:
    return Case(fresh(version), person, **given)


@contextmanager
def made_once(blocker: Any) -> Iterator[Board]:
    """A board with a version in every state."""
    with a_world(blocker, "board", lambda: Board().with_every_state()) as board:
        yield board


def outcome(act: Callable[[], object]) -> tuple[str, ...]:
    """What came of an act: the sentences that refuse it; () where it was done. Any other error is named."""
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        return refusal.sentences
    except Exception as error:
        return (f"{type(error).__name__}: {error}",)
    return ()
