"""Notices: writes a public statement on an article as a row that never changes."""

from articles.models import Notice
from reviews import record
from reviews.case import Case


def write_notice(case: Case, kind: str) -> Notice:
    words = {
        part: {audience: body.strip() for audience, body in case.given[part].items()}
        for part in ("text", "instead")
    }
    body = record.canonical(words)
    return Notice.objects.create(
        article=case.article,
        version=case.version,
        kind=kind,
        body=body,
        digest=record.sha256(body),
        by=case.by,
        at=case.now,
    )
