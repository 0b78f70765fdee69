"""The reply to an emergency: its title, its sentences, the numbers to call."""

import dataclasses
import re

from django.utils.translation import gettext as _

from articles.editions import wording
from articles.emergencies import Kind, Match, Strength
from articles.models import SiteFacts

_LOCAL_ZERO = re.compile(r"^\s*(\+[^(]*)\(0\)")


@dataclasses.dataclass(frozen=True)
class Call:
    """A number as a button; `href` dials it."""

    label: str
    href: str


@dataclasses.dataclass(frozen=True)
class Reply:
    """`is_page`: it takes the place of the page, and `title` is its heading; if not, it stands above."""

    title: str
    sentences: tuple[str, ...]
    calls: tuple[Call, ...]
    is_page: bool = True


def reply_to(match: Match, site: SiteFacts) -> Reply:
    return reply(match.kind, match.strength, site)


def reply(kind: Kind, strength: Strength, site: SiteFacts) -> Reply:
    """What a reader is told. A number that the site does not name is offered nowhere."""
    make = {"body": _body, "self-harm": _self_harm, "poisoning": _poisoning}[kind]
    return dataclasses.replace(make(site), is_page=strength == "replace")


def _body(site: SiteFacts) -> Reply:
    # After a colon or before one, no name of a country needs its article.
    elsewhere = _("%(country)s: call %(number)s. Anywhere else: call your local emergency number.") % {
        "country": site.country,
        "number": site.emergency_number,
    }
    return Reply(
        _("This could be an emergency. Call %(number)s now.") % {"number": wording.emergency(site)},
        (
            _(
                "Say where you are and what is happening, stay on the line, and do what they tell you. Do not drive "
                "yourself."
            ),
            *([elsewhere] if site.country and site.emergency_number else []),
            _("Nobody is reading what you write here, and no help comes from this page."),
        ),
        _calls(site.emergency_number),
    )


def _self_harm(site: SiteFacts) -> Reply:
    numbers = {"crisis": site.crisis_line, "emergency": wording.emergency(site)}
    if site.crisis_line and site.crisis_line != site.emergency_number:
        title = _(
            "If you might act on thoughts of ending your life, please call %(crisis)s now, or %(emergency)s if you are "
            "in danger."
        )
    else:
        title = _("If you might act on thoughts of ending your life, please call %(emergency)s now.")
    return Reply(
        title % numbers,
        (
            _(
                "If you have already taken something or hurt yourself, call %(emergency)s now, even if you feel all "
                "right."
            )
            % numbers,
            _(
                "You deserve help, and what feels unbearable now can change. If you can, be with someone, and move away "
                "from anything you could use to hurt yourself."
            ),
            _("Nobody is reading here, so please reach a person."),
        ),
        _calls(site.crisis_line, site.emergency_number),
    )


def _poisoning(site: SiteFacts) -> Reply:
    advice = site.poison_line or site.advice_number
    numbers = {"emergency": wording.emergency(site), "poison": advice}
    danger = _("If they are hard to wake, having a fit or struggling to breathe, call %(emergency)s now.")
    if advice and advice != site.emergency_number:
        otherwise = _("If not, call %(poison)s now, even if they seem well.")
    else:
        otherwise = _("If not, call %(emergency)s all the same, even if they seem well.")
    return Reply(
        danger % numbers,
        (otherwise % numbers, _("Do not make them vomit. Keep the packet to hand.")),
        _calls(site.emergency_number, advice),
    )


def _calls(*numbers: str) -> tuple[Call, ...]:
    """A button for each number that can be dialled, none twice."""
    found = {href: number for number in reversed(numbers) if (href := dialled(number))}
    return tuple(Call(_("Call %(number)s") % {"number": found[href]}, href) for href in reversed(list(found)))


def dialled(number: str) -> str:
    """The address that dials a number as it is written; "" where that is no number."""
    bare = re.sub(r"[\s().-]", "", _LOCAL_ZERO.sub(r"\1", number))
    return f"tel:{bare}" if re.fullmatch(r"\+?[0-9]{2,15}", bare) else ""
