"""Settings, all of them from the environment; `.env.example` explains each variable."""

import os
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env, localpg, logs, schedule

# The engine's matrices are small; threads of the numeric library only get in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
if not TESTING:
    env.load(BASE_DIR / ".env")
LOCAL_DIR = localpg.local_dir()

# Tests never touch the database of the environment they happen to run in.
DATABASE_URL = env.text("TEST_DATABASE_URL" if TESTING else "DATABASE_URL")
IS_PRODUCTION = bool(DATABASE_URL) and not TESTING
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if IS_PRODUCTION:
        message = "SECRET_KEY is missing. With DATABASE_URL set, give it 50 random characters."
        raise env.SettingMissing(message)
    SECRET_KEY = localpg.local_secret("secret_key")
# Seals what the database must not be able to open by itself.
SEALING_KEY = env.text("SEALING_KEY")
if not SEALING_KEY:
    if IS_PRODUCTION:
        message = "SEALING_KEY is missing. With DATABASE_URL set, give it 50 random characters."
        raise env.SettingMissing(message)
    SEALING_KEY = localpg.local_secret("sealing_key")
# Private notes: the first key seals, all of them open. None of them is in the database.
REFLECTION_KEYS = env.names("REFLECTION_KEYS")
if not REFLECTION_KEYS:
    if IS_PRODUCTION:
        message = "REFLECTION_KEYS is missing. With DATABASE_URL set, give it 50 random characters."
        raise env.SettingMissing(message)
    REFLECTION_KEYS = env.items(localpg.local_secret("reflection_keys"))
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", f"127.0.0.1,localhost,[::1],{env.host(SITE_URL)}")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "people",
    "incidents",
    "wellbeing",
    "reports",
    "config",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "pgtrigger",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.starting.StartingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.kiosk.DeviceMiddleware",
    "config.sign_in.SignInMiddleware",
    "people.http.PreferencesMiddleware",
    "config.reading.ReadingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- database -------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.postgres(DATABASE_URL) if DATABASE_URL else localpg.database(TESTING)
}
DATABASES["default"] |= {
    # What people wrote must never reach the server's log as part of a statement: bind on the
    # server, and have it keep parameters to itself. config/checks.py asks for the rest.
    "OPTIONS": {
        **DATABASES["default"].get("OPTIONS", {}),
        "server_side_binding": True,
        "prepare_threshold": 5,
        "options": env.session(
            str(DATABASES["default"].get("OPTIONS", {}).get("options", "")),
            log_parameter_max_length_on_error=0,
            statement_timeout=env.number("STATEMENT_TIMEOUT_MS", 0),
        ),
    },
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people and sign-in ---------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.http.SignInBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
if TESTING:
    # Hashing is slow on purpose; tests sign in hundreds of times with made-up passwords.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "people.http.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SILENCED_SYSTEM_CHECKS = [
    "account.W001",  # nobody signs up here: people are invited
    "security.W005",  # other names below the domain are the organisation's to decide on
    "security.W021",  # and so is a browser's preload list
]
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "people.forms.SignInForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "slip": "20/m/ip,5/5m/key",
    "pin": "5/5m/key",
    "reset_password": "20/m/ip,3/5m/key",
    "change_password": "5/5m/user",
}
# Without a proxy the address of the socket is counted, whatever a client says it is.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "luwte_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "luwte_csrf"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

# --- what a page may load -------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS and env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_COOKIE_NAME = "luwte_language"
TIME_ZONE = env.text("TIME_ZONE", "Europe/Amsterdam")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- static files, forms, API ---------------------------------------------------------------
STATIC_URL = "/static/"
# Files with reports: outside everything a web server hands out, read by this account alone.
FILES_DIR = env.text("FILES_DIR", str(LOCAL_DIR / ("files-test" if TESTING else "files")))
CONTACTS_FEED = env.text("CONTACTS_FEED")  # a folder; nothing is read while it is empty
FILE_UPLOAD_HANDLERS = [
    "incidents.http.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A report holds five; who chooses many more is told so, and keeps what was typed.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
STATIC_ROOT = LOCAL_DIR / ("static-test" if TESTING else "static")
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["people.http.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["people.http.DenyAll"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["people.http.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"token": "600/min"},
    "EXCEPTION_HANDLER": "people.http.problems.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Luwte",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- cache, mail, worker --------------------------------------------------------------------
CACHES = {
    "default": {
        # Sign-in throttling counts in here, so every web worker must see the same one.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # By default a cache forgets from 300 entries on, and with them the tries it counts.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What each web process may count for itself: requests per API token.
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = LOCAL_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Luwte <luwte@localhost>")

# --- waking phones --------------------------------------------------------------------------
PUSH = env.flag("PUSH")
VAPID_SECRET = env.text("VAPID_SECRET")
if PUSH and not VAPID_SECRET:
    if IS_PRODUCTION:
        message = "VAPID_SECRET is missing. With PUSH and DATABASE_URL, give it 50 characters."
        raise env.SettingMissing(message)
    VAPID_SECRET = localpg.local_secret("vapid_secret")
PUSH_CONTACT = env.text("PUSH_CONTACT", "mailto:luwte@localhost")
# The push services of browsers. The server sends to no other host.
PUSH_HOSTS = env.names(
    "PUSH_HOSTS",
    "fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com",
)

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    _QUEUE = LOCAL_DIR / ("broker-test" if TESTING else "broker")
    _QUEUE.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_QUEUE),
        "data_folder_out": str(_QUEUE),
        "control_folder": str(_QUEUE / "control"),
    }
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "beat")
CELERY_BEAT_SCHEDULE = schedule.EVERYTHING

# Events and ids, never what people wrote.
LOGGING = logs.LOGGING
