"""The whole walk through HTTP: a captured page comes in, is cited, retold, sent back once, signed, published, read."""

import json

import pytest
from django.core.management import call_command

from articles.models import ArticleVersion, Edition
from reviews import house
from reviews.models import Decision
from reviews.rules import default_rules
from tests.factories import PASSWORD, make_user
from tests.visitor import Visitor

PAGE = """\
All articles are reviewed by our Medical Advisory Board
Pending human review
Submitted
Under Review
Approved
Last updated: March 3, 2026View editorial policy
Can iron tablets be taken every other day?
Oral Iron on Alternate Days
Iron tablets are the usual treatment of iron deficiency. Taking them every other day may work as well as taking them every day.1
What the Studies Measured
Absorption was higher with alternate-day doses in women whose iron stores were low.1 A later trial looked at symptoms.2
Options to Weigh
• Daily tablets
  ◦ Familiar and simple 2
  ◦ More stomach trouble in some people
• Tablets every other day
Steps for the Visit
1. Check the blood count.

2. Check ferritin again after some weeks.2
Professional Medical Disclaimer
This page is for information only.
"""

PATIENT = """\
::: bottom-line
Taking an iron tablet every other day may work as well as every day.[@ref1]
:::

Some people have less stomach trouble that way.[@ref2]

::: help
Ask a pharmacist before you change how you take your tablets.
:::
"""


@pytest.fixture
def people(db):
    """An editor, an author and three of the board, by the verbs that would make them."""
    editor, author, ada, ben, cleo = (
        make_user("stranger", name=name, email=f"{name.split()[0].lower()}@example.org")
        for name in ("Edda Holm", "Aris Wenn", "Ada Roth", "Ben Ito", "Cleo Marsh")
    )
    house.first_editor(editor)
    house.grant(author, "author", by=editor)
    for person, specialty in ((ada, "Haematology"), (ben, "General practice"), (cleo, "Haematology")):
        house.grant(person, "board", by=editor)
        house.check_licence(person, by=editor, credential="MD", specialty=specialty)
    house.set_policy(default_rules(), by=editor, password=PASSWORD)
    return {"editor": editor, "author": author, "ada": ada, "ben": ben, "cleo": cleo}


@pytest.fixture
def walk(people):
    return Walk({name: Visitor().sign_in(person.email, PASSWORD) for name, person in people.items()})


