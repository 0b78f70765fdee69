"""Every page of the walk in the demonstration's house: who opens it, at which address, and what is pressed there."""

import dataclasses
from collections.abc import Iterator

from articles.models import ArticleVersion, Question, Report, Topic
from netreview.demo import telling
from netreview.demo.stage import Stage
from reviews import reviewing, workflow
from reviews.models import Signature
from tests.factories import PASSWORD, make_user

CAPTURED = """Oral Iron on Alternate Days
Can iron tablets be taken every other day?
Last updated: March 3, 2026
Iron tablets are the usual treatment. Every other day may work as well.1
Options to Weigh
• Daily tablets
  ◦ Familiar and simple 2
• Tablets every other day
"""

# Name, who, address, and the button that is pressed in a form that nobody filled in. `{keyhole}` and its like are the
# keys of versions, `{keyhole.slug}` the names of their articles in addresses.
TABLE = """
home                  | -         | /
choose                | -         | /choose/
read-patient          | -         | /articles/{cart.slug}/patient/
read-professional     | -         | /articles/{cart.slug}/professional/
read-pending          | -         | /articles/{keyhole.slug}/professional/
read-absent           | -         | /articles/{keyhole.slug}/patient/
read-retracted        | -         | /articles/{txa.slug}/patient/
read-suspended        | -         | /articles/{mmr.slug}/caregiver/
read-version          | -         | /articles/{txa.slug}/v1/professional/
record                | -         | /articles/{cart.slug}/record/
record-retracted      | -         | /articles/{txa.slug}/record/
policy                | -         | /policy/
report                | -         | /report/?about={aspirin.slug}&audience=patient&version=1
report-general        | -         | /report/?about=no-such-article
report-refused        | -         | /report/ | Send the report
report-emergency      | -         | /report/ | Send the report | what=My father has crushing chest pain now
ask                   | -         | /ask/?about={aspirin.slug}&audience=patient
ask-refused           | -         | /ask/ | Send the question
ask-emergency         | -         | /ask/ | Send the question | question=My father has crushing chest pain now
asked                 | -         | /ask/ | Send the question | question=Is tea safe? I am jo@example.org
person-author         | -         | /people/{okonjo}/
person-reviewer       | -         | /people/{castellane}/
person-editor         | -         | /people/{ashdown}/
topics                | -         | /topics/
topic                 | -         | /topics/heart-and-blood/
search-topic          | -         | /search/?q=aspirin&topic=heart-and-blood
search-nothing        | -         | /search/?q=zebrafish
sign-in               | -         | /sign-in/
sign-in-refused       | -         | /sign-in/ | Sign in
forgotten             | -         | /forgotten/
forgotten-refused     | -         | /forgotten/ | Send the link
forgotten-sent        | -         | /forgotten/sent/
reset-dead            | -         | /reset/A/none/
me                    | brandvik  | /desk/me/
me-password           | brandvik  | /desk/me/password/
me-password-refused   | brandvik  | /desk/me/password/ | Change the password
me-address            | brandvik  | /desk/me/address/
me-address-refused    | brandvik  | /desk/me/address/ | Send the link
me-address-dead       | brandvik  | /desk/me/address/none/
not-found             | -         | /articles/no-such-article/
write                 | brandvik  | /write/
write-refused         | brandvik  | /write/ | Begin
bring-in              | brandvik  | /write/bring-in/
bring-in-refused      | brandvik  | /write/bring-in/ | Look at it first
bring-in-preview      | brandvik  | /write/bring-in/ | Look at it first | text={captured}
version-draft         | brandvik  | /write/{peanut}/
version-draft-refused | brandvik  | /write/{peanut}/ | Save the facts | searched_to=yesterday
text                  | brandvik  | /write/{peanut}/texts/caregiver/
text-new              | brandvik  | /write/{peanut}/texts/patient/
text-earlier          | brandvik  | /write/{peanut}/texts/caregiver/earlier/
text-earlier-none     | brandvik  | /write/{peanut}/texts/student/earlier/
text-refused          | brandvik  | /write/{peanut}/texts/patient/ | Save
references            | brandvik  | /write/{peanut}/references/
reference             | brandvik  | /write/{peanut}/references/{key}/
reference-new         | brandvik  | /write/{peanut}/new-reference/
reference-refused     | brandvik  | /write/{peanut}/new-reference/ | Save
references-paste      | brandvik  | /write/{peanut}/paste-references/
authors               | brandvik  | /write/{peanut}/authors/
authors-refused       | brandvik  | /write/{peanut}/authors/ | Name them | email=nobody@example.org
hand-in-missing       | brandvik  | /write/{peanut}/hand-in/
hand-in-refused       | brandvik  | /desk/versions/{peanut}/submit/
reports-author        | brandvik  | /write/articles/{aspirin.uid}/reports/
report-author         | brandvik  | /desk/reports/{report}/
questions-author      | brandvik  | /desk/questions/
question-author       | brandvik  | /desk/questions/{question}/
question-begin        | brandvik  | /desk/questions/{question}/begin/
question-refused      | brandvik  | /desk/questions/{question}/begin/ | Begin
next-version          | brandvik  | /write/articles/{aspirin.uid}/next/
next-version-refused  | brandvik  | /write/articles/{aspirin.uid}/next/ | Begin the next version
version-sent-back     | okonjo    | /write/{valproate}/
points                | okonjo    | /write/{valproate}/points/
points-refused        | okonjo    | /write/{valproate}/points/ | Keep the answers | kind=not_changed
letter                | okonjo    | /write/{valproate}/letter/1/
hand-in               | okonjo    | /write/{valproate}/hand-in/
version-sealed        | okonjo    | /write/{update}/
text-sealed           | okonjo    | /write/{update}/texts/patient/
withdraw              | okonjo    | /desk/versions/{update}/withdraw/
queue-board           | castellane | /desk/queue/
cover                 | castellane | /desk/versions/{update}/cover/
cover-asked           | marchetti | /desk/versions/{update}/cover/
cover-refused         | marchetti | /desk/versions/{update}/cover/ | Declare and accept
cover-waiting         | aldermoor | /desk/versions/{update}/cover/
review                | castellane | /desk/versions/{keyhole}/review/
review-professional   | castellane | /desk/versions/{keyhole}/review/professional/
review-refused        | castellane | /desk/versions/{keyhole}/review/ | Finish my review
review-begin          | castellane | /desk/versions/{cart2}/review/
review-ended          | graye     | /desk/versions/{keyhole}/review/
compare               | castellane | /desk/versions/{cart2}/compare/
numbers               | castellane | /desk/versions/{cart2}/numbers/
review-copy           | castellane | /desk/versions/{keyhole}/copy/
away                  | castellane | /desk/me/away/
away-refused          | castellane | /desk/me/away/ | Save these days
my-signatures         | graye     | /desk/signatures/
hand-back             | castellane | /desk/versions/{keyhole}/hand_back/
queue-editor          | ashdown   | /desk/queue/
library               | ashdown   | /desk/library/
library-nothing       | ashdown   | /desk/library/?q=nothing-like-this
library-refused       | ashdown   | /desk/library/?sort=-state | Ask for these reviews
library-due-refused   | ashdown   | /desk/library/ | Set the day
stuck                 | ashdown   | /desk/stuck/
reports               | ashdown   | /desk/reports/
reports-closed        | ashdown   | /desk/reports/?closed=1
report-desk           | ashdown   | /desk/reports/{report}/
report-desk-refused   | ashdown   | /desk/reports/{report}/ | Close the report
questions             | ashdown   | /desk/questions/
questions-none        | ashdown   | /desk/questions/?closed=1
question-desk         | ashdown   | /desk/questions/{question}/
question-desk-refused | ashdown   | /desk/questions/{question}/ | Close the question
topics-desk           | ashdown   | /desk/topics/
topic-desk            | ashdown   | /desk/topics/{topic}/
topic-new             | ashdown   | /desk/topics/new/
topic-new-refused     | ashdown   | /desk/topics/new/ | Make the topic
topic-remove          | ashdown   | /desk/topics/{topic}/remove/
address               | ashdown   | /desk/articles/{aspirin.uid}/address/
address-refused       | ashdown   | /desk/articles/{aspirin.uid}/address/ | Change the address
inbox                 | ashdown   | /desk/inbox/
inbox-empty           | stranger  | /desk/inbox/
mail-choice           | ashdown   | /desk/inbox/choice/
mail                  | ashdown   | /desk/mail/
periodic              | ashdown   | /desk/periodic/
desk-submitted        | ashdown   | /desk/versions/{update}/
desk-review           | ashdown   | /desk/versions/{keyhole}/
desk-approved         | ashdown   | /desk/versions/{cart}/
desk-retracted        | ashdown   | /desk/versions/{txa}/
desk-text             | ashdown   | /desk/versions/{keyhole}/texts/patient/
assign                | ashdown   | /desk/versions/{update}/assign/
assign-refused        | ashdown   | /desk/versions/{update}/assign/ | Ask for the review
ruling                | ashdown   | /desk/versions/{update}/interests/{aldermoor}/
ruling-refused        | ashdown   | /desk/versions/{update}/interests/{aldermoor}/ | Answer
request-changes       | ashdown   | /desk/versions/{keyhole}/request_changes/
decline               | ashdown   | /desk/versions/{update}/decline/
decline-refused       | ashdown   | /desk/versions/{update}/decline/ | Do not accept
notice                | ashdown   | /desk/versions/{aspirin}/notice/
notice-refused        | ashdown   | /desk/versions/{aspirin}/notice/ | Publish
suspend               | ashdown   | /desk/versions/{aspirin}/suspend/
resume                | ashdown   | /desk/versions/{mmr}/resume/
retract               | ashdown   | /desk/versions/{aspirin}/retract/
retract-refused       | ashdown   | /desk/versions/{aspirin}/retract/ | Retract
strike                | ashdown   | /desk/versions/{aspirin}/signatures/{signature}/strike/
extend                | ashdown   | /desk/versions/{keyhole}/assignments/{held}/extend/
lapse                 | ashdown   | /desk/versions/{keyhole}/assignments/{held}/lapse/
not-found-desk        | ashdown   | /desk/versions/987654/
no-part               | stranger  | /desk/
"""

