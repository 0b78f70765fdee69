"""Readdressing: another address for an article, with every old one leading to it for ever."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.models import Article, OldAddress, User
from articles.parts import only_editors
from articles.refusals import Refused
from reviews import publishing, record

LONGEST = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def change(article: Article, slug: str, *, by: User) -> Article:
    """Give the article another address; its pages, passages and lists follow in the same transaction."""
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST:
        raise Refused(_(
            "An address is made of small letters a to z, numbers and single hyphens between them, at most %(most)d."
        ) % {"most": LONGEST})  # fmt: skip
    try:
        with transaction.atomic():
            locked = Article.objects.select_for_update().get(pk=article.pk)
            record.lock_house()
            only_editors(by)
            return _change(locked, slug, by)
    except IntegrityError as clash:  # two editors at the same moment
        raise Refused(_taken()) from clash


def _change(article: Article, slug: str, by: User) -> Article:
    old = article.slug
    if not old:
        raise Refused(_("This article has no address yet: it gets one when readers can first see it."))
    if old == slug:
        raise Refused(_("This is its address already."))
    if Article.objects.filter(slug=slug).exists():
        raise Refused(_taken())
    OldAddress.objects.create(slug=old, article=article, by=by, at=record.now())
    article.slug = slug
    article._history_user = by
    article.save(update_fields=["slug"])
    # Looked for last: an address that somebody left at this very moment is old by now.
    if OldAddress.objects.filter(slug=slug).exists():
        raise Refused(
            _(
                "An article had this address before. Old addresses are never given again, nor back: browsers remember where they lead."
            )
        )
    publishing.show(article)
    return article


def _taken() -> str:
    return _("Another article has this address.")
