"""Colophon and stepper: who answers for a text, and where it stands on its way."""

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.editions import addresses
from articles.editions.marks import Author, Marks, Signer
from articles.editions.wording import PLAIN, check_overdue, day
from articles.states import ChangeClass, State

NONE_WORDS = frozenset({"", "none", "no", "nil"})

MARK_OF = {
    "pending": "half",
    State.SUBMITTED: "ring",
    State.APPROVED: "disc",
    State.SUSPENDED: "half",
    State.SUPERSEDED: "disc",
    State.RETRACTED: "struck",
}


def named(people: tuple[Any, ...]) -> str:
    return str(get_text_list([person.name for person in people], _("and")))


def _by(marks: Marks, audience: str) -> str:
    """By whom the text was approved; without names where no signature of theirs stands any more."""
    names = named(marks.reviewed_for(audience))
    if not names:
        return _("by signatures that were taken back since")
    return _("by our advisory board: %(names)s") % {"names": names}


def steps(marks: Marks, audience: str, *, is_overdue: bool) -> list[dict[str, Any]]:
    """The four stations with their dates from the record."""
    standing = marks.standing(audience)
    return [
        _step(_("Submitted"), "ring", day(marks.submitted_on), is_current=standing == State.SUBMITTED),
        _under_review(marks),
        _approved(marks, audience, standing, is_overdue),
        _next(marks, audience, standing, is_overdue),
    ]


def _step(label: str, mark: str, date: str, note: str = "", *, is_current: bool = False) -> dict[str, Any]:
    return {"label": label, "mark": mark, "date": date, "note": note, "is_current": is_current}


def _under_review(marks: Marks) -> dict[str, Any]:
    label = _("Under review")
    if marks.under_review_on is None:
        return _step(label, "future", _("not yet"))
    if not marks.is_pending:
        return _step(label, "half", day(marks.under_review_on))
    since = _("since %(date)s") % {"date": day(marks.under_review_on)}
    if marks.state == State.CHANGES_REQUESTED:
        return _step(label, "half", since, _("back with its author"), is_current=True)
    return _step(label, "half", since, signatures_needed(marks), is_current=True)


def _approved(marks: Marks, audience: str, standing: str, is_overdue: bool) -> dict[str, Any]:
    if marks.approved_at is None:
        return _step(_("Approved"), "future", _("not yet"))
    by = _by(marks, audience)
    if standing == State.SUSPENDED:
        since = marks.suspended.since if marks.suspended else None
        note = (
            _("being checked again since %(date)s") % {"date": day(since)}
            if since
            else _("being checked again")
        )
        return _step(_("Approved"), MARK_OF[standing], day(marks.approved_on), note, is_current=True)
    if standing == State.SUPERSEDED:
        by = _("then; a newer version exists")
    is_current = standing == State.SUPERSEDED or (standing == State.APPROVED and not is_overdue)
    return _step(_("Approved"), "disc", day(marks.approved_on), by, is_current=is_current)


def _next(marks: Marks, audience: str, standing: str, is_overdue: bool) -> dict[str, Any]:
    if standing == State.RETRACTED:
        on = day(marks.retraction.on) if marks.retraction else ""
        label = _("Withdrawn") if audience in PLAIN else _("Retracted")
        return _step(label, "struck", on, _("not to be relied on"), is_current=True)
    if standing == State.SUPERSEDED:
        return _step(_("Replaced"), "future", day(marks.superseded_on), _("by a newer version"))
    if marks.overdue_on is None:
        return _step(_("Next review due"), "future", _("set on approval"))
    note = check_overdue(marks) if is_overdue else _("sooner if the evidence changes")
    return _step(_("Next review due"), "future", day(marks.overdue_on), note, is_current=is_overdue)


def signatures_needed(marks: Marks) -> str:
    """Not how many there are: while a round is open, no reviewer learns from the page what another decided."""
    return ngettext("%(count)d signature needed", "%(count)d signatures needed", marks.needed) % {
        "count": marks.needed
    }


