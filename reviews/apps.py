"""The app of how a text comes to be approved."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles.drafting import authors
        from reviews import notifications, post_templates, triggers
        from reviews.guards import signed_for_it

        triggers.connect()
        notifications.connect()
        post_templates.connect()
        if signed_for_it not in authors.OBJECTIONS:
            authors.OBJECTIONS.append(signed_for_it)
