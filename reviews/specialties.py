"""Specialties: what the board practises today."""

from articles.models import Role, User
from reviews.models import BoardProfile


def of_the_board() -> list[str]:
    """Each once, in the order of the alphabet. One query."""
    board = User.objects.holding(Role.BOARD)
    rows = BoardProfile.objects.filter(user__in=board).exclude(specialty="")
    return list(rows.values_list("specialty", flat=True).distinct().order_by("specialty"))
