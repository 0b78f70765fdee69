"""Topics: the list that editors keep, remembered for a minute; which articles are in one is asked each time."""

import time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.signals import post_delete, post_save
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models import Article, Topic, User
from articles.parts import only_editors
from articles.refusals import Refused

SECONDS = 60
LONGEST = 80
_kept: dict[str, tuple[float, tuple[Topic, ...]]] = {}


def every() -> tuple[Topic, ...]:
    """All topics by name, as they were at most a minute ago."""
    now = time.monotonic()
    kept = _kept.get("topics")
    if kept is None or kept[0] <= now:
        kept = _kept["topics"] = (now + SECONDS, tuple(Topic.objects.all()))
    return kept[1]


def at(slug: str) -> Topic | None:
    """The topic of this address, if there is one."""
    return next((topic for topic in every() if topic.slug == slug), None)


def begin(*, by: User, name: str, description: str) -> Topic:
    """A new topic, with an address made of its name. Raises Refused where the name is taken."""
    only_editors(by)
    slug = slugify(name)[:LONGEST].strip("-")
    if not slug:
        raise Refused(_("Write the name with Latin letters or numbers in it: its address is made of them."))
    return _save(Topic(slug=slug), name, description)


def describe(topic: Topic, *, by: User, name: str, description: str) -> Topic:
    """Another name or description. The address stays as it is."""
    only_editors(by)
    return _save(topic, name, description)


def _save(topic: Topic, name: str, description: str) -> Topic:
    topic.name, topic.description = name, description
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as clash:
        raise Refused(_("There is a topic with this name or its address already.")) from clash
    return topic


def put(topic: Topic, *, by: User, chosen: set[int], seen: set[int]) -> None:
    """Put in what was chosen, take out what was seen in it and is chosen no more; what others did meanwhile stays."""
    only_editors(by)
    public = set(Article.objects.filter(pk__in=chosen - seen).exclude(slug=None).values_list("pk", flat=True))
    with transaction.atomic():
        topic.articles.add(*public)
        topic.articles.remove(*(seen - chosen))


def delete(topic: Topic, *, by: User) -> None:
    """Its articles stay where they are."""
    only_editors(by)
    topic.delete()


def forget(**_signal: Any) -> None:
    """Read them anew next time; other processes learn of a change within a minute."""
    _kept.clear()


post_save.connect(forget, sender=Topic, dispatch_uid="articles.topics.saved")
post_delete.connect(forget, sender=Topic, dispatch_uid="articles.topics.deleted")
