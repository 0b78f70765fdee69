"""Wording: the cautions, notices and disclaimers of published pages, as sentences."""

import dataclasses
import datetime

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.audiences import Audience
from articles.editions.marks import Marks, Statement
from articles.models import SiteFacts

PLAIN = frozenset({Audience.PATIENT, Audience.CAREGIVER})
Links = tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Caution:
    """A banner over the text: `title`, then `sentences`, then `links` (label, address)."""

    title: str
    sentences: tuple[str, ...] = ()
    links: Links = ()


def day(date: datetime.date | None) -> str:
    """A date as readers see it, such as 4 June 2026; "" for none."""
    return formats.date_format(date, "j F Y") if date else ""


def emergency(site: SiteFacts) -> str:
    """The number to call, or what to call where this site names none."""
    return site.emergency_number or _("your local emergency number")


def pending(marks: Marks, audience: str, site: SiteFacts, approved_address: str) -> Caution:
    """Over a text that the board has not approved. `approved_address` "" = no version ever was."""
    if audience in PLAIN:
        body = _(
            "Our medical board has not finished checking this page. Parts of it may be wrong and may change. "
            "Please do not start, stop or change any treatment because of it. If you need an answer now, ask a "
            "doctor, nurse or pharmacist. In an emergency call %(number)s. Sent for checking on %(date)s."
        ) % {"number": emergency(site), "date": day(marks.sent_on)}
        links = ((_("The version that was checked"), approved_address),) if approved_address else ()
        return Caution(_("Not checked yet."), (body,), links)
    needed = ngettext(
        "%(count)d reviewer must sign exactly this text before it counts as checked.",
        "%(count)d reviewers must sign exactly this text before it counts as checked.",
        marks.needed,
    ) % {"count": marks.needed}
    rest = _(
        "What they decided is shown when this round ends. Doses, recommendations and references may change. "
        "Verify every statement before relying on it."
    )
    body = f"{needed} {rest}"
    title = _("Draft under review: not for clinical use.")
    if not approved_address:
        return Caution(title, (f"{body} {_('Last approved version: none.')}",))
    last = _("Last approved version: version %(number)d") % {"number": marks.approved_number or 0}
    return Caution(title, (body,), ((last, approved_address),))


def suspended(marks: Marks, audience: str) -> Caution:
    """Over a text that is being checked again, with the public reason."""
    since = marks.suspended
    if since is None:
        return Caution(
            _("Being checked again. Do not base care on this text."),
            (_("Signatures under this text were taken back."),),
        )
    return Caution(
        _("Being checked again since %(date)s. Do not base care on this text.") % {"date": day(since.since)},
        (
            _("Why: %(reason)s") % {"reason": since.reason},
            _("Until it has been checked, talk to someone who treats you before you act on it.")
            if audience in PLAIN
            else _("Until it has been checked, verify every statement before relying on it."),
        ),
    )


def overdue(marks: Marks, *, is_lapsed: bool) -> Caution:
    """Over a text whose next review is late; beyond the days of grace it also leaves the lists."""
    sentences = [
        _(
            "This text was due to be checked again on %(date)s. Nobody has done so yet; newer evidence may exist."
        )
        % {"date": day(marks.overdue_on)}
    ]
    if is_lapsed:
        sentences.append(_("It is left out of our lists until it has been checked again."))
    return Caution(check_overdue(marks), tuple(sentences))


def check_overdue(marks: Marks) -> str:
    return _("Check overdue; last checked %(date)s") % {"date": day(marks.last_reviewed)}


def superseded(marks: Marks, newer_address: str) -> Caution:
    """Over an earlier version."""
    title = _("A newer version exists.")
    if not newer_address:
        return Caution(title)
    sentence = _("This is version %(number)d, approved on %(date)s and kept as it was.") % {
        "number": marks.number,
        "date": day(marks.approved_on),
    }
    newer = _("Version %(number)d") % {"number": marks.approved_number or 0}
    return Caution(title, (sentence,), ((newer, newer_address),))


