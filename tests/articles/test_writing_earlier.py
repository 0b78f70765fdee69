"""Tests of the earlier saves of a text: the list, what differs, bringing one back."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from articles import drafting
from articles.models import ArticleVersion, User, Variant
from tests.articles.drafting_rows import add_coauthor, rows_of
from tests.articles.writing_pages import author_of, held, queries_of, words
from tests.factories import make_version, put_in_state

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)


def earlier(version: ArticleVersion) -> str:
    return reverse("write_text_earlier", args=[version.pk, "student"])


def back(version: ArticleVersion, save: int) -> str:
    return reverse("write_text_back", args=[version.pk, "student", save])


def save(version: ArticleVersion, *bodies: str, by: User | None = None, hours: int = 0) -> None:
    """Saves an hour apart, so that each is a row of its own."""
    for number, body in enumerate(bodies):
        row = stored(version)
        with time_machine.travel(NOON + datetime.timedelta(hours=hours + number), tick=False):
            drafting.save_text(
                version, audience="student", by=by or version.article.lead_author, title="T", body=body,
                counter=row.counter if row else 0,
            )  # fmt: skip


def stored(version: ArticleVersion) -> Variant | None:
    return Variant.objects.filter(version=version, audience="student").first()


def history(version: ArticleVersion) -> list[Any]:
    return list(drafting.earlier_saves(version, "student"))


def test_earlier_saves_say_when_who_and_how_much():
    version = make_version()
    coauthor = add_coauthor(version)
    save(version, "Tea with honey.")
    save(version, "Tea with two lemons.", by=coauthor, hours=1)

    page = words(author_of(version).get(earlier(version)))

    lead = version.article.lead_author.printed_name
    newest = f"1 March 2026, 13:00 UTC {coauthor.printed_name} 2 words added, 1 taken out"
    oldest = f"1 March 2026, 12:00 UTC {lead} Begun with 4 words"
    assert newest in page
    assert oldest in page.split(newest)[1]


def test_earlier_saves_name_a_removal_and_what_only_moved():
    version = make_version()
    save(version, "Tea and honey.", "honey. and Tea")
    drafting.remove_text(version, audience="student", by=version.article.lead_author)

    page = words(author_of(version).get(earlier(version)))

    assert "The text was removed." in page
    assert "The order of words, or signs between them" in page


def test_earlier_saves_of_a_text_never_written_say_so():
    version = make_version()

    response = author_of(version).get(earlier(version))

    assert "Nothing was saved yet." in words(response)


def test_two_saves_are_compared_whichever_is_named_first():
    version = make_version()
    save(version, "Tea.", "Tea helps.", "Tea helps much.")
    newest, __, oldest = (row.history_id for row in history(version))
    client = author_of(version)

    pages = [
        words(client.get(earlier(version), {"older": first, "newer": second}))
        for first, second in ((oldest, newest), (newest, oldest))
    ]

    assert pages[0] == pages[1]
    assert "From the save of 1 March 2026, 12:00 UTC to that of 1 March 2026, 14:00 UTC." in pages[0]


@pytest.mark.parametrize(
    "asked", [{"older": "x"}, {"older": "9" * 40, "newer": "1"}, {"older": "-1", "newer": "²"}, {"page": "x"}]
)
def test_saves_that_are_none_are_not_compared(asked: dict[str, str]):
    version = make_version()
    save(version, "Tea.")

    response = author_of(version).get(earlier(version), asked)

    assert (response.status_code, "What differs" in words(response)) == (200, False)


def test_save_of_another_text_is_neither_compared_nor_brought_back():
    version, other = make_version(), make_version(question="Does honey help?")
    save(version, "Tea.")
    save(other, "A secret.")
    foreign = history(other)[0].history_id
    client = author_of(version)

    compared = client.get(earlier(version), {"older": foreign, "newer": foreign})
    brought = client.post(back(version, foreign), {"counter": "1"}, follow=True)

    assert "secret" not in words(compared) + words(brought)
    assert "There is no such save of this text." in words(brought)


def test_earlier_save_comes_back_as_the_newest_and_nothing_is_lost():
    version = make_version()
    save(version, "Tea.", "Coffee.")
    client = author_of(version)
    counter = held(client.get(earlier(version)), "counter")

    response = client.post(back(version, history(version)[1].history_id), {"counter": counter}, follow=True)

    assert "Brought back." in words(response)
    assert [row.body for row in history(version)] == ["Tea.", "Coffee.", "Tea."]
    assert (stored(version).body, stored(version).counter) == ("Tea.", 3)


def test_save_brought_back_at_once_stays_apart_from_what_stood_there():
    version = make_version()
    author = version.article.lead_author
    save(version, "Tea.")
    drafting.save_text(version, audience="student", by=author, counter=1, title="T", body="Coffee.")

    drafting.bring_back(
        version, audience="student", by=author, counter=2, save=history(version)[1].history_id
    )

    assert [row.body for row in history(version)] == ["Tea.", "Coffee.", "Tea."]


def test_text_that_was_removed_is_brought_back():
    version = make_version()
    save(version, "Tea.")
    drafting.remove_text(version, audience="student", by=version.article.lead_author)
    client = author_of(version)

    client.post(
        back(version, history(version)[-1].history_id),
        {"counter": held(client.get(earlier(version)), "counter")},
    )

    assert stored(version).body == "Tea."


def test_save_is_not_brought_back_over_one_that_came_meanwhile():
    version = make_version()
    save(version, "Tea.", "Coffee.", "Cocoa.")
    before = rows_of(version)

    response = author_of(version).post(
        back(version, history(version)[2].history_id), {"counter": "2"}, follow=True
    )

    assert "Nothing was brought back: look again." in words(response)
    assert rows_of(version) == before


def test_bringing_back_what_stands_there_leaves_no_trace():
    version = make_version()
    save(version, "Tea.", "Coffee.")
    before = rows_of(version)

    author_of(version).post(back(version, history(version)[0].history_id), {"counter": "2"})

    assert rows_of(version) == before


def test_text_that_the_board_has_shows_its_saves_and_takes_none_back():
    version = make_version()
    save(version, "Tea.", "Coffee.")
    put_in_state(version, "submitted")
    client = author_of(version)

    page = client.get(earlier(version))
    answer = client.post(back(version, history(version)[1].history_id), {"counter": "2"}, follow=True)

    assert "Bring this back" not in words(page)
    assert "This text cannot be changed now" in words(answer)
    assert stored(version).body == "Coffee."


def test_list_of_saves_goes_on_over_pages_and_counts_across_them():
    version = make_version()
    save(version, *["Tea." + " more" * number for number in range(23)])
    client = author_of(version)

    first, second = (words(client.get(earlier(version), {"page": number})) for number in (1, 2))

    assert [len(re.findall("1 word added", page)) for page in (first, second)] == [20, 2]
    assert ("Begun with" in first, "Begun with" in second) == (False, True)
    assert ("The text now" in first, "The text now" in second) == (True, False)


def test_list_of_saves_costs_the_same_for_one_and_three():
    one, three = make_version(), make_version(question="Does honey help?")
    save(one, "Tea.")
    save(three, "Tea.", "Coffee.", "Cocoa.")

    costs = [queries_of(version, earlier(version)) for version in (one, three)]

    assert costs[0] == costs[1]


def test_text_written_anew_after_its_removal_counts_every_word_as_added():
    version = make_version()
    save(version, "Tea helps.")
    drafting.remove_text(version, audience="student", by=version.article.lead_author)
    save(version, "Tea helps.", hours=2)

    page = words(author_of(version).get(earlier(version)))

    assert "3 words added, 0 taken out" in page
