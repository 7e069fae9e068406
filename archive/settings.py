"""Settings of Nhân Chứng: safe defaults, one file, runs on a fresh clone with SQLite.

Every value an office may change is read from the environment (docs/settings.md lists them).
"""

import json
import os
from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

# Django's generic classes take their types in brackets: `Sitemap[Record]`, `QuerySet[Record]`.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR))


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """Return the key from the environment, or one made once and kept beside the database."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = DATA_DIR / "media" / ".secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        key = get_random_secret_key()
        # Exclusive creation: of two processes starting at once, one writes and the other reads.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        return key


SECRET_KEY = _secret_key()
DEBUG = _flag("DEBUG", False)
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "archive.jobs",
    "archive.units",
    "archive.accounts",
    "archive.journal",
    "archive.files",
    "archive.catalogue",
    "archive.works",
    "archive.access",
    "archive.search",
    "archive.ingest",
    "archive.ingest.sheets",
    "archive.ingest.hearing",
    "archive.collecting",
    "archive.research",
    "archive.vetting",
    "archive.reports",
    "archive.ui",
    "archive.interop",
    "archive.desk",
    "archive.public",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "django_tasks_db",
    "axes",
]

MIDDLEWARE = [
    "archive.ui.middleware.BodilessHeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.ui.middleware.TextGZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.ui.middleware.ChosenLanguageMiddleware",
    "archive.ui.middleware.DiscreetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "archive.ui.middleware.KnownMethodsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "archive.access.middleware.GateMiddleware",
    "axes.middleware.AxesMiddleware",
    "archive.ui.middleware.LegibleMiddleware",
]

ROOT_URLCONF = "archive.urls"
FORM_RENDERER = "archive.ui.forms.Renderer"
WSGI_APPLICATION = "archive.wsgi.application"

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
                "archive.ui.context.shell",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{DATA_DIR / 'archive.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Immediate transactions: a write waits for the lock at its start instead of failing at its
    # end; WAL: readers never wait for the writer. Foreign keys are on in Django itself.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    # Told by default that to read here and there is dear, as on turning disks, PostgreSQL reads
    # whole tables for what an index finds; and it compiles questions answered in milliseconds.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c random_page_cost=1.1 -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "public:home"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "archive.access.callers.address_of"
AXES_CLIENT_STR_CALLABLE = "archive.access.callers.address_for_log"
# What one caller may ask within a minute of one server process; 0: as often as they like.
SEARCHES_PER_MINUTE = int(os.environ.get("SEARCHES_PER_MINUTE", 120))
SUGGESTIONS_PER_MINUTE = int(os.environ.get("SUGGESTIONS_PER_MINUTE", 600))
SIGN_INS_PER_MINUTE = int(os.environ.get("SIGN_INS_PER_MINUTE", 30))
# How many finding aids one server process sends at a time, of its four threads; 0: any number.
FINDING_AIDS_AT_ONCE = int(os.environ.get("FINDING_AIDS_AT_ONCE", 2))
# Private notes about witnesses are encrypted with this; empty: a key made once, kept in media/.
WITNESS_NOTES_KEY = os.environ.get("WITNESS_NOTES_KEY", "")
# How much age, frailty … count in the queue of witnesses; see collecting/urgency.py.
URGENCY_WEIGHTS = json.loads(os.environ.get("URGENCY_WEIGHTS", "{}"))

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# What a filter shows where nothing is chosen.
FILTERS_EMPTY_CHOICE_LABEL = _("All")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Ho_Chi_Minh")
USE_I18N = True
FORMAT_MODULE_PATH = ["archive.ui.formats"]
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static_root"
MEDIA_ROOT = DATA_DIR / "media"
SEARCH_INDEX_ROOT = DATA_DIR / "search_index"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Any of Django's storages; archive.files.bucket.Bucket speaks S3 (docs/install.md).
    "masters": json.loads(os.environ.get("MASTERS_STORAGE", "{}"))
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "masters", "base_url": None},
    },
    "derivatives": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "derivatives", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
MAX_UPLOAD_BYTES = int(os.environ.get("MAX_UPLOAD_BYTES", 4 * 1024**3))
FILE_UPLOAD_HANDLERS = ["archive.ingest.uploads.LimitedUploadHandler"]
# The inbox on this machine: how often it is looked at, and how long a file must lie still.
INBOX_LOOK_SECONDS = int(os.environ.get("INBOX_LOOK_SECONDS", 30))
INBOX_STILL_SECONDS = int(os.environ.get("INBOX_STILL_SECONDS", 15))
# What an office asks of its scans and tapes; less is accepted with a warning.
LEAST_DPI = int(os.environ.get("LEAST_DPI", 300))
LEAST_BIT_RATE = int(os.environ.get("LEAST_BIT_RATE", 64_000))
# A front server may send the bytes instead: X-Accel-Redirect (nginx) or X-Sendfile (Apache).
MEDIA_OFFLOAD_HEADER = os.environ.get("MEDIA_OFFLOAD_HEADER", "")
MEDIA_OFFLOAD_PREFIX = os.environ.get("MEDIA_OFFLOAD_PREFIX", "")
# One parser process may use this much for one file; beyond it the file is refused, not the work.
PARSER_MEMORY_BYTES = int(os.environ.get("PARSER_MEMORY_BYTES", 3 * 1024**3))
PARSER_PROCESSES = int(os.environ.get("PARSER_PROCESSES", 2))
PARSER_SECONDS = int(os.environ.get("PARSER_SECONDS", 300))
MAX_IMAGE_PIXELS = int(os.environ.get("MAX_IMAGE_PIXELS", 500_000_000))
# Fixity: every master is read within the period, a share of them a day, leaving the disk to others.
FIXITY_PERIOD_DAYS = int(os.environ.get("FIXITY_PERIOD_DAYS", 90))
FIXITY_BYTES_PER_DAY = int(os.environ.get("FIXITY_BYTES_PER_DAY", 50 * 1000**3))
FIXITY_BYTES_PER_SECOND = int(os.environ.get("FIXITY_BYTES_PER_SECOND", 20 * 1000**2))
# Derivatives made anew: how long the worker rests between one minute of it and the next.
RENEWAL_REST_SECONDS = int(os.environ.get("RENEWAL_REST_SECONDS", 60))
OCR_LANGUAGES = os.environ.get("OCR_LANGUAGES", "vie")
# A folder with a converted Whisper model (CTranslate2); empty: nobody offers a first draft.
WHISPER_MODEL = os.environ.get("WHISPER_MODEL", "")
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
# A field for each page of a thick volume, or for each file of a large deposit.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Work after the request -------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- Search -----------------------------------------------------------------------------------

SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "auto")

# --- Letters ----------------------------------------------------------------------------------

SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", 25))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS", False)
# Days from the day an opinion is due on which its member gets a letter; empty: no letters.
REMINDER_DAYS = [int(day) for day in os.environ.get("REMINDER_DAYS", "-3,0,2").split(",") if day]
EMAIL_TIMEOUT = 20  # seconds: a mail server that does not answer must not hold the worker
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "nhan-chung@localhost")

# --- Security ---------------------------------------------------------------------------------

SECURE_HTTPS = _flag("SECURE_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_HTTPS
SECURE_SSL_REDIRECT = SECURE_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_HTTPS else None
# What else stands under the office's domain name is not ours to bind to HTTPS.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Each proxy in front adds the address it was asked from to X-Forwarded-For.
PROXIES = int(os.environ.get("PROXIES", 1 if SECURE_HTTPS else 0))
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
