"""Reading: bytes, headers and queries of public addresses, the redirect, the choice, the list."""

import datetime
import gzip
import hashlib

import pytest
from django.utils import timezone

from articles import site
from articles.models import Edition
from articles.views.reading import AUDIENCE_COOKIE, local_address, takes_gzip
from netreview import middleware
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

SLUG = "ginger-tea"
TODAY = timezone.now().date()


@pytest.fixture(autouse=True)
def fresh_site():
    site.forget()
    yield
    site.forget()


def make_edition(article, *, audience="patient", body=b"<p>Tea</p>", path="", **facts) -> Edition:
    digest = hashlib.sha256(body).hexdigest()
    return Edition.objects.create(
        path=path or f"/articles/{article.slug}/{audience}/", article=article,
        version=article.versions.get(), audience=audience, body=body, gzipped=gzip.compress(body, mtime=0),
        etag=f'"{digest}"', **{"kind": "current", "title": "Tea", **facts},
    )  # fmt: skip


@pytest.fixture
def article():
    article = make_article()
    article.slug = SLUG
    article.save(update_fields=["slug"])
    return article


def listed(article, number: int, **facts) -> Edition:
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=number)
    marks = {
        "question": f"Question {number}",
        "last_reviewed": "2026-01-01",
        "signers": ["A", "B"],
        "audiences": ["patient"],
    }
    return make_edition(
        article, path=f"/articles/q{number}/patient/", is_listed=True, listed_at=at, marks=marks, **facts
    )


def questions(response) -> list[str]:
    return [row["question"] for row in response.context["rows"]]


def test_page_is_the_same_bytes_and_headers_for_everybody(article, client):
    make_edition(article)
    answers = set()
    for role in ("", "author", "reviewer", "editor"):
        client.logout()
        client.cookies.clear()
        if role:
            client.force_login(make_user(role))
            client.cookies[AUDIENCE_COOKIE] = "student"
        response = client.get(f"/articles/{SLUG}/patient/", headers={"accept-language": "de"})
        answers.add((response.status_code, response.content, tuple(sorted(response.headers.items()))))

    assert len(answers) == 1


def test_page_sets_no_cookie_and_says_how_long_it_keeps(article, client):
    make_edition(article)

    response = client.get(f"/articles/{SLUG}/patient/")

    assert (dict(response.cookies), response.headers["Cache-Control"], response.headers["Vary"]) == (
        {},
        "public, max-age=0, s-maxage=60",
        "Accept-Encoding",
    )


def test_page_costs_one_query(article, client, django_assert_num_queries):
    make_edition(article)
    client.force_login(make_user("editor"))

    with django_assert_num_queries(1):
        client.get(f"/articles/{SLUG}/patient/")


def test_page_is_compressed_for_whoever_takes_it(article, client):
    make_edition(article, body=b"<p>Tea</p>")

    response = client.get(f"/articles/{SLUG}/patient/", headers={"accept-encoding": "br, gzip"})

    assert (response.headers["Content-Encoding"], gzip.decompress(response.content)) == (
        "gzip",
        b"<p>Tea</p>",
    )


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("gzip;q=0.0, br", False), ("", False),
     ("x-gzip", True), ("notgzip", False), ("identity", False), ("GZIP", True)],
)  # fmt: skip
def test_accepted_encodings_are_read(accepted, expected):
    assert takes_gzip(accepted) is expected


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_page_that_is_known_already_is_not_sent_again(article, client, encoding):
    make_edition(article)
    address, headers = f"/articles/{SLUG}/patient/", {"accept-encoding": encoding}
    tag = client.get(address, headers=headers).headers["ETag"]

    again = client.get(address, headers={**headers, "if-none-match": tag})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)


def test_page_that_changed_is_sent_again(article, client):
    edition = make_edition(article)
    tag = client.get(edition.path).headers["ETag"]
    Edition.objects.update(body=b"new", etag='"other"')

    assert client.get(edition.path, headers={"if-none-match": tag}).content == b"new"


@pytest.mark.parametrize(("days", "shown"), [(1, b"now"), (0, b"late"), (-1, b"late")])
def test_page_of_a_day_is_shown_from_that_day_on_without_any_job(article, client, days, shown):
    make_edition(article, body=b"now")
    make_edition(article, body=b"late", shown_from=TODAY + datetime.timedelta(days=days))

    assert client.get(f"/articles/{SLUG}/patient/").content == shown


@pytest.mark.parametrize(
    "address",
    [
        "/articles/nothing/", "/articles/nothing/patient/", f"/articles/{SLUG}/record/", f"/articles/{SLUG}/v1/patient/",
        f"/articles/{SLUG}/anybody/", f"/articles/{SLUG}/v{10**30}/patient/", "/articles/",
    ],
)  # fmt: skip
def test_address_without_a_page_is_not_found(article, client, address):
    assert client.get(address).status_code == 404


def test_page_is_only_read(article, client):
    make_edition(article)

    assert client.post(f"/articles/{SLUG}/patient/").status_code == 405


# The bare address


