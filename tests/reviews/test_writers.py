"""Writers: whoever judges an article, in whatever part, is none of those who write it, and every place knows the same."""

import pytest

from articles import drafting, reports
from articles.models import ArticleVersion, Authorship, Role, User
from reviews import access, editors_page, house, library, policy, reach, reader_reports, workflow, writers
from reviews.case import Case
from tests.reviews.board import Board, fresh, outcome

pytestmark = pytest.mark.django_db


class House(Board):
    """Above an approved text an open draft; everybody here is of the board and an editor too."""

    def __init__(self) -> None:
        super().__init__(is_small=True)
        parts = ("contributor", "named before", "named now", "named on what was put away", "outsider")
        self.people = {part: self.board_member(f"Person {part}") for part in parts}
        self.people["lead"] = self.lead
        for person in self.people.values():
            house.grant(person, Role.EDITOR, by=self.editor)
        house.grant(self.lead, Role.BOARD, by=self.editor)
        house.check_licence(self.lead, by=self.editor, credential="MD", specialty="")
        self.first = self.approve(self.by_two())
        self.second = self.named_and_put_away()
        self.third = self.next(self.first)
        self.name(self.third, "named now")
        drafting.remove_author(self.third, by=self.lead, user=self.people["named before"])

    def name(self, version: ArticleVersion, part: str) -> None:
        drafting.add_author(version, by=self.lead, user=self.people[part])

    def by_two(self) -> ArticleVersion:
        version = self.draft()
        self.name(version, "contributor")
        self.say_who_one_is(version, self.people["contributor"])
        drafting.remove_author(version, by=self.lead, user=self.people["contributor"])
        self.name(version, "named before")
        # As if carried over from another text: nothing here was written by them.
        named = Authorship.objects.filter(version=version, user=self.people["named before"])
        named.update(credential="MD", interests="none")
        return self.confirm(fresh(version))

    def named_and_put_away(self) -> ArticleVersion:
        version = self.next(self.first)
        self.name(version, "named on what was put away")
        workflow.withdraw(version, by=self.lead)
        return fresh(version)

    def parts_of(self, people: set[int]) -> set[str]:
        return {part for part, person in self.people.items() if person.pk in people}

    def keep_out(self, sees: object) -> set[str]:
        """The parts of those for whom `sees` finds nothing."""
        return {part for part, person in self.people.items() if not sees(person)}


WRITERS = {"lead", "contributor", "named before", "named now"}


@pytest.fixture
def the_board() -> House:
    return House()


def reports_of(person: User) -> bool:
    return reader_reports.for_editor(person).exists()


def test_everybody_who_asks_who_wrote_an_article_gets_the_same_answer(the_board):
    version = fresh(the_board.first)
    about = reports.about(version.article.slug, "patient")
    reports.send(about, kind="error", what="Wrong.", passage="", address="", asked_from="192.0.2.1")
    one = Case(version, None)
    noted = {entry.uid for entry in editors_page.candidates(version) if "Wrote part" in entry.note}

    assert the_board.parts_of(set(writers.of([version.article])[version.article_id])) == WRITERS
    assert the_board.parts_of(set(one.writers)) == WRITERS
    assert the_board.keep_out(lambda person: not one.contributes(person)) == WRITERS
    assert {part for part, person in the_board.people.items() if str(person.uid) in noted} == WRITERS
    assert the_board.keep_out(lambda person: access.apart_from(person).exists()) == WRITERS
    assert the_board.keep_out(lambda person: access.as_editor(person).exists()) == WRITERS
    assert the_board.keep_out(lambda person: library.shown(person).exists()) == WRITERS
    assert the_board.keep_out(reports_of) == WRITERS


def test_both_ways_of_asking_who_could_complete_the_approvals_agree(the_board):
    """With a board of writers alone nobody is in reach."""
    version = fresh(the_board.first)
    members = User.objects.holding(Role.BOARD)
    for person in members.exclude(pk__in=writers.of([version.article])[version.article_id]):
        house.end_grant(person.grants.get(role=Role.BOARD, ended_at=None), by=the_board.second_editor)

    found = policy.out_of_reach(Case(version, None))

    assert found == reach.out_of_reach([version])[version.pk] != []


@pytest.mark.parametrize("part", ["named before", "named now"])
def test_named_author_does_not_judge_another_version_as_an_editor(the_board, part):
    said = outcome(lambda: workflow.suspend(the_board.first, by=the_board.people[part], public="Harm."))

    assert said == ("You wrote part of this article, so another editor has to do this.",)


def test_history_of_a_confirmation_names_who_confirmed():
    board = Board(is_small=True)

    version = board.draft()

    kept = Authorship.history.filter(version=version).order_by("history_id").last()
    assert (kept.confirmed_digest != "", kept.history_user) == (True, board.lead)
