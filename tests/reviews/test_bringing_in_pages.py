"""Bringing a text in: read, looked at, kept; nothing is stored before that, nothing typed is lost."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.formats import frontmatter
from articles.formats.draft import Draft, DraftReference, Text
from articles.models import Article, ArticleVersion
from tests.articles.formats.word_files import made, raised
from tests.articles.writing_pages import held, signed_in, words
from tests.factories import WORK, make_user

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).parents[1] / "articles/formats/captured_page.txt").read_text()
QUESTION = "Does intravenous iron help adults with heart failure and low iron?"
URL = "/write/bring-in/"
FILE = frontmatter.write(
    Draft(
        question="Does ginger help?",
        heading="Ginger",
        written_for="patient",
        ai_used=False,
        texts={"patient": Text("Ginger", "It does not.[@adeyemi2021]")},
        references=(DraftReference("adeyemi2021", dict(WORK)),),
    )
)


@pytest.fixture
def author():
    return signed_in(make_user("author"))


def answers(response, **changes: str) -> dict[str, str]:
    """The questions of a preview, each answered: with its default, else with something."""
    form = response.context["form"]
    wanted = {"ask-writer": "Ada Author", "ask-ai": "none", "ask-publish": "yes"}
    data = {name: wanted.get(name, form[name].value() or "") for name in form.fields}
    return {**data, **changes, "text": response.context["source"]["text"].value()}


def test_page_is_shown_before_anything_is_saved(author):
    response = author.post(URL, {"step": "read", "text": PAGE})

    page = words(response)
    assert response.status_code == 200
    assert "Read as a page copied from elsewhere. Nothing is saved yet." in page
    assert f"Question {QUESTION}" in page
    assert Article.objects.count() == 0


def test_page_lists_each_line_that_is_left_out_and_why(author):
    response = author.post(URL, {"step": "read", "text": PAGE})

    page, left = words(response), response.context["brought"].left_out
    assert len(left) > 5
    assert all(f"Line {line.line_no} {' '.join(line.text.split())} {line.why}" in page for line in left)


def test_page_is_kept_with_its_answers(author):
    look = author.post(URL, {"step": "read", "text": PAGE})

    response = author.post(URL, {"step": "keep", **answers(look)})

    made = ArticleVersion.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/write/{made.pk}/")
    assert (made.question, made.heading) == (QUESTION, "Intravenous Iron in Heart Failure")
    assert made.ai_statement == "The text brought in was written by Ada Author, without AI."
    assert set(made.references.values_list("is_placeholder", flat=True)) == {True}


def test_page_is_shown_again_with_the_answers_given(author):
    look = author.post(URL, {"step": "read", "text": PAGE})

    again = author.post(URL, {"step": "again", **answers(look, **{"ask-reader": "patient"})})

    assert (again.status_code, list(again.context["draft"].texts)) == (200, ["patient"])
    assert held(again, "ask-writer") == "Ada Author"
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ask-publish": "no"}, "A text that you may not publish cannot be brought in."),
        ({"ask-publish": ""}, "Please answer this."),
        ({"ask-publish": "perhaps"}, "Choose one of these answers."),
        ({"ask-writer": " "}, "Please answer this."),
        ({"ask-ai": "yes"}, "Say which AI was used, and what for."),
        ({"question": ""}, "Write the clinical question that the article answers."),
    ],
)
def test_page_with_an_open_answer_is_not_kept_and_nothing_is_lost(author, changes, sentence):
    look = author.post(URL, {"step": "read", "text": PAGE})

    response = author.post(URL, {"step": "keep", **answers(look, specialty="cardiology", **changes)})

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert held(response, "text") == PAGE
    assert held(response, "specialty") == "cardiology"
    assert Article.objects.count() == 0


def test_which_ai_was_used_is_asked_beside_its_field_and_is_not_called_optional(author):
    look = author.post(URL, {"step": "read", "text": PAGE})

    response = author.post(URL, {"step": "keep", **answers(look, **{"ask-ai": "yes"})})

    assert response.context["form"].errors == {"ask-ai_which": ["Say which AI was used, and what for."]}
    assert "If so, which AI, and what for? (optional)" not in words(look)


def test_file_with_front_matter_is_uploaded_looked_at_and_kept(author):
    upload = SimpleUploadedFile("ginger.MD", b"\xef\xbb\xbf" + FILE.encode())
    look = author.post(URL, {"step": "read", "text": "", "file": upload})

    response = author.post(URL, {"step": "keep", **answers(look)})

    made = ArticleVersion.objects.get()
    assert "Read as a file with front matter." in words(look)
    assert (response["Location"], made.question, made.ai_used) == (
        f"/write/{made.pk}/",
        "Does ginger help?",
        "no",
    )
    assert made.variants.get().body == "It does not.[@adeyemi2021]"


def test_file_that_may_not_be_published_is_not_kept(author):
    look = author.post(URL, {"step": "read", "text": FILE})

    response = author.post(URL, {"step": "keep", **answers(look, **{"ask-publish": "no"})})

    assert "A text that you may not publish cannot be brought in." in words(response)
    assert Article.objects.count() == 0


def test_file_with_a_mistake_names_its_line_and_keeps_the_text(author):
    broken = FILE.replace("heading: Ginger", "heading: [Ginger")

    response = author.post(URL, {"step": "read", "text": broken})

    assert (response.status_code, "Line 5: " in words(response)) == (422, True)
    assert held(response, "text") == broken


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"x", "Choose a file whose name ends in .docx, .txt or .md."),
        ("a.txt", b"%PDF\0\1", "This file is no text."),
        ("a.txt", b"one\ntwo \xff", "Line 2 of this file is not written in UTF-8."),
        ("a.txt", b"x" * 1_000_001, "This file is larger than 1 MB."),
        ("a.docx", b"x", "This is no Word file that can be read."),
        ("a.txt", b"", "Paste a text, or choose a file."),
    ],
)
def test_upload_that_is_no_text_of_ours_says_so_and_keeps_what_was_typed(author, name, content, sentence):
    data = {"step": "read", "text": "Typed beside it.", "file": SimpleUploadedFile(name, content)}

    response = author.post(URL, data)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert held(response, "text") in ("Typed beside it.", "")


@pytest.mark.parametrize(
    "text", ["", " \n", "x\u202ey", "# " * 2_000, "\n".join("12" * 300), "---\n", "1\n2\n3\n"]
)
def test_any_text_is_answered_with_a_page(author, text):
    response = author.post(URL, {"step": "read", "text": text})

    assert response.status_code in (200, 422)


def test_text_with_nul_says_so_and_is_kept(author):
    response = author.post(URL, "step=read&text=a%00b", content_type="application/x-www-form-urlencoded")

    assert response.status_code == 422


def test_five_megabytes_are_answered_with_a_sentence_and_kept(author):
    much = "word " * 1_000_000

    response = author.post(URL, {"step": "read", "text": much})

    assert (response.status_code, "This is more than 1 MB of text." in words(response)) == (422, True)
    assert held(response, "text") == much


def test_markup_in_a_page_is_shown_as_text(author):
    response = author.post(URL, {"step": "read", "text": "Is it safe?\n\n<script>alert(1)</script>\n\nYes."})

    assert b"<script>alert" not in response.content


def test_bringing_in_is_for_authors_only(the_house):
    people = [the_house.editor, the_house.reviewers[0], make_user("stranger")]

    answers = [signed_in(who).post(URL, {"step": "read", "text": PAGE}).status_code for who in people]

    assert answers == [404] * 3


def of_word(document):
    document.add_heading("Does ginger help?", 0)
    paragraph = document.add_paragraph("It does not.")
    raised(paragraph, "1")
    document.add_comment(paragraph.runs[0], text="Sure?", author="Ada")
    document.add_heading("References", 1)
    document.add_paragraph("1. Lind 2021.")


def test_word_file_is_looked_at_and_kept_for_the_readers_that_are_named(author):
    upload = SimpleUploadedFile("a.docx", made(of_word))
    look = author.post(URL, {"step": "read", "file": upload})
    data = {**answers(look, **{"ask-written_for": "caregiver"}), "lost": look.context["lost_json"]}

    again = author.post(URL, {"step": "again", **data})
    response = author.post(URL, {"step": "keep", **data})

    made_version = ArticleVersion.objects.get()
    assert "Read as a Word file. Nothing is saved yet." in words(again)
    assert "Ada: Sure? A comment was left out." in words(again)
    assert response.status_code == 302
    assert (made_version.question, made_version.written_for) == ("Does ginger help?", "caregiver")
    assert [(text.audience, text.body) for text in made_version.variants.all()] == [
        ("caregiver", "It does not.[@ref1]")
    ]
    assert made_version.references.get().raw == "Lind 2021."


def test_word_file_too_large_is_refused_before_it_is_read(author):
    upload = SimpleUploadedFile("a.docx", b"PK" + b"x" * 5 * 1024 * 1024)

    response = author.post(URL, {"step": "read", "file": upload})

    assert (response.status_code, "This file is larger than 5 MB." in words(response)) == (422, True)
