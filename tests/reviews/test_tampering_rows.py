"""Tampering with the rows beside the chain: each is compared with what the record says."""

import pytest

from articles.models import ArticleVersion, Contributor, Edition, Notice
from reviews import record, replay, reviewing, workflow
from reviews.models import Disclosure, Review, Round, Sealed, Signature
from tests.tampering import problems, sentences, sql, the

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(reviewed: ArticleVersion) -> ArticleVersion:
    assert replay.verify().problems == []
    return reviewed


# Rows beside the record


def test_a_state_that_the_record_does_not_give_is_found(version):
    found = problems(sql("UPDATE articles_articleversion SET state = 'suspended' WHERE id = %s", version.pk))

    assert found == ["article <uid>, version 1: its row says “suspended”, the record says “approved”."]


def test_a_version_that_no_decision_started_is_found(version):
    ArticleVersion.objects.create(article=version.article, number=2, question="From nowhere?")

    assert problems(lambda: None) == ["article <uid>, version 2: no decision in the record started it."]


def test_a_current_version_that_was_not_approved_last_is_found(version):
    Edition.objects.all().delete()

    found = problems(sql("UPDATE articles_article SET current_id = NULL WHERE id = %s", version.article_id))

    assert found == ["article <uid>: its current version is not 1, approved last."]


@pytest.mark.parametrize(
    "field", ["name", "credential", "specialty", "statement", "meaning", "audiences", "digest"]
)
def test_an_edited_signature_is_found(version, field):
    found = problems(lambda: Signature.objects.filter(name="Reviewer 1").update(**{field: "other"}))

    assert [problem[:61] for problem in found] == [
        "article <uid>: of its signatures, the record has one that no ",
        "article <uid>: of its signatures, a row shows one that the re",
    ]


def test_a_signature_under_another_person_is_found(version, the_house):
    found = problems(lambda: Signature.objects.filter(name="Reviewer 1").update(person=the_house.editor))

    assert len(found) == 2


def test_a_signature_taken_away_is_found(version):
    found = problems(lambda: Signature.objects.filter(name="Reviewer 1").delete())

    assert [problem[:52] for problem in found] == [
        "article <uid>: of its signatures, the record has one",
        "article <uid>: it has 1 signatures, the record 2.",
    ]


def test_swapped_signatures_are_found(version):
    def swap() -> None:
        one, two = Signature.objects.order_by("pk")
        spare = the(version, "start")
        for row, decision in ((one, spare), (two, one.decision), (one, two.decision)):
            Signature.objects.filter(pk=row.pk).update(decision=decision)

    assert len(problems(swap)) == 4


def test_a_signature_put_in_is_found(version, the_house):
    def insert() -> None:
        forged = Signature.objects.first()
        forged.pk, forged.person, forged.decision = None, the_house.editor, the(version, "start")
        forged.save(force_insert=True)

    assert [problem[:59] for problem in problems(insert)] == [
        "article <uid>: of its signatures, a row shows one that the ",
        "article <uid>: it has 3 signatures, the record 2.",
    ]


@pytest.mark.parametrize(
    "change", [{"end": "commented"}, {"reason": "x"}, {"ai_statement": "x"}, {"answers": []}]
)
def test_an_edited_review_is_found(version, change):
    review = Review.objects.first()

    found = problems(lambda: Review.objects.filter(pk=review.pk).update(**change))

    assert found[0] == "article <uid>, review by Reviewer 1: its words are not those that were sealed."


def test_a_review_taken_away_is_found(version):
    found = problems(lambda: Review.objects.filter(reviewer__printed_name="Reviewer 1").delete())

    assert [problem[:49] for problem in found] == [
        "article <uid>: of its reviews, the record has one",
        "article <uid>: it has 1 reviews, the record 2.",
    ]


def test_a_review_put_in_is_found(version, the_house):
    def insert() -> None:
        review = Review.objects.first()
        review.pk, review.reviewer = None, the_house.editor
        review.save(force_insert=True)

    assert [problem[:52] for problem in problems(insert)] == [
        "article <uid>: of its reviews, a row shows one that ",
        "article <uid>: it has 3 reviews, the record 2.",
    ]


