"""Tampering with approvals: what one demands is worked out anew, even in a chain that was made anew."""

import pytest

from articles import drafting, manuscripts
from articles.models import ArticleVersion, Contributor
from reviews import record, replay, reviewing, workflow
from reviews.models import Book, Decision, Disclosure, EditorialPolicy, Review, Signature
from tests import factories
from tests.factories import PASSWORD
from tests.tampering import problems, rechain, reword, sentences, the

pytestmark = pytest.mark.django_db


NOTICE = {"patient": "Do not rely on this text.", "professional": "Do not rely on this text."}


@pytest.fixture
def version(reviewed: ArticleVersion) -> ArticleVersion:
    assert replay.verify().problems == []
    return reviewed


# What an approval demands, in chains that were made anew


def forged(version: ArticleVersion, *words: tuple[str, str, str]) -> list[str]:
    """Problems after rewording payloads of one move each, `Signature` rows left alone, and a chain made anew."""

    def forge() -> None:
        for move, old, new in words:
            for decision in version.article.book.decisions.filter(move=move):
                reword(decision, old, new)()
        rechain(version.article.book)

    return problems(forge)


def test_an_approval_with_too_few_signatures_is_found(version):
    sign = the(version, "sign")

    def forge() -> None:
        reword(sign, '"audiences":["patient","professional"]', '"audiences":["professional"]')()
        Signature.objects.filter(decision=sign).update(audiences='["professional"]')
        rechain(version.article.book)

    assert sentences(problems(forge)) == [
        "it was approved, yet: The patient text needs 1 more signature.",
        "it is shown as approved, yet: The patient text needs 1 more signature.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"contributor":false', '"contributor":true', "its signer wrote part of the article."),
        (
            '"licence_valid_to":"2099-12-31"',
            '"licence_valid_to":"2019-12-31"',
            "the licence of its signer had run out.",
        ),
        (
            '"ruling":""',
            '"ruling":"comment_only"',
            "its signer had declared no interests, or one that forbids a decision.",
        ),
        (
            '"is_clinician":true',
            '"is_clinician":false',
            "it was approved, yet: The patient text needs the signature of a clinician.",
        ),
    ],
)
def test_a_signature_of_somebody_who_was_not_eligible_is_found(version, old, new, sentence):
    found = sentences(forged(version, ("sign", old, new)))

    assert sentence in found


def test_a_signer_who_wrote_for_the_article_is_found(version, the_house):
    found = problems(lambda: Contributor.objects.create(article=version.article, user=the_house.reviewers[0]))

    assert sentences(found) == [
        "no submission names its contributor Reviewer 1.",
        "its signer wrote part of the article.",
    ]


@pytest.mark.parametrize(
    ("move", "old", "new", "sentence"),
    [
        ("approve", '"counts_from":"quorum"', '"counts_from":"editorial"', "the kind of approval that it names is not that of its manuscript."),
        ("approve", '["patient","professional"]', '["patient"]', "the texts that it names are not those of its manuscript."),
        ("approve", '"signatures":[', '"signatures":["x",', "the signatures that it names are not those of its round."),
        ("submit", '"specialty":""', '"specialty":"oncology"', "it was approved, yet: The patient text needs the signature of a specialist in oncology."),
    ],
)  # fmt: skip
def test_an_approval_that_names_something_else_is_found(version, move, old, new, sentence):
    assert sentence in sentences(forged(version, (move, old, new)))


def test_an_approval_above_an_objection_is_found(the_house):
    version = the_house.submitted()
    objector = the_house.board_member("Reviewer 3")
    for reviewer in the_house.reviewers:
        reviewing.take(version, by=reviewer)
    the_house.open_review(version, objector)
    review = reviewing.object_on_safety(version, by=objector, reason="Dangerous.")
    reviewing.lift_objection(review, by=objector, reason="It is not.")
    for reviewer in the_house.reviewers:
        reviewing.disclose(version, by=reviewer, kind="none")
        started = reviewing.begin(version, by=reviewer)
        answers = {entry["id"]: {"answer": "yes"} for entry in started.answers}
        reviewing.save_review(version, by=reviewer, counter=0, answers=answers, ai_used="no")
        reviewing.sign(version, by=reviewer, password=PASSWORD, audiences=list(NOTICE))
    assert replay.verify().problems == []

    found = sentences(forged(version, ("lift_objection", str(objector.uid), str(the_house.editor.uid))))

    assert (
        "a reviewer had asked for changes in its round, or an objection to it or to a newer version stood."
        in found
    )


def test_an_approval_above_an_objection_of_an_earlier_round_is_found(the_house):
    version, objector = the_house.submitted(), the_house.board_member("Reviewer 3")
    lead = version.article.lead_author
    the_house.open_review(version, objector)
    review = reviewing.object_on_safety(version, by=objector, reason="Dangerous.")
    workflow.withdraw(version, by=lead)
    workflow.reopen(version, by=lead)
    workflow.submit(the_house.mended(version), by=lead)
    reviewing.lift_objection(review, by=objector, reason="It is not.")
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)
    assert replay.verify().problems == []

    found = sentences(forged(version, ("lift_objection", str(objector.uid), str(the_house.editor.uid))))

    assert (
        "a reviewer had asked for changes in its round, or an objection to it or to a newer version stood."
        in found
    )


