"""Public pages: which there are after each move, what they say, and that they go when they no longer hold."""

import datetime
import json
import re

import pytest
from django.core.management import call_command

from articles import drafting, manuscripts
from articles.forms.facts import FactsForm
from articles.models import ArticleVersion, Edition, Rendered, SiteFacts
from articles.models.editions import ALWAYS
from articles.rendering import RENDERER
from reviews import publishing, replay, reviewing, workflow
from reviews.models import Signature
from tests.factories import PASSWORD
from tests.record_fixtures import House

pytestmark = pytest.mark.django_db

SLUG = "does-ginger-tea-shorten-a-cold"
OPEN_TO_PROFESSIONALS = {"pending_public": ("professional", "student")}


def address(rest: str) -> str:
    return f"/articles/{SLUG}/{rest}/"


def pages() -> dict[str, str]:
    """The kind of the page at each address, without the head that all share."""
    rows = Edition.objects.filter(shown_from=ALWAYS).order_by("path").values_list("path", "kind")
    return {path.removeprefix(f"/articles/{SLUG}/").rstrip("/"): kind for path, kind in rows}


def page(rest: str, shown_from: datetime.date = ALWAYS) -> str:
    return bytes(Edition.objects.get(path=address(rest), shown_from=shown_from).body).decode()


def everything_kept() -> list[tuple[str, str, object]]:
    return list(Edition.objects.order_by("path").values_list("path", "etag", "marks"))


def words(html: str) -> str:
    without_data = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", without_data).split())


def data(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def retract(house: House, version: ArticleVersion) -> None:
    said = {"patient": "It was wrong.", "professional": "The dose was wrong."}
    instead = {"patient": "Ask a pharmacist.", "professional": "See the label."}
    workflow.retract(
        version, by=house.editor, password=PASSWORD, public="An error.", text=said, instead=instead
    )


def second_version(house: House, version: ArticleVersion) -> ArticleVersion:
    draft = house.next_version(version)
    return workflow.submit(draft, by=draft.article.lead_author)


# Which pages there are

BARE = {"patient": "current", "professional": "current", "caregiver": "absent", "student": "absent"}


def test_text_in_review_has_no_page_where_the_policy_is_silent(the_house):
    the_house.submitted()

    assert pages() == {}


def test_text_in_review_is_public_where_the_policy_says_so(make_house):
    make_house(**OPEN_TO_PROFESSIONALS).submitted()

    assert pages() == {
        "patient": "absent", "caregiver": "absent", "student": "absent", "professional": "pending",
        "v1/professional": "pending", "record": "record",
    }  # fmt: skip


def test_approved_text_has_a_page_for_every_reader(the_house):
    the_house.approved()

    assert pages() == {**BARE, "v1/patient": "current", "v1/professional": "current", "record": "record"}


def test_approved_text_is_listed_once_by_the_text_it_was_written_as(the_house, client):
    the_house.approved()

    rows = client.get("/").context["rows"]

    assert [(row["url"], row["title"], row["signers"]) for row in rows] == [
        (f"/articles/{SLUG}/", "Ginger tea for a cold", "Reviewer 1 and Reviewer 2")
    ]


@pytest.mark.parametrize("leave", ["withdraw", "decline"])
def test_pages_of_a_text_that_leaves_review_go(make_house, leave):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    version = house.submitted()
    if leave == "withdraw":
        workflow.withdraw(version, by=version.article.lead_author)
    else:
        workflow.decline(version, by=house.editor, to_author="No.")

    assert pages() == {}


def test_pending_successor_stands_at_its_permanent_address_only(make_house):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    second_version(house, house.approved())

    assert pages() == {
        **BARE, "v1/patient": "current", "v1/professional": "current", "v2/professional": "pending", "record": "record"
    }  # fmt: skip


def test_superseded_version_keeps_its_permanent_address(the_house):
    second = second_version(the_house, the_house.approved())
    for reviewer in the_house.reviewers:
        the_house.sign(second, reviewer)

    assert pages() == {
        **BARE, "v1/patient": "past", "v1/professional": "past", "v2/patient": "current", "v2/professional": "current",
        "record": "record",
    }  # fmt: skip
    assert "A newer version exists." in words(page("v1/patient"))


@pytest.mark.parametrize("fate", ["suspend", "retract"])
def test_text_in_doubt_stays_readable(the_house, fate):
    version = the_house.approved()
    if fate == "suspend":
        workflow.suspend(version, by=the_house.editor, public="A doubt.")
    else:
        retract(the_house, version)

    assert pages() == {**BARE, "v1/patient": "current", "v1/professional": "current", "record": "record"}
    assert not Edition.objects.filter(is_listed=True).exists()


def test_article_is_published_again_above_a_retracted_version(the_house):
    first = the_house.approved()
    retract(the_house, first)
    second = second_version(the_house, ArticleVersion.objects.get(pk=first.pk))
    between = words(page("patient"))
    for reviewer in the_house.reviewers:
        the_house.sign(second, reviewer)

    first, second = ArticleVersion.objects.select_related("article").order_by("number")
    assert (first.state, second.state, second.base, second.article.current) == (
        "retracted", "approved", first, second,
    )  # fmt: skip
    assert ("It was wrong." in between, "It was wrong." in words(page("patient"))) == (True, False)
    assert "It was wrong." in words(page("v1/patient"))
    assert "A newer version exists." in words(page("v1/patient"))
    assert replay.verify().problems == []


def test_pages_agree_with_the_record_at_every_turn(make_house):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    problems = []
    version = house.approved()
    problems += replay.verify().problems
    second = second_version(house, version)
    problems += replay.verify().problems
    for reviewer in house.reviewers:
        house.sign(second, reviewer)
    problems += replay.verify().problems
    retract(house, second)

    assert problems + replay.verify().problems == []


def test_record_says_that_a_text_was_taken_back_between_two_rounds(the_house):
    version = the_house.submitted()
    lead = version.article.lead_author
    workflow.withdraw(version, by=lead, reason="Private words.")
    workflow.reopen(version, by=lead)
    workflow.withdraw(version, by=lead)
    workflow.reopen(version, by=lead)
    before = pages()
    workflow.submit(version, by=lead)
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)

    told = words(page("record"))
    assert (before, told.count("Version 1 was taken back by its author")) == ({}, 1)
    assert ("round 2" in told, "Private words." in told) == (True, False)
    assert replay.verify().problems == []


