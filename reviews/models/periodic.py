"""Periodic work: when each job ran last, and what came of it."""

from django.db import models


class PeriodicJob(models.Model):
    """One job of `manage.py tick`. `running_until` keeps a second run out while the first is at it."""

    name = models.CharField(max_length=20, unique=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    running_until = models.DateTimeField(null=True)
    milliseconds = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=300, blank=True)
    has_failed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