def test_an_editorial_chain_longer_than_the_policy_allows_is_found(the_house):
    base = the_house.approved()
    draft = the_house.next_version(base, "editorial")
    workflow.submit(draft, by=draft.article.lead_author)
    the_house.sign(draft, the_house.reviewers[0])
    policy = EditorialPolicy.objects.get()
    strict = policy.fields.replace('"editorial_steps":5', '"editorial_steps":0')
    old, new = record.sha256(policy.fields), record.sha256(strict)

    def forge() -> None:
        EditorialPolicy.objects.update(fields=strict)
        for decision in Decision.objects.filter(payload__contains=old):
            reword(decision, old, new)()
        for book in Book.objects.all():
            rechain(book)

    assert sentences(problems(forge)) == [
        "there were too many changes of wording since the last full review."
    ]


def test_an_editorial_signature_above_another_text_is_found(the_house):
    base = the_house.approved()
    draft = the_house.next_version(base, "editorial")
    workflow.submit(draft, by=draft.article.lead_author)
    the_house.sign(draft, the_house.reviewers[0])

    found = forged(draft, ("sign", f'"base_digest":"{base.manuscript_id}"', f'"base_digest":"{"0" * 64}"'))

    assert sentences(found) == ["its signatures name another text than the one before it."]


def test_a_struck_signature_under_a_text_still_shown_as_approved_is_found(version, the_house):
    signature = Signature.objects.first()
    record.append(
        version.article,
        "strike",
        by=signature.person,
        role="reviewer",
        version=version,
        strikes=signature.decision,
    )

    assert sentences(problems(lambda: None)) == [
        "it is shown as approved, yet: The patient text needs 1 more signature.",
        "it is shown as approved, yet: The professional text needs 1 more signature.",
    ]


def test_an_editorial_approval_above_no_full_review_is_found(the_house):
    base = the_house.approved()
    draft = the_house.next_version(base, "editorial")
    workflow.submit(draft, by=draft.article.lead_author)
    the_house.sign(draft, the_house.reviewers[0])
    first = the(base, "approve")

    def forge() -> None:
        reword(first, '"move":"approve"', '"move":"resume"')()
        Decision.objects.filter(pk=first.pk).update(move="resume")
        rechain(base.article.book)

    assert "a change of wording was approved above no full review." in sentences(problems(forge))


def test_a_signature_of_another_text_does_not_count(version):
    sign = the(version, "sign")

    def forge() -> None:
        reword(sign, f'"manuscript":"{sign.digest}"', f'"manuscript":"{"0" * 64}"')()
        Decision.objects.filter(pk=sign.pk).update(digest="0" * 64)
        Signature.objects.filter(decision=sign).update(digest="0" * 64)
        rechain(version.article.book)

    found = sentences(problems(forge))

    assert found[:3] == [
        "its manuscript <digest> is not there.",
        "it was approved, yet: The patient text needs 1 more signature.",
        "it was approved, yet: The professional text needs 1 more signature.",
    ]


def test_a_signer_without_a_declaration_is_found(version):
    day = the(version, "sign").at.date()

    found = forged(version, ("sign", f'"declared_on":"{day}"', '"declared_on":null'))

    assert sentences(found) == ["its signer had declared no interests, or one that forbids a decision."] * 2


def test_a_named_author_who_signed_is_found(the_house):
    draft = the_house.draft()
    coauthor = factories.make_user("stranger", name="Reviewer 1")
    drafting.add_author(draft, by=draft.article.lead_author, user=coauthor)
    for author in (draft.article.lead_author, coauthor):
        drafting.save_authorship(
            draft, by=author, credential="MD", interests="none", name=author.printed_name
        )
    for author in (draft.article.lead_author, coauthor):
        reviewing.confirm_authorship(draft, by=author, digest=manuscripts.draft_digest(draft))
    version = workflow.submit(draft, by=draft.article.lead_author)
    for reviewer in the_house.reviewers:
        the_house.sign(version, reviewer)
    signer = the_house.reviewers[0]

    def forge() -> None:
        for decision in version.article.book.decisions.all():
            reword(decision, str(signer.uid), str(coauthor.uid))()
            reword(decision, f'"contributors":["{coauthor.uid}",', '"contributors":[')()
            reword(decision, f',"{coauthor.uid}"],"specialty"', '],"specialty"')()
        Decision.objects.filter(book=version.article.book, actor=signer).update(actor=coauthor)
        Contributor.objects.filter(user=coauthor).delete()
        for model, field in ((Signature, "person"), (Review, "reviewer"), (Disclosure, "person")):
            model.objects.filter(**{field: signer}).update(**{field: coauthor})
        rechain(version.article.book)

    assert "its signer wrote part of the article." in sentences(problems(forge))


def test_one_person_under_two_signatures_is_found_and_counts_once(version, the_house):
    one, two = the_house.reviewers
    second = version.article.book.decisions.get(move="sign", actor=two)

    def forge() -> None:
        reword(second, str(two.uid), str(one.uid))()
        Decision.objects.filter(pk=second.pk).update(actor=one)
        rechain(version.article.book)

    found = sentences(problems(forge))

    assert "one person signed twice." in found
    assert "it was approved, yet: The patient text needs 1 more signature." in found
