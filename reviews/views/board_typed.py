"""What was typed into a review page: its three forms, kept before anything else is done."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles import entries
from articles.refusals import Stale
from reviews import commenting, reviewing
from reviews.forms_board import CommentForm, EndForm, ReviewForm
from reviews.letters import Point
from reviews.reading_desk import Desk


class Typed:
    """The forms of a review page, bound to `data` or holding what is stored. `audience`: the text beside them.

    `signing`: the request, where the review ends by it; any other leaves the password alone.
    """

    def __init__(
        self, desk: Desk, audience: str, data: QueryDict | None = None, *, signing: HttpRequest | None = None
    ) -> None:
        self.desk, self.audience = desk, audience
        self.review = ReviewForm(data, questions=desk.questions, audiences=desk.audiences, review=desk.review)
        self.end = EndForm(data, request=signing)
        self.paragraphs = desk.texts[audience].paragraphs
        self.comment = CommentForm(data, paragraphs=self.paragraphs, initial={"kind": "must"})
        self.has_kept_comment = False
        self.printed = data.get("printed", "") if data is not None else ""

    def start_comment(self, asked: Mapping[str, str]) -> None:
        """Fill the empty comment form: with one's own comment to reword, or the paragraph that was asked for."""
        own = {}
        if "edit" in asked:
            own = {str(row.pk): row for row in self.desk.comments if row.author_id == self.desk.user.pk}
        row = own.get(asked.get("edit", ""))
        initial: dict[str, Any] = {"kind": "must", "on": asked.get("on", "")}
        point = self._earlier_point(asked.get("reply", ""))
        if point is not None:
            initial = {"kind": "must", "on": point.anchor, "reply": point.pk}
        if row is not None and row.posted_at is None:
            quote = row.selectors.get("quote", {}).get("exact", "")
            initial = {
                "kind": row.kind,
                "on": row.anchor,
                "body": row.body,
                "comment": row.pk,
                "quote": quote,
                "reply": self.desk.about[row.pk].pk if row.pk in self.desk.about else "",
            }
        self.comment = CommentForm(paragraphs=self.paragraphs, initial=initial)

    def _earlier_point(self, pk: str) -> Point | None:
        letter = self.desk.earlier_letter if pk else None
        return next((point for point in letter.points if str(point.pk) == pk), None) if letter else None

    @property
    def replies_to(self) -> Point | None:
        """The point that the comment in the form replies to."""
        return self._earlier_point(str(self.comment["reply"].value() or ""))

    def choose(self, end: str) -> None:
        """Keep a decision chosen that was ticked before something else was done on the page."""
        if end in EndForm.ENDS:
            self.end = EndForm(initial={"end": end}, request=None)

    @property
    def is_rewording(self) -> bool:
        return bool(self.comment["comment"].value())

    def has_unkept_words(self) -> bool:
        """Whether something was written that the finished review does not have."""
        review = self.desk.review
        kept = {row.body for row in self.desk.comments if row.author_id == self.desk.user.pk}
        if review is not None:
            kept |= {review.reason, review.ai_statement, *(entry["passage"] for entry in review.answers)}
        fields = [self.review["reason"], self.review["ai_statement"], self.comment["body"]]
        fields += [passage for _answer, passage in self.review.checklist]
        written = {" ".join(str(field.value() or "").split()) for field in fields}
        return bool(written - {" ".join(words.split()) for words in kept} - {""})

    def is_valid(self) -> bool:
        """Whether it can be kept; what is wrong with the decision or its password is nothing that is kept."""
        return all([self.review.is_valid(), self.comment.is_valid()])

    def errors(self) -> list[tuple[str, str]]:
        """Every error of what is to be kept, with the field that it is about."""
        return [*_errors_of(self.review), *_errors_of(self.comment)]

    def errors_of_the_end(self) -> list[tuple[str, str]]:
        return _errors_of(self.end)

    def is_as_stored(self) -> bool:
        """Whether there is nothing to keep, and nothing wrong."""
        return self.is_valid() and not self.comment.has_words and not self.review.differs()

    def keep(self) -> None:
        """Save the comment, then the review, as far as something was typed. Raises Refused, Stale."""
        desk, form = self.desk, self.review
        reviewing.begin(desk.version, by=desk.user)
        if self.comment.has_words:
            self._keep_comment()
        if form.differs():
            replaced = form.cleaned_data["over"]
            counter = form.cleaned_data["counter"] if replaced is None else replaced
            reviewing.save_review(
                desk.version,
                by=desk.user,
                counter=counter or 0,
                answers=form.answers(),
                **form.fields_of_review(),
            )

    def _keep_comment(self) -> None:
        given = self.comment.cleaned_data
        commenting.save_comment(
            self.desk.version, by=self.desk.user, audience=entries.audience(self.audience), anchor=given["on"],
            kind=given["kind"], body=given["body"], quote=given["quote"], comment=given["comment"],
            reply_to=given["reply"],
        )  # fmt: skip
        self.has_kept_comment = True
        self.start_comment({})

    def meanwhile(self, stale: Stale) -> list[str]:
        """What another window saved that stands differently here, in sentences."""
        found = []
        typed, words = (
            self.review.answers(),
            {"yes": _("Yes"), "no": _("No"), "outside": _("Outside my field")},
        )
        for number, entry in enumerate(stale.stored.answers, 1):
            if entry["answer"] != typed.get(entry["id"], {}).get("answer"):
                answer = words.get(entry["answer"], _("nothing yet"))
                found.append(
                    _("There, question %(number)d is answered: %(answer)s.")
                    % {"number": number, "answer": answer}
                )
        if stale.stored.reason != self.review.cleaned_data["reason"]:
            found.append(
                _("There, your words to the author read: “%(words)s”") % {"words": stale.stored.reason}
            )
        return found


def _errors_of(form: forms.Form) -> list[tuple[str, str]]:
    return [
        (f"{form[name].label}: {error}", f"#{form[name].auto_id}")
        for name, found in form.errors.items()
        for error in found
    ]
