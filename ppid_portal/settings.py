"""All settings of the portal, read from the environment with typed readers.

Without any environment the portal runs in evaluation: SQLite, a broker in the file system and
e-mail printed to the log. ``DATABASE_URL`` and ``REDIS_URL`` switch to PostgreSQL and Redis,
``PRODUCTION=1`` switches to production, where every secret must be given and every
security setting is on.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _l

from ppid_portal.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

PRODUCTION = env.flag("PRODUCTION", default=False)
DEBUG = env.flag("DEBUG", default=False)
DATA_DIR = env.path("DATA_DIR", default=BASE_DIR / "data")

# -- secrets -----------------------------------------------------------------------------------
# In evaluation the keys are made once and kept beside the data; production refuses to guess.
SECRET_KEY = env.secret("SECRET_KEY", data_dir=DATA_DIR, production=PRODUCTION)
# Newest first: MultiFernet encrypts with the first key and reads with all of them.
FIELD_ENCRYPTION_KEYS = env.fernet_keys(
    "FIELD_ENCRYPTION_KEYS", data_dir=DATA_DIR, production=PRODUCTION
)
BLIND_INDEX_KEY = env.secret("BLIND_INDEX_KEY", data_dir=DATA_DIR, production=PRODUCTION)

# -- where it is reached -----------------------------------------------------------------------
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORT = env.number("PORT", default=8000, least=1)
PUBLIC_URL = env.web_address("PUBLIC_URL", default=f"http://localhost:{PORT}")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
HTTPS = env.flag("HTTPS", default=PRODUCTION)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "simple_history",
    "post_office",
    "ppid_portal.clock",
    "ppid_portal.audit",
    "ppid_portal.people",
    "ppid_portal.files",
    "ppid_portal.sop",
    "ppid_portal.letters",
    "ppid_portal.mail",
    "dip_app",
    "requests_app",
    "objections_app",
    "disputes_app",
    "ppid_portal.desk",
    "ppid_portal.public",
    "ppid_portal.reports",
    "ppid_portal.operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ppid_portal.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ppid_portal.people.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "ppid_portal.urls"
WSGI_APPLICATION = "ppid_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ppid_portal.people.context.body",
            ],
        },
    }
]

# -- storage -----------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", data_dir=DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "ppid_portal.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
        }
    )
}

MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", default=10, least=1) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# -- signing letters ---------------------------------------------------------------------------
# Who signs: the body with its own certificate, or its officials with those that BSrE keeps (for
# officials whom BSRE_SIGNERS does not name, the body).
LETTER_SIGNER = env.choice("LETTER_SIGNER", default="own", allowed=("own", "bsre"))
# Kinds of letters that are signed outside of the portal and handed in on the desk.
LETTERS_SIGNED_ELSEWHERE = env.words("LETTERS_SIGNED_ELSEWHERE", default=[])
SIGNING_FOLDER = DATA_DIR / "signing"
SIGNING_CERTIFICATE = env.path("SIGNING_CERTIFICATE", default=SIGNING_FOLDER / "certificate.p12")
SIGNING_PASSWORD = env.text("SIGNING_PASSWORD", default="")
# In evaluation the certificate is made with the first letter; production makes it knowingly.
SIGNING_MAKES_CERTIFICATE = not PRODUCTION
# Authorities whose certificates are believed under letters signed elsewhere, and their lists of
# revoked certificates.
SIGNING_ROOTS = env.path("SIGNING_ROOTS", default=SIGNING_FOLDER / "roots")
SIGNING_ONLINE_CHECKS = env.flag("SIGNING_ONLINE_CHECKS", default=False)
TSA_URL = env.optional_address("TSA_URL")
TSA_TIMEOUT = env.number("TSA_TIMEOUT", default=10, least=1)
# Without a time stamp that holds a letter waits, and is tried again; or it is signed without.
TSA_REQUIRED = env.flag("TSA_REQUIRED", default=True)
BSRE_URL = env.optional_address("BSRE_URL")
# Whom the service lets in, and for which officials it signs: see ``letters.signing.bsre``.
BSRE_SIGNERS = env.path("BSRE_SIGNERS", default=SIGNING_FOLDER / "bsre.json")
BSRE_TIMEOUT = env.number("BSRE_TIMEOUT", default=30, least=1)

# -- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "nip")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/meja/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ppid_portal.people.adapters.StaffAccountAdapter"
# A letter to an address without an account would let anybody send mail through the portal.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The session ends with the browser: office computers are shared.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "ppid_portal.people.forms.LoginForm",
    "change_password": "ppid_portal.people.forms.ChangePasswordForm",
    "set_password": "ppid_portal.people.forms.SetPasswordForm",
    "reset_password": "ppid_portal.people.forms.ResetPasswordForm",
    "reset_password_from_key": "ppid_portal.people.forms.ResetPasswordKeyForm",
    "reauthenticate": "ppid_portal.people.forms.ReauthenticatePasswordForm",
}
MFA_FORMS = {
    "authenticate": "ppid_portal.people.forms.AuthenticateForm",
    "reauthenticate": "ppid_portal.people.forms.ReauthenticateForm",
    "activate_totp": "ppid_portal.people.forms.ActivateTOTPForm",
}
MFA_ADAPTER = "ppid_portal.people.adapters.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_REQUIRED_FOR_STAFF = env.flag("MFA_REQUIRED_FOR_STAFF", default=PRODUCTION)
SESSION_COOKIE_AGE = env.number("SESSION_MINUTES", default=480, least=5) * 60
# Applicants too may sit at a computer that others use after them.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# -- protection --------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# The secret link of an applicant must not travel to another site in a Referer header.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Health probes inside the container network speak plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Rate limits count the visitor's address, not the proxy's.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _l("Bahasa Indonesia")), ("en", _l("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", default="Asia/Jakarta")
USE_THOUSAND_SEPARATOR = True

# -- mail --------------------------------------------------------------------------------------
EMAIL_BACKEND = "post_office.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="PPID <ppid@localhost>")
_smtp = env.mail("EMAIL_URL")
EMAIL_HOST = _smtp.host
EMAIL_PORT = _smtp.port
EMAIL_HOST_USER = _smtp.user
EMAIL_HOST_PASSWORD = _smtp.password
EMAIL_USE_TLS = _smtp.starttls
EMAIL_USE_SSL = _smtp.ssl
EMAIL_TIMEOUT = 15
POST_OFFICE: dict[str, Any] = {
    "BACKENDS": {"default": _smtp.backend},
    "DEFAULT_PRIORITY": "medium",
    "MAX_RETRIES": 6,
    "CELERY_ENABLED": False,
    "MESSAGE_ID_ENABLED": True,
    "LOG_LEVEL": 2,
    "OVERRIDE_RECIPIENTS": None,
}

# -- work in the background --------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT = "ppid_portal.filebroker:Transport"
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        "socket_timeout": 2.5,
        # Without these a page would ask a dead broker for ever.
        "max_retries": 0,
        "connect_retries_timeout": 2,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(DATA_DIR / "broker" / "queue"),
        "data_folder_out": str(DATA_DIR / "broker" / "queue"),
        "control_folder": str(DATA_DIR / "broker" / "control"),
        "processed_folder": str(DATA_DIR / "broker" / "processed"),
        "store_processed": False,
    }
)
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat" / "schedule")
CELERY_TASK_DEFAULT_QUEUE = env.text("CELERY_QUEUE", default="celery")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page must not wait for a dead broker: the sweeps pick up what could not be queued.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False

SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        # What they say of a signature that does not hold names its owner; the portal says it.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

TESTING = "pytest" in sys.modules