VERSIONS = {
    "cart": ("car-t-low-grade-neuroendocrine-tumours", 1),
    "cart2": ("car-t-low-grade-neuroendocrine-tumours", 2),
    "aspirin": ("aspirin-for-a-healthy-older-person", 1),
    "mmr": ("mmr-and-autism", 1),
    "txa": ("tranexamic-acid-in-bleeding", 1),
    "update": ("tranexamic-acid-in-bleeding", 2),
    "keyhole": ("keyhole-surgery-for-a-worn-knee", 1),
    "valproate": ("valproate-and-pregnancy", 1),
    "peanut": ("peanut-for-babies", 1),
}


@dataclasses.dataclass(frozen=True)
class Stop:
    """One page. `who` is a person of the demonstration, `-` for nobody; `typed` fills fields whose names end so."""

    name: str
    who: str
    path: str
    button: str = ""
    typed: tuple[str, str] = ("", "")


def _read() -> Iterator[Stop]:
    for line in TABLE.strip().splitlines():
        name, who, path, *rest = (cell.strip() for cell in line.split("|"))
        button = rest[0] if rest else ""
        field, _equals, value = rest[1].partition("=") if len(rest) > 1 else ("", "", "")
        yield Stop(name, who, path, button, (field, CAPTURED if value == "{captured}" else value))


