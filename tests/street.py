"""A house with somebody of every part, and a version standing at every place, for tests that knock at every door."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any

from django.test import Client
from django.utils import timezone

from articles.models import ArticleVersion, Question, Report, Role, Topic
from reviews import reviewing
from reviews.models import Comment, Review, Signature
from tests.reviews.board import Board, fresh
from tests.worlds import a_world


class Street(Board):
    """Versions by place: every state, and `objected`. Beside the board's people: who was only asked, who has finished."""

    def __init__(self, **rules: Any) -> None:
        super().__init__(**rules)
        self.asked = self.board_member("Asa Asked")
        self.finisher = self.board_member("Fay Finished")
        self.other_author = self.person("Olga Other-Author", Role.AUTHOR)
        self.deactivated = self.person("Dora Deactivated", Role.EDITOR)

    def with_every_place(self) -> "Street":
        self.with_every_state()
        self.versions["objected"] = self.objected()
        self.hear_readers()
        self.clients: dict[str, Client] = {"anonymous": Client(raise_request_exception=False)}
        for name in ("deactivated", "lead", "co_author", "other_author", "editor", "writing_editor", "writing_member",
                     "stranger", "asked", "reviewer", "second", "finisher", "member"):  # fmt: skip
            self.clients[name] = signed_in(getattr(self, name))
        self.cookies = {name: SimpleCookie(client.cookies) for name, client in self.clients.items()}
        # Whoever is deactivated was signed in at that moment.
        self.deactivated.is_active = False
        self.deactivated.save(update_fields=["is_active"])
        return self

    def hear_readers(self) -> None:
        """A report about the pages in general, a question, a topic; `sent` are their keys by the name of their table."""
        now = timezone.now()
        rows = [
            Report.objects.create(kind="danger", what="It is wrong.", received_at=now),
            Question.objects.create(text="Is tea safe?", asked_on=now.date()),
            Topic.objects.create(name="Colds", slug="colds"),
        ]
        self.sent = {type(row).__name__.lower(): row.pk for row in rows}

    def __getstate__(self) -> dict[str, Any]:
        """All but the clients, which are nothing without the code that answers them."""
        return {name: value for name, value in self.__dict__.items() if name != "clients"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.clients = {}
        for name, cookies in self.cookies.items():
            self.clients[name] = Client(raise_request_exception=False)
            self.clients[name].cookies = SimpleCookie(cookies)

    def submitted(self) -> ArticleVersion:
        version = super().submitted()
        reviewing.assign(version, by=self.editor, reviewer=self.asked)
        return fresh(version)

    def under_review(self) -> ArticleVersion:
        """`finisher` ended without deciding, with a point for the author."""
        version = super().under_review()
        self.ready(version, self.finisher)
        self.must(version, self.finisher)
        reviewing.comment_only(version, by=self.finisher)
        return fresh(version)

    def changes_requested(self) -> ArticleVersion:
        """Written on since it came back, so that nobody has confirmed it yet."""
        return self.rewrite(super().changes_requested(), old="See a doctor", new="See your doctor")

    def objected(self) -> ArticleVersion:
        """`second` has a remark that nobody else has seen."""
        version = self.under_review()
        self.must(version, self.second, "Is this the dose for adults?")
        reviewing.object_on_safety(version, by=self.reviewer, reason="The dose is dangerous.")
        return fresh(version)

    def standing(self, place: str) -> ArticleVersion:
        return self.versions[place]

    def get(self, person: str, path: str, **headers: str) -> Any:
        """A page as this person gets it, with the session they had at first."""
        self.clients[person].cookies = SimpleCookie(self.cookies[person])
        return self.clients[person].get(path, headers=headers)

    def post(self, person: str, path: str, body: dict[str, Any]) -> Any:
        self.clients[person].cookies = SimpleCookie(self.cookies[person])
        return self.clients[person].post(path, body)

    def part_of_a_review(self, name: str, version: ArticleVersion | None) -> int | None:
        """The key of a row that belongs to the version, by the name that addresses give it."""
        if version is None:
            return None
        if (name, version.pk) not in self._rows:
            self._rows[name, version.pk] = self._find(name, version)
        return self._rows[name, version.pk]

    @cached_property
    def _rows(self) -> dict[tuple[str, int], int | None]:
        return {}

    def _find(self, name: str, version: ArticleVersion) -> int | None:
        rows = {
            "held": version.assignments.active().filter(reviewer=self.asked),
            "signature": Signature.objects.filter(round__version=version, person=self.reviewer),
            "review": Review.objects.filter(round__version=version, end=Review.End.OBJECTION),
            "comment": Comment.objects.filter(version=version),
        }[name]
        return rows.values_list("pk", flat=True).first()


def signed_in(person: Any) -> Client:
    """A client whose faults come back as answers of 500."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@contextmanager
def a_street(blocker: Any) -> Iterator[Street]:
    with a_world(blocker, "street", lambda: Street().with_every_place()) as street:
        yield street
