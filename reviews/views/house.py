"""The editors' house: people and their parts, each decision as a page with what follows from it."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Grant, Role, User
from articles.refusals import Refused
from articles.views.doors import form_page, private
from reviews import accounts, house, people
from reviews.forms import PlainForm
from reviews.forms_house import InviteForm, LicenceForm, PersonForm
from reviews.models import BoardProfile

PER_PAGE = 50
PARTS = (*Role.choices, ("none", _("Without a part")), ("closed", _("Account closed")))


@dataclasses.dataclass
class Act:
    """One decision of the house as a page. `do` gets the cleaned form; `done` is said on the page `back`."""

    title: str
    button: str
    form: forms.Form
    do: Callable[[Any], Any]
    done: str
    back: str
    lede: str = ""
    consequences: Iterable[str] = ()
    tone: str = ""
    refused: Iterable[str] = ()


def answer(request: HttpRequest, act: Act) -> HttpResponse:
    """Do it and go on; or the page, with all that was typed still in it and status 422 after a refusal."""
    if request.method == "POST" and act.form.is_valid():
        try:
            act.do(act.form.cleaned_data)
        except Refused as refusal:
            act.refused = refusal.sentences
        else:
            messages.success(request, act.done)
            return redirect(act.back)
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/house/act.html", {"act": act, "form": act.form}, status=status)


def only_for_editors(request: HttpRequest) -> None:
    """What may not be seen is not there."""
    if not request.user.holds(Role.EDITOR):
        raise Http404


def _person(request: HttpRequest, uid: UUID) -> User:
    only_for_editors(request)
    return get_object_or_404(people.all_people(), uid=uid)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page_of(person: User) -> str:
    return reverse("person", args=[person.uid])


@private
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, to look through by part and name."""
    only_for_editors(request)
    part, words = request.GET.get("part", ""), request.GET.get("q", "")[:100]
    rows = people.found(people.all_people(), part=part, words=words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [people.row(person) for person in page], "parts": PARTS, "part": part, "words": words,
    }  # fmt: skip
    return render(request, "reviews/house/people.html", context)


@private
@require_safe
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One person: parts with who gave them, what was checked, the account."""
    shown = _person(request, uid)
    open_roles = {grant.role for grant in shown.open_grants}
    profile = getattr(shown, "board_profile", None)
    return render(request, "reviews/house/person.html", {
        "person": shown,
        "is_self": shown.pk == request.user.pk,
        "grants": people.grants_of(shown),
        "to_give": [(role.value, role.label) for role in Role if role.value not in open_roles],
        "profile": profile,
        "licence": people.licence(profile),
        "is_on_board": Role.BOARD in open_roles,
        "is_waiting": shown.is_active and not shown.has_usable_password(),
    })  # fmt: skip


@private
@form_page
def invite(request: HttpRequest) -> HttpResponse:
    """A new account; its first link is made on the person's page."""
    only_for_editors(request)
    form = InviteForm(_typed(request), initial={"parts": [Role.AUTHOR.value]})
    act = Act(
        title=_("Invite a person"), button=_("Make the account"), form=form, do=None,
        done=_("The account is there. Make the link with which its person sets a password."),
        back=reverse("people"),
        lede=_("They choose a password themselves, with a link that you send them. Until then nobody can sign in."),
    )  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        act.back = _page_of(accounts.invite(by=request.user, **given))

    act.do = do
    return answer(request, act)