def test_times_of_the_record_name_their_zone(the_house):
    the_house.approved()

    times = re.findall(r"[0-9]{2}:[0-9]{2}( UTC)?", words(page("record")))

    assert (len(times) > 4, set(times)) == (True, {" UTC"})


def test_showing_again_changes_nothing(the_house):
    version = the_house.approved()
    before = list(Edition.objects.order_by("pk").values())

    publishing.show(version.article)

    assert list(Edition.objects.order_by("pk").values()) == before


def test_pages_are_made_anew_where_they_were_lost(the_house):
    the_house.approved()
    before = {row["path"]: row["etag"] for row in Edition.objects.order_by("shown_from").values()}
    Edition.objects.all().delete()

    call_command("republish", verbosity=0)

    assert {row["path"]: row["etag"] for row in Edition.objects.order_by("shown_from").values()} == before


def test_new_facts_of_the_site_reach_the_pages_by_republishing(the_house):
    the_house.approved()
    SiteFacts(pk=1, emergency_number="112").save()

    call_command("republish", verbosity=0)

    assert "do not wait: call 112." in words(page("patient"))


def test_moves_that_change_no_word_write_no_page(the_house, django_assert_max_num_queries):
    version = the_house.approved()

    with django_assert_max_num_queries(16) as queries:
        publishing.show(version.article)

    assert [q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


# What they say


def test_approved_page_says_who_signed_and_when(the_house):
    the_house.approved()
    signatures = list(Signature.objects.all())

    html = page("patient")

    names = [person["name"] for person in data(html)["reviewedBy"]]
    assert names == [row.name for row in signatures]
    assert "by our advisory board: Reviewer 1 and Reviewer 2" in words(html)


def test_record_says_beside_signatures_that_their_version_was_retracted(the_house):
    version = the_house.approved()
    before = words(page("record"))

    retract(the_house, version)

    says = "Version 1 was retracted since. The names below say who had signed it; nobody should rely on it."
    assert (says in before, says in words(page("record"))) == (False, True)


def test_short_answer_comes_before_the_colophon_and_the_rest_after(the_house):
    the_house.approved()
    html = page("patient")

    places = [
        html.index(text)
        for text in ("block-bottom-line", 'class="colophon"', "What it does</h2>", "Adeyemi B")
    ]

    assert places == sorted(places)


def test_structured_data_says_what_the_page_says(the_house):
    version = the_house.approved()
    html = page("patient")
    said, shown = data(html), words(html)

    edition = Edition.objects.get(path=address("patient"), shown_from=ALWAYS)
    assert {key: said[key] for key in ("lastReviewed", "dateModified", "version")} == {
        "lastReviewed": edition.marks["last_reviewed"],
        "dateModified": edition.marks["last_updated"],
        "version": version.number,
    }
    visible = [said["headline"], said["name"], *(p["name"] for p in (*said["author"], *said["reviewedBy"]))]
    assert [text for text in visible if text not in shown] == []


@pytest.mark.parametrize("kind", ["pending", "suspended", "retracted"])
def test_page_of_a_text_that_does_not_stand_claims_no_review(make_house, kind):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    version = house.submitted() if kind == "pending" else house.approved()
    if kind == "suspended":
        workflow.suspend(version, by=house.editor, public="A doubt.")
    elif kind == "retracted":
        retract(house, version)

    html = page("professional")

    assert {"reviewedBy", "lastReviewed"} & set(data(html)) == set()


def test_overdue_page_says_so_from_its_day_on(the_house, client, time_machine):
    the_house.approved()
    overdue_on, lapses_on = Edition.objects.filter(path=address("patient")).values_list(
        "overdue_on", "lapses_on"
    )[0]
    seen = []

    for day in (overdue_on - datetime.timedelta(days=1), overdue_on, lapses_on):
        time_machine.move_to(datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC))
        shown = words(client.get(address("patient")).content.decode())
        seen.append(("Check overdue; last checked" in shown, "left out of our lists" in shown))

    assert seen == [(False, False), (True, False), (True, True)]


