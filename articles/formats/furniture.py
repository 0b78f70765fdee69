"""What a web page puts around an article: the table of it, and the lines that are left once it is gone."""

import re
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext_lazy as _

from articles.formats.outline import BULLET, STEP, is_heading_like


@dataclass(frozen=True)
class Rule:
    """Lines whose squashed lower-case text begins with `pattern` are furniture.

    `whole`: the line is nothing else. `head`: only above the article's heading. `opens`: the paragraphs
    that follow belong to it, up to the next heading or list.
    """

    pattern: str
    why: object
    whole: bool = False
    head: bool = False
    opens: bool = False

    def matches(self, squashed: str, in_head: bool) -> bool:
        if self.head and not in_head:
            return False
        regex = _compiled(self.pattern)
        return bool(regex.fullmatch(squashed) if self.whole else regex.match(squashed))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


BANNER = _("a banner of the page; cautions here are computed from the state of the review")
STATUS = _("a status label; here the status follows from signed decisions and is never typed")
BOARD = _("a line about the page's own board; here the people who signed are named")
DATED = _("a date of the page; here dates come from the record and from “evidence searched to”")
CHOOSER = _("the page's chooser of readers; here each reader has a text")
DISCLAIMER = _("the page's disclaimer; here every text carries the one for its reader")
FOLLOW_UP = _("the page's box for further questions")
BUTTON = _("a button or link of the page")
LEGAL = _("the page's legal line")

RULES = (
    Rule(r"(medical|clinical|scientific|expert|editorial)( and \w+)? (advisory|review) board", BOARD),
    Rule(r"(all|our) articles are (medically )?(reviewed|checked)", BOARD),
    Rule(r"(medically |clinically |fact[- ])?(reviewed|checked|written|edited) by\b", BOARD, head=True),
    Rule(r"(for )?(educational|informational|information) (purposes?|use) only", BANNER),
    Rule(r"exercise caution\b", BANNER, head=True),
    Rule(r".{0,60}\bpending (human|medical|expert|editorial|clinical)?\s?review\b", BANNER, head=True),
    Rule(r"not (yet )?(checked|reviewed|approved)( yet)?\W*", BANNER, whole=True, head=True),
    Rule(r"(article )?review status\W*", STATUS, whole=True),
    Rule(
        r"(draft|submitted|in review|under review|reviewed|approved|published|pending|rejected)\W*",
        STATUS,
        whole=True,
        head=True,
    ),
    Rule(r"(last |date )?(updated|reviewed|modified|published)( on)?\s?:", DATED),
    Rule(r"last (updated|reviewed|modified)\b", DATED),
    Rule(r"(view|read|see) (our )?(editorial|review) (policy|process)\W*", BUTTON, whole=True),
    Rule(r"personali[sz]e( this (page|article))?\W*", CHOOSER, whole=True),
    Rule(r"help us (tailor|personali[sz]e|improve) your experience\W*", CHOOSER, whole=True),
    Rule(r"which (of these )?(best )?describes you\b", CHOOSER),
    Rule(
        r"(i am|i'm|you are) an? (patient|caregiver|carer|student|researcher|clinician|doctor|nurse)",
        CHOOSER,
        head=True,
    ),
    Rule(
        r"((a|the) )?(patient|caregiver|carer|family member|student|researcher|clinician|"
        r"(health ?care|medical|health) (professional|provider))s?"
        r"( ?(/|or|&|and) ?(patient|caregiver|carer|family|student|researcher|clinician)s?)?\W*",
        CHOOSER,
        whole=True,
        head=True,
    ),
    Rule(
        r"(professional|medical|clinical|legal|important)?\s?(medical |health )?disclaimer\W*",
        DISCLAIMER,
        whole=True,
        opens=True,
    ),
    Rule(
        r"this (information|content|article|page) is (intended|meant|written) (only )?for "
        r"(use by )?(health ?care|medical|health|licensed) (professional|provider|practitioner)",
        DISCLAIMER,
    ),
    Rule(
        r"(the |this )?(information|content|article|page) .{0,80}"
        r"(not (a substitute for|intended to replace|medical advice)|does not replace)",
        DISCLAIMER,
    ),
    Rule(
        r"(always )?(consult|talk to|ask) your (own )?(doctor|physician|clinician) before\b.{0,200}\bthis (page|site|article)",
        DISCLAIMER,
    ),
    Rule(
        r"(have|got) (a |any )?(follow[- ]?up |further |more |other )?questions?\?.*", FOLLOW_UP, opens=True
    ),
    Rule(r"(ask (a |any )?follow[- ]?up|our (medical )?a\.?i\.?\b|try asking\b)", FOLLOW_UP),
    Rule(
        r"(ask( a question)?|send|submit|share|print|save|bookmark|copy( link)?|download( pdf)?|cite( this)?|"
        r"sign (in|up)|log ?(in|out)|subscribe|menu|search|close|skip to (main )?content|back to top|"
        r"table of contents|on this page|advertisement|feedback|accept( all)?( cookies)?|read more|show (more|less))",
        BUTTON,
        whole=True,
    ),
    Rule(r"was this (article|page|answer) helpful\W*.{0,20}", BUTTON, whole=True),
    Rule(r"(©|\(c\)|copyright)\s.{0,20}[12][0-9]{3}|all rights reserved", LEGAL),
    Rule(r"(this (site|website|page) uses|we use) cookies", LEGAL),
)

PROFESSIONAL_HINT = re.compile(r"health ?care (professional|provider)s?|clinicians|practitioners")
PATIENT_HINT = re.compile(r"your (doctor|physician|clinician|nurse|pharmacist)")


def squash(line: str) -> str:
    """`line` in lower case, spaces single, bullets off, straight apostrophes; at most 400 characters."""
    return " ".join(line[:400].casefold().replace("’", "'").split()).lstrip("•◦▪‣●○*-–— ")


def rule_for(line: str, in_head: bool) -> Rule | None:
    """The first rule that says `line` is furniture."""
    squashed = squash(line)
    return next((rule for rule in RULES if squashed and rule.matches(squashed, in_head)), None)


def reader_hinted(lines: list[str]) -> str:
    """The audience that left-out lines speak to, or ""."""
    for line in lines:
        squashed = squash(line)
        if PROFESSIONAL_HINT.search(squashed):
            return "professional"
        if PATIENT_HINT.search(squashed):
            return "patient"
    return ""


@dataclass(frozen=True)
class LeftOut:
    """A line of the page that is not in the draft, and why."""

    line_no: int
    text: str
    why: str


@dataclass
class Kept:
    """The head of a page, the numbered lines under it, and what was left out."""

    question: str = ""
    heading: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def sort_out(lines: list[str]) -> Kept:
    """Every line that is not empty goes to exactly one place: question, heading, lines, or left out."""
    kept = Kept()
    box: Rule | None = None
    in_head = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            kept.lines.append((number, line))
            continue
        rule = rule_for(line, in_head)
        if rule is None and box and not _begins_anew(line):
            rule = box
        else:
            box = rule if rule and rule.opens else None
        if rule:
            kept.left_out.append(LeftOut(number, line.strip(), str(rule.why)))
        elif in_head and not kept.question and line.strip().endswith("?"):
            kept.question = line.strip()
        elif in_head and is_heading_like(line):
            kept.heading, in_head = line.strip(), False
        else:
            kept.lines.append((number, line))
            in_head = False
    return kept


def _begins_anew(line: str) -> bool:
    return is_heading_like(line) or bool(BULLET.fullmatch(line.strip()) or STEP.fullmatch(line.strip()))
