"""The ground: settings, headers, cookies, error pages, requirements."""

import json
import os
import re
import stat
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client

from netreview import environment, errors
from netreview.middleware import AUDIENCE_COOKIE, CONTENT_SECURITY_POLICY, STRICT_HEADERS

ROOT = Path(__file__).resolve().parent.parent
DEPLOYED = {
    "NETREVIEW_SECRET_KEY": "a-key-for-one-test-that-is-long-enough-0123456789-0123456789",
    "NETREVIEW_ALLOWED_HOSTS": "review.example.org, www.example.org",
    "NETREVIEW_DATABASE": "postgresql://reviewer:word%40@db.example.org:5433/review?sslmode=require",
}
SHOW = """
import json
from netreview import settings
found = {name: value for name, value in vars(settings).items() if name.isupper() and name != "LANGUAGES"}
print(json.dumps(found, default=str))
"""

pytestmark = pytest.mark.urls("tests.ground_urls")


def start(environ: dict[str, str], code: str = SHOW) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETREVIEW_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def deployed() -> dict:
    return json.loads(start(DEPLOYED).stdout)


# Settings


@pytest.mark.parametrize("missing", sorted(DEPLOYED))
def test_settings_without_a_secret_refuse_to_start(missing):
    environ = {name: value for name, value in DEPLOYED.items() if name != missing}

    run = start(environ)

    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith(f"Set {missing} in the environment: README.md says to what.")


def test_settings_refuse_debug_outside_development():
    run = start({**DEPLOYED, "NETREVIEW_DEBUG": "1"})

    assert run.returncode == 1
    assert "NETREVIEW_DEBUG shows settings and code" in run.stderr


def test_settings_deployed_send_cookies_over_https_only(deployed):
    names = ["SESSION_COOKIE", "CSRF_COOKIE"]

    flags = {
        (name, flag): deployed[f"{name}_{flag}"]
        for name in names
        for flag in ("SECURE", "HTTPONLY", "SAMESITE")
    }

    assert flags == {
        (name, flag): value
        for name in names
        for flag, value in (("SECURE", True), ("HTTPONLY", True), ("SAMESITE", "Lax"))
    }
    assert [deployed[f"{name}_NAME"] for name in names] == ["__Host-session", "__Host-csrf"]


def test_settings_deployed_are_not_in_debug_and_insist_on_https(deployed):
    found = {
        name: deployed[name]
        for name in ("DEBUG", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS")
    }

    assert found == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "ALLOWED_HOSTS": ["review.example.org", "www.example.org"],
    }


def test_settings_hash_passwords_with_argon2_first(deployed):
    assert deployed["PASSWORD_HASHERS"][0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_settings_install_no_django_admin(deployed):
    assert [app for app in deployed["INSTALLED_APPS"] if "admin" in app] == []


def test_flag_misspelt_is_refused(monkeypatch):
    monkeypatch.setenv("NETREVIEW_DEV", "flase")

    with pytest.raises(ImproperlyConfigured, match="NETREVIEW_DEV must be 1 or 0"):
        environment.flag("DEV")


def test_kept_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret-key"

    first, second = environment.kept_secret(path), environment.kept_secret(path)

    assert first == second
    assert len(first) >= 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_kept_secret_that_is_empty_is_refused(tmp_path):
    (tmp_path / "secret-key").write_text("\n")

    with pytest.raises(ImproperlyConfigured, match="is empty"):
        environment.kept_secret(tmp_path / "secret-key")


def test_database_reads_a_postgresql_address(deployed):
    found = {
        name: deployed["DATABASES"]["default"][name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }

    assert found == {
        "NAME": "review",
        "USER": "reviewer",
        "PASSWORD": "word@",
        "HOST": "db.example.org",
        "PORT": "5433",
    }
    assert deployed["DATABASES"]["default"]["OPTIONS"]["sslmode"] == "require"
    assert deployed["DATABASES"]["default"]["ATOMIC_REQUESTS"] is False


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:///var/a.sqlite3", "/base/var/a.sqlite3"), ("sqlite:////data/a%20b.db", "/data/a b.db")],
)
def test_database_reads_a_sqlite_address(url, name):
    assert environment.database(url, Path("/base"))["NAME"] == name


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mysql://host/name",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/a",
        "postgresql://host",
        "postgresql://h/n?ssl=1",
        "postgresql://host:port/name",
    ],
)
def test_database_refuses_any_other_address(url):
    with pytest.raises(ImproperlyConfigured):
        environment.database(url, Path("/base"))


