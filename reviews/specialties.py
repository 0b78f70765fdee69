"""Specialties: what the board practises today, and under which of them an article came before it."""

from django.utils.translation import gettext as _

from articles.models import Role, User
from reviews.models import BoardProfile, Round


def of_the_board() -> list[str]:
    """Each once, in the order of the alphabet. One query."""
    board = User.objects.holding(Role.BOARD)
    rows = BoardProfile.objects.filter(user__in=board).exclude(specialty="")
    return list(rows.values_list("specialty", flat=True).distinct().order_by("specialty"))


def changed_since(round_: Round) -> list[str]:
    """That the article was before the board under another specialty, whose signature is not asked for now. One query.

    Its author names the specialty, so whoever reviews and decides is told of a change.
    """
    article = round_.version.article_id
    earlier = Round.objects.filter(version__article=article, pk__lt=round_.pk).exclude(specialty="")
    other = earlier.exclude(specialty=round_.specialty).select_related("version").order_by("-pk").first()
    if other is None:
        return []
    words = {
        "old": other.specialty, "new": round_.specialty, "version": other.version.number, "round": other.number,
    }  # fmt: skip
    if round_.specialty:
        said = _(
            "In round %(round)d of version %(version)d this article came under “%(old)s”; now it comes under “%(new)s”, so no specialist in %(old)s has to sign."
        )
    else:
        said = _(
            "In round %(round)d of version %(version)d this article came under “%(old)s”; now it comes under no specialty, so no specialist has to sign."
        )
    return [said % words]