@private
@require_POST
def first_link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The link, shown once: it is kept nowhere."""
    shown = _person(request, uid)
    try:
        path = accounts.first_link(shown, by=request.user)
    except Refused as refusal:
        for sentence in refusal.sentences:
            messages.error(request, sentence)
        return redirect(_page_of(shown))
    link = request.build_absolute_uri(path)
    return render(request, "reviews/house/link.html", {"person": shown, "link": link})


@private
@form_page
def grant(request: HttpRequest, uid: UUID, role: str) -> HttpResponse:
    """Give somebody a part."""
    shown = _person(request, uid)
    if role not in Role.values:
        raise Http404
    names = {"name": shown.printed_name, "part": Role(role).label}
    consequences = {
        Role.AUTHOR: _("They can begin articles, and be named as co-authors."),
        Role.BOARD: _(
            "They can take reviews once their licence was checked. They never review what they wrote."
        ),
        Role.EDITOR: _(
            "They see every submitted text that they did not write, and can do all that you can do."
        ),
    }
    return answer(request, Act(
        title=_("Make %(name)s: %(part)s") % names, button=_("Give this part"), form=PlainForm(_typed(request)),
        do=lambda _given: house.grant(shown, role, by=request.user), done=_("%(name)s has this part now: %(part)s.") % names,
        back=_page_of(shown),
        consequences=[consequences[Role(role)], _("Your name is published as the one who gave the part.")],
    ))  # fmt: skip


@private
@form_page
def end_grant(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    """Take a part away, after saying what hangs on it."""
    shown = _person(request, uid)
    given = get_object_or_404(Grant.objects.select_related("user"), pk=pk, user=shown, ended_at=None)
    names = {"name": shown.printed_name, "part": given.get_role_display()}
    return answer(request, Act(
        title=_("End the part of %(name)s: %(part)s") % names, button=_("End this part"), form=PlainForm(_typed(request)),
        do=lambda _given: house.end_grant(given, by=request.user), done=_("The part of %(name)s has ended: %(part)s.") % names,
        back=_page_of(shown), consequences=people.hangs_on(given), tone="stop",
    ))  # fmt: skip


@private
@form_page
def licence(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down what was verified about a board member."""
    shown = _person(request, uid)
    profile = getattr(shown, "board_profile", None)
    names = ("credential", "specialty", "is_clinician", "licence")
    initial = {name: getattr(profile, name) for name in names} if profile else {"is_clinician": True}
    initial["valid_to"] = profile.licence_valid_to if profile else None
    form = LicenceForm(_typed(request), initial=initial)
    form.specialties = BoardProfile.objects.exclude(specialty="").order_by("specialty")
    return answer(request, Act(
        title=_("What was checked about %(name)s") % {"name": shown.printed_name}, button=_("I have checked this"), form=form,
        do=lambda given: house.check_licence(shown, by=request.user, **given), done=_("Kept, with today's date and your name."),
        back=_page_of(shown),
        lede=_("It says what is printed under their signatures from now on; signatures already given keep their words."),
    ))  # fmt: skip


@private
@form_page
def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another name or address."""
    shown = _person(request, uid)
    initial = {"printed_name": shown.printed_name, "email": shown.email}
    return answer(request, Act(
        title=_("Name and address of %(name)s") % initial_name(shown), button=_("Save"),
        form=PersonForm(_typed(request), initial=initial),
        do=lambda given: accounts.correct(shown, by=request.user, **given), done=_("Saved."), back=_page_of(shown),
        consequences=[_("What was signed under the old name stays as it was signed.")],
    ))  # fmt: skip


def initial_name(person: User) -> dict[str, str]:
    return {"name": person.printed_name}


@private
@form_page
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close an account, or open it again."""
    shown = _person(request, uid)
    if not shown.is_active:
        return answer(request, Act(
            title=_("Open the account of %(name)s again") % initial_name(shown), button=_("Open it again"),
            form=PlainForm(_typed(request)), do=lambda _given: accounts.open_again(shown, by=request.user),
            done=_("The account is open. Give it the parts it should have."), back=_page_of(shown),
            consequences=[_("They sign in with the password they had. Every part has to be given anew.")],
        ))  # fmt: skip
    hangs = [sentence for given in shown.open_grants for sentence in people.hangs_on(given)]
    return answer(request, Act(
        title=_("Close the account of %(name)s") % initial_name(shown), button=_("Close the account"),
        form=PlainForm(_typed(request)), do=lambda _given: accounts.close(shown, by=request.user),
        done=_("The account is closed, and nobody is signed in to it any more."), back=_page_of(shown),
        consequences=[_("Every part ends, and they are signed out at once. Nothing is deleted."), *hangs], tone="stop",
    ))  # fmt: skip
