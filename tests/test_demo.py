"""The demonstration as it is told: its states, its record, its people, its tour."""

import datetime
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles.models import ArticleVersion, Edition, Outbox, SiteFacts, User, Variant
from netreview.demo import posting, telling
from netreview.management.commands import demo
from reviews import letters, replay, reviewing
from reviews.models import BoardProfile, Book, Comment, Decision, Round

# One telling costs seconds: all tests of this module share one, on one worker, inside a transaction.
pytestmark = pytest.mark.xdist_group("demo")
PASSWORD = "every-word-is-invented"


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the command printed; the database holds the demonstration until the module ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        printed = io.StringIO()
        call_command("demo", password=PASSWORD, address="http://demo.test/", stdout=printed)
        yield printed.getvalue()
        transaction.set_rollback(True)


def version_of(question: str, number: int = 1) -> ArticleVersion:
    return ArticleVersion.objects.get(question__startswith=question, number=number)


def everything() -> dict[str, Any]:
    """Heads of all books and counts of what has no book, equal only where nothing was changed."""
    rows = {
        model.__name__: model.objects.count() for model in (User, ArticleVersion, Variant, Comment, Edition)
    }
    return {"heads": list(replay.heads()), **rows}


def test_demo_leaves_each_version_in_its_state(told: str, db: None) -> None:
    versions = ArticleVersion.objects.all()

    found = {(version.question.split("?")[0], version.number): version.state for version in versions}

    assert found == {
        ("Does CAR T-cell therapy help in low-grade neuroendocrine tumours", 1): "approved",
        ("Does CAR T-cell therapy help in low-grade neuroendocrine tumours", 2): "under_review",
        ("Should a healthy 72-year-old take a daily aspirin", 1): "approved",
        ("Does the MMR vaccine cause autism", 1): "approved",
        ("Does tranexamic acid help in bleeding, and until when", 1): "retracted",
        ("Does tranexamic acid help in bleeding, and until when", 2): "submitted",
        ("Does keyhole surgery help a worn knee", 1): "under_review",
        ("Is valproate safe in pregnancy", 1): "changes_requested",
        ("When may babies eat peanut", 1): "draft",
    }


def test_demo_leaves_each_version_as_its_script_says(told: str, db: None) -> None:
    script = telling.read_script()
    wanted = sorted(version["ends_as"] for article in script["articles"] for version in article["versions"])

    found = sorted(ArticleVersion.objects.values_list("state", flat=True))

    assert found == wanted


def test_demo_agrees_with_its_record(told: str, db: None) -> None:
    report = replay.verify()

    assert report.problems == []


def test_demo_tells_each_approved_article_to_two_audiences_or_more(told: str, db: None) -> None:
    approved = ArticleVersion.objects.filter(state="approved")

    counts = [version.variants.count() >= 2 for version in approved]

    assert counts == [True, True, True]


def test_demo_sends_the_first_article_back_once_and_has_every_point_answered(told: str, db: None) -> None:
    version = version_of("Does CAR T")

    outcomes = list(version.rounds.values_list("outcome", flat=True))
    letter = letters.letter_of(Round.objects.get(version=version, number=1))
    answers = [point.answer.kind for point in letter.points if point.kind == "must" and point.answer]

    assert (outcomes, answers) == (["changes", "approved"], ["changed", "changed"])


def test_demo_spreads_over_months_and_never_runs_ahead(told: str, db: None) -> None:
    times = list(Decision.objects.order_by("at").values_list("at", flat=True))

    days = (times[-1] - times[0]).days

    assert days > 150
    assert times[-1] < timezone.now() - datetime.timedelta(hours=1)


def test_demo_books_run_forwards_in_time(told: str, db: None) -> None:
    backwards = []
    for book in Book.objects.all():
        times = book.decisions.order_by("seq").values_list("at", flat=True)
        backwards += [book.name for before, after in itertools.pairwise(times) if after < before]

    assert backwards == []


