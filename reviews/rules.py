"""The rules of an editorial policy: what its row says, as one checked dataclass."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.audiences import Audience


@dataclasses.dataclass(frozen=True)
class Rules:
    """Every rule a board can set. Lengths are in the unit that the name ends in."""

    approvals: int = 2
    clinicians: int = 1
    specialty_match: bool = True
    lease_days: int = 14
    due_days: int = 14
    disclosure_months: int = 12
    review_months: int = 36
    grace_days: int = 90
    editorial_steps: int = 5
    pending_public: tuple[str, ...] = ()
    checklist: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Rules":
        """Rules from parsed JSON. An unknown name is an error: a rule nobody reads would be a false promise."""
        values = dict(data)
        values["pending_public"] = tuple(values.get("pending_public", ()))
        values["checklist"] = tuple((item, text) for item, text in values.get("checklist", ()))
        rules = cls(**values)
        problems = rules.problems()
        if problems:
            raise ValueError(" ".join(problems))
        return rules

    def to_text(self) -> str:
        """Canonical JSON."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def problems(self) -> list[str]:
        """Why these rules cannot stand, as sentences."""
        found = []
        if self.approvals < 1:
            found.append(str(_("At least one approval is needed.")))
        if not 0 <= self.clinicians <= self.approvals:
            found.append(str(_("No more clinicians can be needed than approvals.")))
        lengths = (self.lease_days, self.due_days, self.disclosure_months, self.review_months)
        if min(lengths) < 1 or self.grace_days < 0 or self.editorial_steps < 0:
            found.append(str(_("Lengths of time are at least one.")))
        if set(self.pending_public) - set(Audience.values):
            found.append(str(_("Pending text can be public for known audiences only.")))
        return found


CHECKLIST = (
    ("accuracy", _("Accuracy: Are the bottom line, the recommendations and the safety advice correct for the people this article is about?")),
    ("numbers", _("Numbers: In the side-by-side list, are every dose, unit, frequency, limit and percentage right, and the same for every reader?")),
    ("sources", _("Sources: For the statements you checked, does the cited work say this, about this kind of patient?")),
    ("strength", _("Strength: Does the wording of each recommendation match its evidence, and is disagreement with a major guideline stated?")),
    ("balance", _("Balance: Are benefits, harms and the alternatives, including doing nothing, given fairly, with absolute numbers where they exist?")),
    ("safety", _("Safety: Are warning signs, who must not follow this advice, and when to get help present and easy to see?")),
    ("fit", _("Fit: Would someone reading only the patient or caregiver text get the same message and know what to do next?")),
    ("currency", _("Currency: Is it up to date: you know of no newer trial, guideline, safety warning or retraction that would change it?")),
    ("conflicts", _("Conflicts: Is the text free of promotion, and is your own declaration of {date} still complete?")),
)  # fmt: skip


def default_rules(**changes: Any) -> Rules:
    """The policy of a new installation: nobody's pending text is public."""
    return Rules(checklist=tuple((item, str(text)) for item, text in CHECKLIST), **changes)