class Walk:
    """The steps of the walk; each acts as its person and asserts what that person must see."""

    def __init__(self, visitors):
        self.visitors = visitors
        self.pk = 0

    @property
    def version(self):
        return ArticleVersion.objects.get(pk=self.pk)

    def bring_the_page_in(self):
        author = self.visitors["author"].open("/write/bring-in/")
        author.submit(having="text", text=PAGE)
        assert "Left out" in author.text
        assert "All articles are reviewed by our Medical Advisory Board" in author.text
        assert ArticleVersion.objects.count() == 0, "nothing is saved before the preview was agreed to"
        author.submit(
            having="ask-publish", specialty="Haematology",
            **{"ask-reader": "professional", "ask-writer": "Aris Wenn", "ask-ai": "none", "ask-publish": "yes"},
        )  # fmt: skip
        self.pk = ArticleVersion.objects.get().pk
        body = self.version.variants.get().body
        assert body.count("[@ref1]") == 2
        assert body.count("[@ref2]") == 3

    def complete_the_works(self):
        author = self.visitors["author"]
        for key, title, year, name in (
            ("ref1", "Iron absorption on alternate days", "2017", "Stone, Nora"),
            ("ref2", "Symptoms with daily and alternate-day iron", "2023", "Bell, Omar"),
        ):
            author.open(f"/write/{self.pk}/references/{key}/")
            author.submit(
                having="title", button="Save", title=title, author=name, issued=year,
                **{"container-title": "Journal of Made-up Trials", "volume": "4", "page": "11-19"},
            )  # fmt: skip
            assert author.status == 200, author.text
            form, _button = author.open(f"/write/{self.pk}/references/{key}/").form(having="is_placeholder")
            if form.values.get("is_placeholder"):
                author.submit(having="is_placeholder", button="Save", is_placeholder=[])
        assert not self.version.references.filter(is_placeholder=True).exists()

    def tell_the_facts(self):
        author = self.visitors["author"].open(f"/write/{self.pk}/")
        author.submit(
            having="funding", heading="Iron tablets on alternate days", countries="Norway\nKenya",
            searched_to="2026-02-01", funding="None.", ai_used="no",
        )  # fmt: skip
        author.open(f"/write/{self.pk}/authors/")
        author.submit(having="interests", name="Aris Wenn", credential="MD", interests="None.")

    def retell_for_patients(self):
        author = self.visitors["author"].open(f"/write/{self.pk}/texts/patient/")
        author.submit(having="body", button="Preview", title="Iron tablets", body=PATIENT)
        assert "may work as well" in author.text
        assert not self.version.variants.filter(audience="patient").exists(), "a preview saves nothing"
        author.submit(having="body", button="Save", title="Iron tablets", body=PATIENT)
        assert self.version.variants.filter(audience="patient").exists()

    def hand_in(self):
        author = self.visitors["author"].open(f"/write/{self.pk}/hand-in/")
        assert "Something is missing still" in author.text, "an unconfirmed text is not taken"
        author.open(f"/write/{self.pk}/hand-in/").submit(having="digest")
        author.open(f"/write/{self.pk}/hand-in/").submit(button="Submit")
        assert author.status == 200, author.text

    def ada_takes_it(self):
        ada = self.visitors["ada"].open("/desk/queue/")
        assert "Can iron tablets be taken every other day?" in ada.text
        ada.open(f"/desk/versions/{self.pk}/review/")
        assert ada.status == 404, "the text is closed before she declared"
        ada.open(f"/desk/versions/{self.pk}/cover/").submit(button="Take")
        ada.open(f"/desk/versions/{self.pk}/cover/").submit(having="kind", kind="none")
        assert self.version.state == "under_review"

    def ben_is_asked_and_has_an_interest(self, people):
        editor = self.visitors["editor"].open(f"/desk/versions/{self.pk}/assign/")
        editor.submit(having="reviewer", reviewer=str(people["ben"].uid))
        ben = self.visitors["ben"].open(f"/desk/versions/{self.pk}/cover/")
        ben.submit(having="kind", kind="interest", text="A tablet maker paid for one talk of mine.")
        assert ben.open(f"/desk/versions/{self.pk}/review/").status == 404
        editor.open(f"/desk/versions/{self.pk}/interests/{people['ben'].uid}/")
        editor.submit(having="ruling", ruling="not_relevant", reason="Another medicine, years ago.")
        assert ben.open(f"/desk/versions/{self.pk}/review/").status == 200

    def answer_the_checklist(self, name, **more):
        reviewer = self.visitors[name].open(f"/desk/versions/{self.pk}/review/")
        form, _button = reviewer.form(having="answer-accuracy")
        answers = {field: "yes" for field in form.names if field.startswith("answer-")}
        return reviewer.submit(
            having="answer-accuracy", button="Save", **answers, audiences=["patient", "professional"],
            ai_used="no", **more,
        )  # fmt: skip

    def ada_asks_for_changes(self):
        ada = self.visitors["ada"].open(f"/desk/versions/{self.pk}/review/")
        form, _button = ada.form(having="on")
        ada.submit(
            having="on", button="Add comment", on=form.choices["on"][1], kind="must",
            body="Say for whom: the women had low stores.",
        )  # fmt: skip
        self.answer_the_checklist("ada", reason="One point, then I can sign.")
        ada.submit(having="end", button="Finish", end="sign", password=PASSWORD)
        assert "Must change" in ada.text
        assert not Decision.objects.filter(move="sign").exists()
        ada.submit(having="end", button="Finish", end="ask_for_changes")

    def sign(self, name):
        self.answer_the_checklist(name)
        reviewer = self.visitors[name]
        reviewer.submit(having="end", button="Finish", end="sign", password="not the password")
        assert "That is not your password" in reviewer.text
        assert "not the password" not in reviewer.html
        reviewer.submit(having="end", button="Finish", end="sign", password=PASSWORD)

    def author_answers_and_mends(self):
        author = self.visitors["author"].open(f"/write/{self.pk}/points/")
        assert "Say for whom: the women had low stores." in author.text
        form, _button = author.form(button="Keep the answers")
        kinds = {field: "changed" for field in form.names if field.endswith("-kind")}
        author.submit(button="Keep the answers", **kinds)
        author.open(f"/write/{self.pk}/texts/patient/")
        author.submit(
            having="body", button="Save",
            body=PATIENT.replace("may work as well", "may work as well in women with low iron stores"),
        )  # fmt: skip

    def ada_compares(self):
        ada = self.visitors["ada"].open(f"/desk/versions/{self.pk}/compare/")
        assert "in women with low iron stores" in ada.text