def retracted(marks: Marks, audience: str, record_address: str) -> tuple[Caution, str]:
    """The notice over a retracted text, and what to do instead, in the words that its editor published."""
    notice = marks.retraction
    if notice is None:  # the record always has one; the text is still not to be relied on
        return Caution(
            _("Withdrawn. Please do not rely on this page.")
            if audience in PLAIN
            else _("Retracted. Please do not rely on this page.")
        ), ""
    said, instead = notice.text.get(audience, ""), notice.instead.get(audience, "")
    decided = _("Decided by %(name)s, editor.") % {"name": notice.by}
    record = ((_("The full record"), record_address),)
    if audience in PLAIN:
        title = _("Withdrawn on %(date)s. Please do not rely on this page.") % {"date": day(notice.on)}
        acted = _(
            "If you have already acted on it, do not change your treatment on your own; contact someone who "
            "treats you, or a pharmacist, soon. We are sorry."
        )
        why = _("Why we withdrew it: %(reason)s") % {"reason": notice.reason}
        return Caution(title, _some(said, why, acted, decided), record), instead
    title = _("RETRACTED on %(date)s, version %(number)d.") % {"date": day(notice.on), "number": marks.number}
    reason = _("Reason: %(reason)s") % {"reason": notice.reason}
    kept = _("The full record and the retracted text are kept.")
    return Caution(title, _some(reason, said, f"{decided} {kept}"), record), instead


def notice(statement: Statement, audience: str) -> tuple[str, tuple[str, ...]]:
    """A correction or a concern beside the text: its title, then its sentences for this audience."""
    titles = {
        "correction": _("Correction, %(date)s"),
        "concern": _("Expression of concern, %(date)s"),
        "cited": _("A cited work was retracted, %(date)s"),
    }
    title = titles.get(statement.kind, _("Notice, %(date)s")) % {"date": day(statement.on)}
    instead = statement.instead.get(audience, "")
    advice = _("What to do: %(advice)s") % {"advice": instead} if instead else ""
    return title, _some(statement.text.get(audience, ""), advice)


def disclaimer(marks: Marks, audience: str, site: SiteFacts, permalink: str) -> str:
    """What this page is for and what it is not, to each kind of reader."""
    if audience == Audience.PATIENT:
        return _for_patients(site)
    if audience == Audience.CAREGIVER:
        return _(
            "This page gives general information for people who look after someone. Age, weight, other illnesses "
            "and medicines can change what is safe for the person you care for. Give medicines only as their "
            "clinician, pharmacist or the label says, and ask before changing anything. Involve the person as far "
            "as they can and want. If they suddenly get worse, or you feel something is badly wrong, call "
            "%(number)s; you do not need to be sure. It is all right to ask for help for yourself too."
        ) % {"number": emergency(site)}
    if audience == Audience.PROFESSIONAL:
        return _for_professionals(marks, site)
    return _(
        "Written for learning and research, not for treating anyone. A summary leaves things out: read the source "
        "before you use or cite a statement, and cite the version you read (%(permalink)s). Who reviewed it, when "
        "and on what grounds is in the review record."
    ) % {"permalink": permalink}


def _for_patients(site: SiteFacts) -> str:
    start = _(
        "This page gives general information. It does not know you, your other medicines or what matters to you, "
        "so it cannot tell you what to do. Please do not start, stop or change a treatment because of this page "
        "alone: take it with you and talk it over with someone who treats you."
    )
    numbers = {"emergency": emergency(site), "advice": site.advice_number}
    if site.advice_number:
        call = _("If you feel very unwell, do not wait: call %(emergency)s, or %(advice)s for urgent advice.")
    else:
        call = _("If you feel very unwell, do not wait: call %(emergency)s.")
    return f"{start} {call % numbers}"


def _for_professionals(marks: Marks, site: SiteFacts) -> str:
    facts = [
        _("Evidence searched to %(date)s") % {"date": day(marks.searched_to)} if marks.searched_to else "",
        _("last full review %(date)s") % {"date": day(marks.last_reviewed)} if marks.last_reviewed else "",
        _("written for practice in %(country)s") % {"country": ", ".join(marks.countries)}
        if marks.countries
        else "",
    ]
    known = "; ".join(_some(*facts))
    return " ".join(
        _some(
            _(
                "Written for health professionals, to support and not replace clinical judgement, local protocols "
                "and current product information."
            ),
            f"{known[0].upper()}{known[1:]}." if known else "",
            _("Check doses, contraindications, interactions and licensing before use."),
            _(
                "If you think something is wrong, tell us: safety reports are read within %(days)d working days."
            )
            % {"days": site.safety_report_days},
        )
    )


def _some(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)