@pytest.mark.django_db
def test_database_runs_in_the_modes_that_the_record_needs():
    questions = {
        "sqlite": ["PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA busy_timeout"],
        "postgresql": ["SHOW transaction_isolation"],
    }
    answers = {"sqlite": ["wal", 2, 20_000], "postgresql": ["read committed"]}

    found = []
    with connection.cursor() as cursor:
        for question in questions[connection.vendor]:
            cursor.execute(question)
            found.append(cursor.fetchone()[0])

    assert found == answers[connection.vendor]


def test_sqlite_transactions_take_the_write_lock_at_their_start():
    assert environment.sqlite(Path("a"))["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


# Headers and cookies


@pytest.mark.parametrize(
    "address", ["/", "/articles/plain/", "/desk/", "/nowhere/", "/articles/a%00b/", "/desk/form"]
)
def test_headers_are_strict_on_every_answer(client, address):
    response = client.get(address)

    expected = {
        **STRICT_HEADERS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert {name: response.headers.get(name) for name in expected} == expected


def test_content_security_policy_allows_this_site_alone():
    sources = {source for rule in CONTENT_SECURITY_POLICY.split("; ") for source in rule.split()[1:]}

    assert sources == {"'self'", "'none'"}


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/articles/kept/", "public, max-age=0, s-maxage=60"),
        ("/articles/plain/", "no-store"),
        ("/desk/", "private, no-store"),
        ("/desk/kept/", "private, no-store"),
        ("/nowhere/", "private, no-store"),
        ("/articles/nowhere/", "no-store"),
    ],
)
def test_cache_control_keeps_what_is_private_out_of_caches(client, address, kept):
    assert client.get(address).headers["Cache-Control"] == kept


@pytest.mark.django_db
def test_private_page_may_use_the_session_and_says_so(client):
    response = client.get("/desk/signed/")

    assert sorted(response.cookies) == [settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME]
    assert response.headers["Vary"] == "Cookie"


def test_public_page_never_learns_who_asks(client):
    client.cookies.load({settings.SESSION_COOKIE_NAME: "a" * 32, AUDIENCE_COOKIE: "student"})

    with pytest.warns(UserWarning, match="is public"):  # the stand-in asks for the user, which is the session
        response = client.get("/articles/who/", headers={"Accept-Language": "fr"})

    assert response.content.decode() == f"AnonymousUser {AUDIENCE_COOKIE} None"


@pytest.mark.django_db
def test_public_page_that_touches_the_session_leaves_no_trace_but_a_warning(client):
    with pytest.warns(UserWarning, match="/articles/nosy/ is public"):
        response = client.get("/articles/nosy/")

    assert dict(response.cookies) == {}
    assert response.headers["Vary"] == "Accept-Encoding"


def test_public_page_answers_a_stale_or_malformed_token_cookie_without_a_new_one(client):
    client.cookies.load({settings.CSRF_COOKIE_NAME: "not a token"})

    response = client.get("/articles/plain/")

    assert dict(response.cookies) == {}
    assert "Vary" not in response.headers


