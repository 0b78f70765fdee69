"""Republishing: pages follow a change of what they are made of, and cost nothing where nothing changed."""

from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Edition, SiteFacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(the_house, settings, tmp_path) -> Path:
    """An article with its pages, published with the static files named in the manifest that is returned."""
    settings.STATIC_ROOT, settings.VAR_DIR = tmp_path / "static", tmp_path / "var"
    settings.STATIC_ROOT.mkdir()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    manifest.write_text("{}")
    the_house.approved()
    call_command("republish", "--if-changed", verbosity=0)
    return manifest


def lose_the_pages() -> None:
    Edition.objects.all().delete()


def test_pages_are_left_alone_where_nothing_changed(published, capsys):
    lose_the_pages()

    call_command("republish", "--if-changed")

    assert (Edition.objects.count(), capsys.readouterr().out) == (0, "")


def test_pages_are_made_anew_once_static_files_changed(published, capsys):
    lose_the_pages()
    published.write_text('{"paths": {"look.css": "look.123.css"}}')
    capsys.readouterr()

    call_command("republish", "--if-changed")
    call_command("republish", "--if-changed")

    assert capsys.readouterr().out == f"1 articles looked at, {Edition.objects.count()} pages stand.\n"
    assert Edition.objects.exists()


def test_pages_are_made_anew_once_a_template_changed(published, settings, tmp_path):
    (tmp_path / "templates").mkdir()
    settings.BASE_DIR = tmp_path
    call_command("republish", "--if-changed", verbosity=0)
    lose_the_pages()
    (tmp_path / "templates" / "page.html").write_text("Another look")

    call_command("republish", "--if-changed", verbosity=0)

    assert Edition.objects.exists()


def test_pages_are_made_anew_once_the_facts_of_the_site_changed(published):
    SiteFacts(pk=1, emergency_number="112").save()
    lose_the_pages()

    call_command("republish", "--if-changed", verbosity=0)

    assert Edition.objects.exists()


def test_republishing_without_a_condition_always_works(published):
    lose_the_pages()

    call_command("republish", verbosity=0)

    assert Edition.objects.exists()
