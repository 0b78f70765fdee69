"""The public record of an article: its decisions in words, without what is nobody's business but the house's."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.audiences import FACTS
from articles.editions import History, Marks
from articles.models import ArticleVersion
from articles.states import LIVE, State
from reviews.models import Decision
from reviews.story import Story, Told
from reviews.timeline import clock, short

TITLES = {
    "submit": gettext_lazy("Version %(version)d was sent for checking, round %(round)d"),
    "take_up": gettext_lazy("Version %(version)d is under review"),
    "release": gettext_lazy("Version %(version)d waits for a reviewer again"),
    "request_changes": gettext_lazy("Version %(version)d went back to its author: changes were asked for"),
    "withdraw": gettext_lazy("Version %(version)d was taken back by its author"),
    "approve": gettext_lazy("Version %(version)d was approved"),
    "sign": gettext_lazy("%(name)s signed version %(version)d"),
    "strike": gettext_lazy("The signature of %(other)s under version %(version)d was struck"),
    "object": gettext_lazy("%(name)s objected to version %(version)d on safety grounds"),
    "lift_objection": gettext_lazy("An objection on safety grounds by %(other)s was lifted"),
    "supersede": gettext_lazy("Version %(version)d was replaced by a newer version"),
    "suspend": gettext_lazy("Version %(version)d is being checked again"),
    "resume": gettext_lazy("Version %(version)d stands again"),
    "retract": gettext_lazy("Version %(version)d was retracted"),
    "notice": gettext_lazy("A notice was published with version %(version)d"),
}
PUT_AWAY = gettext_lazy("Version %(version)d was put away by its author")
# How single reviews ended is shown once their round is closed: until then reviewers do not see it either.
OF_A_REVIEW = frozenset({"sign", "strike", "object", "lift_objection"})
MARKS = {
    "submit": "ring",
    "take_up": "half",
    "approve": "disc",
    "resume": "disc",
    "suspend": "half",
    "retract": "struck",
}
ROLES = {
    "author": gettext_lazy("author"),
    "editor": gettext_lazy("editor"),
    "reviewer": gettext_lazy("reviewer"),
}


def history(story: Story, shown: Sequence[tuple[ArticleVersion, Marks]]) -> History:
    """What readers may know of the versions that they may see."""
    public = {version.pk for version, _marks in shown}
    # Counted by themselves: a gap in the numbers of the book would tell that somebody has signed in an open round.
    told_to_readers = enumerate((told for told in story.told if _is_public(told, public)), 1)
    entries = [_entry(story, told, number) for number, told in told_to_readers][::-1]
    approved = [(version, marks) for version, marks in shown if marks.approved_at]
    return History(
        entries, [row for version, marks in approved for row in _signatures(story, version, marks)]
    )


def of_editors(story: Story, shown: Sequence[tuple[ArticleVersion, Marks]]) -> Iterator[tuple[Told, str]]:
    """What editors decided of it that readers may know, each with its title, oldest first."""
    public = {version.pk for version, _marks in shown}
    for told in story.told:
        if told.row.role == "editor" and told.row.actor_id is not None and _is_public(told, public):
            yield told, str(TITLES[told.row.move]) % _words(story, told)


def _is_public(told: Told, versions: set[int]) -> bool:
    row = told.row
    if row.move not in TITLES or row.version_id not in versions:
        return False
    if row.move == "withdraw" and row.from_state == State.DRAFT:
        return False
    return row.move not in OF_A_REVIEW or row.round is None or row.round.closed_at is not None


def _entry(story: Story, told: Told, number: int) -> dict[str, Any]:
    row = told.row
    # The last signature approves; nobody does.
    role = None if row.move == "approve" else ROLES.get(row.role)
    return {
        "date": formats.date_format(row.at, "j M Y"),
        "time": clock(row.at),
        "title": str(_title(row)) % _words(story, told),
        "reason": story.words(told, "public"),
        "note": _note(story, told),
        "who": ", ".join(part for part in (row.name, str(role)) if part)
        if role
        else _("follows from the rules"),
        "number": number,
        "digest": short(row.hash),
        "anchor": fingerprint(row),
        "mark": MARKS.get(row.move, ""),
        "rule": _rule(row.to_state),
    }


def fingerprint(row: Decision) -> str:
    """By what an entry is known in its page's addresses."""
    return row.hash[:12]


def anchor(row: Decision) -> str:
    """The id that the entry has on its page; `components/_timeline.html` writes it so."""
    return f"entry-{fingerprint(row)}"


def _title(row: Decision) -> Any:
    """A text in review is taken back; one that its author had already is put away."""
    return (
        PUT_AWAY if (row.move, row.from_state) == ("withdraw", State.CHANGES_REQUESTED) else TITLES[row.move]
    )


def _words(story: Story, told: Told) -> Mapping[str, Any]:
    return {
        "version": told.row.version.number if told.row.version else 0,
        "round": told.row.round.number if told.row.round else 0,
        "name": told.facts.get("name") or told.row.name,
        "other": _other(story, told),
    }


def _other(story: Story, told: Told) -> str:
    """Whom a decision is about: whose signature was struck, who had objected."""
    for entry in story.told:
        if told.row.strikes_id is not None and entry.row.pk == told.row.strikes_id:
            return str(entry.facts["name"])
        if entry.row.move == "object" and entry.said["actor"] == told.facts.get("objector"):
            return entry.row.name
    return _("a reviewer")


def _note(story: Story, told: Told) -> str:
    facts = told.facts
    if told.row.move == "sign":
        parts = [facts["credential"], facts["specialty"], _texts(facts["audiences"])]
        digest = _("fingerprint of the text %(digest)s") % {"digest": short(told.digests["manuscript"])}
        interests = _("interests: %(words)s") % {"words": interests_in_words(story, told)}
        return "; ".join(part for part in (*parts, digest, interests) if part)
    if told.row.move == "submit" and facts["specialty"]:
        return _("Under the specialty “%(name)s”.") % {"name": facts["specialty"]}
    if told.row.move == "approve":
        return _("The signatures that its policy asks for were complete.")
    if told.row.move == "lift_objection" and facts.get("with"):
        return _("Named by the editor as agreeing: %(names)s.") % {
            "names": get_text_list(facts["with"], _("and"))
        }
    return ""


def interests_in_words(story: Story, signed: Told) -> str:
    return story.interests_of(signed) or _("none declared")


def _texts(audiences: Sequence[str]) -> str:
    return ", ".join(str(FACTS[audience].text_name) for audience in FACTS if audience in audiences)


def _signatures(story: Story, version: ArticleVersion, marks: Marks) -> list[list[dict[str, Any]]]:
    """A row per signature that stands under an approved version."""
    approved = story.of(version.pk, "approve")[-1]
    return [
        [
            {"text": told.facts["name"], "detail": f"{told.facts['credential']}, {told.facts['specialty']}", "is_head": True},
            {"text": _("Version %(number)d") % {"number": version.number}, "detail": _texts(told.facts["audiences"])},
            {"text": formats.date_format(told.row.at, "j M Y"), "detail": clock(told.row.at)},
            {"text": short(marks.digest), "is_key": True},
            {"text": interests_in_words(story, told)},
        ]
        for told in story.signed(approved.row.round_id, marks.digest)
    ]  # fmt: skip


def _rule(state: str) -> str:
    if state in LIVE or state == State.SUPERSEDED:
        return "approved"
    return "retracted" if state == State.RETRACTED else "pending"
