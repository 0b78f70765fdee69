"""The house: grants, licences, the policy; each change is a decision in the house's book."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Grant, Role, User
from articles.parts import only_editors
from articles.refusals import Refused
from reviews import record, reviewing
from reviews.case import newest_policy
from reviews.entering import check_password
from reviews.models import BoardProfile, EditorialPolicy
from reviews.rules import Rules


@contextmanager
def _locked() -> Iterator[None]:
    """One hand at a time: two editors who end each other's part at once would leave none."""
    with transaction.atomic():
        record.lock_house()
        yield


def _only_open(user: User) -> None:
    """Read under the lock: another editor may have closed the account meanwhile."""
    user.refresh_from_db(fields=["is_active"])
    if not user.is_active:
        raise Refused(
            _("The account of %(name)s is closed. Open it again first.") % {"name": user.printed_name}
        )


def first_editor(user: User) -> Grant:
    """The one grant that nobody gave: by a command, on an installation that never had an editor."""
    with _locked():
        if Grant.objects.filter(role=Role.EDITOR).exists():
            raise Refused(_("There is an editor already. Editors grant this role to others."))
        given = Grant.objects.create(user=user, role=Role.EDITOR, by=None, at=record.now())
        facts = {"user": str(user.uid), "role": "editor", "name": user.printed_name, "first": True}
        record.append(None, "grant", by=None, role="system", facts=facts, at=given.at)
        return given


def grant(user: User, role: str, *, by: User) -> Grant:
    """Give a part to somebody else."""
    if role not in Role.values:
        raise Refused(_("There is no such part."))
    with _locked():
        only_editors(by)
        if user.pk == by.pk:
            raise Refused(_("Nobody gives a part to themselves. Ask another editor."))
        _only_open(user)
        if Grant.objects.filter(user=user, role=role, ended_at=None).exists():
            raise Refused(_("%(name)s has this part already.") % {"name": user.printed_name})
        given = Grant.objects.create(user=user, role=role, by=by, at=record.now())
        facts = {"user": str(user.uid), "role": str(role), "name": user.printed_name}
        record.append(None, "grant", by=by, role="editor", facts=facts, at=given.at)
        return given


@contextmanager
def _locked_with_reviews_of(person: User) -> Iterator[None]:
    """The house, and before it every article of which this person holds a review: the order that all verbs keep."""
    with transaction.atomic():
        articles = reviewing.articles_held_by(person)
        list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk"))
        record.lock_house()
        if set(reviewing.articles_held_by(person)) - set(articles):
            raise Refused(
                _("%(name)s was given a review at this very moment. Try it again.")
                % {"name": person.printed_name}
            )
        yield


def end_grant(given: Grant, *, by: User) -> Grant:
    """Take a part away; what the person did with it stands, and what they review as one of the board is free."""
    with _locked_with_reviews_of(given.user):
        only_editors(by)
        given = Grant.objects.select_related("user").get(pk=given.pk)
        if given.ended_at is not None:
            raise Refused(_("This part has ended already."))
        others = User.objects.holding(Role.EDITOR).exclude(pk=given.user_id)
        if given.role == Role.EDITOR and not others.exists():
            raise Refused(_("This is the last editor. Grant the part to somebody else first."))
        given.ended_at = record.now()
        given.save(update_fields=["ended_at"])
        facts = {"user": str(given.user.uid), "role": str(given.role), "name": given.user.printed_name}
        record.append(None, "end_grant", by=by, role="editor", facts=facts, at=given.ended_at)
        if given.role == Role.BOARD:
            reviewing.free_all_of(given.user)
        return given


def check_licence(
    user: User,
    *,
    by: User,
    credential: str,
    specialty: str,
    is_clinician: bool = True,
    licence: str = "",
    valid_to: date | None = None,
) -> BoardProfile:
    """Record what somebody else verified about a board member."""
    with _locked():
        only_editors(by)
        if user.pk == by.pk:
            raise Refused(_("Nobody checks their own licence. Ask another editor."))
        _only_open(user)
        at = record.now()
        profile, _made = BoardProfile.objects.update_or_create(
            user=user,
            defaults={
                "credential": credential, "specialty": specialty, "is_clinician": is_clinician, "licence": licence,
                "licence_valid_to": valid_to, "licence_checked_on": at.date(), "licence_checked_by": by,
            },
        )  # fmt: skip
        facts = {
            "user": str(user.uid), "credential": credential, "specialty": specialty,
            "is_clinician": is_clinician, "valid_to": valid_to,
        }  # fmt: skip
        record.append(None, "licence_check", by=by, role="editor", facts=facts, at=at)
        return profile


def set_policy(rules: Rules, *, by: User, password: str) -> EditorialPolicy:
    """Put a new wording of the rules in force; rounds that are open keep the one they began under."""
    check_password(by, password)
    problems = rules.problems()
    if problems:
        raise Refused(*problems)
    with _locked():
        only_editors(by)
        last = newest_policy()
        if last is not None and last.fields == rules.to_text():
            raise Refused(_("These rules are in force already."))
        made = EditorialPolicy.objects.create(
            number=last.number + 1 if last else 1, fields=rules.to_text(), by=by, at=record.now()
        )
        digests = {"policy": record.sha256(made.fields)}
        facts = {"number": made.number}
        record.append(None, "policy", by=by, role="editor", digests=digests, facts=facts, at=made.at)
        return made