def test_pending_page_is_in_no_index_and_no_list(make_house):
    make_house(**OPEN_TO_PROFESSIONALS).submitted()

    assert '<meta name="robots" content="noindex">' in page("professional")
    assert not Edition.objects.filter(is_listed=True).exists()


def test_pending_pages_stay_the_same_when_a_reviewer_signs(make_house):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    version, reviewer = house.submitted(), house.reviewers[0]
    house.open_review(version, reviewer)
    before = (page("professional"), page("record"), everything_kept())

    reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=["patient", "professional"])

    assert (page("professional"), page("record"), everything_kept()) == before


def test_suspended_page_gives_the_public_reason_only(the_house):
    version = the_house.approved()
    workflow.suspend(version, by=the_house.editor, public="A doubt.", for_editors="Between us.")

    shown = words(page("patient") + page("record"))

    assert ("Why: A doubt." in shown, "Between us." in shown) == (True, False)


def test_retracted_page_gives_each_reader_their_notice(the_house):
    retract(the_house, the_house.approved())

    notices = [
        (text in words(page(audience)), instead in words(page(audience)))
        for audience, text, instead in (
            ("patient", "It was wrong.", "What to do instead: Ask a pharmacist."),
            ("professional", "The dose was wrong.", "What to do instead: See the label."),
        )
    ]

    assert notices == [(True, True), (True, True)]


def test_demo_pages_are_in_no_index(the_house):
    SiteFacts(pk=1, is_demo=True).save()
    the_house.approved()

    assert {'content="noindex"' in bytes(row.body).decode() for row in Edition.objects.all()} == {True}


def test_words_of_authors_are_escaped(the_house):
    author = the_house.author()
    draft = the_house.draft(author)
    drafting.save_authorship(
        draft, by=author, credential="<script>x</script>", interests="</script><b>", name="A & B"
    )
    reviewing.confirm_authorship(draft, by=author, digest=manuscripts.draft_digest(draft))
    version = workflow.submit(draft, by=author)
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)

    html = page("patient") + page("record")

    assert ("<script>x" in html, "</script><b>" in html, "A &amp; B" in html) == (False, False, True)


