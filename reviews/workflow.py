"""The one door: every change of a version's state goes through a verb of this module.

Each verb: work that needs no lock (password, rendering), then one transaction that locks the Article, reads
everything anew, asks `reviews.policy`, writes, and appends to the record. It raises `Refused` with sentences
and then nothing has changed.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from articles import drafting, manuscripts
from articles.formats.draft import Draft
from articles.models import Article, ArticleVersion, Notice, User
from articles.states import LIVE, ChangeClass, State
from reviews import points, policy, publishing, record
from reviews.case import Case, newest_policy
from reviews.entering import allow, check_password, locked, sealed_reasons
from reviews.models import Assignment, Comment, Decision, Round
from reviews.notices import write_notice


def move(
    case: Case,
    name: str,
    *,
    role: str,
    round: Round | None = None,
    digests: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
    fields: tuple[str, ...] = (),
) -> Decision:
    """Use an edge of the machine, save the state, append the Decision. The caller holds the lock."""
    version = case.version
    before = version.state
    getattr(version, name)()
    version.save(update_fields=["state", *fields])
    return record.append(
        case.article, name, by=None if role == "system" else case.by, role=role, version=version, round=round,
        from_state=before, to_state=version.state, digests=digests or {}, facts=facts or {}, at=case.now,
    )  # fmt: skip


# Beginning and handing in


def start(
    *,
    by: User,
    question: str,
    written_for: str,
    change_class: str = ChangeClass.FIRST,
    article: Article | None = None,
    specialty: str = "",
    draft: Draft | None = None,
) -> ArticleVersion:
    """A new draft: of a new article, or (with `article`) the next version of one."""
    with transaction.atomic():
        if article is not None:
            article = Article.objects.select_for_update().select_related("lead_author").get(pk=article.pk)
        allow("start", Case(ArticleVersion(article=article or Article(lead_author=by)), by))
        version = drafting.open_version(
            by=by, question=question, written_for=written_for, change_class=change_class,
            article=article, specialty=specialty, draft=draft,
        )  # fmt: skip
        record.append(
            version.article, "start", by=by, role="author", version=version, to_state=version.state,
            facts={"change_class": str(version.change_class)},
        )  # fmt: skip
        return version


def submit(version: ArticleVersion, *, by: User) -> ArticleVersion:
    """Seal the text, open a round under the newest policy."""
    prepared = manuscripts.prepare(version)
    with locked(version, by) as case:
        allow("submit", case)
        case.version.manuscript = manuscripts.seal(case.version, prepared)
        rules = newest_policy()
        opened = Round.objects.create(
            version=case.version, number=case.version.rounds.count() + 1, manuscript=case.version.manuscript,
            policy=rules, specialty=case.article.specialty, opened_at=case.now,
        )  # fmt: skip
        answers = case.version.comments.filter(kind__in=Comment.ANSWERS, posted_at=None)
        answered = points.digest_of_answers(case.version, answers)
        answers.update(posted_at=case.now)
        move(
            case, "submit", role="author", round=opened, fields=("manuscript",),
            digests={"manuscript": opened.manuscript_id, "policy": record.sha256(rules.fields)},
            facts={
                "change_class": str(case.version.change_class),
                "specialty": opened.specialty,
                "answers": answered,
                "base": case.version.base.number if case.version.base else None,
                "authors": [str(row.user.uid) for row in case.version.authorships.select_related("user")],
                "contributors": sorted(
                    str(row.user.uid) for row in case.article.contributors.select_related("user")
                ),
            },
        )  # fmt: skip
        for held in case.version.assignments.active():
            held.due_on, held.held_until = case.now.date() + timedelta(rules.rules.due_days), lease(case)
            held.save(update_fields=["due_on", "held_until"])
        take_up_if_ready(case.version)
        publishing.show(case.article)
        return case.version


def lease(case: Case) -> Any:
    """Until when a review is held for its reviewer."""
    return case.now + timedelta(days=case.rules.lease_days)


def withdraw(version: ArticleVersion, *, by: User, reason: str = "") -> ArticleVersion:
    """The author takes the text back, or puts a draft away."""
    with locked(version, by, reason=reason) as case:
        allow("withdraw", case)
        move(case, "withdraw", role="author", round=case.round, digests=sealed_reasons(case))
        return _leave_review(case, Round.Outcome.WITHDRAWN)


def decline(version: ArticleVersion, *, by: User, to_author: str, for_editors: str = "") -> ArticleVersion:
    """An editor does not accept the text."""
    with locked(version, by, to_author=to_author, for_editors=for_editors) as case:
        allow("decline", case)
        move(case, "decline", role="editor", round=case.round, digests=sealed_reasons(case))
        return _leave_review(case, Round.Outcome.DECLINED)


def reopen(version: ArticleVersion, *, by: User, to_author: str = "") -> ArticleVersion:
    """A declined or withdrawn text becomes a draft again; of a declined one, its author is told why."""
    with locked(version, by, to_author=to_author) as case:
        allow("reopen", case)
        role = "editor" if case.version.state == State.DECLINED else "author"
        move(case, "reopen", role=role, digests=sealed_reasons(case))
        return case.version


def request_changes(version: ArticleVersion, *, by: User, to_author: str) -> ArticleVersion:
    """An editor ends the round; the author gets one letter."""
    with locked(version, by, to_author=to_author) as case:
        allow("request_changes", case)
        return _send_back(case, role="editor")


# What follows from a review; the caller holds the lock


def take_up_if_ready(version: ArticleVersion) -> None:
    """Under review from the first active assignment whose reviewer has declared."""
    for held in version.assignments.active().select_related("reviewer"):
        case = Case(version, held.reviewer, is_system=True)
        disclosure = case.disclosure
        if disclosure is not None and disclosure.opens_the_text and not policy.obstacles("take_up", case):
            move(case, "take_up", role="system", round=case.round, facts={"reviewer": str(held.reviewer.uid)})
            return


def settle(version: ArticleVersion) -> None:
    """After a review ended: send the round back, or give the text back to the queue, where the rule says so."""
    case = Case(version, None, is_system=True)
    if case.round is None:
        return
    if not policy.obstacles("send_back", case):
        _send_back(case, role="system")
    elif not policy.obstacles("release", case):
        move(case, "release", role="system", round=case.round)


def approve_if_complete(version: ArticleVersion, *, by: User) -> bool:
    """The effect of the signature that completes the round's rule: the text stands, the one before it is replaced."""
    case = Case(version, by, is_system=True)
    if policy.obstacles("approve", case):
        return False
    article = case.article
    if article.current is not None and article.current.state in LIVE:
        move(
            Case(article.current, None, is_system=True),
            "supersede",
            role="system",
            facts={"by": version.number},
        )
    signatures = [entry for entry in case.signatures if entry.digest == case.round.manuscript_id]
    move(
        case, "approve", role="reviewer", round=case.round,
        digests={"manuscript": case.round.manuscript_id, "policy": record.sha256(case.round.policy.fields)},
        facts={
            "signatures": [str(entry.decision.uid) for entry in signatures],
            "audiences": sorted(version.variants.values_list("audience", flat=True)),
            "counts_from": "editorial" if version.change_class == ChangeClass.EDITORIAL else "quorum",
        },
    )  # fmt: skip
    article.current = version
    article.save(update_fields=["current"])
    _leave_review(case, Round.Outcome.APPROVED)
    return True


