"""The kinds of readers that a text is told to, and what is fixed about each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    PATIENT = "patient", _("Patient")
    CAREGIVER = "caregiver", _("Caregiver")
    PROFESSIONAL = "professional", _("Health professional")
    STUDENT = "student", _("Student or researcher")


@dataclass(frozen=True)
class AudienceFacts:
    """`grade_budget` is the highest school grade (Flesch-Kincaid) a text may need; None sets no limit."""

    label: str | Promise
    text_name: str | Promise
    tab: str | Promise
    description: str | Promise
    grade_budget: float | None


FACTS: dict[str, AudienceFacts] = {
    Audience.PATIENT.value: AudienceFacts(
        label=Audience.PATIENT.label,
        text_name=_("patient text"),
        tab=_("Patients"),
        description=_("For someone who has the illness or the choice to make, in everyday words."),
        grade_budget=8.0,
    ),
    Audience.CAREGIVER.value: AudienceFacts(
        label=Audience.CAREGIVER.label,
        text_name=_("caregiver text"),
        tab=_("Caregivers"),
        description=_("For someone who looks after a child, a relative or a friend, in everyday words."),
        grade_budget=8.0,
    ),
    Audience.PROFESSIONAL.value: AudienceFacts(
        label=Audience.PROFESSIONAL.label,
        text_name=_("professional text"),
        tab=_("Health professionals"),
        description=_(
            "For clinicians and pharmacists, with doses, absolute numbers and the trials behind them."
        ),
        grade_budget=None,
    ),
    Audience.STUDENT.value: AudienceFacts(
        label=Audience.STUDENT.label,
        text_name=_("text for study and research"),
        tab=_("Study and research"),
        description=_("For students and researchers: how the evidence was made, and where it ends."),
        grade_budget=None,
    ),
}
