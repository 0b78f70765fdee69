"""What became of a review that somebody held: for that person alone, and for whoever else there is nothing."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from articles.models import Role, User
from articles.states import WRITABLE
from reviews import access
from reviews.models import Assignment, Decision

Ended = Assignment.Ended
CLOSED_BY = {
    "withdraw": gettext_lazy("Its author took this text back on %(day)s. Your review ended with that."),
    "decline": gettext_lazy("An editor did not accept this text on %(day)s. Your review ended with that."),
    "approve": gettext_lazy("This text was approved on %(day)s. Your review ended with that."),
}
PUT_AWAY = gettext_lazy("Its author put this text away on %(day)s. Your review ended with that.")
ENDED = {
    Ended.HANDED_BACK: gettext_lazy("You handed this review back on %(day)s."),
    Ended.LAPSED: gettext_lazy("This review was held for you until it lapsed on %(day)s."),
    Ended.RECUSED: gettext_lazy("You stood aside from this article on %(day)s, because of an interest."),
    Ended.ROUND_CLOSED: gettext_lazy("The round that you reviewed in ended on %(day)s."),
}


def told_to(user: User, version: int) -> str:
    """How this person's review of a version (its key) ended; "" for who holds it, never held it, or may no longer know."""
    if not user.holds(Role.BOARD) or not hasattr(user, "board_profile"):
        return ""
    held = Assignment.objects.filter(version__in=access.apart_from(user).filter(pk=version), reviewer=user)
    last = held.order_by("-pk").first()
    if last is None or last.ended_at is None:
        return ""
    words = ENDED[Ended(last.ended_why)]
    if last.ended_why == Ended.ROUND_CLOSED:
        by = Decision.objects.filter(version=version, move__in=CLOSED_BY, at=last.ended_at).first()
        words = CLOSED_BY[by.move] if by else words
        if by and by.move == "withdraw" and by.from_state in WRITABLE:
            words = PUT_AWAY
    return str(words % {"day": date_format(last.ended_at, "j F Y")})
