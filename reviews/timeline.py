"""The timeline of a version in words, for those who may read the reasons in it."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.audiences import FACTS
from articles.models import ArticleVersion, User
from articles.states import LIVE, WRITABLE, State
from reviews import erasures
from reviews.models import Decision, Disclosure, Review, Sealed

MOST = 200

TITLES = {
    "start": gettext_lazy("Begun"),
    "submit": gettext_lazy("Submitted for review"),
    "take_up": gettext_lazy("Under review"),
    "release": gettext_lazy("Back in the queue: nobody was reviewing it"),
    "request_changes": gettext_lazy("Sent back to the author"),
    "approve": gettext_lazy("Approved"),
    "decline": gettext_lazy("Not accepted"),
    "withdraw": gettext_lazy("Taken back by its author"),
    "reopen": gettext_lazy("Opened again"),
    "suspend": gettext_lazy("Suspended: it is checked again"),
    "resume": gettext_lazy("Stands again"),
    "supersede": gettext_lazy("Replaced by a newer version"),
    "retract": gettext_lazy("Retracted"),
    "assign": gettext_lazy("%(person)s was asked to review, due %(due)s"),
    "take": gettext_lazy("%(person)s took the review, due %(due)s"),
    "hand_back": gettext_lazy("%(person)s handed the review back"),
    "lapse": gettext_lazy("The review held for %(person)s lapsed"),
    "extend": gettext_lazy("%(person)s has more time, until %(due)s"),
    "rule_on_interest": gettext_lazy("The interest of %(person)s: %(ruling)s"),
    "finish_review": gettext_lazy("Finished a review: %(end)s"),
    "sign": gettext_lazy("Signed: %(texts)s"),
    "strike": gettext_lazy("A signature was struck"),
    "object": gettext_lazy("Objected on safety grounds"),
    "lift_objection": gettext_lazy("The objection was lifted%(with)s"),
    "confirm_authorship": gettext_lazy("Confirmed authorship"),
    "notice": gettext_lazy("A notice was published"),
    "erase": gettext_lazy("Words were erased from the record"),
}
ROLES = {
    "author": gettext_lazy("author"),
    "editor": gettext_lazy("editor"),
    "reviewer": gettext_lazy("reviewer"),
    "system": gettext_lazy("follows from the rules"),
}
WHO_READS = {
    "reason": gettext_lazy("for editors"),
    "to_author": gettext_lazy("to the author"),
    "public": gettext_lazy("public"),
    "for_editors": gettext_lazy("editors only"),
    "disclosure": gettext_lazy("declared"),
}
MARKS = {"submit": "ring", "take_up": "half", "approve": "disc", "resume": "disc", "retract": "struck"}


def entries(version: ArticleVersion) -> list[dict[str, Any]]:
    """Entries for the component `_timeline`, newest first, with every reason an editor may read. Three queries."""
    decisions = list(Decision.objects.filter(version=version).select_related("round").order_by("-seq")[:MOST])
    payloads = [json.loads(decision.payload) for decision in decisions]
    sealed = _sealed_words(payloads, frozenset(WHO_READS))
    people = _people(payloads)
    return [
        _entry(decision, payload, sealed, people)
        for decision, payload in zip(decisions, payloads, strict=True)
    ]


def words_to_authors(versions: Iterable[int]) -> dict[int, str]:
    """By version, the newest reason that was written to its authors, where there is one. Two queries."""
    written = Decision.objects.filter(
        version__in=list(versions), move__in=["request_changes", "decline", "reopen"]
    ).order_by("seq")
    return _newest_words(written.values_list("version", "payload"), "to_author")


# States that an editor, or the fall of a signature, brought a standing text into, with the move that did.
FALLEN = {State.SUSPENDED: "suspend", State.RETRACTED: "retract"}


def published_reasons(versions: Iterable[int]) -> dict[int, str]:
    """By version, the newest reason that readers were given for suspending or retracting it. Two queries."""
    written = Decision.objects.filter(version__in=list(versions), move__in=FALLEN.values()).order_by("seq")
    return _newest_words(written.values_list("version", "payload"), "public")


def _newest_words(rows: Iterable[tuple[int, str]], kind: str) -> dict[int, str]:
    payloads = {pk: json.loads(payload) for pk, payload in rows}
    sealed = _sealed_words(payloads.values(), frozenset({kind}))
    return {
        pk: sealed[payload["digests"][kind]]
        for pk, payload in payloads.items()
        if payload["digests"].get(kind) in sealed
    }


def _sealed_words(payloads: Iterable[dict[str, Any]], kinds: frozenset[str]) -> dict[str, str]:
    wanted = {digest for payload in payloads for kind, digest in payload["digests"].items() if kind in kinds}
    rows = dict(Sealed.objects.filter(pk__in=wanted).values_list("digest", "body"))
    return rows | erasures.said(digest for digest in wanted if rows.get(digest) is None)


def _people(payloads: Iterable[dict[str, Any]]) -> dict[str, str]:
    uids = {
        payload["facts"][name]
        for payload in payloads
        for name in ("reviewer", "person", "objector")
        if payload["facts"].get(name)
    }
    return {
        str(uid): name for uid, name in User.objects.filter(uid__in=uids).values_list("uid", "printed_name")
    }


def _entry(
    decision: Decision, payload: dict[str, Any], sealed: dict[str, str], people: dict[str, str]
) -> dict[str, Any]:
    reasons = [
        f"{sealed[digest]} ({WHO_READS[kind]})"
        for kind, digest in payload["digests"].items()
        if kind in WHO_READS
    ]
    # The last signature approves; nobody does, as the public record says too.
    is_by_rule = decision.move == "approve"
    role = ROLES["system"] if is_by_rule else ROLES.get(decision.role, decision.role)
    return {
        "date": formats.date_format(decision.at, "j M Y"),
        "time": clock(decision.at),
        "title": _title(decision, payload["facts"], people),
        "reason": " · ".join(reasons),
        "note": _("Round %(number)d") % {"number": decision.round.number} if decision.round else "",
        "who": f"{decision.name}, {role}" if decision.name and not is_by_rule else str(role).capitalize(),
        "number": decision.seq,
        "digest": short(decision.digest) if decision.digest else "",
        "mark": MARKS.get(decision.move, ""),
        "rule": _rule(decision.to_state),
    }


def _title(decision: Decision, facts: dict[str, Any], people: dict[str, str]) -> str:
    if decision.move == "disclose":
        return _("Declared an interest") if facts.get("kind") == "interest" else _("Declared no interests")
    if decision.move == "withdraw" and decision.from_state in WRITABLE:
        return _("Put away by its author")
    title = str(TITLES.get(decision.move, decision.move))
    uid = facts.get("reviewer") or facts.get("person") or facts.get("objector") or ""
    agreed = ", ".join(facts.get("with") or ())
    return title % {
        "person": people.get(uid, decision.name),
        "due": _day(facts.get("due_on", "")),
        "ruling": dict(Disclosure.Ruling.choices).get(facts.get("ruling", ""), ""),
        "end": dict(Review.End.choices).get(facts.get("end", ""), ""),
        "texts": ", ".join(
            str(FACTS[name].text_name) for name in facts.get("audiences") or () if name in FACTS
        ),
        "with": _(", with %(names)s named by the editor as agreeing") % {"names": agreed} if agreed else "",
    }


def _day(iso: str) -> str:
    return formats.date_format(datetime.date.fromisoformat(iso), "j M Y") if iso else ""


def _rule(state: str) -> str:
    if state in LIVE or state == State.SUPERSEDED:
        return "approved"
    return "retracted" if state == State.RETRACTED else "pending"


def clock(at: datetime.datetime) -> str:
    """The time of day as the record keeps it, and of which zone it is."""
    return _("%(time)s UTC") % {"time": formats.time_format(at.astimezone(datetime.UTC), "H:i")}


def short(digest: str) -> str:
    """The first twelve digits of a fingerprint, in groups of four."""
    return " ".join(digest[at : at + 4] for at in (0, 4, 8))
