"""The settings, from the environment alone; README.md lists the variables."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from netreview import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# NETREVIEW_DEV is what `make run` sets: one machine, plain http, a key of its own.
# Everywhere else each secret is asked for.
DEV = environment.flag("DEV")
DEBUG = environment.flag("DEBUG")
if DEBUG and not DEV:
    raise ImproperlyConfigured(
        "NETREVIEW_DEBUG shows settings and code to whoever asks: it needs NETREVIEW_DEV=1."
    )

SECRET_KEY = environment.kept_secret(VAR_DIR / "secret-key") if DEV else environment.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = environment.words("OLD_SECRET_KEYS", "")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]" if DEV else None)
CSRF_TRUSTED_ORIGINS = environment.words("TRUSTED_ORIGINS", "")

DATABASES = {
    "default": environment.database(
        environment.text("DATABASE", "sqlite:///var/netreview.sqlite3" if DEV else None), BASE_DIR
    )
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# No django.contrib.admin: docs/decisions/0001.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "simple_history",
    "axes",
    "django_htmx",
    "netreview",
    "reviews",
    "articles",
]

# The order matters (docs/decisions/0002): nothing below `same_for_everyone` sees who asks for a public page.
MIDDLEWARE = [
    "netreview.middleware.strict_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "netreview.middleware.readable_requests",
    "netreview.middleware.same_for_everyone",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "netreview.urls"
WSGI_APPLICATION = "netreview.wsgi.application"
ASGI_APPLICATION = "netreview.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context.site",
                "reviews.context.house",
            ],
        },
    },
]

# Who signs in, and how.
AUTH_USER_MODEL = "articles.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Wrong passwords are counted by articles.attempts; the sentence stands in the form, so that no middleware is needed.
AXES_HANDLER = "articles.attempts.Attempts"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], ["ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "articles.attempts.account_of"
AXES_CLIENT_IP_CALLABLE = "articles.attempts.address_of"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# Cookies and transport. The `__Host-` prefix makes browsers refuse the cookie from another host or over plain http.
HTTPS = environment.flag("HTTPS", default=not DEV)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "netreview-session"
SESSION_ENGINE = "articles.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "netreview-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "netreview.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Mail: sent by `manage.py announce` and `tick`, never while somebody waits for a page.
ADDRESS = environment.address(
    "http://127.0.0.1:8000"
    if DEV
    else f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.*') or 'localhost'}"
)
MAIL_URL = environment.text("EMAIL_URL", "console:" if DEV else "")
MAIL_IS_ON = bool(MAIL_URL)
globals().update(environment.mail(MAIL_URL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", f"netreview@{urlsplit(ADDRESS).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What one request may carry: 5 MB of any text reach the form, which refuses them in a sentence (a browser writes
# every byte that is no Latin letter as three); past this the answer is a page that says so.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Words and times.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files carry their fingerprint in their name, compressed beforehand.
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"

# One line an event, to the console; no query string, no body and no address of a reader is ever written.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING").upper()},
    # Of a wrong password django-axes would write down the account and where it was tried from.
    "loggers": {"django": {"handlers": [], "propagate": True}, "axes": {"level": "ERROR"}},
}
