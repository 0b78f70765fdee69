"""What a review takes: who may be asked, what was declared, what was answered."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Grant, Role, User
from articles.states import State
from reviews import objections
from reviews.case import Case
from reviews.guards.people import Guard
from reviews.guards.standing import signed_by
from reviews.models import BoardProfile, Disclosure
from reviews.printed import Printed


def reviewer_can_be_asked(case: Case) -> Iterator[str]:
    """The person to be assigned is of the board, apart from the article, and not on it already."""
    person: User = case.given["reviewer"]
    if not person.holds(Role.BOARD) or not hasattr(person, "board_profile"):
        yield _("%(name)s is not a member of the board.") % {"name": person.printed_name}
    elif case.contributes(person):
        yield _("%(name)s wrote part of this article.") % {"name": person.printed_name}
    elif case.version.assignments.active().filter(reviewer=person).exists():
        yield _("%(name)s has this review already.") % {"name": person.printed_name}
    elif stood_aside(case.newest_disclosure(person)):
        yield _("%(name)s stood aside because of an interest.") % {"name": person.printed_name}
    elif _read_ends(case, person):
        yield _(
            "%(name)s could read as an editor how others ended their review of this round, so they can review it in the next."
        ) % {"name": person.printed_name}


def could_not_read_others(case: Case) -> Iterator[str]:
    """An editor sees how reviews end; whoever could see that does not begin one in the same round."""
    if case.by is not None and _read_ends(case, case.by):
        yield _(
            "As an editor you could read how others ended their review of this round. You can review the text in the next."
        )


def _read_ends(case: Case, person: User) -> bool:
    """Whether this person was an editor at any time since somebody ended a review of the round; a part that ended since counts."""
    return person.pk in who_read_ends(case)


def who_read_ends(case: Case) -> set[int]:
    """Keys of all of whom that is true; one query at most."""
    ends = [review.submitted_at for review in case.finished if review.submitted_at]
    if not ends:
        return set()
    parts = Grant.objects.filter(role=Role.EDITOR).exclude(ended_at__lt=min(ends))
    return set(parts.values_list("user", flat=True))


def not_on_it_yet(case: Case) -> Iterator[str]:
    if case.assignment is not None:
        yield _("You have this review already.")


def did_not_stand_aside(case: Case) -> Iterator[str]:
    if stood_aside(case.disclosure):
        yield _("You stood aside from this article because of an interest.")


def stood_aside(disclosure: Disclosure | None) -> bool:
    return disclosure is not None and disclosure.stands_aside


def has_declared(case: Case) -> Iterator[str]:
    """Nobody works on a text before declaring; an interest waits for the editor's answer."""
    if case.disclosure is None:
        yield _("Declare your interests for this article first.")
    elif case.disclosure.awaits_ruling:
        yield _("An editor has to answer your declared interest first.")
    elif not case.disclosure.opens_the_text:
        yield _("You stood aside from this article because of an interest.")


def may_decide(case: Case) -> Iterator[str]:
    if (
        case.disclosure is not None
        and case.disclosure.opens_the_text
        and not case.disclosure.allows_a_decision
    ):
        yield _("Because of your declared interest you may comment on this text, but not decide about it.")


def licence_is_valid(case: Case) -> Iterator[str]:
    profile = case.profile
    if profile is not None and profile.is_clinician:
        if profile.licence_checked_on is None:
            yield _("Nobody has checked your licence yet. An editor has to do that before you decide.")
        elif licence_ran_out(profile, case.now.date()):
            yield _("Your licence ran out on %(date)s.") % {"date": profile.licence_valid_to}


def licence_ran_out(profile: BoardProfile, day: datetime.date) -> bool:
    return profile.is_clinician and profile.licence_valid_to is not None and profile.licence_valid_to < day


def review_is_open(case: Case) -> Iterator[str]:
    if case.round is None:
        yield _("This text is not in review now.")
    elif case.review is not None and case.review.submitted_at is not None:
        yield _("You have finished your review of this round already.")


