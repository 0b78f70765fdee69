"""Makes every public page anew: after style sheets, templates or site facts changed, or pages were lost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from articles import search_index
from articles.models import Article, Edition
from reviews import contributions, made_of, publishing


class Command(BaseCommand):
    help = "Make the public pages of every article anew from its record. What has not changed is not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-changed",
            action="store_true",
            help="do nothing where static files, templates, code and facts of the site are those of the last time",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        mark = made_of.fingerprint()
        if options["if_changed"] and made_of.last() == mark:
            return
        keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            with transaction.atomic():
                publishing.show(Article.objects.select_for_update().get(pk=key), is_thorough=True)
        with transaction.atomic():
            search_index.mend(connection)
        contributions.keep_parts()
        made_of.keep(mark)
        if options["verbosity"]:
            self.stdout.write(f"{len(keys)} articles looked at, {Edition.objects.count()} pages stand.")
