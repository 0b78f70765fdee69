"""An editor's page of a version, and what an editor decides around its review."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.audiences import FACTS
from articles.models import ArticleVersion, Notice, Rendered, Role, User
from articles.rendering import RENDERER
from articles.states import IN_REVIEW
from articles.views.doors import form_page, private
from reviews import absences, access, editors_page, erasures, policy, reviewing, workflow
from reviews.case import Case
from reviews.forms import AssignForm, ExtendForm, LiftForm, MoveForm, NoticeForm, RulingForm
from reviews.guards import those_who_may_agree
from reviews.models import Assignment, Disclosure, Review, Signature
from reviews.views.moves import TO_BE_TYPED, offered
from reviews.views.moves_page import Act, answer

DECISIONS = ("request_changes", "decline", "reopen", "suspend", "resume", "retract")


def version_of(request: HttpRequest, pk: int) -> ArticleVersion:
    """The version, if this person is its editor."""
    rows = access.as_editor(request.user).select_related(
        "article__lead_author", "base__manuscript", "manuscript"
    )
    return get_object_or_404(rows, pk=pk)


def _desk(version: ArticleVersion) -> str:
    return reverse("version_desk", args=[version.pk])


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _in_the_way(request: HttpRequest, name: str, case: Case) -> list[str]:
    """What stands in the way before anything was typed; after a POST the answer says it."""
    return [] if request.method == "POST" else policy.obstacles(name, case)


@private
@require_safe
def version_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """State, rounds, who reviews, interests, signatures, what may be decided, and the timeline."""
    version = version_of(request, pk)
    context = editors_page.facts_of(version, request.user)
    context["moves"] = offered(version, request.user, DECISIONS)
    return render(request, "reviews/desk/version.html", context)


@private
@require_safe
def version_text(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """One sealed text, as the board gets it."""
    version = version_of(request, pk)
    texts = list(Rendered.objects.filter(manuscript=version.manuscript_id, renderer=RENDERER).order_by("pk"))
    shown = next((text for text in texts if text.audience == audience), None)
    if shown is None:
        raise Http404
    tabs = [
        (FACTS[text.audience].tab, reverse("version_text", args=[pk, text.audience]), text is shown)
        for text in texts
    ]
    return render(request, "reviews/desk/text.html", {"version": version, "shown": shown, "tabs": tabs})


@private
@form_page
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a board member, with who cannot be asked and why."""
    version = version_of(request, pk)
    people = editors_page.candidates(version)
    form = AssignForm(_posted(request), people=[(person.uid, person.name) for person in people])

    def do(filled: AssignForm) -> None:
        reviewer = User.objects.get(uid=filled.cleaned_data["reviewer"])
        held = reviewing.assign(
            version, by=request.user, reviewer=reviewer, due_on=filled.cleaned_data["due_on"]
        )
        act.done = editors_page.asked(version, reviewer, held.due_on)

    act = Act(
        version, _("Ask a board member"), _("Ask for the review"), form, do, "", _desk(version), _desk(version),
        facts=[(person.name, person.note) for person in people if person.note],
        notes=policy.out_of_reach(Case(version, request.user)),
    )  # fmt: skip
    return answer(request, act)


def _held(version: ArticleVersion, pk: int) -> Assignment:
    rows = version.assignments.active().select_related("reviewer", "version")
    return get_object_or_404(rows, pk=pk)


