"""Parts: what is asked of whoever does what only somebody with a part of the house may do."""

from django.utils.translation import gettext as _

from articles.models import Role, User
from articles.refusals import Refused


def only_editors(by: User) -> None:
    """Raises Refused for everybody else."""
    if not by.holds(Role.EDITOR):
        raise Refused(_("Only an editor can do this."))
