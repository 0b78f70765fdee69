"""Notifications: who is told of a decision, queued in its transaction, and what they may still be told when it is sent.

Nobody is told what they did themselves. What others said in an open round reaches neither reviewers nor authors.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import post_save

from articles import outbox
from articles.models import ArticleVersion, Authorship, Outbox, Role, User
from articles.states import IN_REVIEW
from reviews import access
from reviews.models import Assignment, Decision, Disclosure, Signature
from reviews.notification_words import ANYBODY, AUTHOR, BOARD, EDITOR, REVIEWER

TEMPLATE = "decision"
Told = Iterable[int | None]
Facts = dict[str, Any]


def _authors(decision: Decision, facts: Facts) -> Told:
    yield decision.version.article.lead_author_id
    yield from Authorship.objects.filter(version=decision.version).values_list("user", flat=True)


def _lead(decision: Decision, facts: Facts) -> Told:
    yield decision.version.article.lead_author_id


def _editors(decision: Decision, facts: Facts) -> Told:
    yield from User.objects.holding(Role.EDITOR).values_list("pk", flat=True)


def _board(decision: Decision, facts: Facts) -> Told:
    yield from User.objects.holding(Role.BOARD).values_list("pk", flat=True)


def _editors_who_do_not_review(decision: Decision, facts: Facts) -> Told:
    """How others end a review stays hidden from whoever reviews the same text, editor or not."""
    yield from set(_editors(decision, facts)) - set(_holders(decision, facts))


def _editors_if_an_interest(decision: Decision, facts: Facts) -> Told:
    if facts.get("kind") == Disclosure.Kind.INTEREST:
        yield from _editors(decision, facts)


def _holders(decision: Decision, facts: Facts) -> Told:
    """Who holds its review as the decision is written: where it ends the round, before their part in it ends."""
    active = Assignment.objects.active().filter(version=decision.version)
    yield from active.values_list("reviewer", flat=True)


def _signers(decision: Decision, facts: Facts) -> Told:
    standing = Signature.objects.filter(round__version=decision.version, decision__struck_by=None)
    yield from standing.values_list("person", flat=True)


def _concerned(decision: Decision, facts: Facts) -> Told:
    """The one person whom the decision is about."""
    uids = [facts[name] for name in ("reviewer", "person", "objector", "user") if facts.get(name)]
    yield from User.objects.filter(uid__in=uids).values_list("pk", flat=True)


def _struck(decision: Decision, facts: Facts) -> Told:
    if decision.strikes is not None:
        yield decision.strikes.actor_id


Group = Callable[[Decision, Facts], Told]
AUTHORS: tuple[Group, str] = (_authors, AUTHOR)
EDITORS: tuple[Group, str] = (_editors, EDITOR)
HOLDERS: tuple[Group, str] = (_holders, REVIEWER)
SIGNERS: tuple[Group, str] = (_signers, REVIEWER)

# Who is told of each move, and in which part; of two parts somebody is told in the first. Every move is here.
TOLD: dict[str, tuple[tuple[Group, str], ...]] = {
    "start": (AUTHORS,),
    "submit": (AUTHORS, HOLDERS, EDITORS),
    "take_up": (AUTHORS,),
    "release": (AUTHORS, EDITORS),
    "request_changes": (AUTHORS, HOLDERS, EDITORS),
    "approve": (AUTHORS, HOLDERS, EDITORS),
    "decline": (AUTHORS, HOLDERS, EDITORS),
    "withdraw": (AUTHORS, HOLDERS, EDITORS),
    "reopen": (AUTHORS, EDITORS),
    "suspend": (AUTHORS, SIGNERS, EDITORS),
    "resume": (AUTHORS, SIGNERS, EDITORS),
    "supersede": (SIGNERS,),  # the others are told of the approval that replaced it
    "retract": (AUTHORS, SIGNERS, EDITORS),
    "notice": (AUTHORS, SIGNERS, EDITORS),
    "assign": ((_concerned, REVIEWER),),
    "take": (EDITORS,),
    "hand_back": (EDITORS,),
    "lapse": ((_concerned, REVIEWER), EDITORS),
    "extend": ((_concerned, REVIEWER),),
    "disclose": ((_editors_if_an_interest, EDITOR),),  # "none" asks nothing of anybody
    "rule_on_interest": ((_concerned, REVIEWER),),
    "finish_review": ((_editors_who_do_not_review, EDITOR),),
    "sign": ((_editors_who_do_not_review, EDITOR),),
    "object": ((_editors_who_do_not_review, EDITOR),),
    "lift_objection": ((_concerned, REVIEWER), EDITORS),
    "strike": ((_struck, REVIEWER), EDITORS),
    "confirm_authorship": ((_lead, AUTHOR),),
    "erase": (EDITORS,),
    "grant": ((_concerned, ANYBODY),),
    "end_grant": ((_concerned, ANYBODY),),
    "licence_check": ((_concerned, ANYBODY),),
    "policy": ((_editors, EDITOR), (_board, BOARD)),
}
# What happens to a text that was signed; a person may choose to get no mail of anything else.
OF_SIGNED_TEXTS = frozenset({"approve", "suspend", "resume", "supersede", "retract", "notice", "strike"})
# The name in these is that of whoever completed it; it follows from the rules, so they are told as well.
FOLLOWS_FROM_RULES = frozenset({"approve"})


def queue(decision: Decision) -> None:
    """Queue who is told of this decision, in its transaction; a second time changes nothing."""
    outbox.queue(_rows(decision))


def _rows(decision: Decision) -> Iterator[Outbox]:
    if decision.version_id is None and decision.book.article_id is not None:
        return  # about an article and no text of it: none of the verbs writes such a one
    facts = json.loads(decision.payload).get("facts", {})
    done = {None} if decision.move in FOLLOWS_FROM_RULES else {None, decision.actor_id}
    for group, part in TOLD.get(decision.move, ()):
        for person in sorted(set(group(decision, facts)) - done):
            done.add(person)
            yield outbox.of(
                TEMPLATE, f"decision:{decision.uid}:{person}", person, version=decision.version_id, part=part,
                ids={"decision": decision.pk, "move": decision.move}, at=decision.at,
            )  # fmt: skip


def _on_saving(instance: Decision, created: bool, raw: bool = False, **_signal: Any) -> None:
    if created and not raw:
        queue(instance)


def connect() -> None:
    """Every decision is announced, whichever verb wrote it."""
    post_save.connect(_on_saving, sender=Decision, dispatch_uid="reviews.notifications")


def may_be_told(person: User, roles: frozenset[str] | None = None) -> Q:
    """Which of their rows a person may be told now: as a condition on `Outbox`, of their rights at this moment."""
    roles = person.roles() if roles is None else roles
    if not person.is_active:
        return Q(pk__in=[])
    of_the_house = Q(version=None, part__in=[ANYBODY, *roles])
    if not roles:
        return Q(person=person) & of_the_house
    mine = ArticleVersion.objects.written_by(person).values("pk")
    theirs = access.as_editor(person, roles).values("pk")
    return Q(person=person) & (
        of_the_house
        | Q(part=AUTHOR, version__in=mine)
        | Q(part=EDITOR, version__in=theirs)
        | Q(part=REVIEWER, version__in=_reviewed_by(person, roles).values("pk"))
    )


def _reviewed_by(person: User, roles: frozenset[str]) -> access.Versions:
    """Versions that a board member may know of, or knew of because they held the review."""
    if Role.BOARD not in roles:
        return ArticleVersion.objects.none()
    held = Assignment.objects.filter(version=OuterRef("pk"), reviewer=person)
    signed = Signature.objects.filter(round__version=OuterRef("pk"), person=person)
    return access.apart_from(person).filter(Q(state__in=IN_REVIEW) | Q(Exists(held)) | Q(Exists(signed)))


def inbox(person: User, roles: frozenset[str] | None = None) -> Any:
    """The lines of a person's inbox: the same rows that become mail, those they may still know of, newest first."""
    return Outbox.objects.filter(may_be_told(person, roles), is_listed=True).order_by("-made_at", "-pk")


def is_still_theirs(row: Outbox) -> bool:
    """Whether the person of this row may be told it now."""
    return Outbox.objects.filter(may_be_told(row.person), pk=row.pk).exists()
