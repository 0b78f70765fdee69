"""manage.py verify: replays the record and names what does not agree with it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import record, replay

FORMAT = 1


class Command(BaseCommand):
    help = _("Replay every decision, and compare with the record all texts, signatures, states and pages.")
    requires_system_checks = []  # the triggers are looked at, and reported, here

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=_("print the result as one JSON object"))
        parser.add_argument("--heads", metavar="FILE", help=_("write a checkpoint; keep it somewhere else"))
        parser.add_argument("--against", metavar="FILE", help=_("compare with a checkpoint kept elsewhere"))

    def handle(self, *args: Any, **options: Any) -> None:
        checkpoints = _read_heads(options["against"]) if options["against"] else None
        report = replay.verify()
        if checkpoints is not None:
            replay.compare_with(checkpoints, report)
        if options["json"]:
            self.stdout.write(record.canonical({"checked": dict(report.counts), "problems": report.problems}))
        else:
            self._tell(report, is_compared=checkpoints is not None)
        if report.problems:
            raise SystemExit(1)
        if options["heads"]:
            _write_heads(options["heads"])

    def _tell(self, report: replay.Report, *, is_compared: bool) -> None:
        self.stdout.write(_("Checked:"))
        for what, count in report.counts.items():
            self.stdout.write(f"{count:>10,}  {what}")
        for sentence in report.problems:
            self.stdout.write(self.style.ERROR(sentence))
        if report.problems:
            count = len(report.problems)
            found = ngettext("%(count)d problem was found.", "%(count)d problems were found.", count)
            self.stdout.write(found % {"count": count})
        else:
            self.stdout.write(_("Everything agrees with the record."))
        self.stdout.write(
            _(
                "The record is tamper-evident: a change inside a chain is found here. A chain recomputed from one point"
                " to its end by someone who owns the database is found only against a checkpoint kept elsewhere"
                " (--heads writes one, --against compares)."
            )
        )
        if is_compared:
            self.stdout.write(_("This run compared the record with a checkpoint."))


def _read_heads(name: str) -> list[tuple[str, int, str]]:
    try:
        data = json.loads(Path(name).read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError
        return [(str(book), int(seq), str(digest)) for book, seq, digest in data["books"]]
    except OSError as error:
        raise CommandError(_("The checkpoint %(name)s cannot be read.") % {"name": name}) from error
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(_("%(name)s is not a checkpoint.") % {"name": name}) from error


def _write_heads(name: str) -> None:
    text = record.canonical({"format": FORMAT, "at": record.now(), "books": list(replay.heads())})
    try:
        Path(name).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(_("The checkpoint %(name)s cannot be written.") % {"name": name}) from error