@pytest.mark.parametrize("address", ["/", "/articles/plain/", "/desk/form/", "/nowhere/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_change_without_a_token_is_refused_wherever_an_address_exists(address, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)

    assert response.status_code == (404 if address == "/nowhere/" else 403)


# Error pages


def test_error_page_for_nothing_there_is_the_same_for_everyone(client):
    client.cookies.load({settings.SESSION_COOKIE_NAME: "a" * 32})

    known, stranger = client.get("/articles/nowhere/"), Client().get("/articles/nowhere/")

    assert (known.status_code, known.content, known.headers) == (404, stranger.content, stranger.headers)


def test_error_page_for_a_refusal_says_its_sentence_escaped(client):
    response = client.get("/desk/forbidden/")

    assert response.status_code == 403
    assert "Only the &lt;lead&gt; author can do this." in response.content.decode()


def test_error_page_for_a_fault_shows_nothing_of_the_fault():
    response = Client(raise_request_exception=False).get("/desk/broken/")

    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_error_page_for_a_fault_speaks_even_without_templates(settings, rf):
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": []}]

    response = errors.server_error(rf.get("/"))

    assert (response.status_code, response.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "address",
    ["/articles/named/a%00b/", "/articles/plain/?q=a%00b", "/desk/?q=%00", "/%00"],
)
def test_address_with_nul_is_answered_with_a_plain_page(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "This address cannot be read" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [quote("/articles/named/\ud800/", errors="surrogatepass"), "/articles/%ff%fe/", "/%2e%2e/%2e%2e/"],
)
def test_address_that_is_no_text_is_never_a_fault(client, address):
    assert client.get(address).status_code in {200, 404}


def test_cookie_with_nul_is_dropped_and_the_others_are_kept(client):
    client.cookies.load({settings.SESSION_COOKIE_NAME: "aaaaaaaa\0aaaaaaaa", AUDIENCE_COOKIE: "student"})

    response = client.get("/desk/who/")

    assert response.content.decode() == f"AnonymousUser {AUDIENCE_COOKIE} None"


@pytest.mark.parametrize("letter", ["a", "é"])
def test_five_megabytes_reach_the_form_in_any_script(client, letter):
    text = letter * (5_000_000 // len(letter.encode()))

    response = client.post(
        "/desk/form/", "text=" + quote(letter) * len(text), content_type="application/x-www-form-urlencoded"
    )

    assert (response.status_code, len(response.content)) == (200, len(text.encode()))


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_body_past_the_limit_is_answered_with_a_plain_page(client, kind):
    head = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' if "boundary" in kind else b"text="
    tail = b"\r\n--x--\r\n" if "boundary" in kind else b""

    response = client.post("/desk/form/", head + b"a" * 17_000_000 + tail, content_type=kind)

    assert response.status_code == 413
    assert "That is too much at once" in response.content.decode()


def test_body_with_too_many_fields_is_answered_with_a_plain_page(client):
    response = client.post("/desk/form/", "a=1&" * 5_001, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413


BROKEN_FILE = b"\r\n".join(
    [
        b"--x",
        b'Content-Disposition: form-data; name="f"; filename="f"',
        b"Content-Transfer-Encoding: base64",
        b"",
        b"!",
        b"--x--",
        b"",
    ]
)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=\xe9", b"odd boundary"),
        ("multipart/form-data; boundary=" + "x" * 300, b"long boundary"),
        ("multipart/form-data; boundary=x", BROKEN_FILE),
        ("application/x-www-form-urlencoded; charset=utf-16", b"text=a"),
    ],
)
def test_body_that_cannot_be_read_is_answered_with_a_plain_page(client, kind, body):
    response = client.post("/desk/form/", body, content_type=kind)

    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


def test_body_cut_short_is_answered_with_a_plain_page(client):
    response = client.get("/desk/cut/")

    assert response.status_code == 400
    assert "Only part of this arrived" in response.content.decode()


def test_host_of_somebody_else_is_answered_with_a_plain_page(client):
    response = client.get("/", headers={"Host": "evil.example.org"})

    assert response.status_code == 400
    assert "evil" not in response.content.decode()


STALE = {"text": "my <long> review", "password": "hidden words", "csrfmiddlewaretoken": "x" * 64}


@pytest.mark.parametrize("origin", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_stale_form_gives_back_what_was_typed_and_no_password(origin):
    response = Client(enforce_csrf_checks=True).post("/desk/form/", STALE, headers=origin)

    found = response.content.decode()
    assert response.status_code == 403
    assert "my &lt;long&gt; review" in found
    assert "hidden words" not in found
    assert "x" * 64 not in found


@pytest.mark.parametrize(
    "origin", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example.org"}]
)
def test_form_of_another_site_gets_no_words_into_ours(origin):
    response = Client(enforce_csrf_checks=True).post("/desk/form/", STALE, headers=origin)

    assert response.status_code == 403
    assert "my &lt;long&gt; review" not in response.content.decode()


# What is installed


@pytest.mark.browser
def test_chromium_is_there_and_runs(chromium):
    page = chromium.new_page()

    page.set_content("<p>words</p>")

    assert page.inner_text("p") == "words"


def test_requirements_are_pinned_with_hashes_and_name_no_address():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        words = path.read_text()
        pins = re.findall(r"^[a-z0-9][^\n]*", words, re.MULTILINE)

        assert [pin for pin in pins if not re.match(r"[a-z0-9._\[\]-]+==\S+", pin)] == []
        assert len(re.findall(r"^[a-z0-9][^\n]*\\\n    --hash=sha256:", words, re.MULTILINE)) == len(pins)
        assert re.findall(r"://|--index|--find-links|--trusted-host", words) == []


def test_requirements_have_one_state_machine_installed():
    found = {
        name.lower()
        for name in (found.metadata["Name"] for found in distributions())
        if "fsm" in name.lower()
    }

    assert found == {"django-fsm-2"}


def test_static_files_are_all_there_under_their_fingerprints(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    address = staticfiles_storage.url("django_htmx/htmx-2.min.js")
    assert re.fullmatch(r"/static/django_htmx/htmx-2\.min\.[0-9a-f]{12}\.js", address)
