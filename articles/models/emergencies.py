"""The board's own table of emergencies, one row for each wording that it ever had."""

from django.db import models

from articles.models.people import User


class EmergencyTable(models.Model):
    """The words by which an emergency is known, as an editor saved them. Append-only: the newest row counts.

    An empty text stands for the table that comes with the application.
    """

    text = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
