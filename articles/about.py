"""About these pages: who publishes, how to reach them, what is kept of readers, and how well the pages can be used."""

from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import SiteFacts

Section = tuple[str, list[str]]


def about(site: SiteFacts) -> Iterator[Section]:
    who = (
        [_("%(publisher)s publishes these pages and answers for them.") % {"publisher": site.publisher}]
        if site.publisher
        else []
    )
    yield (
        _("Who publishes this"),
        who
        or [_("Whoever runs this site has not said yet who they are. Do not rely on it before they have.")],
    )
    yield _("Who pays for it"), [site.funding_statement or _("Nothing has been said about this yet.")]
    yield _("How an answer comes to be"), [
        _("A named author writes it, with its sources, and tells it again for each kind of reader."),
        _("Members of a medical advisory board declare their interests, read exactly that text, check it, and sign it or send it back."),
        _("It is published when enough of them have signed. Their names and the dates stand beside it, and every decision is in its public record."),
    ]  # fmt: skip
    yield (
        _("What it is not"),
        [
            _(
                "These pages give general information. They do not know you, and they do not replace somebody who treats you."
            ),
        ],
    )


def contact(site: SiteFacts) -> Iterator[Section]:
    if site.contact_email:
        yield _("Write to the editors"), [
            _("Send questions about these pages, and errors that you found, to %(address)s.") % {"address": site.contact_email},
            _("Reports about safety are read within %(days)d working days. Nobody watches for messages at night.") % {"days": site.safety_report_days},
            _("The editors cannot give personal advice."),
        ]  # fmt: skip
    else:
        yield _("Write to the editors"), [_("No address has been given yet.")]
    calls = [
        (_("In an emergency call %(number)s."), site.emergency_number),
        (_("For urgent advice call %(number)s."), site.advice_number),
        (_("If you think of ending your life call %(number)s."), site.crisis_line),
        (_("If somebody took something poisonous call %(number)s."), site.poison_line),
    ]
    numbers = [words % {"number": number} for words, number in calls if number]
    where = (
        [_("These numbers can be called in %(country)s.") % {"country": site.country}] if site.country else []
    )
    yield _("If it cannot wait"), [*numbers, *where] if numbers else [_("Call your local emergency number.")]


def privacy(_site: SiteFacts) -> Iterator[Section]:
    yield _("Reading"), [
        _("Reading needs no account. No page loads anything from another site, and none carries a tracker."),
        _("One cookie remembers whom you read for, if you choose it. It stays in your browser, and nothing else is known of you."),
        _("What you search for is part of the address in your browser. Our own log of requests leaves it out, and leaves out where you come from."),
    ]  # fmt: skip
    yield _("Reporting an error"), [
        _("A report is read by the editors and by the authors of the article, and kept with the work on it. It never enters the public record."),
        _("An e-mail address, if you give one, is seen by editors only and deleted a week after the report was closed."),
        _("To limit how much is sent at once, a mark made from your network address is kept for a quarter of an hour, apart from what you wrote. It leads to no address."),
    ]  # fmt: skip
    yield _("Asking a question"), [
        _("A question is kept without your name, your address and the hour. E-mail addresses, telephone numbers and dates of birth that we recognise in it are taken out first. Editors and authors read it, and nobody else does."),
    ]  # fmt: skip
    yield _("Writing and reviewing"), [
        _("Authors, reviewers and editors have accounts. Their names, credentials, declared interests and signed decisions are published, and stay in the record when they leave."),
        _("Their e-mail addresses are seen by editors only. After a wrong password the address it came from is kept for a quarter of an hour, to slow down guessing; so is who asked for a new password. While they are signed in they see, and nobody else does, with which browser and in which hour."),
    ]  # fmt: skip


def accessibility(site: SiteFacts) -> Iterator[Section]:
    yield (
        _("What to expect"),
        [
            _(
                "Every page works with the keyboard alone, without a script, on a narrow screen and at four times its size."
            ),
            _("Colours keep their contrast in light and in dark. Nothing is said by colour alone."),
            _("We check the pages against WCAG 2.2, level AA, by machine and by hand."),
        ],
    )
    tell = (
        _("Tell the editors: %(address)s.") % {"address": site.contact_email}
        if site.contact_email
        else _("Tell whoever runs this site.")
    )
    yield _("If something does not work for you"), [tell]


PAGES: Final[dict[str, tuple[object, Callable[[SiteFacts], Iterator[Section]]]]] = {
    "about": (gettext_lazy("About these pages"), about),
    "contact": (gettext_lazy("Contact"), contact),
    "privacy": (gettext_lazy("Privacy"), privacy),
    "accessibility": (gettext_lazy("Accessibility"), accessibility),
}
