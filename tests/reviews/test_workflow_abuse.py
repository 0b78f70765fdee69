"""Ways around the door: what may be refused is refused, what may not is found by replay, and the code takes none."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from articles import drafting
from articles.models import ArticleVersion
from articles.states import MOVE_NAMES
from reviews import replay, workflow
from tests.reviews.board import Board, fresh

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
TRANSITIONS = set(MOVE_NAMES) - {"start"}  # a start makes a row, and matches of patterns have one
WRITING = {
    "update",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "setattr",
    "save",
}


def where(version: ArticleVersion) -> str:
    return f"article {version.article.uid}, version {version.number}"


# Refused


def test_state_of_an_instance_cannot_be_assigned():
    version = Board().draft()

    with pytest.raises(AttributeError):
        version.state = "approved"
    with pytest.raises(AttributeError):
        setattr(version, "state", "approved")  # noqa: B010

    version.save()
    assert fresh(version).state == "draft"


def test_transition_from_another_state_is_refused():
    version = Board().draft()

    with pytest.raises(TransitionNotAllowed):
        version.approve()

    assert version.state == "draft"


@pytest.mark.parametrize(
    "field", ["state", "manuscript", "manuscript_id", "base", "number", "article", "counter_"]
)
def test_facts_that_an_author_does_not_write_are_not_saved(field):
    board = Board()
    version = board.draft()

    with pytest.raises(TypeError):
        drafting.save_facts(version, by=board.lead, counter=version.counter, **{field: "approved"})

    assert fresh(version).state == "draft"


def test_start_takes_no_state():
    board = Board()

    with pytest.raises(TypeError):
        workflow.start(by=board.lead, question="Does it?", written_for="patient", state="approved")

    assert ArticleVersion.objects.count() == 0


def test_version_without_a_manuscript_cannot_be_made_in_a_later_state():
    article = Board().draft().article

    for state in ("submitted", "under_review", "approved", "retracted"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ArticleVersion.objects.create(article=article, number=7, question="Does it?", state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVersion.objects.create(article=article, number=7, question="Does it?", state="invented")


# Found


def test_state_written_past_the_door_is_found():
    version = Board().under_review()

    ArticleVersion.objects.filter(pk=version.pk).update(state="changes_requested")

    assert f"{where(version)}: its row says “changes_requested”, the record says “under_review”." in (
        replay.verify().problems
    )


def test_approval_written_past_the_door_is_found():
    version = Board().under_review()

    ArticleVersion.objects.filter(pk=version.pk).update(state="approved")

    assert f"{where(version)}: its row says “approved”, the record says “under_review”." in (
        replay.verify().problems
    )


def test_transition_saved_past_the_door_is_found():
    version = Board().approved()

    version.suspend()
    version.save(update_fields=["state"])

    assert f"{where(version)}: its row says “suspended”, the record says “approved”." in (
        replay.verify().problems
    )


def test_stale_instance_saved_whole_is_refused_by_the_database():
    board = Board()
    stale = board.draft()
    workflow.submit(stale, by=board.lead)

    with pytest.raises(DatabaseError), transaction.atomic():
        stale.save()

    assert (ArticleVersion.objects.get(pk=stale.pk).state, replay.verify().problems) == ("submitted", [])


def test_version_made_past_the_door_is_found():
    board = Board()
    base = board.retracted()

    forged = ArticleVersion.objects.create(
        article=base.article,
        number=2,
        question="Does it?",
        state="approved",
        manuscript=base.manuscript,
        base=base,
    )

    assert f"{where(forged)}: no decision in the record started it." in replay.verify().problems


# Nowhere in the code


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in ("articles", "reviews", "netreview"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def writes_state(tree: ast.AST) -> list[int]:
    """Lines that assign a state, or hand one to something that writes rows."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store):
            found.append(node.lineno)
        elif isinstance(node, ast.Call) and called(node) in WRITING | {"ArticleVersion"}:
            words = {keyword.arg for keyword in node.keywords}
            words |= {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            if "state" in words:
                found.append(node.lineno)
    return found


def uses_a_transition(tree: ast.AST) -> list[int]:
    """Lines that call a transition of a version: an attribute named as a move, called without a word."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in TRANSITIONS
        and not node.args
        and not node.keywords
    ]


@pytest.mark.parametrize(
    "line",
    [
        "version.state = 'approved'",
        "version.state += ''",
        "versions.update(state=s)",
        "ArticleVersion.objects.filter(pk=1).update(**{'state': s})",
        "ArticleVersion.objects.create(state=s)",
        "ArticleVersion(state=s)",
        "setattr(version, 'state', s)",
        "version.save(update_fields=['state'])",
        "ArticleVersion.objects.bulk_update(rows, ['state'])",
    ],
)
def test_scan_finds_each_way_of_writing_a_state(line):
    assert writes_state(ast.parse(line)) == [1]


def test_scan_finds_a_transition_and_no_verb():
    assert uses_a_transition(ast.parse("version.approve()\nworkflow.submit(version, by=who)")) == [1]


def test_state_is_written_by_the_door_alone():
    found = [(name, line) for name, tree in sources() for line in writes_state(tree)]

    assert [name for name, _line in found] == ["reviews/workflow.py"], found
    assert [name for name, tree in sources() if uses_a_transition(tree)] == []
