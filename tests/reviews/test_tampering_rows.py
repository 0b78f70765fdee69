"""Tampering with the rows beside the chain: each is compared with what the record says."""

import gzip
import hashlib
import json

import pytest

from articles import manuscripts
from articles.models import (
    ArticleVersion,
    Contributor,
    Edition,
    Manuscript,
    Notice,
    Rendered,
    Sentence,
    Variant,
)
from reviews import record, replay, reviewing, triggers, workflow
from reviews.models import Disclosure, EditorialPolicy, Review, Round, Sealed, Signature
from tests.factories import PASSWORD
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


def test_a_draft_with_a_manuscript_that_was_never_submitted_is_found(version, the_house):
    draft = the_house.next_version(version)

    found = problems(lambda: ArticleVersion.objects.filter(pk=draft.pk).update(manuscript=version.manuscript))

    assert found == ["article <uid>, version 2: its manuscript is not the one that was submitted last."]


def test_an_edited_manuscript_is_found(version):
    found = problems(sql("UPDATE articles_manuscript SET body = REPLACE(body, 'not shorten', 'shorten')"))

    assert found == [
        "article <uid>, version 1: its rows are not what its manuscript says.",
        "manuscript <digest>: its text is not the one that its digest names.",
    ]


def test_a_manuscript_put_in_is_found(version):
    body = manuscripts.dump({**manuscripts.read(version.manuscript), "question": "Another?"})

    def insert() -> None:
        Manuscript.objects.create(digest=manuscripts.digest_of(body), format=1, body=body)

    assert problems(insert) == [
        "manuscript <digest>: no round and no decision names it.",
        "manuscript <digest>: there is no page of it.",
    ]


def test_a_manuscript_of_an_unknown_format_is_found(version):
    found = problems(sql("UPDATE articles_manuscript SET format = 99"))

    assert (
        "manuscript <digest>: This version of the application cannot read manuscripts of format 99." in found
    )


def test_edited_rows_of_a_sealed_text_are_found(version):
    found = problems(
        lambda: Variant.objects.filter(audience="patient").update(body="Ginger tea cures a cold.")
    )

    assert found == ["article <uid>, version 1: its rows are not what its manuscript says."]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("html", "<p>Cures.</p>"),
        ("title", "Cures"),
        ("references_html", ""),
        ("words_sha", "0"),
        ("contents", []),
    ],
)
def test_an_edited_page_is_found(version, field, value):
    found = problems(lambda: Rendered.objects.filter(audience="patient").update(**{field: value}))

    assert found == ["manuscript <digest>: a stored page is not the one that its text gives."]


def test_a_page_taken_away_is_found(version):
    found = problems(sql("DELETE FROM articles_rendered WHERE audience = 'patient'"))

    assert found == ["manuscript <digest>: a stored page is not the one that its text gives."]


def test_all_pages_taken_away_are_found(version):
    found = problems(sql("DELETE FROM articles_rendered"))

    assert found == ["manuscript <digest>: there is no page of it."]


def test_a_page_of_an_earlier_renderer_is_counted_and_not_compared(version):
    with triggers.lifted():
        Rendered.objects.update(renderer=0, html="<p>As it was then.</p>")

    report = replay.verify()

    assert report.problems == []
    assert (report.counts["pages of earlier renderers"], report.counts["pages made again"]) == (2, 0)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Sentence.objects.filter(pos=0).update(text="It cures."),
        lambda: Sentence.objects.filter(pos=0).update(claim_key="0"),
        lambda: Sentence.objects.filter(pos=0).delete(),
    ],
)
def test_an_edited_sentence_is_found(version, change):
    assert problems(change) == ["manuscript <digest>: its stored sentences are not those of its text."]


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


def test_a_sealed_text_that_was_reworded_is_found(version):
    found = problems(sql("UPDATE reviews_sealed SET body = 'No interest.' WHERE kind = 'disclosure'"))

    place = f"book <uid>, decision {the(version, 'disclose').seq} (disclose)"
    assert found == [f"{place}: the sealed text <digest> is not the one that the record names."]


def test_a_sealed_text_that_came_back_after_its_erasure_is_found(version, the_house):
    digest = json.loads(the(version, "disclose").payload)["digests"]["disclosure"]
    body = Sealed.objects.get(pk=digest).body
    reviewing.erase(
        version.article, digest=digest, by=the_house.editor, password=PASSWORD, second=the_house.reviewers[0],
        second_password=PASSWORD, for_editors="It named a patient.",
    )  # fmt: skip

    found = problems(lambda: Sealed.objects.filter(pk=digest).update(body=body))

    assert sentences(found) == ["the sealed text <digest> was erased by a decision, and is there."]


