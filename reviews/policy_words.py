"""An editorial policy in plain words: what its rules say to somebody who reads here."""

from collections.abc import Iterator

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.audiences import FACTS
from articles.models import SiteFacts
from reviews.rules import Rules

Section = tuple[str, list[str]]


def sections(rules: Rules, site: SiteFacts) -> list[Section]:
    """Headings with their sentences: the rules first, then what the site says about itself, where it does."""
    return [
        (_("Who writes, and who checks"), list(_people(rules))),
        (_("What it takes to be approved"), list(_approval(rules))),
        (_("How a review runs"), list(_review(rules))),
        (_("What you see before approval"), list(_pending(rules))),
        (_("When a text is checked again"), list(_again(rules))),
        (_("Where the statements come from"), list(_sources())),
        *_house(site),
    ]


def _people(rules: Rules) -> Iterator[str]:
    yield _("Every article names its authors, with their credentials and interests, and every one of them confirms the text before it is sent.")  # fmt: skip
    yield _("Reviewers are members of the medical advisory board. An editor has checked what they are; whoever wrote any part of an article never decides about it.")  # fmt: skip
    yield ngettext(
        "Before the text opens, a reviewer declares interests for that article; a declaration holds for %(n)d month.",
        "Before the text opens, a reviewer declares interests for that article; a declaration holds for %(n)d months.",
        rules.disclosure_months,
    ) % {"n": rules.disclosure_months}
    yield _("An editor answers each declared interest: it is not relevant, or the reviewer may comment but not decide, or stands aside.")  # fmt: skip


def _approval(rules: Rules) -> Iterator[str]:
    yield ngettext(
        "Each text, for each kind of reader, needs the signature of %(n)d reviewer who read exactly that text.",
        "Each text, for each kind of reader, needs the signatures of %(n)d reviewers who read exactly that text.",
        rules.approvals,
    ) % {"n": rules.approvals}
    if rules.clinicians:
        yield ngettext(
            "At least %(n)d of them is a clinician with a licence that an editor has checked.",
            "At least %(n)d of them are clinicians with licences that an editor has checked.",
            rules.clinicians,
        ) % {"n": rules.clinicians}
    if rules.specialty_match:
        yield _("Where an article belongs to a specialty, one of them practises it.")
    yield _("The last signature that is needed publishes the text. There is no other way, and nobody approves alone by a button.")  # fmt: skip
    if not rules.editorial_steps:
        yield _("A change of spelling or form is reviewed like any other change.")
        return
    yield ngettext(
        "A change of spelling or form only needs one signature; after %(n)d such change in a row the whole text is reviewed.",
        "A change of spelling or form only needs one signature; after %(n)d such changes in a row the whole text is reviewed.",
        rules.editorial_steps,
    ) % {"n": rules.editorial_steps}


def _review(rules: Rules) -> Iterator[str]:
    yield ngettext(
        "A review is due after %(n)d day.", "A review is due after %(n)d days.", rules.due_days
    ) % {"n": rules.due_days}
    yield _("One reviewer who asks for changes, or objects on safety grounds, stops the approval of that round. The author gets one letter with every point and answers each.")  # fmt: skip
    yield _("Reviewers do not see how the others ended before they have ended their own review.")


def _pending(rules: Rules) -> Iterator[str]:
    public = [str(FACTS[audience].text_name) for audience in FACTS if audience in rules.pending_public]
    if not public:
        yield _("Nothing: a text becomes public when it is approved.")
        return
    yield _("Under a caution, and in no list, this may be read before it is approved: %(texts)s.") % {
        "texts": get_text_list(public, _("and"))
    }
    yield _("No other text is public before it is approved.")


def _again(rules: Rules) -> Iterator[str]:
    yield ngettext(
        "%(n)d month after its last full review a text is due to be checked again.",
        "%(n)d months after its last full review a text is due to be checked again.",
        rules.review_months,
    ) % {"n": rules.review_months}
    yield ngettext(
        "From that day its page says so; %(n)d day later it also leaves our lists.",
        "From that day its page says so; %(n)d days later it also leaves our lists.",
        rules.grace_days,
    ) % {"n": rules.grace_days}
    yield _("A text in doubt is put under a caution with the reason. A text that was wrong is retracted: it stays readable under a notice that says what to do instead.")  # fmt: skip
    yield _("Every step is in the article's public record, which is never changed.")


def _sources() -> Iterator[str]:
    yield _(
        "Statements cite their sources in the text, and the page gives the day up to which the evidence was searched."
    )
    yield _("Authors say whether and how AI was used in writing; reviewers say the same about their review.")


def _house(site: SiteFacts) -> Iterator[Section]:
    """What a reader may ask of any health site; a head stands only where this site has something to say."""
    yield _("What these pages are for"), [
        _("They give general information. They support and do not replace the advice of someone who treats you."),
        *([_("In an emergency call %(number)s.") % {"number": site.emergency_number}] if site.emergency_number else []),
    ]  # fmt: skip
    yield (
        _("What we know about you"),
        [
            _(
                "Reading needs no account. One choice, whom you read for, is kept in your own browser if you make it."
            ),
        ],
    )
    if site.publisher:
        yield _("Who publishes this"), [site.publisher]
    if site.funding_statement:
        yield _("Who pays for it"), [site.funding_statement]
    if site.contact_email:
        yield _("How to reach us"), [
            _("Write to %(email)s.") % {"email": site.contact_email},
            ngettext(
                "Reports about safety are read within %(n)d working day.",
                "Reports about safety are read within %(n)d working days.",
                site.safety_report_days,
            ) % {"n": site.safety_report_days},
        ]  # fmt: skip