def _send_back(case: Case, *, role: str) -> ArticleVersion:
    # Points that a reviewer had written down when an editor ended the round still reach the author.
    unfinished = case.round.comments.filter(posted_at=None, parent=None)
    move(
        case, "request_changes", role=role, round=case.round, digests=sealed_reasons(case),
        facts={"points": points.digest_of_points(unfinished)},
    )  # fmt: skip
    unfinished.update(posted_at=case.now)
    close_round(case, Round.Outcome.CHANGES)
    publishing.show(case.article)
    return case.version


def close_round(case: Case, outcome: str) -> None:
    if case.round is not None:
        case.round.closed_at, case.round.outcome = case.now, outcome
        case.round.save(update_fields=["closed_at", "outcome"])


def _leave_review(case: Case, outcome: str) -> ArticleVersion:
    close_round(case, outcome)
    for held in case.version.assignments.active():
        end_assignment(held, Assignment.Ended.ROUND_CLOSED, case)
    publishing.show(case.article)
    return case.version


def end_assignment(held: Assignment, why: str, case: Case) -> None:
    held.ended_at, held.ended_why = case.now, why
    held.save(update_fields=["ended_at", "ended_why"])


# Once a text stands


def suspend(version: ArticleVersion, *, by: User, public: str, for_editors: str = "") -> ArticleVersion:
    """Readable under a caution with its reason, until it was checked again."""
    with locked(version, by, public=public, for_editors=for_editors) as case:
        allow("suspend", case)
        move(case, "suspend", role="editor", digests=sealed_reasons(case))
        publishing.show(case.article)
        return case.version


def suspend_if_unfounded(article: Article, because: str, digests: Mapping[str, str]) -> None:
    """The standing text rests on a signature that fell: it is checked again. The caller holds the lock.

    `digests` name the words `because` as they were sealed, once: a second copy would outlive an erasure.
    """
    current = article.current
    if current is None or current.state != State.APPROVED:
        return
    case = Case(current, None, is_system=True, public=because)
    if list(policy.quorum_is_intact(case)) and not policy.obstacles("suspend", case):
        move(case, "suspend", role="system", digests=digests)


def resume(
    version: ArticleVersion, *, by: User, password: str, public: str, for_editors: str = ""
) -> ArticleVersion:
    """A second editor lets a suspended text stand again."""
    check_password(by, password)
    with locked(version, by, public=public, for_editors=for_editors) as case:
        allow("resume", case)
        move(case, "resume", role="editor", digests=sealed_reasons(case))
        publishing.show(case.article)
        return case.version


def retract(
    version: ArticleVersion,
    *,
    by: User,
    password: str,
    public: str,
    text: Mapping[str, str],
    instead: Mapping[str, str],
    for_editors: str = "",
) -> ArticleVersion:
    """Readers are told not to rely on the text; `text` and `instead` are the notice, per audience."""
    check_password(by, password)
    with locked(version, by, public=public, for_editors=for_editors, text=text, instead=instead) as case:
        allow("retract", case)
        statement = write_notice(case, Notice.Kind.RETRACTION)
        move(case, "retract", role="editor", digests={**sealed_reasons(case), "notice": statement.digest})
        publishing.show(case.article)
        return case.version


def notice(
    version: ArticleVersion,
    *,
    by: User,
    password: str,
    kind: str,
    text: Mapping[str, str],
    instead: Mapping[str, str],
) -> Notice:
    """Publish a correction or an expression of concern beside a standing text."""
    check_password(by, password)
    with locked(version, by, kind=kind, text=text, instead=instead) as case:
        allow("notice", case)
        statement = write_notice(case, kind)
        record.append(
            case.article, "notice", by=by, role="editor", version=case.version, digests={"notice": statement.digest},
            facts={"kind": str(kind)}, from_state=case.version.state, to_state=case.version.state, at=case.now,
        )  # fmt: skip
        publishing.show(case.article)
        return statement
