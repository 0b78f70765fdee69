"""A month of mail under a set clock: the exact list of what goes out, on which day, to whom."""

from collections.abc import Callable

import pytest

from articles.models import ArticleVersion, Role
from reviews import house, reviewing, workflow
from tests.factories import PASSWORD, make_user
from tests.record_fixtures import House
from tests.reviews.board import INSTEAD, NOTICE, fresh
from tests.reviews.mail_days import choose, live, the_hour

pytestmark = pytest.mark.django_db


class Month:
    """One article from its draft to its retraction; each of the people wants their mail otherwise."""

    def __init__(self) -> None:
        self.house = House()
        self.editor = self._called(self.house.editor, "edith")
        self.first, self.second = (
            self._called(person, name)
            for person, name in zip(self.house.reviewers, ("rita", "sven"), strict=True)
        )
        self.daily = self._called(make_user("stranger", name="Dora Daily"), "dora")
        house.grant(self.daily, Role.EDITOR, by=self.editor)
        self.lead = self._called(self.house.author(), "ada")
        choose(self.daily, "daily")
        choose(self.first, "signed")

    @staticmethod
    def _called(person, name):
        person.email = f"{name}@example.org"
        person.save(update_fields=["email"])
        return person

    @property
    def version(self) -> ArticleVersion:
        return fresh(ArticleVersion.objects.get())

    def submit(self) -> None:
        workflow.submit(self.house.draft(by=self.lead), by=self.lead)

    def ask(self) -> None:
        reviewing.assign(self.version, by=self.editor, reviewer=self.first)
        reviewing.take(self.version, by=self.second)

    def sign(self, person) -> None:
        self.house.fill_in(self.version, person)
        reviewing.sign(self.version, by=person, password=PASSWORD, audiences=["patient", "professional"])

    def take_again_and_sign(self) -> None:
        reviewing.take(self.version, by=self.second)
        self.sign(self.second)

    def retract(self) -> None:
        workflow.retract(
            self.version, by=self.editor, password=PASSWORD, public="Bad.", text=NOTICE, instead=INSTEAD
        )

    def acts(self) -> dict[int, Callable[[], object]]:
        return {
            1: self.submit,
            2: self.ask,
            5: lambda: self.sign(self.first),
            17: self.take_again_and_sign,
            20: lambda: workflow.suspend(self.version, by=self.editor, public="Reported."),
            22: lambda: workflow.resume(self.version, by=self.daily, password=PASSWORD, public="Checked."),
            25: self.retract,
        }  # fmt: skip


EXPECTED = """
0 edith You have a part
0 sven You have a part
0 sven Your licence was checked
0 sven A new policy
0 ada You have a part
0 dora What happened, 2025-03-03
1 edith Submitted
1 dora What happened, 2025-03-04
2 edith Review taken
2 dora What happened, 2025-03-05
5 ada Under review
5 edith Signed
5 dora What happened, 2025-03-08
13 sven Your review is due soon
16 sven Your review lapsed
16 edith Review lapsed
16 dora What happened, 2025-03-19
17 edith Review taken
17 edith Signed
17 ada Approved
17 rita Approved
17 sven Approved
17 edith Approved
17 dora What happened, 2025-03-20
20 ada Suspended
20 rita Suspended
20 sven Suspended
20 dora What happened, 2025-03-23
22 ada Stands again
22 rita Stands again
22 sven Stands again
22 edith Stands again
25 ada Retracted
25 rita Retracted
25 sven Retracted
25 dora What happened, 2025-03-28
"""


def told(month: list[tuple[int, str, str]]) -> list[str]:
    return sorted(f"{day} {address.removesuffix('@example.org')} {title}" for day, address, title in month)


@pytest.mark.parametrize("ticks", [1, 10])
def test_month_sends_exactly_these_mails_however_often_it_ticks(ticks):
    with the_hour(0, 8):
        month = Month()

        found = live(month.acts(), days=31, ticks=ticks)

    assert told(found) == sorted(EXPECTED.strip().splitlines())
