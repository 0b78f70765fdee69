"""The command that makes the first editor."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.models import Role, User
from reviews.models import Decision
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def run(monkeypatch, *arguments: str, password: str = PASSWORD) -> str:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("first_editor", *arguments, stdout=said)
    return said.getvalue()


def test_first_editor_is_a_new_account_with_the_piped_password(monkeypatch):
    said = run(monkeypatch, "edith@example.org", "--name", "Edith Editor")

    person = User.objects.get()
    assert said == "Edith Editor <edith@example.org> is the first editor.\n"
    assert (person.roles(), person.check_password(PASSWORD)) == ({Role.EDITOR}, True)
    assert Decision.objects.get().move == "grant"


def test_first_editor_may_be_an_account_that_is_there(monkeypatch):
    person = make_user("stranger", email="edith@example.org")

    run(monkeypatch, "EDITH@example.org")

    assert person.roles() == {Role.EDITOR}


@pytest.mark.parametrize(
    ("arguments", "password"),
    [
        (["edith@example.org"], PASSWORD),
        (["no-address", "--name", "E"], PASSWORD),
        (["edith@example.org", "--name", "E"], "short"),
        (["edith@example.org", "--name", "a\0b"], PASSWORD),
    ],
)
def test_first_editor_who_cannot_be_is_refused_and_leaves_no_account(monkeypatch, arguments, password):
    with pytest.raises(CommandError):
        run(monkeypatch, *arguments, password=password)

    assert User.objects.count() == 0


def test_first_editor_is_made_once(monkeypatch):
    run(monkeypatch, "edith@example.org", "--name", "Edith")

    with pytest.raises(CommandError, match="There is an editor already"):
        run(monkeypatch, "other@example.org", "--name", "Other")

    assert User.objects.count() == 1
