"""Interests: what reviewers declare, and what an editor answers."""

from articles.models import ArticleVersion, User
from reviews import publishing, record
from reviews.case import Case
from reviews.entering import allow, locked, sealed_reasons
from reviews.guards import stood_aside
from reviews.models import Assignment, Disclosure, Signature
from reviews.reviewing.noting import note
from reviews.workflow import end_assignment, settle, take_up_if_ready


def disclose(version: ArticleVersion, *, by: User, kind: str, text: str = "") -> Disclosure:
    """A board member declares for this article; without an interest the text opens at once.

    Saying again what still holds is no new fact, and leaves no trace. An interest that is new to a signer of the open
    round strikes their signature.
    """
    with locked(version, by, kind=kind, text=text) as case:
        allow("disclose", case)
        if case.disclosure is not None and _says_the_same(case.disclosure, kind, text.strip()):
            return case.disclosure
        sealed = record.seal_text("disclosure", text.strip()) if kind == Disclosure.Kind.INTEREST else None
        made = Disclosure.objects.create(article=case.article, person=by, kind=kind, text=sealed, at=case.now)
        note(
            case, "disclose", role="reviewer", round=case.round, facts={"kind": str(kind)},
            digests={"disclosure": sealed.digest} if sealed else {},
        )  # fmt: skip
        if made.awaits_ruling:
            _strike_own(case)
        take_up_if_ready(case.version)
        publishing.show(case.article)
        return made


# Readers find it in the record, so it is the same words in every language.
DECLARED_SINCE = "The signer declared an interest after signing, so this signature does not count."


def _strike_own(case: Case) -> None:
    """What somebody signed in the open round before they declared an interest counts no more."""
    own = Signature.objects.filter(round=case.round, person=case.by, decision__struck_by=None)
    for signature in own.exclude(round=None).select_related("decision"):
        digests = {"public": record.seal_text("public", DECLARED_SINCE).digest}
        system = Case(case.version, None, is_system=True)
        note(system, "strike", role="system", round=case.round, strikes=signature.decision, digests=digests)


def _says_the_same(declared: Disclosure, kind: str, text: str) -> bool:
    return declared.kind == kind and (declared.text is None or declared.text.body == text)


def rule_on_interest(
    version: ArticleVersion, *, by: User, person: User, ruling: str, reason: str = ""
) -> Disclosure:
    """An editor answers a declared interest, or answers it otherwise than before: a new row, which holds as long as
    the declaration does, from the day that was made.
    """
    with locked(version, by, person=person, ruling=ruling, reason=reason) as case:
        allow("rule_on_interest", case)
        declared = case.newest_disclosure(person)
        ruled = Disclosure.objects.create(
            article=case.article, person=person, kind=declared.kind, text=declared.text, ruling=ruling,
            ruled_by=by, at=declared.at,
        )  # fmt: skip
        digests = {**sealed_reasons(case), "disclosure": declared.text_id}
        facts = {"person": str(person.uid), "ruling": str(ruling)}
        note(case, "rule_on_interest", role="editor", round=case.round, facts=facts, digests=digests)
        held = case.version.assignments.active().filter(reviewer=person).first()
        if held is not None and stood_aside(ruled):
            end_assignment(held, Assignment.Ended.RECUSED, case)
            settle(case.version)
        take_up_if_ready(case.version)
        publishing.show(case.article)
        return ruled
