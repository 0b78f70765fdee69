"""Mails: a row of the outbox as a mail, in text and in HTML, with the headers that let its reader stop it."""

import dataclasses
import hashlib
import re
import textwrap
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles import outbox, site
from articles.models import Outbox, User
from articles.outbox import Line
from reviews import digests

SALT = "reviews.mails.stop"
LONGEST_SUBJECT = 150
WIDTH = 68


@dataclasses.dataclass(frozen=True)
class Letter:
    """What a mail says, all of it plain words."""

    to: str
    subject: str
    lines: tuple[Line, ...]
    stop_url: str
    choice_url: str
    site_name: str

    @property
    def text(self) -> str:
        parts = []
        for line in self.lines:
            parts.append(_wrapped(f"{line.sentence} {line.next_step}".strip()))
            if line.path:
                parts.append(f"{line.label}:\n{absolute(line.path)}")
        parts.append(f"-- \n{self.site_name}")
        if self.stop_url:
            parts.append(
                _wrapped(_("How you get these mails, and how to stop them:")) + f"\n{self.choice_url}"
            )
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        lines = [(line, absolute(line.path) if line.path else "") for line in self.lines]
        return render_to_string("emails/notice.html", {"letter": self, "lines": lines})


def absolute(path: str) -> str:
    return f"{settings.ADDRESS}{path}"


def one_line(text: str, most: int = LONGEST_SUBJECT) -> str:
    """Fit for a header: control characters and line ends, which could begin another header, become spaces."""
    plain = re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", text).strip()
    return textwrap.shorten(plain, most, placeholder=" …") if len(plain) > most else plain


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def letter(row: Outbox) -> Letter | None:
    """What this row says now; None where it says nothing."""
    said = outbox.lines([row]).get(row.pk)
    if said is None:
        return None
    if row.template == digests.TEMPLATE:
        told = digests.told_in(row)
        within = outbox.lines(told)
        lines = (said, *(within[entry.pk] for entry in told if entry.pk in within))
    else:
        lines = (said,)
    name = site.read().name
    can_stop = row.is_listed or row.template == digests.TEMPLATE
    return Letter(
        to=row.address or row.person.email, subject=one_line(f"{name}: {said.title}"),
        lines=lines, stop_url=absolute(stop_path(row.person)) if can_stop else "",
        choice_url=absolute(reverse("mail_choice")), site_name=name,
    )  # fmt: skip


def written(row: Outbox) -> EmailMultiAlternatives | None:
    """The mail itself."""
    with translation.override("en"):
        found = letter(row)
        if found is None:
            return None
        headers = {"Message-ID": _message_id(row), "Auto-Submitted": "auto-generated"}
        if found.stop_url:
            headers["List-Unsubscribe"] = f"<{found.stop_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail = EmailMultiAlternatives(
            subject=found.subject, body=found.text, from_email=settings.DEFAULT_FROM_EMAIL, to=[found.to],
            headers=headers,
        )  # fmt: skip
        mail.attach_alternative(found.html, "text/html")
    return mail


def _message_id(row: Outbox) -> str:
    """The same for each attempt, so that a mail that was sent all the same is known again."""
    mark = hashlib.sha256(f"{settings.SECRET_KEY}{row.key}".encode()).hexdigest()[:32]
    return f"<{mark}@{urlsplit(settings.ADDRESS).hostname or 'localhost'}>"


def stop_path(person: User) -> str:
    return reverse("stop_mail", args=[signing.dumps(str(person.uid), salt=SALT)])


def person_of(token: str) -> User | None:
    """Whose mails a signed token stops; it never runs out, and opens nothing else."""
    try:
        uid = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(uid=uid).first()
