"""What the tests of the board's pages do with a browser: sign in, fill in the review page, send it."""

from typing import Any

import pytest
from django.test import Client

from articles.models import ArticleVersion, User
from reviews import commenting, reviewing
from reviews.models import Comment
from tests.factories import PASSWORD


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Browser:
    """One reviewer at the review page of one version."""

    def __init__(self, person: User, version: ArticleVersion) -> None:
        self.client, self.version = signed_in(person), version

    def path(self, rest: str = "review/") -> str:
        return f"/desk/versions/{self.version.pk}/{rest}"

    def get(self, rest: str = "review/") -> Any:
        return self.client.get(self.path(rest))

    def form(self, **typed: Any) -> dict[str, Any]:
        """The fields of the page as they stand, with what is typed over them. Dashes are written `__`."""
        page = self.get()
        forms = page.context["typed"]
        fields = {
            name: "" if form[name].value() is None else form[name].value()
            for form in (forms.review, forms.end, forms.comment)
            for name in form.fields
            if name != "over"
        }
        return {
            **fields,
            "text": "patient",
            "digest": page.context["desk"].round.manuscript_id,
            "printed": page.context["desk"].printed.digest,
            **{name.replace("__", "-"): value for name, value in typed.items()},
        }

    def send(self, rest: str = "review/", **typed: Any) -> Any:
        return self.client.post(self.path(rest), self.form(**typed))

    def complete(self, **typed: Any) -> dict[str, Any]:
        """A form that can be signed."""
        page = self.get()
        answers = {f"answer-{entry['id']}": "yes" for entry in page.context["desk"].questions}
        whole = {
            "ai_used": "no",
            "audiences": ["patient", "professional"],
            "end": "sign",
            "password": PASSWORD,
        }
        return self.form(**{**answers, **whole, **typed})


def sentences(page: Any) -> list[str]:
    """Why a page was refused."""
    return [sentence for sentence, _place in page.context["errors"]]


def remark(version: ArticleVersion, person, body: str = "Which dose?", **choices) -> Comment:
    given = {"audience": "patient", "anchor": "p-1", "kind": "must", **choices}
    return commenting.save_comment(version, by=person, body=body, **given)


@pytest.fixture
def open_to_two(the_house) -> ArticleVersion:
    """In review; both reviewers took it and declared, neither has begun."""
    version = the_house.submitted()
    for reviewer in the_house.reviewers:
        reviewing.take(version, by=reviewer)
        reviewing.disclose(version, by=reviewer, kind="none")
    return ArticleVersion.objects.get(pk=version.pk)


@pytest.fixture
def first(the_house, open_to_two) -> Browser:
    return Browser(the_house.reviewers[0], open_to_two)


@pytest.fixture
def second(the_house, open_to_two) -> Browser:
    return Browser(the_house.reviewers[1], open_to_two)
