"""manage.py verify: what it prints, its exit status, checkpoints written and compared."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reviews import replay, workflow
from reviews.models import Decision
from tests import factories

pytestmark = pytest.mark.django_db


def run(*options: str) -> tuple[str, int]:
    """What manage.py verify prints, and its exit status."""
    out = StringIO()
    try:
        call_command("verify", *options, stdout=out, no_color=True)
    except SystemExit as exit:
        return out.getvalue(), int(exit.code)
    return out.getvalue(), 0


def test_the_command_prints_numbers_and_what_it_cannot_find(the_house):
    the_house.approved()

    printed, status = run()

    lines = printed.splitlines()
    assert status == 0
    assert lines[0] == "Checked:"
    assert f"{Decision.objects.count():>10,}  decisions" in lines
    assert lines[-2] == "Everything agrees with the record."
    assert "only against a checkpoint kept elsewhere" in lines[-1]


def test_the_command_names_what_is_wrong_and_exits_with_one(the_house):
    article = factories.make_article(by=the_house.author())

    printed, status = run()

    assert status == 1
    assert f"article {article.uid}: it has no book in the record." in printed.splitlines()
    assert "1 problem was found." in printed.splitlines()


def test_the_command_speaks_json(the_house):
    printed, status = run("--json")

    said = json.loads(printed)
    assert (status, said["problems"], said["checked"]["policies"]) == (0, [], 1)


def test_a_checkpoint_holds_the_head_of_each_book(the_house, tmp_path):
    version = the_house.approved()

    run("--heads", str(tmp_path / "heads.json"))

    stored = json.loads((tmp_path / "heads.json").read_text())
    assert stored["format"] == 1
    assert [book for book, _, _ in stored["books"]] == sorted(["house", str(version.article.uid)])
    assert stored["books"] == [list(head) for head in replay.heads()]


def test_a_checkpoint_still_holds_after_the_record_went_on(the_house, tmp_path):
    version = the_house.submitted()
    run("--heads", str(tmp_path / "heads.json"))
    workflow.withdraw(version, by=version.article.lead_author)

    printed, status = run("--against", str(tmp_path / "heads.json"))

    assert status == 0
    assert printed.splitlines()[-1] == "This run compared the record with a checkpoint."


def test_no_checkpoint_is_written_of_a_record_that_is_wrong(db, tmp_path):
    factories.make_article()

    _printed, status = run("--heads", str(tmp_path / "heads.json"))

    assert status == 1
    assert not (tmp_path / "heads.json").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2, "books": []}', '{"format": 1, "books": [1]}'])
def test_what_is_no_checkpoint_is_refused_in_a_sentence(db, tmp_path, text):
    path = tmp_path / "heads.json"
    path.write_text(text)

    with pytest.raises(CommandError, match="is not a checkpoint"):
        run("--against", str(path))


def test_a_checkpoint_that_cannot_be_read_or_written_is_refused_in_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("--against", str(tmp_path / "none.json"))
    with pytest.raises(CommandError, match="cannot be written"):
        run("--heads", str(tmp_path / "none" / "heads.json"))