@pytest.mark.parametrize(
    ("texts", "cookie", "expected"),
    [
        (["patient", "professional"], "", "patient"),
        (["patient", "professional"], "professional", "professional"),
        (["professional"], "", "professional"),
        (["professional"], "student", "student"),
        (["patient"], "somebody", "patient"),
    ],
)
def test_bare_address_leads_to_the_reader(article, client, texts, cookie, expected):
    type(article.versions.get()).objects.update(written_for="professional")
    for audience in ("patient", "caregiver", "professional", "student"):
        make_edition(article, audience=audience, kind="current" if audience in texts else "absent")
    if cookie:
        client.cookies[AUDIENCE_COOKIE] = cookie

    response = client.get(f"/articles/{SLUG}/")

    assert (response.status_code, response.headers["Location"], response.headers["Cache-Control"]) == (
        302,
        f"/articles/{SLUG}/{expected}/",
        "private, no-store",
    )


def test_bare_address_of_an_article_that_was_never_public_is_not_found(article, client):
    assert client.get(f"/articles/{SLUG}/").status_code == 404


# The choice


def test_choice_is_kept_in_the_browser_for_a_year(client):
    response = client.post("/choose/", {"audience": "caregiver", "next": f"/articles/{SLUG}/patient/"})

    cookie = response.cookies[AUDIENCE_COOKIE]
    assert (
        response.headers["Location"],
        cookie.value,
        cookie["max-age"],
        cookie["samesite"],
        cookie["httponly"],
    ) == (
        f"/articles/{SLUG}/",
        "caregiver",
        31_536_000,
        "Lax",
        True,
    )


def test_choice_of_nobody_is_asked_again(client):
    response = client.post("/choose/", {"audience": "everybody", "next": f"/articles/{SLUG}/"})

    assert (response.status_code, response.context["next"], AUDIENCE_COOKIE in response.cookies) == (
        422,
        f"/articles/{SLUG}/",
        False,
    )


def test_choice_offers_what_was_chosen_before(client):
    client.cookies[AUDIENCE_COOKIE] = "student"

    response = client.get("/choose/")

    assert [choice["value"] for choice in response.context["choices"] if choice["is_chosen"]] == ["student"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/", "/"),
        ("/articles/tea/", "/articles/tea/"),
        ("/articles/tea/v2/patient/", "/articles/tea/"),
        ("//evil.example/", "/"),
        ("/articles//evil.example/", "/"),
        ("https://evil.example/articles/tea/", "/"),
        ("/articles/tea/\r\nX: y", "/"),
        ("/\\evil.example", "/"),
        ("/desk/", "/"),
        ("/articles/tea/\n", "/"),
    ],
)
def test_choice_goes_on_to_local_addresses_only(wanted, expected):
    assert local_address(wanted) == expected


def test_cookie_is_the_one_that_public_pages_may_read():
    assert AUDIENCE_COOKIE == middleware.AUDIENCE_COOKIE


# The list


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_list_costs_one_query(article, client, django_assert_num_queries, rows):
    for number in range(rows):
        listed(article, number)
    client.get("/")  # facts of the site, topics and corrections are remembered for a minute

    with django_assert_num_queries(1):
        response = client.get("/")

    assert len(response.context["rows"]) == rows


def test_list_is_the_newest_first_and_the_same_for_everybody(article, client):
    for number in (1, 3, 2):
        listed(article, number)
    anonymous = client.get("/")
    client.force_login(make_user("editor"))

    response = client.get("/")

    assert questions(response) == ["Question 3", "Question 2", "Question 1"]
    assert (response.content, response.headers) == (anonymous.content, anonymous.headers)


def test_list_leaves_out_what_lapsed(article, client):
    listed(article, 1, overdue_on=TODAY - datetime.timedelta(days=9), lapses_on=TODAY)
    listed(article, 2, overdue_on=TODAY, lapses_on=TODAY + datetime.timedelta(days=1))

    rows = client.get("/").context["rows"]

    assert [(row["question"], row["is_overdue"]) for row in rows] == [("Question 2", True)]


def test_list_runs_from_page_to_page_and_back(article, client):
    for number in range(45):
        listed(article, number)

    first = client.get("/")
    second = client.get("/" + first.context["older"])
    third = client.get("/" + second.context["older"])
    back = client.get("/" + third.context["newer"])

    assert questions(first) + questions(second) + questions(third) == [
        f"Question {n}" for n in range(44, -1, -1)
    ]
    assert questions(back) == questions(second)
    assert (first.context["newer"], third.context["older"]) == ("", "")


def test_list_of_equal_times_loses_nothing(article, client):
    for number in range(25):
        listed(article, number)
    Edition.objects.update(listed_at=timezone.now())

    first = client.get("/")
    second = client.get("/" + first.context["older"])

    assert len({*questions(first), *questions(second)}) == 25


@pytest.mark.parametrize(
    "place", ["x", "1-", "99999999999999999-1", "1-999999999999999999", "-1-1", "1-1 or 1", "%ff"]
)
def test_list_asked_for_no_place_answers_all_the_same(article, client, place):
    listed(article, 1)

    assert client.get(f"/?before={place}&after=").status_code == 200


def test_empty_list_says_so(client):
    assert "Nothing is published yet." in client.get("/").content.decode()
