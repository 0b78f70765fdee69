"""Makes every public page anew: after style sheets or site facts changed, or pages were lost."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Article, Edition
from reviews import publishing


class Command(BaseCommand):
    help = "Make the public pages of every article anew from its record. What has not changed is not touched."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            with transaction.atomic():
                publishing.show(Article.objects.select_for_update().get(pk=key))
        self.stdout.write(f"{len(keys)} articles looked at, {Edition.objects.count()} pages stand.")
