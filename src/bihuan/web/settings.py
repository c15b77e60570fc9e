"""Django's settings, from the home folder and the environment alone; `bihuan serve` sets both."""

from __future__ import annotations

import os
from pathlib import Path

from bihuan.web.home import database_settings, home_from_environment

HOME = home_from_environment()
PACKAGE = Path(__file__).parent

SECRET_KEY = HOME.secret.read_text("ascii") if HOME.secret.exists() else "not-set-up"
DEBUG = False
# One process on a desk or behind a county's own proxy: which names it answers to is the proxy's
# business; links in messages are built from BIHUAN_ORIGIN.
ALLOWED_HOSTS = os.environ.get("BIHUAN_HOSTS", "*").split(",")
ORIGIN = os.environ.get("BIHUAN_ORIGIN", "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
DEMO = os.environ.get("BIHUAN_DEMO") == "1"

INSTALLED_APPS = [
    # First, so that its templates come before those of the others.
    "bihuan.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "tree_queries",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bihuan.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bihuan.web.middleware.FirstStart",
    "bihuan.web.middleware.SignInAgain",
    "bihuan.web.middleware.PlainErrors",
]
ROOT_URLCONF = "bihuan.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bihuan.web.context.office",
            ],
            "builtins": ["bihuan.web.templatetags.bihuan"],
        },
    }
]

DATABASES = {"default": database_settings(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What is kept is named by the latest event, so that processes need not share it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 500},
    }
}

AUTH_USER_MODEL = "web.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "bihuan.web.accounts.OfficeAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "8/5m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

CSRF_FAILURE_VIEW = "bihuan.web.middleware.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = os.environ.get("BIHUAN_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
# Two texts side by side look the same in the office and in a page that `compare` writes.
STATICFILES_DIRS = [("originality", PACKAGE.parent / "originality" / "static")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Evidence comes several files at once, and straight from a camera.
MAX_UPLOAD_MB = int(os.environ.get("BIHUAN_MAX_UPLOAD_MB", "300"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 50
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("BIHUAN_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("BIHUAN_SMTP_PORT", "465"))
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 20
EMAIL_HOST_USER = os.environ.get("BIHUAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BIHUAN_SMTP_PASSWORD", "")
DEFAULT_FROM_EMAIL = os.environ.get("BIHUAN_MAIL_FROM", EMAIL_HOST_USER)

# When the day's digests leave, in the office's own time; only on working days.
DIGEST_HOUR = int(os.environ.get("BIHUAN_DIGEST_HOUR", "8"))
ROBOT_HOSTS = frozenset(filter(None, os.environ.get("BIHUAN_ROBOT_HOSTS", "").split(",")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
