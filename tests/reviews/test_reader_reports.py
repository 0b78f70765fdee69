"""Reports by readers at the desk: who sees them, in what order, how they end, who is told."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import outbox, reports, site
from articles.models import Authorship, Contributor, Outbox, Report, Role, SiteFacts
from reviews import house, mailing, reader_reports, workflow
from tests.articles.writing_pages import signed_in, words
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = "2026-01-09T10:00:00Z"  # a Friday


@pytest.fixture(autouse=True)
def fresh_site():
    site.forget()
    yield
    site.forget()


def report(version=None, kind="error", what="The dose is wrong.", **more) -> Report:
    slug = version.article.slug if version else ""
    words = {"passage": "", "address": "", "asked_from": f"192.0.2.{Report.objects.count() + 1}", **more}
    return reports.send(reports.about(slug, "patient"), kind=kind, what=what, **words)


@pytest.fixture
def version(the_house):
    version = the_house.approved()
    version.article.refresh_from_db()
    return version


def test_editors_list_shows_dangers_first_then_what_waited_longest(the_house, version):
    with time_machine.travel(DAY, tick=False) as clock:
        for kind, what in (("error", "one"), ("other", "two"), ("danger", "three"), ("danger", "four")):
            clock.shift(60)
            report(version, kind, what)
    reader_reports.mark_read(Report.objects.get(what="three"), by=the_house.editor)

    rows = reader_reports.open_rows(reader_reports.for_editor(the_house.editor))

    assert [row.note.split()[-1] for row in rows] == ["four", "three", "one", "two"]


@pytest.mark.parametrize(("days", "due"), [(1, 12), (2, 13), (5, 16), (6, 19)])
def test_promise_counts_working_days(days, due):
    friday = datetime.date(2026, 1, 9)

    assert reader_reports.due_on(friday, days) == datetime.date(2026, 1, due)


@pytest.mark.parametrize(("day", "is_late"), [("2026-01-13", False), ("2026-01-14", True)])
def test_danger_that_nobody_read_in_time_is_late(the_house, version, day, is_late):
    SiteFacts(pk=1, safety_report_days=2).save()
    with time_machine.travel(DAY, tick=False):
        report(version, "danger")

    with time_machine.travel(f"{day}T10:00:00Z", tick=False):
        (row,) = reader_reports.open_rows(reader_reports.for_editor(the_house.editor))

    assert (row.when_note, row.is_late) == ("to be read by 13 Jan 2026", is_late)


def test_reports_stand_on_the_page_of_what_is_stuck(the_house, version):
    sent = report(version)

    assert (
        f'href="/desk/reports/{sent.pk}/"' in signed_in(the_house.editor).get("/desk/stuck/").content.decode()
    )


def test_editor_who_wrote_the_article_sees_it_as_its_author_only(the_house, version):
    sent, general = report(version, "danger"), report()
    author = version.article.lead_author
    house.grant(author, Role.EDITOR, by=the_house.editor)
    client = signed_in(author)

    assert list(reader_reports.for_editor(author)) == [general]
    assert client.get(f"/desk/reports/{sent.pk}/").status_code == 200
    assert not reader_reports.may_close(sent, author)


@pytest.mark.parametrize("person", ["reviewer", "other author", "stranger"])
def test_report_is_not_there_for_others(the_house, version, person):
    sent = report(version)
    client = signed_in({
        "reviewer": the_house.reviewers[0], "other author": the_house.author(), "stranger": make_user("stranger"),
    }[person])  # fmt: skip
    places = [
        f"/desk/reports/{sent.pk}/",
        "/desk/reports/",
        f"/write/articles/{version.article.uid}/reports/",
    ]

    assert {client.get(place).status_code for place in places} == {404}
    assert {
        client.post(f"/desk/reports/{sent.pk}/{end}").status_code for end in ("", "read/", "forget/")
    } == {404}


def test_general_report_is_not_there_for_an_author(the_house, version):
    sent = report()

    assert signed_in(version.article.lead_author).get(f"/desk/reports/{sent.pk}/").status_code == 404


def test_author_finds_reports_from_my_articles(the_house, version):
    report(version)
    client = signed_in(version.article.lead_author)
    place = f"/write/articles/{version.article.uid}/reports/"

    mine, about = client.get("/write/"), client.get(place)

    assert (f'href="{place}"' in mine.content.decode(), "Reports by readers (1)" in words(mine)) == (
        True,
        True,
    )
    assert "The dose is wrong." in words(about)


def test_author_never_sees_the_readers_address(the_house, version):
    sent = report(version, address="reader@example.org")
    page = f"/desk/reports/{sent.pk}/"

    told = {
        who: "reader@example.org" in signed_in(person).get(page).content.decode()
        for who, person in (("author", version.article.lead_author), ("editor", the_house.editor))
    }

    assert told == {"author": False, "editor": True}


@pytest.mark.parametrize(
    ("who", "kind", "status"),
    [
        ("editor", "danger", 302),
        ("editor", "error", 302),
        ("author", "error", 302),
        ("author", "danger", 422),
    ],
)
def test_report_is_closed_with_a_sentence_by_whom_it_may_be(the_house, version, who, kind, status):
    sent = report(version, kind)
    person = the_house.editor if who == "editor" else version.article.lead_author

    response = signed_in(person).post(f"/desk/reports/{sent.pk}/", {"sentence": "Corrected in version 2."})

    sent.refresh_from_db()
    assert (response.status_code, sent.closed_with, sent.closed_by) == (
        (302, "Corrected in version 2.", person) if status == 302 else (422, "", None)
    )


def test_report_is_not_closed_without_a_sentence(the_house, version):
    sent = report(version)

    response = signed_in(the_house.editor).post(f"/desk/reports/{sent.pk}/", {"sentence": " "})

    assert (response.status_code, "Say in a sentence how it ends." in words(response)) == (422, True)


def test_report_is_closed_once(the_house, version):
    sent = report(version)
    client = signed_in(the_house.editor)
    client.post(f"/desk/reports/{sent.pk}/", {"sentence": "First."})

    response = client.post(f"/desk/reports/{sent.pk}/", {"sentence": "Second."})

    sent.refresh_from_db()
    assert (response.status_code, sent.closed_with) == (422, "First.")
    assert "Somebody closed this report meanwhile." in words(response)


def test_reading_is_kept_with_the_first_editor(the_house, version):
    sent = report(version, "danger")
    second = make_user("editor", name="Second Editor")

    for person in (the_house.editor, second):
        signed_in(person).post(f"/desk/reports/{sent.pk}/read/")

    sent.refresh_from_db()
    assert sent.read_by == the_house.editor


def test_author_cannot_mark_it_read_or_delete_the_address(the_house, version):
    sent = report(version, "danger", address="reader@example.org")
    client = signed_in(version.article.lead_author)

    for end in ("read", "forget"):
        client.post(f"/desk/reports/{sent.pk}/{end}/")

    sent.refresh_from_db()
    assert (sent.read_by, sent.address) == (None, "reader@example.org")


def test_editor_deletes_the_address_at_once(the_house, version):
    sent = report(version, address="reader@example.org")

    signed_in(the_house.editor).post(f"/desk/reports/{sent.pk}/forget/")

    sent.refresh_from_db()
    assert sent.address == ""


def test_closed_reports_are_a_list_of_their_own(the_house, version):
    sent = report(version)
    reader_reports.close(sent, by=the_house.editor, sentence="Corrected.")
    client = signed_in(the_house.editor)

    assert "The dose is wrong." not in words(client.get("/desk/reports/"))
    assert "Edith Editor: Corrected." in words(client.get("/desk/reports/?closed=1"))


@pytest.mark.parametrize("place", ["/desk/reports/", "/desk/reports/?closed=1", "of the author"])
def test_lists_cost_the_same_for_one_and_three(the_house, version, place):
    author = version.article.lead_author
    client = signed_in(author if place == "of the author" else the_house.editor)
    address = f"/write/articles/{version.article.uid}/reports/" if place == "of the author" else place
    costs = []
    for times in (1, 2):
        for number in range(times):
            sent = report(version, "danger", f"{times} {number}")
            if "closed" in place:
                reader_reports.close(sent, by=the_house.editor, sentence="Corrected.")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs.append(len(queries))

    assert costs[0] == costs[1]


# Who is told


def test_lead_author_and_editors_are_told_without_a_word_of_the_reader(the_house, version):
    report(version, "error", "Secret words.", address="reader@example.org")

    rows = list(Outbox.objects.filter(template="report").order_by("pk"))

    assert [row.person for row in rows] == [version.article.lead_author, the_house.editor]
    told = str(outbox.lines(rows))
    assert (version.question in told, "Secret" in told, "reader@" in told) == (True, False, False)


@pytest.mark.parametrize("how", ["wrote before", "is named in a draft"])
def test_editor_who_has_a_part_in_the_article_is_not_told_as_an_editor(the_house, version, how):
    writer = make_user("editor", name="Wanda Writer")
    if how == "wrote before":
        Contributor.objects.create(article=version.article, user=writer)
    else:
        draft = the_house.next_version(version)
        Authorship.objects.create(version=draft, user=writer, position=2)

    report(version, "danger")

    told = Outbox.objects.filter(template="report_of_danger").order_by("pk")
    assert [row.person for row in told] == [version.article.lead_author, the_house.editor]


@pytest.mark.parametrize("change", ["wrote since", "is no editor any more"])
def test_who_may_not_know_of_a_report_any_more_gets_no_line_of_it(the_house, version, change):
    editor = make_user("editor", name="Wanda Writer")
    report(version, "danger")
    row = Outbox.objects.get(template="report_of_danger", person=editor)
    before = outbox.lines([row])
    if change == "wrote since":
        Contributor.objects.create(article=version.article, user=editor)
    else:
        house.end_grant(editor.grants.get(), by=the_house.editor)

    assert (len(before), outbox.lines([row])) == (1, {})


def test_line_of_a_report_is_there_for_exactly_whom_its_page_is_there_for(the_house, version):
    named, wrote = make_user("author", name="Nora Named"), make_user("author", name="Wim Wrote")
    Authorship.objects.create(version=the_house.next_version(version), user=named, position=2)
    Contributor.objects.create(article=version.article, user=wrote)
    people = [version.article.lead_author, the_house.editor, named, wrote, the_house.reviewers[0]]
    sent = report(version)

    told = {}
    for person in people:
        parts = {"editor": reader_reports.for_editor(person), "author": reader_reports.for_author(person)}
        for part, mine in parts.items():
            row = outbox.of("report", f"{part} {person.pk}", person, part=part, ids={"report": sent.pk})
            row.save()
            told[person.printed_name, part] = (bool(outbox.lines([row])), mine.filter(pk=sent.pk).exists())

    assert [line for line, _page in told.values()] == [page for _line, page in told.values()]
    assert sum(line for line, _page in told.values()) == 3


def test_editor_named_on_a_draft_that_was_put_away_unseen_is_told_of_a_report_and_sees_it(the_house, version):
    editor, draft = make_user("editor", name="Nora Named"), the_house.next_version(version)
    Authorship.objects.create(version=draft, user=editor, position=2)
    workflow.withdraw(draft, by=version.article.lead_author)

    sent = report(version, "danger")

    assert reader_reports.for_editor(editor).filter(pk=sent.pk).exists()
    assert Outbox.objects.filter(template="report_of_danger", person=editor).exists()


def test_lines_of_reports_cost_the_same_for_one_person_and_three(the_house, version):
    for number in range(2):
        make_user("editor", name=f"Editor {number}")
    report(version)
    rows = list(Outbox.objects.filter(template="report", part="editor").select_related("person"))
    costs = []
    site.facts()  # remembered from then on

    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as queries:
            outbox.lines(some)
        costs.append(len(queries))

    assert (len(rows), costs[0]) == (3, costs[1])


def test_danger_is_mailed_whatever_somebody_chose(the_house, version, mailoutbox):
    the_house.editor.mail_choice = type(the_house.editor).mail_choice.related.related_model.objects.create(
        person=the_house.editor, how="signed"
    )
    mailing.announce()
    before = len(mailoutbox)
    report(version, "danger")
    report(version, "error")

    mailing.announce()

    told = [mail.subject for mail in mailoutbox[before:] if mail.to == [the_house.editor.email]]
    assert told == ["NetReview: A reader reports a danger"]


def test_closed_report_is_mailed_to_nobody(the_house, version, mailoutbox):
    mailing.announce()
    before = len(mailoutbox)
    reader_reports.close(report(version), by=the_house.editor, sentence="Corrected.")

    mailing.announce()

    assert len(mailoutbox) == before
