"""A Word file brought into a text: looked at before it is kept, nothing typed is overwritten, nothing lost unsaid."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.document import Document

from articles.models import ArticleVersion, Reference, Variant
from articles.refusals import Refused
from articles.views.writing_bring import word_bytes
from tests.articles.formats.word_files import OTHER, field, made, raised, zotero
from tests.articles.writing_pages import author_of, held, signed_in, words
from tests.factories import make_user, make_version
from tests.nasty import NASTY

pytestmark = pytest.mark.django_db


def build(document: Document) -> None:
    document.add_heading("Ginger tea", 0)
    paragraph = document.add_paragraph("It may soothe")
    field(paragraph, zotero(OTHER), "1")
    paragraph.add_run(" a throat.")
    raised(paragraph, "3")
    document.add_comment(paragraph.runs[0], text="Whose?", author="Ada")


FILE = made(build)
BODY = "## Ginger tea\n\nIt may soothe[@lind2019] a throat.[@ref3]"


def url(version: ArticleVersion, audience: str = "patient") -> str:
    return f"/write/{version.pk}/texts/{audience}/bring-in/"


def sent(version: ArticleVersion, data: bytes = FILE, name: str = "a.docx", audience: str = "patient") -> Any:
    return author_of(version).post(url(version, audience), {"file": SimpleUploadedFile(name, data)})


def as_read(response: Any, **changes: str) -> dict[str, str]:
    form = response.context["form"]
    return {**{name: str(form[name].value()) for name in form.fields}, "keep": "1", **changes}


def body_of(version: ArticleVersion, audience: str = "patient") -> str:
    return Variant.objects.get(version=version, audience=audience).body


def test_file_is_shown_before_anything_is_saved():
    version = make_version()
    before = body_of(version)

    response = sent(version)

    assert (response.status_code, held(response, "body")) == (200, BODY)
    assert "Ada: Whose? A comment was left out." in words(response)
    assert "lind2019 Lind. Iron. 2019. ref3 A placeholder" in words(response)
    assert "no reference has that key" not in words(response)
    assert (body_of(version), Reference.objects.filter(version=version).count()) == (before, 2)


@pytest.mark.parametrize("place", ["end", "instead"])
def test_file_goes_where_its_author_says(place):
    version = make_version()
    before = body_of(version)
    look = sent(version)

    response = author_of(version).post(url(version), as_read(look, place=place))

    assert response.headers["Location"] == f"/write/{version.pk}/texts/patient/"
    assert body_of(version) == (f"{before.rstrip()}\n\n{BODY}" if place == "end" else BODY)
    assert set(Reference.objects.filter(version=version).values_list("key", "is_placeholder")) == {
        ("adeyemi2021", False), ("institute2023", False), ("lind2019", False), ("ref3", True),
    }  # fmt: skip


def test_text_that_is_not_begun_gets_the_title_of_the_file():
    version = make_version()

    author_of(version).post(url(version, "student"), as_read(sent(version, audience="student")))

    row = Variant.objects.get(version=version, audience="student")
    assert (row.title, row.body) == ("Ginger tea", BODY.partition("\n\n")[2])


def test_text_saved_meanwhile_is_not_overwritten_and_what_was_read_stays():
    version = make_version()
    look = sent(version)
    row = Variant.objects.get(version=version, audience="patient")
    Variant.objects.filter(pk=row.pk).update(body="Saved meanwhile.", counter=row.counter + 1)

    response = author_of(version).post(url(version), as_read(look, place="instead", body="Mended."))
    again = author_of(version).post(url(version), as_read(response, place="end"))

    assert (response.status_code, held(response, "body")) == (422, "Mended.")
    assert again.status_code == 302
    assert body_of(version) == "Saved meanwhile.\n\nMended."


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (FILE, "a.pdf", "Choose a file whose name ends in .docx."),
        (b"x" * (5 * 1024 * 1024 + 1), "a.docx", "This file is larger than 5 MB."),
        (b"x", "a.docx", "This is no Word file that can be read."),
        (b"", "a.docx", "This is no Word file that can be read."),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_words(data, name, sentence):
    response = sent(make_version(), data, name)

    assert (response.status_code, sentence in words(response)) == (422, True)


def test_file_that_is_too_large_is_not_even_read():
    upload = SimpleUploadedFile("a.docx", b"x")
    upload.size = 5 * 1024 * 1024 + 1

    with pytest.raises(Refused, match="larger than 5 MB"):
        word_bytes(upload)

    assert upload.tell() == 0


def test_sealed_text_takes_no_file(the_house):
    version = the_house.submitted()

    response = sent(version)

    assert response.status_code == 422
    assert "This text cannot be changed now" in words(response)


def test_stranger_finds_no_page():
    version = make_version()

    assert signed_in(make_user("author")).get(url(version)).status_code == 404


@pytest.mark.parametrize("name", ["works", "lost", "counter", "place", "title", "body"])
def test_whatever_travels_along_can_be_anything(name):
    version = make_version()
    client, form = author_of(version), as_read(sent(version))
    texts = [each.decode("utf-8", "replace") for each in NASTY.values()]
    texts += [
        "{}",
        "[1]",
        '[{"key": 1}]',
        json.dumps([{"key": "a", "csl": [], "raw": "", "is_placeholder": 1}]),
        "1e999",
    ]

    statuses = {client.post(url(version), {**form, "place": "end", name: text}).status_code for text in texts}

    assert statuses <= {302, 422}
