"""Addresses of an article's public pages, and the slug that they begin with."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from articles.models import Article, OldAddress

LONGEST = 80


def bare(slug: str, audience: str) -> str:
    return f"/articles/{slug}/{audience}/"


def permalink(slug: str, number: int, audience: str) -> str:
    return f"/articles/{slug}/v{number}/{audience}/"


def record(slug: str) -> str:
    return f"/articles/{slug}/record/"


def policy(number: int) -> str:
    return f"/policy/{number}/"


def person(uid: str) -> str:
    """The public page of somebody; "" for nobody in particular."""
    return f"/people/{uid}/" if uid else ""


def report(slug: str, number: int, audience: str) -> str:
    """Where a reader of this very text says what is wrong with it."""
    return f"/report/?about={slug}&audience={audience}&version={number}"


def ask(slug: str, audience: str) -> str:
    """Where a reader of this text asks what it does not answer."""
    return f"/ask/?about={slug}&audience={audience}"


def give_slug(article: Article, question: str) -> str:
    """The article's slug, made of the question at its first public moment; never one that an article had before."""
    if article.slug:
        return article.slug
    stem = slugify(question)[:LONGEST].strip("-") or f"article-{str(article.uid)[:8]}"
    for count in range(1, 10_000):
        suffix = f"-{count}" if count > 1 else ""
        article.slug = f"{stem[: LONGEST - len(suffix)].rstrip('-')}{suffix}"
        if Article.objects.filter(slug=article.slug).exists():
            continue
        if OldAddress.objects.filter(slug=article.slug).exists():
            continue
        try:
            with transaction.atomic():  # another article may take the same word at the same moment
                article.save(update_fields=["slug"])
            return article.slug
        except IntegrityError:
            continue
    raise RuntimeError("Every address for this question is taken.")
