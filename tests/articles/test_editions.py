"""Editions: which page stands at which address, from facts alone."""

import datetime
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import site
from articles.audiences import FACTS
from articles.editions import Author, Marks, Signer, Statement, Suspension, structured, wording
from articles.editions.addresses import give_slug
from articles.editions.colophon import colophon, steps
from articles.editions.faces import cut
from articles.models import SiteFacts
from tests.factories import make_version

DAY = datetime.date(2026, 3, 4)
AT = datetime.datetime(2026, 3, 4, 9, 30, tzinfo=datetime.UTC)
SIGNER = Signer("Rita Reviewer", "MD", "general practice", "Lecture fees.", AT, ("patient", "professional"))
SITE = SiteFacts(emergency_number="112", advice_number="116117", safety_report_days=3)


def make_marks(**changes) -> Marks:
    facts = {
        "state": "approved", "number": 2, "change_class": "update", "digest": "d" * 64, "policy": 1,
        "written_for": "patient", "audiences": ("patient", "professional"), "question": "Does tea help?",
        "authors": (Author("Ada Author", "MD", "none"),), "countries": ("Norway",), "searched_to": DAY,
        "funding": "none", "ai_used": "no", "reviewers": (SIGNER,), "signers": (SIGNER,), "needed": 2,
        "submitted_on": DAY, "sent_on": DAY, "under_review_on": DAY, "approved_at": AT, "last_reviewed": DAY,
        "last_updated": DAY, "overdue_on": datetime.date(2029, 3, 4), "lapses_on": datetime.date(2029, 6, 2),
        "approved_number": 2,
    }  # fmt: skip
    return Marks(**(facts | changes))


def pending_marks(**changes) -> Marks:
    nothing = dict.fromkeys(
        ["approved_at", "last_reviewed", "last_updated", "overdue_on", "lapses_on", "approved_number"]
    )
    return make_marks(**({"state": "under_review", "reviewers": (), **nothing} | changes))


@given(audiences=st.sets(st.sampled_from(sorted(FACTS))), asked=st.sampled_from(sorted(FACTS)))
def test_text_stands_as_approved_exactly_when_somebody_signed_it_for_its_readers(audiences, asked):
    signer = Signer("R", "MD", "", "", AT, tuple(audiences))
    marks = make_marks(reviewers=(signer,), signers=(signer,))

    assert (marks.standing(asked) == "approved") is (asked in audiences)


def test_text_whose_wording_nobody_signed_does_not_stand_on_its_foundation_alone():
    assert make_marks(change_class="editorial", signers=()).standing("patient") == "suspended"


@pytest.mark.parametrize(
    ("marks", "current"),
    [
        (pending_marks(state="submitted", under_review_on=None), "Submitted"),
        (pending_marks(), "Under review"),
        (pending_marks(state="changes_requested"), "Under review"),
        (make_marks(), "Approved"),
        (make_marks(state="suspended"), "Approved"),
        (make_marks(state="superseded"), "Approved"),
        (make_marks(state="retracted"), "Withdrawn"),
    ],
)
def test_stepper_has_one_current_station(marks, current):
    stations = steps(marks, "patient", is_overdue=False)

    assert [step["label"] for step in stations if step["is_current"]] == [current]


def test_stepper_of_an_overdue_text_says_when_it_was_checked():
    last = steps(make_marks(), "patient", is_overdue=True)[-1]

    assert (last["date"], last["note"], last["is_current"]) == (
        "4 March 2029",
        "Check overdue; last checked 4 March 2026",
        True,
    )


def test_stepper_of_a_suspended_text_keeps_its_date():
    marks = make_marks(state="suspended", suspended=Suspension(datetime.date(2026, 5, 6), "A doubt."))

    approved = steps(marks, "patient", is_overdue=False)[2]

    assert (approved["date"], approved["note"]) == ("4 March 2026", "being checked again since 6 May 2026")
    assert approved["mark"] != "disc"


