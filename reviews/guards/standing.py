"""What a round needs to end, and what a standing text rests on."""

from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from articles.models import ArticleVersion, Notice, User
from articles.states import ChangeClass
from reviews import objections, quorum
from reviews.case import Case
from reviews.models import Signature


def notice_is_complete(case: Case) -> Iterator[str]:
    """Every audience that has a text is told what happened, and what to do instead."""
    text, instead = case.given.get("text") or {}, case.given.get("instead") or {}
    for variant in case.version.variants.all():
        if not (text.get(variant.audience) or "").strip():
            yield _("Write the notice for the readers of the %(text)s.") % {
                "text": quorum.text_name(variant.audience)
            }
        if not (instead.get(variant.audience) or "").strip():
            yield _("Say what the readers of the %(text)s should do instead.") % {
                "text": quorum.text_name(variant.audience)
            }


def notice_stands_beside_the_text(case: Case) -> Iterator[str]:
    """A retraction is a move of its own: said beside a text that stands, it would leave that standing."""
    if case.given.get("kind") not in (Notice.Kind.CORRECTION, Notice.Kind.CONCERN):
        yield _(
            "Say whether it is a correction or an expression of concern. A retraction is done to the text itself."
        )


def another_editor_suspended(case: Case) -> Iterator[str]:
    last = case.version.decisions.filter(move="suspend").order_by("-seq").first()
    if last is not None and case.by is not None and last.actor_id == case.by.pk:
        yield _("You suspended this text yourself, so a second editor has to let it stand again.")


def signed_none_of_it(case: Case) -> Iterator[str]:
    """Whoever signed what the text rests on does not judge whether it stands again."""
    if case.by is not None and signed_by(case.by, case.version):
        yield _("You signed this text yourself, so an editor who did not has to let it stand again.")


def signed_by(person: User, version: ArticleVersion) -> bool:
    """Whether this person ever signed what a version rests on, in whichever round, struck since or not."""
    return Signature.objects.filter(person=person, round__version__in=foundation(version)).exists()


def quorum_is_intact(case: Case) -> Iterator[str]:
    """Every signature that the standing text rests on stands: its own, and those below editorial changes."""
    for version in foundation(case.version):
        yield from still_needed(Case(version, None))


def foundation(version: ArticleVersion) -> list[ArticleVersion]:
    """A version with those before it down to the last full review."""
    below = [version]
    while below[-1].change_class == ChangeClass.EDITORIAL and below[-1].base is not None:
        below.append(below[-1].base)
    return below


def signature_can_be_struck(case: Case) -> Iterator[str]:
    """By its signer, or by an editor who says why."""
    signature = case.given["signature"]
    if signature.decision.struck_by.exists():
        yield _("This signature was struck already.")
    elif case.by is None or (signature.person_id != case.by.pk and not case.is_editor):
        yield _("Only the person who signed, or an editor, can strike a signature.")


def still_needed(case: Case) -> Iterator[str]:
    """What the round's rule still lacks, over unstruck signatures of exactly this text."""
    round_ = case.round or case.version.rounds.filter(outcome="approved").order_by("-number").first()
    if round_ is None:
        yield _("This text was never in review.")
        return
    yield from quorum.missing(
        round_.policy.rules,
        change_class=case.version.change_class,
        audiences=case.version.variants.values_list("audience", flat=True),
        specialty=round_.specialty,
        signed=[quorum.of(s) for s in case.signatures if s.digest == round_.manuscript_id],
    )


def nobody_blocks(case: Case) -> Iterator[str]:
    if any(review.blocks for review in case.finished):
        yield _("A reviewer asked for changes in this round.")
    yield from objections.sentences(case.objections_of_earlier_rounds)
    if case.round is not None and taken_back().filter(round=case.round).exists():
        yield _("A reviewer took their signature back in this round, so the text needs another round.")


def taken_back() -> QuerySet[Signature]:
    """Signatures that their own signer struck: who did that had read exactly this text, and stands behind it no more."""
    return Signature.objects.filter(decision__struck_by__actor=F("person"))


def all_have_finished(case: Case) -> Iterator[str]:
    """For the round that goes back by itself: somebody blocks it, and nobody is still at work."""
    active = set(case.version.assignments.active().values_list("reviewer", flat=True))
    if active - {review.reviewer_id for review in case.finished}:
        yield _("Somebody is still reviewing.")
    if not any(review.blocks for review in case.finished):
        yield _("Nobody has asked for changes.")


def nobody_is_reviewing(case: Case) -> Iterator[str]:
    if case.version.assignments.active().exists() or case.finished:
        yield _("Somebody is reviewing this text.")
