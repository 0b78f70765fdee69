"""Resting: what became of the version that a new one starts from, for whoever writes or reviews the new one."""

from django.utils.translation import gettext as _

from articles.models import ArticleVersion
from articles.states import State
from reviews import timeline


def told(version: ArticleVersion) -> list[tuple[str, str]]:
    """(title, reason) where the base of `version` fell; empty while it stands. Two queries where it did."""
    return of(version.base) if version.base else []


def of(base: ArticleVersion) -> list[tuple[str, str]]:
    """The same for the next version of `base`."""
    said = {
        State.SUSPENDED: _("Version %(number)d, from which this one starts, is suspended."),
        State.RETRACTED: _("Version %(number)d, from which this one starts, was retracted."),
    }.get(State(base.state))
    if said is None:
        return []
    reason = timeline.published_reasons([base.pk]).get(base.pk, "")
    return [
        (
            said % {"number": base.number},
            _("The reason that readers were given: %(reason)s") % {"reason": reason},
        )
    ]
