"""The article page against a bare Django view behind the same middleware, with 1,000 and 20,000 articles."""

import gzip
import hashlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SIZES = (1_000, 20_000)
BATCH = 150
ROUNDS = 24


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        _settle(Path(folder))
        from django.core.handlers.wsgi import WSGIHandler

        handler = WSGIHandler()
        per_request = {}
        made = 0
        print("articles   article/bare: requests per second   CPU per request   CPU of the article page")
        for size in SIZES:
            _fill(made, size)
            made = size
            wall, cpu, own = _compare(handler, size)
            per_request[size] = own
            print(f"{size:>8,}   {wall:>35.3f}   {cpu:>15.3f}   {own * 1e6:>17.0f} µs")
        growth = per_request[SIZES[-1]] / per_request[SIZES[0]] - 1
        print(f"growth of CPU per article page from {SIZES[0]:,} to {SIZES[-1]:,} articles: {growth:+.1%}")
        print("aim: at least 0.9 of the bare view's requests per second, growth under 5%")


def _settle(folder: Path) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="netreview.settings",
        NETREVIEW_DEV="1",
        NETREVIEW_DATABASE=f"sqlite:///{folder}/bench.sqlite3",
    )
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_bare (id integer PRIMARY KEY, path varchar(200) UNIQUE, body blob, etag text)"
        )
        cursor.execute(
            "INSERT INTO articles_user (id, password, uid, email, printed_name, is_active, created_at)"
            " VALUES (1, '!', 'f0', 'a@example.org', 'A', 1, '2026-01-01')"
        )


def _page(number: int) -> bytes:
    """About 40 KB of HTML-like text; each is different, so nothing is cached by content."""
    rng = random.Random(number)
    words = [f"<p>{rng.choice(WORDS)} {rng.choice(WORDS)} {rng.randint(1, 999)}</p>" for _ in range(1_400)]
    return "\n".join(words).encode()


WORDS = (
    "treatment",
    "evidence",
    "patients",
    "survival",
    "trial",
    "benefit",
    "harm",
    "dose",
    "placebo",
    "outcome",
)


def _fill(start: int, stop: int) -> None:
    """Articles and published pages by bulk SQL; the bare table holds the very same bytes."""
    from django.db import connection, transaction

    shared = [_page(number) for number in range(50)]
    packed = [gzip.compress(page, mtime=0) for page in shared]
    columns = (
        "INSERT INTO articles_edition (path, shown_from, article_id, audience, language, kind, title, body, gzipped,"
        " etag, marks, is_listed) VALUES (%s, '0001-01-01', %s, 'patient', 'en', 'current', %s, %s, %s, %s, '{}', 1)"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(start + 1, stop + 1):
            page, small = shared[number % 50], packed[number % 50]
            etag = f'"{hashlib.sha256(page).hexdigest()}"'
            uid = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
            cursor.execute(
                "INSERT INTO articles_article (id, uid, slug, lead_author_id, specialty, created_at)"
                " VALUES (%s, %s, %s, 1, '', '2026-01-01')",
                [number, uid, f"question-{number}"],
            )
            cursor.execute(
                columns,
                [f"/articles/question-{number}/patient/", number, f"Question {number}", page, small, etag],
            )
            cursor.execute(
                "INSERT INTO bench_bare (id, path, body, etag) VALUES (%s, %s, %s, %s)",
                [number, f"/articles/question-{number}/patient/", small, etag],
            )


def _compare(handler: Callable[..., Iterator[bytes]], size: int) -> tuple[float, float, float]:
    """Medians over interleaved batches: ratio of requests per second, of CPU per request; own CPU seconds."""
    rng = random.Random(size)
    walls, cpus, own = [], [], []
    for number in range(ROUNDS + 2):
        numbers = [rng.randint(1, size) for _ in range(BATCH)]
        paths = [f"/articles/question-{n}/patient/" for n in numbers]
        article = _batch(handler, paths, "netreview.urls")
        bare = _batch(handler, paths, "tests.bench.urls")
        if number < 2:  # the first batches fill caches
            continue
        walls.append(bare[0] / article[0])
        cpus.append(article[1] / bare[1])
        own.append(article[1] / BATCH)
    return statistics.median(walls), statistics.median(cpus), statistics.median(own)


def _batch(handler: Callable[..., Iterator[bytes]], paths: list[str], urlconf: str) -> tuple[float, float]:
    """Wall and CPU seconds of these requests, answered by the views of this URL module."""
    from django.conf import settings
    from django.test import RequestFactory

    settings.ROOT_URLCONF = urlconf
    environs = [RequestFactory().get(path, headers={"accept-encoding": "gzip"}).environ for path in paths]
    statuses: list[str] = []
    wall, cpu = time.perf_counter(), time.process_time()
    for environ in environs:
        response = handler(environ, lambda status, headers: statuses.append(status))
        b"".join(response)
        response.close()
    took = time.perf_counter() - wall, time.process_time() - cpu
    assert set(statuses) == {"200 OK"}, set(statuses)
    return took


if __name__ == "__main__":
    main()