STOPS = list(_read())
AUTHORS = ("brandvik", "okonjo")
# In two halves, which two workers look at side by side.
STOPS_BY_PEOPLE = {
    "readers and authors": [stop for stop in STOPS if stop.who in ("-", *AUTHORS)],
    "board and editors": [stop for stop in STOPS if stop.who not in ("-", *AUTHORS)],
}


class _Named(int):
    """The key of a version in an address, and the names of its article."""

    slug = ""
    uid = ""


class Place:
    """The demonstration, and beside it what it does not show: a suspended text, an interest nobody has ruled on."""

    def __init__(self) -> None:
        self.stage: Stage = telling.tell(PASSWORD)
        self.people = {**self.stage.people, "stranger": make_user("stranger", name="Sam Stranger")}
        self._versions = {key: self._version(*where) for key, where in VERSIONS.items()}
        editor, update = self.people["ashdown"], self._versions["update"]
        workflow.suspend(self._versions["mmr"], by=editor, public="A number may be wrong.")
        reviewing.assign(update, by=editor, reviewer=self.people["marchetti"])
        reviewing.assign(update, by=editor, reviewer=self.people["aldermoor"])
        reviewing.disclose(update, by=self.people["aldermoor"], kind="interest", text="Paid for one lecture.")
        self._names = {
            **{key: self._named(version) for key, version in self._versions.items()},
            **self._parts(),
        }

    def path(self, stop: Stop) -> str:
        """The address of a stop."""
        return stop.path.format(**self._names)

    def _version(self, article: str, number: int) -> ArticleVersion:
        versions = ArticleVersion.objects.select_related("article")
        return versions.get(article=self.stage.articles[article], number=number)

    def _parts(self) -> dict[str, object]:
        aspirin, keyhole, peanut = (self._versions[key] for key in ("aspirin", "keyhole", "peanut"))
        return {
            **{name: self.people[name].uid for name in ("aldermoor", "okonjo", "castellane", "ashdown")},
            "report": Report.objects.get(kind="danger").pk,
            "question": Question.objects.order_by("pk")[0].pk,
            "topic": Topic.objects.get(slug="heart-and-blood").pk,
            "signature": Signature.objects.filter(round__version=aspirin)[0].pk,
            "held": keyhole.assignments.active().get(reviewer=self.people["castellane"]).pk,
            "key": peanut.references.order_by("key")[0].key,
        }

    @staticmethod
    def _named(version: ArticleVersion) -> _Named:
        named = _Named(version.pk)
        named.slug, named.uid = version.article.slug or "", str(version.article.uid)
        return named
