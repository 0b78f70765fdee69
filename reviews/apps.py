"""The app of how a text comes to be approved."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles.drafting import authors
        from articles.forms import specialties as field
        from reviews import (
            contributions,
            notifications,
            post_templates,
            reader_reports,
            specialties,
            triggers,
        )
        from reviews.guards import signed_for_it

        triggers.connect()
        notifications.connect()
        post_templates.connect()
        reader_reports.connect()
        contributions.connect()
        if signed_for_it not in authors.OBJECTIONS:
            authors.OBJECTIONS.append(signed_for_it)
        if specialties.of_the_board not in field.SUGGESTIONS:
            field.SUGGESTIONS.append(specialties.of_the_board)