def checklist_is_answered(case: Case) -> Iterator[str]:
    given = {entry.get("id"): entry for entry in (case.review.answers if case.review else [])}
    wanted = [item for item, _text in case.rules.checklist]
    blank = [number for number, item in enumerate(wanted, 1) if not given.get(item, {}).get("answer")]
    if blank:
        numbers = ", ".join(str(number) for number in blank)
        yield _("The checklist has no answer yet for: %(numbers)s.") % {"numbers": numbers}


def each_no_names_its_passage(case: Case) -> Iterator[str]:
    """However a review ends: a No without its passage tells an author nothing."""
    yield from (sentence for _item, sentence in nos_without_passage(case))


def nos_without_passage(case: Case) -> Iterator[tuple[str, str]]:
    """The question's id in the checklist, and the sentence about it."""
    for number, entry in enumerate(case.review.answers if case.review else [], 1):
        if entry.get("answer") == "no" and not entry.get("passage", "").strip():
            yield (
                entry["id"],
                _("You answered No to question %(number)d: name the passage.") % {"number": number},
            )


def no_answer_is_no(case: Case) -> Iterator[str]:
    if case.review and any(entry.get("answer") == "no" for entry in case.review.answers):
        yield _("You answered No to a question of the checklist. Ask for changes instead of signing.")


def own_points_are_none(case: Case) -> Iterator[str]:
    if case.round and case.round.comments.filter(author=case.by, kind="must", parent=None).exists():
        yield _("You marked something as “Must change”. Ask for changes, or remove that mark.")


def texts_were_read(case: Case) -> Iterator[str]:
    """A signature names the texts that its signer read; one that names none signs nothing."""
    read = set(case.given.get("audiences") or ())
    there = set(case.version.variants.values_list("audience", flat=True))
    if not read:
        yield _("Say which texts you read.")
    elif read - there:
        yield _("You can only sign texts that are there.")


def prints_what_was_seen(case: Case) -> Iterator[str]:
    """Nobody signs under another name or credential than the page showed them."""
    if case.by is None or case.profile is None or case.given.get("printed") is None:
        return
    printed = Printed.of(case.by, case.profile)
    if case.given["printed"] != printed.digest:
        yield _(
            "What readers will see beside your signature was changed since you opened this page. It is now: “%(printed)s”. "
            "Sign if that is right. If it is not, ask an editor to correct it first."
        ) % {"printed": printed}


def ai_use_is_stated(case: Case) -> Iterator[str]:
    review = case.review
    if review is None or not review.ai_used:
        yield _("Say whether you used AI for this review; “None” is an answer.")
    elif review.ai_used == "yes" and not review.ai_statement.strip():
        yield _("Say which AI you used for this review, and for what.")


def says_what_must_change(case: Case) -> Iterator[str]:
    if not case.given.get("reason", "").strip():
        yield _("Give a reason: the author reads it at the head of your letter.")
    if (
        case.round is None
        or not case.round.comments.filter(author=case.by, kind="must", parent=None).exists()
    ):
        yield _("Mark at least one passage as “Must change”, so that the author knows what to do.")


def gives_reason(*fields: str) -> Guard:
    """Each of these reasons is written; the names say who reads it."""

    def guard(case: Case) -> Iterator[str]:
        for field in fields:
            if not (case.given.get(field) or "").strip():
                yield REASONS[field]

    return guard


def editor_says_why(case: Case) -> Iterator[str]:
    """Whoever opens a declined text again tells its author why; nobody owes a reason for opening their own."""
    if case.version.state == State.DECLINED:
        yield from gives_reason("to_author")(case)


REASONS = {
    "reason": gettext_lazy("Give a reason."),
    "to_author": gettext_lazy("Give a reason: the author reads it."),
    "public": gettext_lazy("Give a reason: readers see it in the public record."),
    "for_editors": gettext_lazy("Give a reason: only editors read it."),
}


