"""The app of what is written and read."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles import account_letters, deploying, search_index, signed_in

        account_letters.connect()
        deploying.connect()
        search_index.connect()
        signed_in.connect()
