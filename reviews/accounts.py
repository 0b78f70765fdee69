"""Accounts: inviting somebody, correcting a name or an address, closing an account; parts come from `reviews.house`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from articles import own_account, signed_in
from articles.models import Role, User
from articles.parts import only_editors
from articles.refusals import Refused
from reviews import house, record


@contextmanager
def _as_editor(by: User) -> Iterator[None]:
    """The part is read under the lock of the house, so nobody goes on for a moment after theirs has ended."""
    with transaction.atomic():
        record.lock_house()
        only_editors(by)
        yield


def invite(*, by: User, email: str, printed_name: str, parts: Iterable[str]) -> User:
    """A new account that nobody can sign in to until its person sets a password, with its first parts."""
    with _as_editor(by):
        if User.objects.filter(email__iexact=email).exists():
            raise Refused(_("There is an account with this e-mail address already. Look for it in the list."))
        person = User.objects.create_user(email, printed_name=printed_name)
        for part in parts:
            house.grant(person, part, by=by)
        return person


def first_link(person: User, *, by: User) -> str:
    """The path of the page where an invited person sets a first password; it works once, and is kept nowhere.

    Only for an account that never had a password: otherwise an editor could sign as somebody else.
    """
    with _as_editor(by):
        if not person.is_active:
            raise Refused(_("This account is closed."))
        if person.has_usable_password():
            raise Refused(_("This person has set a password. Nobody else can set another one for them."))
        key = urlsafe_base64_encode(force_bytes(person.pk))
        return reverse("welcome", args=[key, default_token_generator.make_token(person)])


def correct(person: User, *, by: User, email: str, printed_name: str) -> User:
    """A new name or address from now on; what was signed under the old name stays as it was signed."""
    old = person.email
    try:
        with _as_editor(by):
            person.email, person.printed_name = User.objects.normalize_email(email).strip(), printed_name
            person.save(update_fields=["email", "printed_name"])
            if person.email != old:
                own_account.address_was_changed(person, old, template="address_corrected")
    except IntegrityError as clash:
        raise Refused(_("Another account has this e-mail address.")) from clash
    return person


def close(person: User, *, by: User) -> User:
    """End every part and let nobody sign in any more; what the person wrote and signed stands."""
    if person.pk == by.pk:
        raise Refused(_("Nobody closes their own account. Ask another editor."))
    with transaction.atomic():
        # The board first: the articles of which they hold a review are locked before the house is.
        ends_last = Case(When(role=Role.BOARD, then=0), default=1)
        for given in person.grants.filter(ended_at=None).order_by(ends_last, "pk"):
            house.end_grant(given, by=by)
        with _as_editor(by):
            if person.grants.filter(ended_at=None).exists():
                raise Refused(
                    _("%(name)s was given a part at this very moment. Try it again.")
                    % {"name": person.printed_name}
                )
            person.is_active = False
            person.save(update_fields=["is_active"])
            signed_in.end_all(person)
            return person


def open_again(person: User, *, by: User) -> User:
    """Let somebody sign in again; parts have to be given anew."""
    with _as_editor(by):
        person.is_active = True
        person.save(update_fields=["is_active"])
        return person
