"""Naming the authors of a version, and what each says of themselves."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from articles import entries
from articles.drafting.locking import contribute, drop, keep, writable
from articles.models import Article, ArticleVersion, Authorship, Role, User
from articles.refusals import Refused

# Who may not become an author although nothing here forbids it; `reviews` adds what it knows when it is ready.
OBJECTIONS: list[Callable[[Article, User], Iterable[str]]] = []


def add_author(version: ArticleVersion, *, by: User, user: User) -> Authorship:
    """Name a co-author, who may then write too. Only the lead author does this."""
    with transaction.atomic():
        draft = writable(version, by)
        _refuse_unless_lead(draft.article, by)
        named = Authorship.objects.filter(version=draft)
        row = named.filter(user=user).first()
        if row is not None:
            return row
        if not user.is_active:
            raise Refused(_("This account was closed: its person cannot be named as an author now."))
        against = [sentence for objection in OBJECTIONS for sentence in objection(draft.article, user)]
        if against:
            raise Refused(*against)
        if named.count() >= entries.MAX_AUTHORS:
            raise Refused(_("A text can have at most %(most)d authors.") % {"most": entries.MAX_AUTHORS})
        last = named.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        row = Authorship(version=draft, user=user, name=user.printed_name, position=position)
        keep(row, by)
        contribute(draft.article, by)
    return row


def add_author_at(version: ArticleVersion, *, by: User, email: str) -> Authorship:
    """Name the author whose account has this address; only who may do that learns whether there is one."""
    _refuse_unless_lead(version.article, by)
    user = User.objects.holding(Role.AUTHOR).filter(email__iexact=email).first()
    if user is None:
        raise Refused(_("No author’s account has this address. The editors open accounts for authors."))
    return add_author(version, by=by, user=user)


def remove_author(version: ArticleVersion, *, by: User, user: User) -> None:
    """Take a co-author's name off: the lead author may, and everybody may take off their own.

    Who was named and says no has written nothing, so that alone makes nobody a contributor.
    """
    with transaction.atomic():
        draft = writable(version, by)
        if by.pk != user.pk:
            _refuse_unless_lead(draft.article, by)
        if user.pk == draft.article.lead_author_id:
            raise Refused(_("The lead author stays named as long as they lead the article."))
        row = Authorship.objects.filter(version=draft, user=user).first()
        if row is None:
            return
        drop(row, by)


def save_authorship(
    version: ArticleVersion, *, by: User, credential: str, interests: str, name: str
) -> Authorship:
    """What an author says of themselves. Confirmations need no clearing: they name the text they were given for."""
    values = {
        "credential": entries.line(credential, _("Your credential"), entries.MAX_NAME),
        "interests": entries.prose(interests, _("Your statement of interests"), entries.MAX_PROSE),
        "name": entries.line(name, _("Your name"), entries.MAX_NAME),
    }
    if not values["name"]:
        raise Refused(_("Write your name as it should be printed."))
    with transaction.atomic():
        draft = writable(version, by)
        row = Authorship.objects.filter(version=draft, user=by).first()
        if row is None:
            raise Refused(_("You are not named as an author of this text."))
        changed = [field for field, value in values.items() if getattr(row, field) != value]
        if not changed:
            return row
        for field in changed:
            setattr(row, field, values[field])
        keep(row, by, *changed)
        contribute(draft.article, by)
    return row


def _refuse_unless_lead(article: Article, by: User) -> None:
    if article.lead_author_id != by.pk:
        raise Refused(_("Only the lead author names and removes authors."))