@pytest.mark.parametrize(("audience", "word"), [("patient", "Withdrawn"), ("professional", "Retracted")])
def test_retracted_text_has_one_word_for_it_to_each_reader(audience, word):
    marks = make_marks(state="retracted", audiences=(audience,))

    said = [
        wording.retracted(marks, audience, "/r/")[0].title.partition(".")[0],
        steps(marks, audience, is_overdue=False)[3]["label"],
        colophon(marks, audience, is_overdue=False, links=[])["state"].rstrip("."),
    ]

    assert said == [word] * 3


def test_stepper_of_a_retracted_text_says_where_no_signature_stands_any_more():
    marks = make_marks(state="retracted", reviewers=(), signers=())

    assert steps(marks, "patient", is_overdue=False)[2]["note"] == "by signatures that were taken back since"


@pytest.mark.parametrize(
    ("audience", "advice"),
    [
        ("patient", "Until it has been checked, talk to someone who treats you before you act on it."),
        ("professional", "Until it has been checked, verify every statement before relying on it."),
    ],
)
def test_caution_of_a_suspended_text_gives_the_reason_and_advice_to_each_reader(audience, advice):
    marks = make_marks(state="suspended", suspended=Suspension(DAY, "A doubt."))

    caution = wording.suspended(marks, audience)

    assert (caution.title, caution.sentences) == (
        "Being checked again since 4 March 2026. Do not base care on this text.",
        ("Why: A doubt.", advice),
    )


def test_colophon_of_a_pending_text_names_no_signer():
    marks = pending_marks(change_class="editorial", reviewers=(SIGNER,))

    rows = colophon(marks, "patient", is_overdue=False, links=[])["rows"]

    assert "Rita Reviewer" not in json.dumps(rows, default=str)


def test_colophon_keeps_the_dates_apart():
    rows = colophon(
        make_marks(last_updated=datetime.date(2026, 4, 5)), "patient", is_overdue=False, links=[]
    )["rows"]

    dates = {row["label"]: row["value"] for row in rows if row.get("half")}
    assert dates == {
        "Evidence searched to": "4 March 2026",
        "Last reviewed": "4 March 2026",
        "Last updated": "5 April 2026",
        "Next review due": "4 March 2029",
        "Version": "2",
        "Written for practice in": "Norway",
    }


def test_caution_of_a_pending_text_is_worded_for_patients():
    caution = wording.pending(pending_marks(), "patient", SITE, "")

    assert f"{caution.title} {caution.sentences[0]}" == (
        "Not checked yet. Our medical board has not finished checking this page. Parts of it may be wrong and may "
        "change. Please do not start, stop or change any treatment because of it. If you need an answer now, ask a "
        "doctor, nurse or pharmacist. In an emergency call 112. Sent for checking on 4 March 2026."
    )


def test_caution_of_a_pending_text_says_to_professionals_what_is_needed():
    caution = wording.pending(pending_marks(), "professional", SITE, "")

    assert (caution.title, caution.sentences) == (
        "Draft under review: not for clinical use.",
        (
            "2 reviewers must sign exactly this text before it counts as checked. What they decided is shown when "
            "this round ends. Doses, recommendations and references may change. Verify every statement before "
            "relying on it. Last approved version: none.",
        ),
    )


@pytest.mark.parametrize(
    ("emergency", "advice", "ending"),
    [
        ("112", "116117", "call 112, or 116117 for urgent advice."),
        ("112", "", "call 112."),
        ("", "", "call your local emergency number."),
    ],
)
def test_disclaimer_is_worded_without_numbers_that_are_not_there(emergency, advice, ending):
    site_facts = SiteFacts(emergency_number=emergency, advice_number=advice)

    assert wording.disclaimer(make_marks(), "patient", site_facts, "").endswith(f"do not wait: {ending}")


def test_disclaimer_for_professionals_gives_the_dates():
    assert wording.disclaimer(make_marks(), "professional", SITE, "") == (
        "Written for health professionals, to support and not replace clinical judgement, local protocols and "
        "current product information. Evidence searched to 4 March 2026; last full review 4 March 2026; written "
        "for practice in Norway. Check doses, contraindications, interactions and licensing before use. If you "
        "think something is wrong, tell us: safety reports are read within 3 working days."
    )


