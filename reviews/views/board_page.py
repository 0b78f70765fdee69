"""The review page: what its template is told."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import attempts
from articles.audiences import FACTS
from articles.models import ArticleVersion
from articles.states import State
from articles.views import given_back
from reviews import guards, policy
from reviews.editors_page import lacking
from reviews.models import Comment, Review, Round
from reviews.reading_desk import Desk, digest_in_short
from reviews.views.board_typed import Typed

Sentences = Sequence[tuple[str, str]]
# Where each sentence of a refused end leads; the guards yield the sentences.
PLACES = (
    (guards.checklist_is_answered, "#checklist"),
    (guards.no_answer_is_no, "#checklist"),
    (guards.own_points_are_none, "#comments"),
    (guards.texts_were_read, "#id_audiences"),
    (guards.ai_use_is_stated, "#id_ai_used"),
)


def placed(desk: Desk, sentences: Iterable[str]) -> list[tuple[str, str]]:
    """Each sentence with the place of the page where it can be mended."""
    where = {sentence: place for guard, place in PLACES for sentence in guard(desk.case)}
    where |= {sentence: f"#id_passage-{item}" for item, sentence in guards.nos_without_passage(desk.case)}
    return [(sentence, where.get(sentence, "#sign")) for sentence in sentences]


def answer(
    request: HttpRequest, typed: Typed, *, errors: Sentences = (), stale: Any = None, title: str = "",
    is_kept: bool = False,
) -> HttpResponse:  # fmt: skip
    """The page; 422 (or, of passwords, 429) where something was refused, though what was typed may be stored (`is_kept`) all the same.

    Without a form to hold what was typed, it stands above the text.
    """
    desk, audience = typed.desk, typed.audience
    text = desk.texts[audience]
    comments = _comments(desk, audience)
    page = {
        "desk": desk,
        "version": desk.version,
        "round": desk.round,
        "text": text,
        "text_name": FACTS[audience].text_name,
        "audience": audience,
        "crumbs": _crumbs(desk),
        "state": mark_of(desk.version),
        "tabs": _tabs(desk, audience),
        "tasks": _tasks(desk) if desk.is_writable else [],
        "typed": typed,
        "errors": errors,
        "given_back": [] if desk.is_writable else given_back.typed(request),
        "error_title": title,
        "is_unsaved": bool(errors or stale) and not is_kept,
        "stale": stale,
        "comments": [entry for entry in comments if entry["audience"] == audience],
        "replies": [entry for entry in comments if entry["about"]],
        "elsewhere": [entry for entry in comments if entry["audience"] != audience],
        "digest": digest_in_short(desk.round.manuscript_id),
        "ends": _ends(desk, typed),
        "ended": _ended(desk),
    }
    refused = bool(errors or stale)
    response = render(request, "reviews/board/review.html", page, status=422 if refused else 200)
    return attempts.answered(response, typed.end)


def _crumbs(desk: Desk) -> list[tuple[str, str]]:
    if desk.part == "editor":
        return [
            (_("Queue"), reverse("queue")),
            (_("Its desk"), reverse("version_desk", args=[desk.version.pk])),
        ]
    if desk.part == "holder":
        return [(_("Queue"), reverse("queue")), (_("Cover sheet"), reverse("cover", args=[desk.version.pk]))]
    return [(_("Queue"), reverse("queue"))]


def mark_of(version: ArticleVersion) -> dict[str, str]:
    """The mark of a state, with its word and a comma."""
    marks = {State.UNDER_REVIEW: "half", State.APPROVED: "disc", State.RETRACTED: "struck"}
    return {"mark": marks.get(version.state, "ring"), "label": f"{version.get_state_display()},"}


def _tabs(desk: Desk, audience: str) -> list[tuple[Any, str, bool, str]]:
    read = set(desk.review.audiences) if desk.review else set()
    counts = {name: sum(row.audience == name for row in desk.comments) for name in desk.texts}
    return [
        (
            FACTS[name].label,
            _text_url(desk, name),
            name == audience,
            ", ".join(filter(None, [
                _("read") if name in read else "",
                _("%(count)d comments") % {"count": counts[name]} if counts[name] > 1 else "",
                _("1 comment") if counts[name] == 1 else "",
            ])),
        )
        for name in desk.texts
    ]  # fmt: skip


def _tasks(desk: Desk) -> list[dict[str, str]]:
    """What a review consists of, each with how far it is."""
    review = desk.review
    answered = sum(bool(entry["answer"]) for entry in desk.questions)
    read = len(review.audiences) if review else 0
    return [
        _task(_("Interests"), reverse("cover", args=[desk.version.pk]), 1, 1, _day(desk.case.disclosure.at)),
        _task(_("Read the texts"), "#texts", read, len(desk.texts)),
        _task(_("Checklist"), "#checklist", answered, len(desk.questions)),
        _task(_("Use of AI"), "#id_ai_used", int(bool(review and review.ai_used)), 1, " "),
        _task(_("Sign or send back"), "#sign", 0, 1, " "),
    ]


def _task(label: str, url: str, done: int, of: int, note: str = "") -> dict[str, str]:
    mark = "disc" if done >= of else "half" if done else "ring"
    note = note or _("%(done)d of %(all)d") % {"done": done, "all": of}
    words = {"disc": _("done"), "half": _("begun"), "ring": _("to do")}
    return {"label": label, "url": url, "mark": mark, "note": note, "word": words[mark]}


def _day(at: Any) -> str:
    return str(date_format(at, "j F Y"))


def _comments(desk: Desk, shown: str) -> list[dict[str, Any]]:
    """Remarks of the round in reading order, lettered. Within the text shown a place is on this page."""
    return [
        {
            "letter": _letter(place), "pk": row.pk, "audience": row.audience,
            "kind": row.get_kind_display(),
            "who": _("you") if row.author_id == desk.user.pk else row.author.printed_name,
            "date": _day(row.created_at),
            "place": (_place(row), f"{_text_url(desk, row.audience) if row.audience != shown else ''}#{row.anchor}"),
            "quote": row.selectors.get("quote", {}).get("exact", ""),
            "about": desk.about.get(row.pk),
            "text": row.body or desk.erased.get(row.author_id, ""),
            "is_mine": desk.is_writable and row.author_id == desk.user.pk and row.posted_at is None,
        }
        for place, row in enumerate(desk.comments)
    ]  # fmt: skip


def _text_url(desk: Desk, audience: str) -> str:
    return reverse("review_text", args=[desk.version.pk, audience])


def _place(row: Comment) -> str:
    names = {"text": FACTS[row.audience].label, "number": row.anchor.removeprefix("p-")}
    return _("%(text)s, paragraph %(number)s") % names


def _letter(place: int) -> str:
    """a to z, then aa, ab and so on."""
    first, last = divmod(place, 26)
    return (_letter(first - 1) if first else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def _ends(desk: Desk, typed: Typed) -> list[dict[str, Any]]:
    """The ways to end a review, each with what follows from it and what forbids it altogether."""
    notes = {"comment_only": _("Your comments reach the author; you neither sign nor stop the text.")}
    held = {"sign": desk.held_back, "comment_only": []}
    may_not = [*guards.may_decide(desk.case)] if desk.is_writable else []
    chosen = typed.end["end"].value() or ""
    return [
        {
            "name": name,
            "label": policy.MOVES[name].label,
            "hint": notes.get(name, policy.MOVES[name].consequence),
            "obstacles": held.get(name, may_not) if desk.is_writable else [],
            "is_chosen": name == chosen,
            "takes_password": policy.MOVES[name].password,
        }
        for name in typed.end.ENDS
    ]


def _ended(desk: Desk) -> dict[str, Any]:
    """What is seen once one's own end was given: one's own words, others' ends, what the text still needs."""
    if not desk.sees_others:
        return {}
    is_open = desk.round.closed_at is None
    return {
        "mine": desk.review if desk.has_ended else None,
        "end": _end_of(desk, desk.review) if desk.review else "",
        "answers": [_answered(entry) for entry in desk.questions] if desk.has_ended else [],
        "erased": desk.erased.get(desk.user.pk, ""),
        "others": [_other(desk, review) for review in desk.other_reviews],
        "outcome": desk.round.get_outcome_display(),
        "published": _published(desk),
        "needed": lacking(desk.version) if is_open else [],
        "letter": desk.letter,
    }


def _published(desk: Desk) -> str:
    """Where readers have what this round approved; "" for any other round."""
    slug = desk.version.article.slug
    if desk.round.outcome != Round.Outcome.APPROVED or not slug:
        return ""
    return reverse("article_version", args=[slug, desk.version.number, desk.version.written_for])


def _answered(entry: dict[str, str]) -> dict[str, str]:
    words = {"yes": _("Yes"), "no": _("No"), "outside": _("Outside my field"), "": _("No answer")}
    return {**entry, "word": words[entry["answer"]]}


def _end_of(desk: Desk, review: Review) -> str:
    end = str(review.get_end_display())
    return _("%(end)s, struck since") % {"end": end} if review.reviewer_id in desk.struck else end


def _other(desk: Desk, review: Review) -> dict[str, str]:
    profile = getattr(review.reviewer, "board_profile", None)
    return {
        "who": review.reviewer.printed_name,
        "detail": f"{profile.credential}, {profile.specialty}" if profile else "",
        "end": _end_of(desk, review),
        "date": _day(review.submitted_at),
        "reason": desk.erased.get(review.reviewer_id, review.reason),
    }