def test_walk_from_a_captured_page_to_two_readers(walk, people, capsys):
    walk.bring_the_page_in()
    walk.complete_the_works()
    walk.tell_the_facts()
    walk.retell_for_patients()
    walk.hand_in()
    assert walk.version.state == "submitted"

    walk.ada_takes_it()
    walk.ben_is_asked_and_has_an_interest(people)
    walk.ada_asks_for_changes()
    assert walk.version.state == "under_review", "Ben is still at work"
    walk.sign("ben")
    assert walk.version.state == "changes_requested"
    walk.author_answers_and_mends()
    walk.hand_in()
    assert walk.version.state == "under_review", "both reviewers hold it still"
    walk.ada_compares()
    walk.sign("ada")
    assert walk.version.state == "under_review"
    assert not Edition.objects.exists(), "nobody's pending text is public in a new installation"
    walk.sign("ben")
    assert walk.version.state == "approved"

    slug = walk.version.article.slug
    reader = Visitor()
    reader.open(f"/articles/{slug}/patient/")
    assert "in women with low iron stores" in reader.text
    for words in ("Ada Roth", "Ben Ito", "Aris Wenn", "Approved"):
        assert words in reader.text
    reader.open(f"/articles/{slug}/professional/")
    assert "Absorption was higher with alternate-day doses" in reader.text
    assert "Haematology" in reader.open(f"/articles/{slug}/record/").text
    assert "Can iron tablets be taken every other day?" in reader.open("/").text
    assert reader.client.cookies == {}

    call_command("verify", "--json")
    assert json.loads(capsys.readouterr().out)["problems"] == []


def test_form_of_an_earlier_round_signs_nothing(walk, people):
    """A page left open over a round of changes holds another text: pressing Sign there must not sign the new one."""
    walk.bring_the_page_in()
    walk.complete_the_works()
    walk.tell_the_facts()
    walk.retell_for_patients()
    walk.hand_in()
    walk.ada_takes_it()
    old = walk.visitors["ada"].open(f"/desk/versions/{walk.pk}/review/").html
    walk.visitors["editor"].open(f"/desk/versions/{walk.pk}/request_changes/").submit(
        to_author="Say for whom."
    )
    walk.visitors["author"].open(f"/write/{walk.pk}/texts/patient/").submit(
        having="body", button="Save", body=PATIENT.replace("as every day", "as every day in women")
    )
    walk.hand_in()
    assert walk.version.state == "under_review"

    ada = walk.visitors["ada"]
    ada.path, ada.html = f"/desk/versions/{walk.pk}/review/", old
    form, _button = ada.form(having="answer-accuracy")
    answers = {field: "yes" for field in form.names if field.startswith("answer-")}
    ada.submit(
        having="end", button="Finish", end="sign", password=PASSWORD, ai_used="no",
        audiences=["patient", "professional"], **answers,
    )  # fmt: skip

    assert not Decision.objects.filter(move="sign").exists()
    assert "The text was submitted anew since you opened this page" in ada.text
    assert "as every day in women" in ada.open(f"/desk/versions/{walk.pk}/review/patient/").text