@private
@form_page
def extend(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """Give a reviewer more time."""
    version = version_of(request, pk)
    assignment = _held(version, held)
    form = ExtendForm(_posted(request), initial={"due_on": assignment.due_on})

    def do(filled: ExtendForm) -> None:
        due_on = filled.cleaned_data["due_on"]
        reviewing.extend(assignment, by=request.user, due_on=due_on)
        act.done = " ".join(filter(None, [act.done, absences.warning(assignment.reviewer, due_on)]))

    act = Act(
        version, _("Give more time"), _("Give more time"), form, do, _("The new due date stands."),
        _desk(version), _desk(version), facts=[(_("Reviewer"), assignment.reviewer.printed_name)],
        obstacles=_in_the_way(request, "extend", Case(version, request.user)),
    )  # fmt: skip
    return answer(request, act)


@private
@form_page
def lapse(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    """Free a review that was never begun."""
    version = version_of(request, pk)
    assignment = _held(version, held)
    case = Case(version, request.user, assignment=assignment)
    form = MoveForm(_posted(request), request=request, reasons=(), needed=())
    return answer(request, Act(
        version, _("Let it lapse"), _("Let it lapse"), form,
        lambda filled: reviewing.lapse(assignment, by=request.user), _("The review is free again."),
        _desk(version), _desk(version), facts=[(_("Reviewer"), assignment.reviewer.printed_name)],
        consequence=_("The review goes back to the queue; its reviewer is told."),
        obstacles=_in_the_way(request, "lapse", case),
    ))  # fmt: skip


@private
@form_page
def ruling(request: HttpRequest, pk: int, person: UUID) -> HttpResponse:
    """Answer a declared interest, its words in view."""
    version = version_of(request, pk)
    somebody = get_object_or_404(
        User.objects.filter(disclosures__article=version.article_id).distinct(), uid=person
    )
    declared = Case(version, request.user).newest_disclosure(somebody)
    given = declared.ruling if declared else ""
    form = RulingForm(_posted(request), given=given)
    other = next(name for name in Disclosure.Ruling.values if name != given)
    case = Case(version, request.user, person=somebody, ruling=other, **TO_BE_TYPED)
    return answer(request, Act(
        version, _("Answer a declared interest"), _("Answer"), form,
        lambda filled: reviewing.rule_on_interest(
            version, by=request.user, person=somebody, **filled.cleaned_data
        ),
        _("Answered."), _desk(version), _desk(version),
        facts=editors_page.declared_facts(somebody, declared),
        consequence=_("Your answer goes into the record beside the one before it.") if given else "",
        obstacles=_in_the_way(request, "rule_on_interest", case),
    ))  # fmt: skip


@private
@form_page
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a correction or an expression of concern."""
    version = version_of(request, pk)
    audiences = list(version.variants.order_by("pk").values_list("audience", flat=True))
    form = NoticeForm(_posted(request), request=request, audiences=audiences)
    return answer(request, Act(
        version, _("Publish a notice"), _("Publish"), form,
        lambda filled: workflow.notice(version, by=request.user, **filled.given()),
        _("Published above the text."), _desk(version), _desk(version),
        consequence=_("Readers see it above the text at once, and in the public record for ever."),
        obstacles=_in_the_way(
            request, "notice", Case(version, request.user, kind=Notice.Kind.CONCERN, **TO_BE_TYPED)
        ),
    ))  # fmt: skip


@private
@form_page
def strike(request: HttpRequest, pk: int, signature: int) -> HttpResponse:
    """Take a signature out of the count: by its signer, or by an editor for cause."""
    rows = Signature.objects.select_related(
        "round__version__article__lead_author", "decision", "person"
    ).filter(round__version=pk)
    signed = get_object_or_404(rows, pk=signature)
    version = signed.round.version
    if signed.person_id != request.user.pk:
        version = version_of(request, pk)
    elif Role.BOARD not in request.user.roles():
        raise Http404
    form = MoveForm(_posted(request), request=request, reasons=("public",), needed=("public",))
    after = _desk(version) if signed.person_id != request.user.pk else reverse("queue")
    case = Case(version, request.user, signature=signed, **TO_BE_TYPED)
    return answer(request, Act(
        version, _("Strike a signature"), _("Strike it"), form,
        lambda filled: reviewing.strike(signed, by=request.user, **filled.given()),
        _("Struck. It stays in the record, and no longer counts."), after, after, tone="stop",
        facts=[(_("Signed by"), f"{signed.name}, {signed.credential}")],
        consequence=_striking(version, is_own=signed.person_id == request.user.pk),
        obstacles=_in_the_way(request, "strike", case),
    ))  # fmt: skip


def _striking(version: ArticleVersion, *, is_own: bool) -> str:
    """What follows from striking a signature, by where its text stands."""
    if version.state not in IN_REVIEW:
        return _("A published text that needs this signature is suspended until it has been checked again.")
    if is_own:
        return _(
            "This round cannot end in an approval then, and you review no more in it. An editor sends the text "
            "back to its author with your reason; in the round after that you review it again."
        )
    return _("The round goes on without it, and its signer reviews no more in it: somebody else has to sign.")


@private
@form_page
def lift_objection(request: HttpRequest, pk: int, review: int) -> HttpResponse:
    """End an objection: by the objector, or by an editor with two others of the board."""
    rows = Review.objects.select_related("round__version__article__lead_author", "reviewer", "sealed")
    objection = get_object_or_404(rows.filter(round__version=pk, end=Review.End.OBJECTION), pk=review)
    is_own = objection.reviewer_id == request.user.pk and access.cover_of(request.user).filter(pk=pk).exists()
    version = objection.round.version if is_own else version_of(request, pk)
    others = User.objects.holding(Role.BOARD).exclude(pk__in=[request.user.pk, objection.reviewer_id])
    asked = Case(version, request.user, review=objection, others=others.distinct())
    people = [] if is_own else [(str(row.uid), row.printed_name) for row in those_who_may_agree(asked)]
    form = LiftForm(_posted(request), people=people)

    def do(filled: LiftForm) -> None:
        agreed = User.objects.filter(uid__in=filled.cleaned_data.get("others") or [])
        reviewing.lift_objection(
            objection, by=request.user, reason=filled.cleaned_data["reason"], others=agreed
        )

        act.done = " ".join([_("Lifted. Nothing is approved by that."), *editors_page.lacking(version)])

    after = reverse("queue") if is_own else _desk(version)
    act = Act(
        version, _("Lift the objection"), _("Lift it"), form, do, _("Lifted."), after, after,
        facts=[(objection.reviewer.printed_name, erasures.reason_of(objection))],
        consequence=_("Nothing is approved by this: a signature has to follow. Whom you name is published."),
    )  # fmt: skip
    return answer(request, act)
