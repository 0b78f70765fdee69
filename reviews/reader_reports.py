"""Reports by readers as work: who sees which, what stands first, and how one is closed."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from django.db.models import Case, Count, QuerySet, Value, When
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import outbox, site
from articles.models import ArticleVersion, Outbox, Report, Role, User
from articles.outbox import Line, Template
from articles.refusals import Refused
from reviews import record, writers
from reviews.notification_words import AUTHOR, EDITOR
from reviews.queue import MOST, Row, day
from reviews.report_rights import Rights

TEMPLATE, OF_DANGER = "report", "report_of_danger"
Reports = QuerySet[Report]


class Verb(Protocol):
    def __call__(self, report: Report, *, by: User) -> None: ...


def for_editor(user: User) -> Reports:
    """Those about the pages in general, and about articles that this editor has no part in as a writer."""
    if not user.holds(Role.EDITOR):
        return Report.objects.none()
    return Report.objects.exclude(writers.is_writer(user))


def for_author(user: User) -> Reports:
    """Those about articles that this person writes."""
    return Report.objects.filter(article__in=ArticleVersion.objects.written_by(user).values("article"))


def in_order(reports: Reports) -> Reports:
    """First dangers that nobody has read, then other dangers, then what has waited longest."""
    weight = Case(
        When(kind=Report.Kind.DANGER, read_at=None, then=Value(0)),
        When(kind=Report.Kind.DANGER, then=Value(1)),
        default=Value(2),
    )
    rows = reports.select_related("article__lead_author", "read_by", "closed_by")
    return rows.annotate(weight=weight).order_by("weight", "received_at", "pk")


def open_rows(reports: Reports) -> list[Row]:
    """One query, for the site's facts another."""
    days = site.facts().safety_report_days
    return [_row(report, days) for report in in_order(reports.filter(closed_at=None))[:MOST]]


def closed_rows(reports: Iterable[Report]) -> list[Row]:
    return [
        Row(
            title=title_of(report),
            url=reverse("report_desk", args=[report.pk]),
            when=day(report.closed_at.date()) if report.closed_at else "",
            note=f"{report.get_kind_display()}. {Truncator(report.what).chars(140)}",
            who=f"{report.closed_by}: {Truncator(report.closed_with).chars(140)}",
        )
        for report in reports
    ]


def title_of(report: Report) -> str:
    return report.question or _("These pages in general")


def _row(report: Report, days: int) -> Row:
    row = Row(
        title=title_of(report),
        url=reverse("report_desk", args=[report.pk]),
        when=day(report.received_at.date()),
        note=f"{report.get_kind_display()}. {Truncator(report.what).chars(140)}",
    )
    if report.kind == Report.Kind.DANGER and report.read_at is None:
        due = due_on(report.received_at.date(), days)
        row.when_note = _("to be read by %(date)s") % {"date": day(due)}
        row.is_late = due < record.now().date()
        row.who = _("Nobody has read it yet.")
    elif report.read_by:
        row.who = _("Read by %(name)s.") % {"name": report.read_by}
    return row


def due_on(received: datetime.date, days: int) -> datetime.date:
    """The last day on which so many working days have not passed; holidays are not known here."""
    due = received
    while days > 0:
        due += datetime.timedelta(days=1)
        days -= due.weekday() < 5
    return due


def open_by_article(user: User) -> dict[int, int]:
    """How many are open, by article of this author. One query."""
    counted = for_author(user).filter(closed_at=None).values("article").annotate(n=Count("pk"))
    return dict(counted.values_list("article", "n"))


def may_close(report: Report, by: User) -> bool:
    """Editors close any that they see; authors close those about their own texts, but no danger."""
    if for_editor(by).filter(pk=report.pk).exists():
        return True
    return report.kind != Report.Kind.DANGER and for_author(by).filter(pk=report.pk).exists()


def mark_read(report: Report, *, by: User) -> None:
    """The first editor who read it is kept; the promise to readers counts from there."""
    if not for_editor(by).filter(pk=report.pk).exists():
        raise Refused(_("Only an editor who has no part in the article can do this."))
    Report.objects.filter(pk=report.pk, read_at=None).update(read_at=record.now(), read_by=by)