def test_an_objection_lifted_in_silence_is_found(the_house):
    version = the_house.submitted()
    the_house.open_review(version, the_house.reviewers[0])
    reviewing.object_on_safety(version, by=the_house.reviewers[0], reason="Dangerous.")

    found = problems(lambda: Review.objects.update(lifted_at=record.now()))

    assert [problem[:49] for problem in found] == [
        "article <uid>: of its reviews, the record has one",
        "article <uid>: of its reviews, a row shows one th",
    ]


def test_an_edited_comment_of_a_review_is_found(the_house):
    version, reviewer = the_house.submitted(), the_house.reviewers[0]
    the_house.open_review(version, reviewer)
    opened = version.rounds.get()
    comment = opened.comments.create(
        version=version, manuscript=opened.manuscript, author=reviewer, kind="must", body="The dose is wrong."
    )
    reviewing.ask_for_changes(version, by=reviewer, reason="See my point.")

    found = problems(lambda: type(comment).objects.filter(pk=comment.pk).update(body="The dose is right."))

    assert found == ["article <uid>, review by Reviewer 1: its words are not those that were sealed."]


@pytest.mark.parametrize("change", [{"kind": "none"}, {"ruling": "not_relevant"}, {"text": None}])
def test_an_edited_disclosure_is_found(version, change):
    ruled = Disclosure.objects.exclude(ruling="").get()
    change = {"ruling": "", **change} if "kind" in change else change

    found = problems(lambda: Disclosure.objects.filter(pk=ruled.pk).update(**change))

    assert [problem[:41] for problem in found] == [
        "article <uid>: of its disclosures, the re",
        "article <uid>: of its disclosures, a row ",
    ]


def test_a_ruling_put_in_is_found(version, the_house):
    def insert() -> None:
        ruled = Disclosure.objects.exclude(ruling="").get()
        ruled.pk, ruled.ruling = None, "not_relevant"
        ruled.save(force_insert=True)

    assert [problem[:51] for problem in problems(insert)] == [
        "article <uid>: of its disclosures, a row shows one ",
        "article <uid>: it has 5 disclosures, the record 4.",
    ]


def test_swapped_disclosures_are_found(version):
    def swap() -> None:
        first, last = Disclosure.objects.order_by("pk").first(), Disclosure.objects.order_by("pk").last()
        for row, pk in ((first, 9999), (last, first.pk), (first, last.pk)):
            person = row.person_id
            Disclosure.objects.filter(pk=row.pk).delete()
            row.pk, row.person_id = pk, person
            if pk != 9999:
                Disclosure.objects.filter(pk=pk).delete()
                row.save(force_insert=True)

    assert problems(swap) == ["article <uid>: its disclosures are not in the order of the record."]


def test_an_edited_notice_is_found(version):
    found = problems(sql("UPDATE articles_notice SET body = REPLACE(body, 'not rely', 'rely')"))

    assert found == ["article <uid>, notice <digest>: its words were changed."]


def test_a_notice_put_in_or_taken_away_is_found(version):
    def insert() -> None:
        notice = Notice.objects.get()
        notice.pk, notice.kind = None, "retraction"
        notice.save(force_insert=True)

    put_in = problems(insert)
    taken = problems(lambda: Notice.objects.filter(kind="correction").delete())

    assert "article <uid>: it has 2 notices, the record 1." in put_in
    assert any(problem.startswith("article <uid>: of its notices, the record has one") for problem in taken)


@pytest.mark.parametrize(
    "change", [{"specialty": "oncology"}, {"outcome": "changes"}, {"closed_at": None, "outcome": ""}]
)
def test_an_edited_round_is_found(version, change):
    found = problems(lambda: Round.objects.update(**change))

    assert [problem[:37] for problem in found] == [
        "article <uid>: of its rounds, the rec",
        "article <uid>: of its rounds, a row s",
    ]


def test_an_edited_letter_is_found(the_house):
    version = the_house.submitted()
    workflow.request_changes(version, by=the_house.editor, to_author="Please say for whom.")

    found = problems(lambda: Sealed.objects.filter(kind="to_author").update(body="All is well."))

    assert sentences(found) == ["the sealed text <digest> is not the one that the record names."]


def test_a_contributor_put_in_or_taken_away_is_found(version, the_house):
    put_in = problems(lambda: Contributor.objects.create(article=version.article, user=the_house.editor))
    taken = problems(lambda: Contributor.objects.exclude(user=the_house.editor).delete())

    assert put_in == ["article <uid>: no submission names its contributor Edith Editor."]
    assert "article <uid>: its contributor <uid> is no longer there." in taken