def test_a_sealed_text_erased_without_a_decision_is_found(version):
    found = problems(sql("UPDATE reviews_sealed SET body = NULL WHERE kind = 'disclosure'"))

    assert [problem.partition(": ")[2] for problem in found] == [
        "the sealed text <digest> was erased without a decision."
    ]


def test_a_sealed_text_put_in_is_found(version):
    found = problems(lambda: record.seal_text("reason", "Nobody said this."))

    assert found == ["sealed text <digest>: no decision names it."]


def test_a_sealed_text_taken_away_is_found(version):
    def take_away() -> None:
        Sealed.objects.filter(kind="reason").delete()

    assert [problem.partition(": ")[2] for problem in problems(take_away)] == [
        "the sealed text <digest> is not there."
    ]


def test_a_sealed_text_put_in_for_one_taken_away_is_found(version):
    def exchange() -> None:
        Sealed.objects.filter(kind="reason").delete()
        record.seal_text("reason", "Something milder.")

    assert [problem.partition(": ")[2] for problem in problems(exchange)] == [
        "the sealed text <digest> is not there.",
        "no decision names it.",
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

    assert found == [
        "article <uid>, review by Reviewer 1: whether its objection was lifted differs from the record."
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


def test_an_edited_policy_is_found(version):
    found = problems(
        sql(
            """UPDATE reviews_editorialpolicy SET fields = REPLACE(fields, '"approvals":2', '"approvals":1')"""
        )
    )

    assert (
        "article <uid>: of its rounds, the record has one that no row shows: 1, 1, <digest>, <digest>, approved."
        in found
    )
    assert any(problem.startswith("the house: of its policies, the record has one") for problem in found)


def test_a_policy_that_the_record_names_and_nobody_has_is_found(version):
    found = problems(sql("UPDATE reviews_editorialpolicy SET fields = REPLACE(fields, '36', '48')"))

    assert sentences(found).count("no policy has the wording <digest>.") == 3


def test_a_policy_put_in_is_found(version, the_house):
    fields = EditorialPolicy.objects.get().fields.replace('"approvals":2', '"approvals":1')

    found = problems(lambda: EditorialPolicy.objects.create(number=2, fields=fields, by=the_house.editor))

    assert [problem[:45] for problem in found] == [
        "the house: of its policies, a row shows one t",
        "the house: it has 2 policies, the record 1.",
    ]


def test_a_contributor_put_in_or_taken_away_is_found(version, the_house):
    put_in = problems(lambda: Contributor.objects.create(article=version.article, user=the_house.editor))
    taken = problems(lambda: Contributor.objects.exclude(user=the_house.editor).delete())

    assert put_in == ["article <uid>: no submission names its contributor Edith Editor."]
    assert "article <uid>: its contributor <uid> is no longer there." in taken


# Published pages


@pytest.fixture
def page(version) -> Edition:
    """A page as publishing makes it; whatever is published already is set aside."""

    Edition.objects.all().delete()
    type(version.article).objects.filter(pk=version.article_id).update(slug="ginger-tea")
    body = b"<p>Ginger tea</p>"
    return Edition.objects.create(
        path="/articles/ginger-tea/patient/", article=version.article, version=version, audience="patient",
        kind="current", body=body, gzipped=gzip.compress(body, mtime=0), etag=f'"{hashlib.sha256(body).hexdigest()}"',
    )  # fmt: skip


def test_a_published_page_as_it_was_made_agrees(page):
    report = replay.verify()

    assert (report.problems, report.counts["published pages"]) == ([], 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"body": b"<p>Cures</p>"}, "its bytes are not those that its ETag names."),
        ({"etag": '"x"'}, "its bytes are not those that its ETag names."),
        ({"gzipped": b"no gzip"}, "its compressed bytes are those of another page."),
        ({"kind": "pending"}, "it shows as pending a version that is not in review."),
        ({"version": None}, "it shows as current a version that is not."),
        ({"version": None, "kind": "past"}, "it shows as approved a version that never was."),
        ({"path": "/articles/other/patient/"}, "it is not an address of ginger-tea."),
    ],
)
def test_an_edited_page_of_readers_is_found(page, change, sentence):
    found = sentences(problems(lambda: Edition.objects.update(**change)))

    assert sentence in found


def test_a_page_that_shows_a_draft_as_current_is_found(page, the_house):
    draft = the_house.next_version(page.version)

    found = problems(lambda: Edition.objects.update(version=draft))

    assert found == ["page /articles/ginger-tea/patient/: it shows as current a version that is not."]


def test_a_page_that_shows_as_current_what_the_article_does_not_is_found(page):
    found = problems(sql("UPDATE articles_article SET current_id = NULL"))

    assert found == [
        "article <uid>: its current version is not 1, approved last.",
        "page /articles/ginger-tea/patient/: it shows as current a version that is not.",
    ]