def close(report: Report, *, by: User, sentence: str) -> None:
    """End it with a sentence. Whoever closes it has read it."""
    if not may_close(report, by):
        raise Refused(_("A report of a danger is closed by an editor who has no part in the article."))
    now = record.now()
    done = Report.objects.filter(pk=report.pk, closed_at=None).update(
        closed_at=now, closed_by=by, closed_with=sentence
    )
    if not done:
        raise Refused(_("Somebody closed this report meanwhile. Nothing of theirs was changed."))
    Report.objects.filter(pk=report.pk, read_at=None).update(read_at=now, read_by=by)


def forget_address(report: Report, *, by: User) -> None:
    """Delete the reader's address at once."""
    if not for_editor(by).filter(pk=report.pk).exists():
        raise Refused(_("Only an editor who has no part in the article can do this."))
    Report.objects.filter(pk=report.pk).update(address="")


def letter_to(report: Report) -> str:
    """The address that opens a mail to the reader, begun with the sentence that closed the report."""
    words = {"subject": _("Your report: %(title)s") % {"title": title_of(report)}, "body": report.closed_with}
    return f"mailto:{quote(report.address, safe='@+.')}?{urlencode(words, quote_via=quote)}"


# Who is told


def queue(report: Report) -> None:
    """Queue it for the lead author and the editors who wrote no part of the article, in its transaction.

    Of what readers wrote nothing is mailed.
    """
    outbox.queue(_rows(report))


def _rows(report: Report) -> Iterator[Outbox]:
    template = OF_DANGER if report.kind == Report.Kind.DANGER else TEMPLATE
    lead = report.article.lead_author_id if report.article else None
    told = [(lead, AUTHOR)] if lead else []
    editors = User.objects.holding(Role.EDITOR).order_by("pk").values_list("pk", flat=True)
    rights = Rights([report], editors)
    told += [(person, EDITOR) for person in editors if rights.know(report, person, EDITOR)]
    for person, part in told:
        yield outbox.of(
            template, f"report:{report.pk}:{person}", person, version=report.version_id, part=part,
            ids={"report": report.pk}, at=report.received_at,
        )  # fmt: skip


def lines(rows: Sequence[Outbox]) -> dict[int, Line]:
    """By row, its line, if its person may know of the report still: rights are looked at again (docs/decisions/0016)."""
    wanted = [row.ids["report"] for row in rows if "report" in row.ids]
    reports = Report.objects.select_related("article").in_bulk(wanted)
    rights = Rights(reports.values(), {row.person_id for row in rows})
    found = {}
    for row in rows:
        report = reports.get(row.ids.get("report", 0))
        if report is not None and rights.know(report, row.person_id, row.part):
            found[row.pk] = _line(report, row.part)
    return found


def _line(report: Report, part: str) -> Line:
    is_danger = report.kind == Report.Kind.DANGER
    days = site.facts().safety_report_days
    step = _("Read it, and close it with a sentence once it is settled.")
    if is_danger and part == EDITOR:
        due = due_on(report.received_at.date(), days)
        step = _("Readers are promised that an editor reads it by %(date)s.") % {"date": day(due)}
    elif is_danger:
        step = _("Read it. An editor closes it; begin a correction if the text needs one.")
    return Line(
        _("A reader reports a danger") if is_danger else _("A reader reports an error"),
        _("A reader wrote about “%(title)s”: %(kind)s.") % {"title": title_of(report), "kind": str(report.get_kind_display()).lower()},
        step,
        _("Read the report"),
        reverse("report_desk", args=[report.pk]),
    )  # fmt: skip


def _is_open(row: Outbox) -> bool:
    return Report.objects.filter(pk=row.ids.get("report"), closed_at=None).exists()


def _on_saving(instance: Report, created: bool, raw: bool = False, **_signal: Any) -> None:
    if created and not raw:
        queue(instance)


def connect() -> None:
    """Called once when the application starts. Of a danger people are told whatever mail they chose."""
    outbox.register(TEMPLATE, Template(lines, still=_is_open))
    outbox.register(OF_DANGER, Template(lines, still=_is_open, always=True))
    post_save.connect(_on_saving, sender=Report, dispatch_uid="reviews.reader_reports")