def test_demo_sends_its_mail_on_the_days_it_tells_of(told: str, db: None) -> None:
    sent = Outbox.objects.filter(fate="sent")

    late = [row.key for row in sent if row.sent_at.date() != row.made_at.date()]

    assert (sent.count() > 50, late, Outbox.objects.filter(fate="waiting").exists()) == (True, [], False)


def test_demo_leaves_only_new_lines_unread(told: str, db: None) -> None:
    unread = Outbox.objects.unread().values_list("made_at", flat=True)

    oldest = min(unread)

    assert timezone.now() - oldest <= posting.UNREAD_FOR + datetime.timedelta(hours=1)


def test_demo_says_that_its_people_are_invented(told: str, db: None) -> None:
    addresses = {email.partition("@")[2] for email in User.objects.values_list("email", flat=True)}
    licences = {licence[:5] for licence in BoardProfile.objects.values_list("licence", flat=True)}
    facts = SiteFacts.objects.get()

    assert addresses == {"example.org"}
    assert licences == {"DEMO-", ""}
    assert (facts.is_demo, facts.emergency_number, facts.country) == (True, "112", "United Kingdom")


def test_demo_says_so_on_every_page(told: str, db: None) -> None:
    bodies = {row.path: bytes(row.body).decode() for row in Edition.objects.all()}

    silent = [path for path, body in bodies.items() if "the people named here are invented" not in body]
    indexed = [path for path, body in bodies.items() if "noindex" not in body]

    assert (len(bodies) > 20, silent, indexed) == (True, [], [])


def test_demo_shows_pending_text_to_professionals_and_students_only(told: str, db: None) -> None:
    policies = {json.dumps(round_.policy.rules.pending_public) for round_ in Round.objects.all()}

    assert policies == {'["professional", "student"]'}


def test_tour_names_everybody_and_their_password(told: str, db: None) -> None:
    missing = [email for email in User.objects.values_list("email", flat=True) if email not in told]

    assert missing == []
    assert PASSWORD in told
    assert "http://demo.test/sign-in/" in told


def test_readme_tells_the_tour_that_is_printed(told: str, db: None) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")

    people = re.findall(r"^\| `(\S+@\S+)` \|", readme, re.MULTILINE)

    assert people == re.findall(r"^  (\S+@\S+)  ", told, re.MULTILINE)
    assert f"`{demo.KNOWN_PASSWORD}`" in readme


def test_tour_leads_to_pages_that_are_there(told: str, db: None, client: Client) -> None:
    paths = [
        line.strip().removeprefix("http://demo.test") for line in told.splitlines() if "http://" in line[:9]
    ]

    answers = {path: client.get(path).status_code for path in paths}

    assert list(answers.values()) == [200] * 7


def test_tour_lets_each_person_sign_in(told: str, db: None, client: Client) -> None:
    people = User.objects.values_list("email", flat=True)

    answers = {
        email: client.post("/sign-in/", {"username": email, "password": PASSWORD}).status_code
        for email in people
    }

    assert set(answers.values()) == {302}


def test_tour_is_right_that_one_more_signature_publishes_the_knee_article(told: str, db: None) -> None:
    reviewer, version = User.objects.get(email="niamh@example.org"), version_of("Does keyhole")
    review = reviewing.begin(version, by=reviewer)
    answers = {entry["id"]: {"answer": "yes"} for entry in review.answers}
    reviewing.save_review(version, by=reviewer, counter=review.counter, answers=answers, ai_used="no")

    reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=["patient", "professional"])

    assert version_of("Does keyhole").state == "approved"


def test_demo_if_empty_changes_nothing_where_it_is_already(told: str, db: None) -> None:
    before, printed = everything(), io.StringIO()

    call_command("demo", if_empty=True, password=PASSWORD, address="http://demo.test", stdout=printed)

    assert everything() == before
    assert printed.getvalue() == told


def test_demo_is_not_told_twice(told: str, db: None) -> None:
    before = everything()

    with pytest.raises(CommandError, match="--afresh"):
        call_command("demo")

    assert everything() == before
