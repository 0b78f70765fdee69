"""Words in the record: authors confirm theirs; what must go is erased."""

from django.utils.translation import gettext as _

from articles import manuscripts
from articles.drafting.locking import keep
from articles.models import Article, ArticleVersion, Authorship, Role, User
from articles.refusals import Refused, Stale
from reviews import publishing, record
from reviews.entering import allow, check_password, locked, sealed_reasons
from reviews.models import Decision
from reviews.reviewing.noting import note


def confirm_authorship(version: ArticleVersion, *, by: User, digest: str) -> Authorship:
    """A named author stands behind the text of this digest: the one they were shown."""
    with locked(version, by) as case:
        allow("confirm_authorship", case)
        if manuscripts.draft_digest(case.version) != digest:
            raise Stale(_("The text changed since you opened this page. Read it once more, then confirm."))
        authorship = case.version.authorships.get(user=by)
        if authorship.confirmed_digest != digest:
            authorship.confirmed_digest = digest
            keep(authorship, by, "confirmed_digest")
            note(case, "confirm_authorship", role="author", facts={"text": digest})
        return authorship


def erase(
    article: Article,
    *,
    digest: str,
    by: User,
    password: str,
    second: User,
    second_password: str,
    for_editors: str,
) -> Decision:
    """An editor and a second person of the house, neither of whom wrote for the article, take sealed words out, wherever they stand; their hash stays."""
    check_password(by, password)
    check_password(second, second_password)
    if second.pk == by.pk or not second.roles() & {Role.EDITOR, Role.BOARD}:
        raise Refused(
            _("A second person, an editor or board member, has to agree with a password of their own.")
        )
    # The one that somebody may be reviewing at this time, where there is one.
    version = article.versions.open().first() or article.versions.order_by("-number").first()
    with locked(version, by, for_editors=for_editors, second=second) as case:
        allow("erase", case)
        sealed = record.named_in(case.article, digest)
        if sealed is None or sealed.body is None:
            raise Refused(_("No such words stand in the record of this article."))
        record.erase_body(sealed)
        facts = {"erased": digest, "second": str(second.uid), "second_name": second.printed_name}
        decision = note(case, "erase", role="editor", digests=sealed_reasons(case), facts=facts)
        publishing.show(case.article)
        return decision