def objection_can_be_lifted(case: Case) -> Iterator[str]:
    """By the objector, or by an editor with two others of the board who are named."""
    review = case.given["review"]
    if not objections.standing().filter(pk=review.pk).exists():
        yield _("There is no standing objection here.")
    elif case.by is not None and review.reviewer_id == case.by.pk:
        return
    elif not case.is_editor:
        yield _("Only the person who objected, or an editor with two named others, can lift an objection.")
    elif case.by is not None and signed_by(case.by, case.version):
        yield _("You signed this text yourself, so an editor who did not has to lift the objection.")
    else:
        if len({person.pk for person in those_who_may_agree(case)}) < 2:
            yield _("Name two other members of the board who agree. They are published with the decision.")


def those_who_may_agree(case: Case) -> list[User]:
    """Of the named others, those whose word counts: of the board, apart from article, objector and asker, free to decide."""
    apart = {case.given["review"].reviewer_id, case.by.pk if case.by else None}
    return [
        person
        for person in case.given.get("others") or ()
        if person.pk not in apart
        and person.holds(Role.BOARD)
        and not case.contributes(person)
        and not _has_an_interest(case, person)
    ]


def _has_an_interest(case: Case, person: User) -> bool:
    """Whether what this person last declared for the article keeps them from deciding, however long ago that was."""
    newest = Disclosure.objects.filter(article=case.article, person=person).order_by("-pk").first()
    return newest is not None and not newest.allows_a_decision


def interest_can_be_answered(case: Case) -> Iterator[str]:
    """There is one, and the answer is none that it has already."""
    disclosure = case.newest_disclosure(case.given["person"])
    if disclosure is None or disclosure.kind != Disclosure.Kind.INTEREST:
        yield _("This person declared no interest for this article.")
    if case.given.get("ruling") not in Disclosure.Ruling.values:
        yield _("Choose an answer to the declared interest.")
    elif disclosure is not None and disclosure.ruling == case.given["ruling"]:
        yield _("This interest has that answer already (%(answer)s), so there is nothing to do.") % {
            "answer": disclosure.get_ruling_display()
        }


def another_answer_says_why(case: Case) -> Iterator[str]:
    """The first answer speaks for itself; one that replaces another does not."""
    disclosure = case.newest_disclosure(case.given["person"])
    if disclosure is None or disclosure.ruling in ("", case.given.get("ruling")):
        return
    if not (case.given.get("reason") or "").strip():
        yield _("This interest was answered before (%(answer)s). Give a reason for another answer.") % {
            "answer": disclosure.get_ruling_display()
        }


def not_ones_own_interest(case: Case) -> Iterator[str]:
    if case.by is not None and case.given["person"].pk == case.by.pk:
        yield _("You declared this interest yourself, so another editor has to answer it.")


def interests_are_described(case: Case) -> Iterator[str]:
    if case.given.get("kind") not in Disclosure.Kind.values:
        yield _("Say whether you have an interest.")
    elif case.given["kind"] == Disclosure.Kind.INTEREST and not case.given.get("text", "").strip():
        yield _("Describe the interest in a sentence that readers will understand.")


def interest_stays_declared(case: Case) -> Iterator[str]:
    """Whoever ever declared an interest cannot undo that by declaring that there is none: an editor answers what became of it."""
    declared = Disclosure.objects.filter(article=case.article, person=case.by, kind=Disclosure.Kind.INTEREST)
    if case.given.get("kind") == Disclosure.Kind.NONE and declared.exists():
        yield _(
            "You declared an interest for this article. It stays declared, and an editor answers it. If it has ended, declare that in words."
        )


def review_was_not_begun(case: Case) -> Iterator[str]:
    held = case.given["assignment"]
    if case.round and case.round.reviews.filter(reviewer=held.reviewer_id).exists():
        yield _("This review was begun, so it does not lapse by itself.")
    elif held.held_until > case.now:
        yield _("This review is held until %(date)s.") % {"date": held.held_until.date()}
