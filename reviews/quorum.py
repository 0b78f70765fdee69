"""The quorum: which signatures a text still needs, worked out from facts alone."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import entries
from articles.audiences import FACTS
from articles.states import ChangeClass
from reviews.rules import Rules


@dataclasses.dataclass(frozen=True)
class Signed:
    """One unstruck signature as the record froze it."""

    person: str  # uid
    audiences: frozenset[str]
    is_clinician: bool
    specialty: str


def missing(
    rules: Rules, *, change_class: str, audiences: Iterable[str], specialty: str, signed: Sequence[Signed]
) -> list[str]:
    """Sentences naming what is still needed before the text is approved; empty = complete.

    The rule holds for every audience's text by itself: a signature counts for the texts its signer read.
    An editorial change needs one signature on every text, whoever of the board gives it.
    """
    wanted = sorted(set(audiences), key=list(FACTS).index)
    if not wanted:
        return [_("There is no text to approve.")]
    needed = 1 if change_class == ChangeClass.EDITORIAL else rules.approvals
    found = []
    for audience in wanted:
        on_it = {entry.person: entry for entry in signed if audience in entry.audiences}
        text = FACTS[audience].text_name
        if len(on_it) < needed:
            lacking = needed - len(on_it)
            found.append(
                ngettext(
                    "The %(text)s needs %(count)d more signature.",
                    "The %(text)s needs %(count)d more signatures.",
                    lacking,
                )
                % {"text": text, "count": lacking}
            )
        if change_class == ChangeClass.EDITORIAL:
            continue
        clinicians = sum(entry.is_clinician for entry in on_it.values())
        if clinicians < rules.clinicians:
            found.append(_("The %(text)s needs the signature of a clinician.") % {"text": text})
        if rules.specialty_match and specialty and not any(practises(e, specialty) for e in on_it.values()):
            found.append(
                _("The %(text)s needs the signature of a specialist in %(specialty)s.")
                % {"text": text, "specialty": specialty}
            )
    return found


def practises(entry: Signed, specialty: str) -> bool:
    """Whether a signature is of this specialty: the same words in other capitals are the same specialty."""
    return entries.folded(entry.specialty) == entries.folded(specialty)


def text_name(audience: str) -> str:
    """What people call the text of an audience, such as "patient text"."""
    return str(FACTS[audience].text_name)


def of(signature: Any) -> Signed:
    """The facts of a stored signature, from the payload of its decision rather than from today's profile."""
    facts = json.loads(signature.decision.payload)["facts"]
    return Signed(
        person=str(signature.person.uid),
        audiences=frozenset(facts["audiences"]),
        is_clinician=facts["eligible"]["is_clinician"],
        specialty=facts["specialty"],
    )
