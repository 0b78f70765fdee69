"""Addresses of the writing pages of one version."""

from django.urls import path

from articles.views import (
    writing,
    writing_authors,
    writing_bring,
    writing_cite,
    writing_earlier,
    writing_export,
    writing_rich,
    writing_texts,
    writing_works,
)

urlpatterns = [
    path("write/<int:pk>/", writing.write_version, name="write_version"),
    path("write/<int:pk>/export.md", writing_export.write_export, name="write_export"),
    path("write/<int:pk>/texts/<slug:audience>/", writing_texts.write_text, name="write_text"),
    path("write/<int:pk>/preview/<slug:audience>/", writing_texts.write_preview, name="write_preview"),
    path(
        "write/<int:pk>/texts/<slug:audience>/remove/",
        writing_texts.write_text_remove,
        name="write_text_remove",
    ),
    path(
        "write/<int:pk>/texts/<slug:audience>/earlier/",
        writing_earlier.write_text_earlier,
        name="write_text_earlier",
    ),
    path(
        "write/<int:pk>/texts/<slug:audience>/earlier/<int:save>/",
        writing_earlier.write_text_back,
        name="write_text_back",
    ),
    path(
        "write/<int:pk>/texts/<slug:audience>/bring-in/",
        writing_bring.write_text_bring,
        name="write_text_bring",
    ),
    path("write/<int:pk>/paste-html/", writing_rich.write_paste_html, name="write_paste_html"),
    path("write/<int:pk>/cite/", writing_cite.write_cite, name="write_cite"),
    path("write/<int:pk>/references/", writing_works.write_references, name="write_references"),
    # Beside the list and not below it: there, every word can be a key.
    path("write/<int:pk>/new-reference/", writing_works.write_reference_new, name="write_reference_new"),
    path(
        "write/<int:pk>/paste-references/",
        writing_works.write_references_paste,
        name="write_references_paste",
    ),
    path("write/<int:pk>/references/<str:key>/", writing_works.write_reference, name="write_reference"),
    path(
        "write/<int:pk>/references/<str:key>/remove/",
        writing_works.write_reference_remove,
        name="write_reference_remove",
    ),
    path("write/<int:pk>/authors/", writing_authors.write_authors, name="write_authors"),
    path("write/<int:pk>/authors/add/", writing_authors.write_author_add, name="write_author_add"),
    path(
        "write/<int:pk>/authors/<uuid:uid>/remove/",
        writing_authors.write_author_remove,
        name="write_author_remove",
    ),
]