# The public record


def test_record_tells_what_happened_newest_first(the_house):
    retract(the_house, the_house.approved())

    titles = re.findall(r"<h3>(.*?)</h3>", page("record"))

    assert titles == [
        "Version 1 was retracted",
        "Version 1 was approved",
        "Reviewer 2 signed version 1",
        "Reviewer 1 signed version 1",
        "Version 1 is under review",
        "Version 1 was sent for checking, round 1",
    ]


def test_record_names_no_reviewer_of_an_open_round(make_house):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    version = house.submitted()
    house.sign(version, house.reviewers[0])

    assert "Reviewer 1" not in words(page("record"))


def test_record_hides_versions_that_nobody_may_see(the_house):
    version = the_house.approved()
    second = second_version(the_house, version)
    workflow.decline(second, by=the_house.editor, to_author="Private words.")

    shown = words(page("record"))

    assert ("Version 2" in shown or "ersion 2" in shown, "Private words" in shown) == (False, False)


def test_record_says_that_a_round_ended_without_the_letter(make_house):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    workflow.request_changes(house.submitted(), by=house.editor, to_author="Private words.")

    shown = words(page("record"))

    assert ("went back to its author: changes were asked for" in shown, "Private words" in shown) == (
        True,
        False,
    )


def test_record_names_whose_signature_was_struck_and_why(the_house):
    the_house.approved()
    first = the_house.reviewers[0]
    reviewing.strike(Signature.objects.get(person=first), by=first, public="I misread a table.")

    shown = words(page("record"))

    assert "The signature of Reviewer 1 under version 1 was struck I misread a table." in shown
    assert "Reviewer 1 MD, general practice" not in shown


def test_record_publishes_who_agreed_to_lift_an_objection(make_house):
    house = make_house(**OPEN_TO_PROFESSIONALS)
    version = house.submitted()
    objector, other = house.reviewers
    others = [house.board_member("Bea Board"), house.board_member("Ben Board")]
    for reviewer in (objector, other):
        house.open_review(version, reviewer)
    review = reviewing.object_on_safety(version, by=objector, reason="Unsafe for reasons told in private.")
    reviewing.lift_objection(review, by=house.editor, reason="Weighed in private.", others=others)
    reviewing.sign(version, by=other, password=PASSWORD, audiences=["patient", "professional"])
    house.sign(version, others[0])

    shown = words(page("record"))

    assert (
        "An objection on safety grounds by Reviewer 1 was lifted Named by the editor as agreeing: Bea Board and Ben Board."
        in shown
    )
    assert "in private" not in shown


def test_rendering_of_no_renderer_that_there_is_is_never_published(the_house):
    version = the_house.approved()
    real = Rendered.objects.get(manuscript=version.manuscript_id, audience="patient")
    Rendered.objects.create(
        manuscript=real.manuscript, audience="patient", renderer=RENDERER + 1, title="Forged", html="<p>Forged</p>",
        references_html="", words_sha=real.words_sha,
    )  # fmt: skip

    publishing.show(version.article)

    assert "Forged" not in page("patient")


def test_what_an_author_says_has_changed_is_on_no_page_of_readers_as_its_form_says(the_house):
    first = the_house.approved()
    later = the_house.next_version(ArticleVersion.objects.get(pk=first.pk))
    lead = later.article.lead_author
    drafting.save_facts(later, by=lead, counter=later.counter, what_changed="The zebra was counted anew.")
    later = ArticleVersion.objects.get(pk=later.pk)
    workflow.submit(later, by=lead)
    for reviewer in the_house.reviewers:
        the_house.sign(later, reviewer)

    pages = [bytes(page.body).decode() for page in Edition.objects.filter(article=later.article)]

    assert (len(pages) > 2, [page for page in pages if "zebra" in page]) == (True, [])
    assert "no page shows them to readers" in FactsForm.base_fields["what_changed"].help_text
