"""What a person keeps for themselves at the desk."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A way of looking at the library that an editor named. `query` is read anew whenever it is used."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="a_view_is_named_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """Days, both included, on which a board member does not review. It warns and holds reminders back; it forbids nothing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="an_absence_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.from_on} to {self.until_on}"
