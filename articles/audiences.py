"""The audiences: who a text is written for."""

import dataclasses

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    PATIENT = "patient", _("Patient")
    CAREGIVER = "caregiver", _("Caregiver")
    PROFESSIONAL = "professional", _("Health professional")
    STUDENT = "student", _("Student or researcher")


@dataclasses.dataclass(frozen=True)
class AudienceFacts:
    """What the product says of an audience; `grade_budget` is a school grade, None where there is no budget."""

    label: str | Promise
    tab: str | Promise
    text_name: str | Promise
    description: str | Promise
    grade_budget: float | None


FACTS: dict[str, AudienceFacts] = {
    "patient": AudienceFacts(
        _("Patient"), _("Patients"), _("patient text"), _("I want to understand my own health."), 8.0
    ),
    "caregiver": AudienceFacts(
        _("Caregiver"), _("Caregivers"), _("caregiver text"), _("I look after someone."), 8.0
    ),
    "professional": AudienceFacts(
        _("Health professional"),
        _("Health professionals"),
        _("professional text"),
        _("I treat or advise people as my work."),
        None,
    ),
    "student": AudienceFacts(
        _("Student or researcher"),
        _("Study and research"),
        _("text for study and research"),
        _("I am learning, teaching or looking things up."),
        None,
    ),
}