def colophon(
    marks: Marks, audience: str, *, is_overdue: bool, links: list[tuple[str, str]]
) -> dict[str, Any]:
    """For the component of that name: the state in a sentence, people, dates kept apart, money, machines."""
    standing = marks.standing(audience)
    state, sentence = _state(marks, audience, standing, is_overdue)
    rows = [
        {"label": _("Written by"), "people": [_author(a) for a in marks.authors]},
        *_people(marks, audience),
        *_dates(marks, audience),
        {"label": _("Interests"), "people": _interests(marks, audience)},
        {"label": _("Funding"), "value": _funding(marks)},
        {"label": _("Use of AI"), "value": ai_line(marks)},
    ]
    mark = MARK_OF["pending"] if marks.is_pending and marks.state != State.SUBMITTED else MARK_OF[standing]
    return {"mark": mark, "state": state, "sentence": sentence, "rows": rows, "links": links}


def _state(marks: Marks, audience: str, standing: str, is_overdue: bool) -> tuple[str, str]:
    if marks.is_pending:
        sent = _("Sent for checking on %(date)s.") % {"date": day(marks.sent_on)}
        return _("Not approved."), sent
    approved = _("on %(date)s %(by)s.") % {"date": day(marks.approved_on), "by": _by(marks, audience)}
    if standing == State.SUSPENDED:
        return _("Being checked again."), _("Approved before, on %(date)s.") % {
            "date": day(marks.approved_on)
        }
    if standing == State.RETRACTED:
        state = _("Withdrawn.") if audience in PLAIN else _("Retracted.")
        return state, _("Do not rely on this text.")
    if standing == State.SUPERSEDED:
        return _("Approved then"), f"{approved} {_('A newer version exists.')}"
    return _("Approved"), f"{approved} {check_overdue(marks)}." if is_overdue else approved


def _people(marks: Marks, audience: str) -> list[dict[str, Any]]:
    """Signers; none while the text is pending, because reviewers do not see each other's ends before their own."""
    if marks.is_pending:
        return []
    rows = []
    reviewers, signers = marks.reviewed_for(audience), marks.signed_for(audience)
    if reviewers:
        rows.append({"label": _("Reviewed and signed by"), "people": [_signer(s) for s in reviewers]})
    if signers and marks.change_class == ChangeClass.EDITORIAL:
        rows.append({"label": _("Change of wording signed by"), "people": [_signer(s) for s in signers]})
    return rows


def _author(author: Author) -> tuple[str, str, str]:
    return author.name, author.credential, addresses.person(author.uid)


def _signer(signer: Signer) -> tuple[str, str, str]:
    signed = _("signed %(date)s") % {"date": day(signer.signed_at.date())}
    detail = "; ".join(part for part in (signer.credential, signer.specialty, signed) if part)
    return signer.name, detail, addresses.person(signer.uid)


def _dates(marks: Marks, audience: str) -> list[dict[str, Any]]:
    version = _("%(number)d, pending") if marks.is_pending else "%(number)d"
    dates = [
        (_("Evidence searched to"), day(marks.searched_to)),
        (_("Last reviewed"), day(marks.last_reviewed)),
        (_("Last updated"), day(marks.last_updated)),
        (_("Next review due"), day(marks.overdue_on) if marks.standing(audience) == State.APPROVED else ""),
        (_("Version"), version % {"number": marks.number}),
        (_("Written for practice in"), ", ".join(marks.countries)),
    ]
    return [{"label": label, "value": value, "half": True} for label, value in dates if value]


def _interests(marks: Marks, audience: str) -> list[tuple[str, str, str]]:
    signers = () if marks.is_pending else (*marks.reviewed_for(audience), *marks.signed_for(audience))
    # Two people may print the same name: nobody's words stand in the place of another's. A signer counts once.
    declared = dict.fromkeys((signer.name, signer.interests) for signer in signers)
    return [
        (name, in_words(interests), "")
        for name, interests in [*((author.name, author.interests) for author in marks.authors), *declared]
    ]


def in_words(interests: str) -> str:
    """What somebody declared, or that it is nothing."""
    is_none = interests.strip().rstrip(".").lower() in NONE_WORDS
    return _("none declared") if is_none else interests


def _funding(marks: Marks) -> str:
    is_none = marks.funding.strip().rstrip(".").lower() in NONE_WORDS
    return _("Nobody paid for this text.") if is_none else marks.funding


def ai_line(marks: Marks) -> str:
    """What the authors say of AI; who wrote a page that was brought in stands there even where no AI did."""
    if marks.ai_used == "yes":
        return marks.ai_statement
    return " ".join(filter(None, [_("No AI was used."), marks.ai_statement]))
