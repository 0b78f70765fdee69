"""Every address of the site as a table: who reaches it, on which versions, with which answer."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.models import ArticleVersion
from articles.states import State
from tests.street import Street

NOTHING = 987_654
NOBODY = UUID(int=987_654)

# GET: the status that who may see it gets; `-` is 405. POST: `does` is an answer that is no refusal to look
# (200, 302, 422), `-` is 405. `door`: what a visitor meets. `login` asks for the account first, `writing` for the method
# first, and gives words back; `open` has no door.
TABLE = """
name                   | GET | POST | door    | who              | where
home                   | 200 | -    | open    | everybody        | nowhere
choose                 | 200 | does | open    | everybody        | nowhere
topics                 | 200 | -    | open    | everybody        | nowhere
topic                  | 200 | -    | open    | everybody           | nowhere
ask                    | 200 | does | open    | everybody        | nowhere
report                 | 200 | does | open    | everybody        | nowhere
policy                 | 200 | -    | open    | everybody        | nowhere
policy_number          | 200 | -    | open    | everybody        | nowhere
contributor            | 200 | -    | open    | everybody        | anywhere
sign_in                | 200 | does | open    | visitors         | nowhere
sign_out               | -   | does | open    | everybody        | nowhere
welcome                | 200 | does | open    | everybody        | nowhere
forgotten              | 200 | does | open    | everybody        | nowhere
forgotten_sent         | 200 | -    | open    | everybody        | nowhere
reset                  | 200 | does | open    | everybody        | nowhere
me                     | 200 | -    | login   | members          | nowhere
me_password            | 200 | does | login   | members          | nowhere
me_address             | 200 | does | login   | members          | nowhere
me_address_confirm     | 200 | does | login   | members          | nowhere
me_sessions_end        | -   | does | login   | members          | nowhere
me_session_end         | -   | does | login   | members          | nowhere
search                 | 200 | -    | open    | everybody        | nowhere
feed                   | 200 | -    | open    | everybody        | nowhere
feed_corrections       | 200 | -    | open    | everybody        | nowhere
sitemap                | 200 | -    | open    | everybody        | nowhere
robots                 | 200 | -    | open    | everybody        | nowhere
about                  | 200 | -    | open    | everybody        | nowhere
contact                | 200 | -    | open    | everybody        | nowhere
privacy                | 200 | -    | open    | everybody        | nowhere
accessibility          | 200 | -    | open    | everybody        | nowhere
people                 | 200 | -    | login   | editors          | nowhere
invite                 | 200 | does | login   | editors          | nowhere
person                 | 200 | -    | login   | editors          | nowhere
first_link             | -   | does | login   | editors          | nowhere
grant                  | 200 | does | login   | editors          | nowhere
end_grant              | 200 | does | login   | editors          | nowhere
licence                | 200 | does | login   | editors          | nowhere
correct                | 200 | does | login   | editors          | nowhere
close                  | 200 | does | login   | editors          | nowhere
rules                  | 200 | does | login   | editors          | nowhere
site_facts             | 200 | does | login   | editors          | nowhere
emergencies            | 200 | does | login   | editors          | nowhere
article_address        | 200 | does | login   | editors          | published
topics_desk            | 200 | -    | login   | editors          | nowhere
topic_new              | 200 | does | login   | editors          | nowhere
topic_desk             | 200 | does | login   | editors          | nowhere
topic_remove           | 200 | does | login   | editors          | nowhere
reports                | 200 | -    | login   | editors          | nowhere
report_desk            | 200 | does | login   | editors          | nowhere
report_read            | -   | does | login   | editors          | nowhere
report_forget          | -   | does | login   | editors          | nowhere
questions              | 200 | -    | login   | editors writers  | nowhere
question_desk          | 200 | does | login   | editors writers  | nowhere
question_begin         | 200 | does | login   | writers          | nowhere
write_reports          | 200 | -    | login   | authors          | anywhere
article                | 302 | -    | open    | everybody        | published
article_text           | 200 | -    | open    | everybody        | published
article_version        | 200 | -    | open    | everybody        | published
article_record         | 200 | -    | open    | everybody        | published
desk                   | 302 | -    | login   | desks writers    | nowhere
queue                  | 200 | -    | login   | desks            | nowhere
library                | 200 | -    | login   | editors          | nowhere
library_csv            | 200 | -    | login   | editors          | nowhere
library_assign         | -   | does | login   | editors          | nowhere
library_due            | -   | does | login   | editors          | nowhere
library_views          | -   | does | login   | editors          | nowhere
stuck                  | 200 | -    | login   | editors          | nowhere
inbox                  | 200 | -    | login   | members          | nowhere
inbox_read             | -   | does | login   | nobody           | nowhere
inbox_read_all         | -   | does | login   | members          | nowhere
mail_choice            | 200 | does | login   | members          | nowhere
stop_mail              | 200 | does | open    | nobody           | nowhere
periodic               | 200 | -    | login   | editors          | nowhere
run_job                | -   | does | login   | editors          | nowhere
mail                   | 200 | -    | login   | editors          | nowhere
mail_read              | 200 | -    | login   | nobody           | nowhere
mail_again             | -   | does | login   | nobody           | nowhere
write                  | 200 | does | login   | writers          | nowhere
bring_in               | 200 | does | login   | writers          | nowhere
write_next             | 200 | does | login   | authors          | anywhere
hand_in                | 200 | -    | login   | authors          | anywhere
confirm                | -   | does | login   | authors          | anywhere
points                 | 200 | does | login   | authors          | back
letter                 | 200 | -    | login   | authors          | back
write_version          | 200 | does | writing | authors          | anywhere
write_export           | 200 | -    | writing | authors          | anywhere
write_text             | 200 | does | writing | authors          | anywhere
write_preview          | -   | does | writing | authors          | anywhere
write_text_remove      | -   | does | writing | authors          | anywhere
write_text_earlier     | 200 | -    | writing | authors          | anywhere
write_text_back        | -   | does | writing | authors          | anywhere
write_text_bring       | 200 | does | writing | authors          | anywhere
write_paste_html       | -   | does | writing | authors          | anywhere
write_cite             | 200 | does | writing | authors          | anywhere
write_references       | 200 | -    | writing | authors          | anywhere
write_reference_new    | 200 | does | writing | authors          | anywhere
write_references_paste | 200 | does | writing | authors          | anywhere
write_reference        | 200 | does | writing | authors          | anywhere
write_reference_remove | -   | does | writing | authors          | anywhere
write_authors          | 200 | does | writing | authors          | anywhere
write_author_add       | -   | does | writing | authors          | anywhere
write_author_remove    | -   | does | writing | authors          | anywhere
version_desk           | 200 | -    | login   | editor           | handed_in
version_text           | 200 | -    | login   | editor           | handed_in
assign                 | 200 | does | login   | editor           | handed_in
extend                 | 200 | does | login   | editor           | held
lapse                  | 200 | does | login   | editor           | held
ruling                 | 200 | does | login   | editor           | handed_in
notice                 | 200 | does | login   | editor           | handed_in
strike                 | 200 | does | login   | editor signer    | signed
lift_objection         | 200 | does | login   | editor objector  | objected
cover                  | 200 | -    | login   | board            | anywhere
disclose               | 302 | does | login   | board            | anywhere
review                 | 200 | does | login   | readers          | anywhere
review_text            | 200 | does | login   | readers          | anywhere
comment_add            | 302 | does | login   | readers          | anywhere
comment_delete         | 302 | does | login   | readers          | anywhere
comment_settle         | 302 | does | login   | readers          | anywhere
sign                   | 302 | does | login   | readers          | anywhere
compare                | 200 | -    | login   | readers          | anywhere
numbers                | 200 | -    | login   | readers          | anywhere
review_copy            | 200 | -    | login   | readers          | anywhere
away                   | 200 | does | login   | boards           | nowhere
away_end               | -   | does | login   | nobody           | nowhere
my_signatures          | 200 | -    | login   | boards           | nowhere
move submit            | 200 | does | login   | lead             | anywhere
move withdraw          | 200 | does | login   | lead             | anywhere
move reopen            | 200 | does | login   | whoever_reopens  | anywhere
move request_changes   | 200 | does | login   | editor           | handed_in
move decline           | 200 | does | login   | editor           | handed_in
move suspend           | 200 | does | login   | editor           | handed_in
move resume            | 200 | does | login   | editor           | handed_in
move retract           | 200 | does | login   | editor           | handed_in
move take              | 200 | does | login   | board            | anywhere
move hand_back         | 200 | does | login   | holders          | anywhere
move approve           | -   | -    | login   | nobody           | nowhere
move sign-everything   | -   | -    | login   | nobody           | nowhere
"""

# Where a version stands that an address is tried on: a state, or `objected` (under review, with an objection).
PLACES = (*State.values, "objected")
IN_REVIEW = {"submitted", "under_review", "objected"}
APPROVED_ONCE = {"approved", "suspended", "superseded", "retracted"}
WHERE: dict[str, set[str]] = {
    "nowhere": set(),
    "anywhere": set(PLACES),
    "published": APPROVED_ONCE,
    "signed": APPROVED_ONCE,
    "back": {"changes_requested"},
    "handed_in": set(PLACES) - {"draft"},
    "held": {*IN_REVIEW, "changes_requested"},
    "objected": {"objected"},
}

# The board's people have their part by where the version stands; who is not listed there is a member like any other.
ASKED = dict.fromkeys((*IN_REVIEW, "changes_requested"), "asked")
FINISHED = dict.fromkeys(APPROVED_ONCE, "finished")
BOARD: dict[str, dict[str, str]] = {
    "asked": ASKED,
    "reviewer": {"submitted": "asked", "under_review": "declared", "objected": "objector",
                 "changes_requested": "declared", **FINISHED},
    "second": {"under_review": "declared", "objected": "declared", "changes_requested": "declared", **FINISHED},
    "finisher": {"under_review": "finished", "objected": "finished", "changes_requested": "declared", **FINISHED},
    "member": {},
}  # fmt: skip
OTHERS = {
    "anonymous": "visitor", "deactivated": "visitor", "lead": "lead", "co_author": "co_author",
    "other_author": "other_author", "editor": "editor", "writing_editor": "former", "writing_member": "former",
    "stranger": "stranger",
}  # fmt: skip
PEOPLE = (*OTHERS, *BOARD)
VISITORS = ("anonymous", "deactivated")


def part_of(person: str, place: str) -> str:
    """What a person is to the version that stands there."""
    return OTHERS.get(person) or BOARD[person].get(place, "member")


def _on_the_board(person: str, place: str) -> bool:
    """Sees the cover sheet: while it is in review everybody of the board, afterwards only who holds it."""
    part = part_of(person, place)
    is_held = place == "changes_requested" and part in ("asked", "declared")
    return person in BOARD and (place in IN_REVIEW or is_held)


def _reads(person: str, place: str) -> bool:
    part = part_of(person, place)
    return part in ("declared", "finished", "objector") or (part == "editor" and place != "draft")


# Pages of somebody's account: tried on a person and not on a version.
OF_A_PERSON = {"person", "first_link", "grant", "end_grant", "licence", "correct", "close"}

Who = Callable[[str, str], bool]


def _parts(*names: str) -> Who:
    return lambda person, place: part_of(person, place) in names


def _people(*names: str) -> Who:
    return lambda person, place: person in names


WHO: dict[str, Who] = {
    "everybody": lambda person, place: True,
    "nobody": lambda person, place: False,
    "visitors": _people(*VISITORS),
    "members": lambda person, place: person not in VISITORS,
    "desks": _people("editor", "writing_editor", "writing_member", *BOARD),
    "boards": _people("writing_member", *BOARD),
    "editors": _people("editor", "writing_editor"),
    "writers": _people("lead", "co_author", "other_author"),
    "authors": _parts("lead", "co_author"),
    "lead": _parts("lead"),
    "editor": _parts("editor"),
    "signer": lambda person, place: person == "reviewer",
    "objector": _parts("objector"),
    "board": _on_the_board,
    "holders": lambda person, place: (
        _on_the_board(person, place) and part_of(person, place) in ("asked", "declared", "finished", "objector")
    ),
    "readers": _reads,
    "whoever_reopens": lambda person, place: part_of(person, place)
    == ("editor" if place == "declined" else "lead"),
}  # fmt: skip


def people_at(place: str, *, is_one_of_each: bool) -> Iterator[str]:
    """Everybody; or one of those whom the table tells apart nowhere at this place, which is by none of its words."""
    seen = set()
    for person in PEOPLE:
        alike = tuple(who(person, place) for who in WHO.values())
        if not is_one_of_each or alike not in seen:
            seen.add(alike)
            yield person


@dataclasses.dataclass(frozen=True)
class Address:
    """One line of the table."""

    name: str
    get: str
    post: str
    door: str
    who: tuple[str, ...]
    where: str

    @property
    def places(self) -> tuple[str, ...]:
        """Where it is tried: on a version in every place, or, having to do with no version, once."""
        has_version = self.where != "nowhere" or self.name.startswith("move")
        return PLACES if has_version else ("",)

    def places_to_try(self, method: str) -> tuple[str, ...]:
        """One place is enough where nobody is answered by this method."""
        is_answered = (self.get if method == "GET" else self.post) != "-"
        return self.places if is_answered else self.places[-1:]

    @property
    def pattern(self) -> str:
        return self.name.split()[0]

    def is_open_to(self, person: str, place: str) -> bool:
        if place and place not in WHERE[self.where]:
            return False
        return any(WHO[word](person, place) for word in self.who)

    def expected(self, method: str, person: str, place: str) -> str:
        """`sign-in`, `words` (given back to who is signed out), a status, or `does`."""
        is_answered = (self.get if method == "GET" else self.post) != "-"
        is_move = self.pattern == "move"
        if self.door == "writing" and not is_answered:
            return "405"
        if self.door != "open" and person in VISITORS:
            return "words" if self.door == "writing" and method == "POST" else "sign-in"
        if not is_answered and not is_move:
            return "405"
        if not self.is_open_to(person, place):
            return self._closed(method)
        return self.get if method == "GET" else "does"

    def _closed(self, method: str) -> str:
        """Two pages have something else for those they are not for: no part yet, signed in already."""
        if self.name in ("sign_in", "desk"):
            return {"sign_in": "302", "desk": "200"}[self.name] if method == "GET" else "does"
        return "404"

    def path(self, street: Street, place: str) -> str:
        """The address on the version that stands there."""
        return reverse(self.pattern, kwargs=self._arguments(street, place))

    def path_of_nothing(self, street: Street) -> str:
        """The same address on what does not exist."""
        nothing = {"pk": NOTHING, "uid": NOBODY, "slug": "no-such-article", "number": NOTHING}
        if self.name == "write_author_remove":
            del nothing["uid"]
        arguments = self._arguments(street, "")
        return reverse(
            self.pattern, kwargs={name: nothing.get(name, value) for name, value in arguments.items()}
        )

    def _arguments(self, street: Street, place: str) -> dict[str, Any]:
        version = street.standing(place) if place else None
        found = {name: _argument(name, street, version) for name in parameters_of(self.pattern)}
        if "move" in found:
            found["move"] = self.name.split()[1]
        if (kind := self.name.partition("_")[0]) in street.sent and "pk" in found:
            found["pk"] = street.sent[kind]
        if self.name == "topic":
            found["slug"] = "colds"
        if self.name == "contributor" and version:
            found["uid"] = version.article.lead_author.uid
        if self.name == "write_author_remove" or self.name in OF_A_PERSON:
            found["uid"] = street.co_author.uid
        if self.name == "end_grant":
            found["pk"] = street.co_author.grants.get().pk
        return found


def _argument(name: str, street: Street, version: ArticleVersion | None) -> Any:
    plain = {
        "role": "board", "uidb64": "A", "token": "cabcde-0", "signed": "signed-by-nobody",
        "audience": "patient", "key": "adeyemi2021", "number": 1, "save": 1, "move": "", "name": "lapse", "person": street.interested.uid,
        "pk": version.pk if version else NOTHING, "uid": version.article.uid if version else NOBODY,
    }  # fmt: skip
    if name in plain:
        return plain[name]
    if name == "slug":
        return (version and version.article.slug) or "no-such-article"
    return street.part_of_a_review(name, version) or NOTHING


def _rows() -> Iterator[Address]:
    for line in TABLE.strip().splitlines()[1:]:
        name, get, post, door, who, where = (cell.strip() for cell in line.split("|"))
        yield Address(name, get, post, door, tuple(who.split()), where)


ADDRESSES = list(_rows())


def patterns() -> Iterator[URLPattern]:
    """Every address that the site answers, walked from its root."""
    yield from _below(get_resolver())


def _below(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _below(entry)
        else:
            yield entry


def parameters_of(name: str) -> list[str]:
    return next(list(entry.pattern.converters) for entry in patterns() if entry.name == name)