def test_disclaimer_for_study_gives_the_permanent_address():
    assert "(/articles/tea/v2/student/)" in wording.disclaimer(
        make_marks(), "student", SITE, "/articles/tea/v2/student/"
    )


def test_retraction_says_who_decided_and_what_to_do_instead():
    notice = Statement(
        "retraction", DAY, "Edith Editor", {"patient": "It was wrong."}, {"patient": "Rest."}, "An error."
    )

    caution, instead = wording.retracted(make_marks(state="retracted", retraction=notice), "patient", "/r/")

    assert (caution.title, caution.sentences[0], caution.sentences[1], caution.sentences[-1], instead) == (
        "Withdrawn on 4 March 2026. Please do not rely on this page.",
        "It was wrong.",
        "Why we withdrew it: An error.",
        "Decided by Edith Editor, editor.",
        "Rest.",
    )


@pytest.mark.parametrize(
    "marks", [pending_marks(), make_marks(state="suspended"), make_marks(state="retracted")]
)
def test_structured_data_names_no_reviewer_while_a_text_does_not_stand(marks):
    facts = structured.facts(marks, "patient", title="Tea", publisher="")

    assert {"reviewedBy", "lastReviewed", "dateModified"} & set(facts) == set()


@given(st.text())
def test_structured_data_never_ends_its_element(text):
    element = structured.element({"name": text})

    inner = re.fullmatch(r'<script type="application/ld\+json">([^<>&]*)</script>', element, re.DOTALL)
    assert inner is not None
    assert json.loads(inner[1]) == {"name": text}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<section class="block block-bottom-line" aria-label="A"><p>x</p></section>\n<p>y</p>',
         ('<section class="block block-bottom-line" aria-label="A"><p>x</p></section>', "\n<p>y</p>")),
        ("<p>y</p>", ("", "<p>y</p>")),
        ('<p>y</p><section class="block block-bottom-line"></section>',
         ("", '<p>y</p><section class="block block-bottom-line"></section>')),
    ],
)  # fmt: skip
def test_text_is_cut_behind_the_bottom_line_it_opens_with(html, expected):
    assert cut(html) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Does ginger tea help?", "does-ginger-tea-help"),
        ("a " * 100, "-".join(["a"] * 40)),
        ("Ünïcode: 5 mg/kg?", "unicode-5-mgkg"),
    ],
)
def test_slug_is_made_of_the_question(question, slug):
    article = make_version().article

    assert give_slug(article, question) == slug


@pytest.mark.django_db
def test_slug_of_a_question_without_latin_letters_is_made_of_the_article():
    article = make_version().article

    assert give_slug(article, "茶有用吗") == f"article-{str(article.uid)[:8]}"


@pytest.mark.django_db
def test_slug_that_is_taken_gets_a_number():
    give_slug(make_version().article, "q " * 60)

    second = give_slug(make_version().article, "q " * 60)

    assert (second[-4:], len(second) <= 80) == ("-q-2", True)


@pytest.mark.django_db
def test_slug_once_given_never_changes():
    article = make_version().article
    give_slug(article, "First words")

    assert give_slug(article, "Other words") == "first-words"


@pytest.mark.django_db
def test_site_facts_are_remembered_until_they_are_saved(django_assert_num_queries):
    site.forget()
    site.facts()
    with django_assert_num_queries(0):
        site.facts()
    SiteFacts(pk=1, name="Other").save()

    assert site.facts().name == "Other"
    site.forget()


@pytest.mark.django_db
def test_site_that_nobody_described_has_a_name():
    site.forget()

    assert site.facts().name == "NetReview"
    site.forget()


def test_interests_of_two_people_of_one_name_both_stand():
    marks = make_marks(authors=(Author(SIGNER.name, "RN", "Paid by the tea company."),))

    rows = colophon(marks, "patient", is_overdue=False, links=[])["rows"]

    interests = next(row["people"] for row in rows if row["label"] == "Interests")
    assert interests == [(SIGNER.name, "Paid by the tea company.", ""), (SIGNER.name, "Lecture fees.", "")]
