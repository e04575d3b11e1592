"""Settings of every deployment. What differs between deployments is an environment variable."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from motcua.config import database, env
from motcua.config.settings import applications
from motcua.config.settings.figures import *  # noqa: F403
from motcua.config.settings.filing import *  # noqa: F403

SOURCE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = env.path(
    "MOTCUA_DATA_DIR", Path.cwd() / "var", "folder of files, seals and the embedded database"
)
DEMO = env.flag(
    "MOTCUA_DEMO", False, "show the sample accounts on the sign-in page; never in production"
)
DEBUG = env.flag("MOTCUA_DEBUG", False, "show tracebacks; never in production")
SECRET_KEY = env.secret(
    "MOTCUA_SECRET_KEY",
    "key of sessions, receipts and signed links",
    default="demo-only-key-of-the-sample-installation-0123456789" if DEMO or DEBUG else None,
)
SIGNING_KEY = env.secret(
    "MOTCUA_SIGNING_KEY", "Ed25519 seed of receipts and seals, 64 hex digits", default=""
)
ALLOWED_HOSTS = env.words("MOTCUA_HOSTS", ["localhost", "127.0.0.1"], "host names served")
PUBLIC_URL = env.text("MOTCUA_PUBLIC_URL", "http://localhost:8000", "address printed in QR codes")
LIVE_URL = env.text("MOTCUA_LIVE_URL", "", "address of `motcua live`; empty: pages ask again")
SECURITY_CONTACT = env.text(
    "MOTCUA_SECURITY_CONTACT",
    "",
    "where weaknesses are told, as in security.txt: mailto:…, tel:… or https://…",
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXIES = env.integer(
    "MOTCUA_PROXIES", 0, "reverse proxies in front; the address of a visitor is the outermost one's"
)

# --- database ------------------------------------------------------------------------------
AS_OWNER = env.flag("MOTCUA_AS_OWNER", False, "connect as owner of the tables: migrations only")
DATABASES = {
    "default": {
        **database.django_settings(
            env.secret("MOTCUA_OWNER_DATABASE_URL", "URL of the role that owns the tables")
            if AS_OWNER
            else env.secret("MOTCUA_DATABASE_URL", "URL of the role the web and the worker use")
        ),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,
        "ATOMIC_REQUESTS": False,  # kernel.scope.ScopeMiddleware opens the transaction
    }
}
# Allauth's tables would tie citizens to officials' accounts; none of them is made (ADR 0012).
MIGRATION_MODULES = {"account": None, "socialaccount": None}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- applications --------------------------------------------------------------------------
INSTALLED_APPS = applications.INSTALLED_APPS
MIDDLEWARE = [
    "motcua.api.lane.ApiLaneMiddleware",  # the short way of machines, that leaves out what follows
    "motcua.portal.fast.FastPagesMiddleware",  # outside: what it gives again has every header
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.ui.language.LanguageMiddleware",
    "motcua.ui.uploads.UploadMiddleware",
    "motcua.ui.methods.MethodMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "motcua.identity.middleware.ActorMiddleware",
    "motcua.citizens.middleware.CitizenMiddleware",
    "motcua.kernel.scope.ScopeMiddleware",
]
ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["motcua.ui.templatetags.motcua_ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "motcua.ui.context.frame",
            ],
        },
    }
]

# --- identity and sessions -----------------------------------------------------------------
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "motcua.identity.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "office:sign_in"
LOGIN_REDIRECT_URL = "office:home"
LOGOUT_REDIRECT_URL = "portal:home"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the waiting time that was told holds
AXES_LOCKOUT_CALLABLE = "motcua.identity.throttle.locked_response"
AXES_VERBOSE = False
SESSION_ENGINE = "motcua.identity.sessions"
SESSION_IDLE_SECONDS = env.integer(
    "MOTCUA_SESSION_IDLE_SECONDS", 30 * 60, "an unused session ends after so many seconds"
)
SESSION_COOKIE_AGE = env.integer(
    "MOTCUA_SESSION_SECONDS", 10 * 3600, "any session ends so many seconds after sign-in"
)
SECOND_FACTOR = env.flag(
    "MOTCUA_SECOND_FACTOR",
    not DEMO,
    "roles that must have a second factor get nowhere without one; who has one is always asked",
)
FACTOR_URL, FRESH_URL = "office:second_factor", "office:confirm"
FRESH_SECONDS = env.integer(
    "MOTCUA_FRESH_SECONDS",
    15 * 60,
    "sensitive acts ask for password and code again so many seconds after they were given",
)
VAULT_KEYS = env.secret(
    "MOTCUA_VAULT_KEYS",
    "AES-256 keys of secrets in the database, 64 hex digits each, the newest first, comma between; "
    "empty: derived from the secret key",
    default="",
)
IDLE_ACCOUNT_DAYS = env.integer(
    "MOTCUA_IDLE_ACCOUNT_DAYS",
    45,
    "after so many days an account that nobody signs in to is closed",
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- citizens: a realm of its own, with its own cookie and sessions --------------------------
CITIZEN_COOKIE_NAME = "motcua_citizen"
CITIZEN_LOGIN_URL = "portal:sign_in"
CITIZEN_RESUME_URL = "portal:sign_in_resume"
CITIZEN_ACTING_URL = "portal:my_relations"
CITIZEN_HELPER_URL = "portal:my_helper"
CITIZEN_SESSION_IDLE_SECONDS = env.integer(
    "MOTCUA_CITIZEN_IDLE_SECONDS", 3600, "a citizen's unused session ends after so many seconds"
)
CITIZEN_SESSION_SECONDS = env.integer(
    "MOTCUA_CITIZEN_SESSION_SECONDS",
    12 * 3600,
    "a citizen's session ends so many seconds after sign-in",
)
VNEID_ISSUER = env.text(
    "MOTCUA_VNEID_ISSUER",
    "",
    "OpenID Connect issuer of the national sign-in; empty: citizens cannot sign in",
)
VNEID_NAME = env.text("MOTCUA_VNEID_NAME", "VNeID", "what people call the national sign-in")
VNEID_CLIENT_ID = env.text("MOTCUA_VNEID_CLIENT_ID", "motcua", "our name at the national sign-in")
VNEID_CLIENT_SECRET = env.secret(
    "MOTCUA_VNEID_CLIENT_SECRET", "our secret at the national sign-in", default=""
)
VNEID_SCOPES = env.words("MOTCUA_VNEID_SCOPES", ["openid", "profile"], "scopes asked for")
VNEID_ORIGINS = env.words(
    "MOTCUA_VNEID_ORIGINS",
    [],
    "origins of the national sign-in's pages, where they are not the issuer's own",
)
SOCIALACCOUNT_ADAPTER = "motcua.exchange.vneid.Requests"
SOCIALACCOUNT_REQUESTS_TIMEOUT = env.integer(
    "MOTCUA_VNEID_TIMEOUT_SECONDS", 8, "the national sign-in is given up after so many seconds"
)

PAYMENT_URL = env.text(
    "MOTCUA_PAYMENT_URL", "", "address of the payment platform; empty: nobody pays there"
)
PAYMENT_MERCHANT = env.text("MOTCUA_PAYMENT_MERCHANT", "motcua", "our name at the payment platform")
PAYMENT_SECRET = env.secret(
    "MOTCUA_PAYMENT_SECRET", "our secret at the payment platform", default=""
)
PAYMENT_CALLBACK_URL = env.text(
    "MOTCUA_PAYMENT_CALLBACK_URL",
    "",
    "our address as the payment platform reaches it; empty: the public one",
)
PAYMENT_TIMEOUT_SECONDS = env.integer(
    "MOTCUA_PAYMENT_TIMEOUT_SECONDS", 5, "the payment platform is given up after so many seconds"
)

CSRF_FAILURE_VIEW = "motcua.ui.views.errors.csrf_failure"

# --- transport security --------------------------------------------------------------------
SECURE = env.flag("MOTCUA_HTTPS", PUBLIC_URL.startswith("https"), "cookies and redirects for HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False  # the proxy redirects
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *env.origin(LIVE_URL)],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # A form of ours may end in a redirect to the national sign-in or the payment platform.
        "form-action": [
            SELF,
            *VNEID_ORIGINS,
            *env.origin(VNEID_ISSUER),
            *env.origin(PAYMENT_URL),
        ],
    }
}

# --- language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English")), ("id", _("Indonesian"))]
DEFAULT_LANGUAGE = env.text("MOTCUA_LANGUAGE", "vi", "language of a person who has not chosen one")
LANGUAGE_FROM_BROWSER = env.flag("MOTCUA_LANGUAGE_FROM_BROWSER", False, "ask the browser first")
LANGUAGE_COOKIE_NAME = "motcua_language"
LANGUAGE_COOKIE_AGE = 365 * 86_400
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = DEMO or DEBUG  # the demo collects nothing
WHITENOISE_AUTOREFRESH = DEBUG
FILES_DIR = env.path("MOTCUA_FILES_DIR", DATA_DIR / "files", "content-addressed store of documents")
SEALS_FILE = env.path(
    "MOTCUA_SEALS_FILE",
    DATA_DIR / "seals.log",
    "copy of the seals outside the database; put it on another machine",
)
FILES_URL = env.text(
    "MOTCUA_FILES_URL",
    "",
    "S3-compatible store instead of the folder: s3://bucket?endpoint=https://…&region=…&prefix=…",
)
FILES_KEY = env.secret("MOTCUA_FILES_KEY", "access key of the S3-compatible store", default="")
FILES_SECRET = env.secret("MOTCUA_FILES_SECRET", "its secret key", default="")
UPLOADS_DIR = env.path(
    "MOTCUA_UPLOADS_DIR", DATA_DIR / "uploads", "files that are still arriving, piece by piece"
)
UPLOADS_MAX_BYTES = env.integer(
    "MOTCUA_UPLOADS_MAX_BYTES", 200_000_000, "so many bytes may be on their way for one draft"
)
UPLOADS_DAY_FILES = env.integer(
    "MOTCUA_UPLOADS_DAY_FILES", 300, "files one person may put up in a day; a helper ten times"
)
UPLOADS_DAY_BYTES = env.integer(
    "MOTCUA_UPLOADS_DAY_BYTES", 1_000_000_000, "bytes one person may put up in a day; likewise"
)
UPLOAD_MAX_BYTES = env.integer("MOTCUA_UPLOAD_MAX_BYTES", 20_000_000, "largest upload in bytes")
POPULATION_URL = env.text(
    "MOTCUA_POPULATION_URL",
    "",
    "address of the national population database; empty: not asked, papers are taken",
)
POPULATION_TOKEN = env.secret(
    "MOTCUA_POPULATION_TOKEN", "our token at the population database", default=""
)
POPULATION_TIMEOUT_SECONDS = env.integer(
    "MOTCUA_POPULATION_TIMEOUT_SECONDS", 3, "the population database is given up after that long"
)
# --- notices -------------------------------------------------------------------------------
SMTP_URL = env.secret(
    "MOTCUA_SMTP_URL",
    "mail server, smtp://user:password@host:587?tls=1 or smtps://…; empty: no e-mail goes out",
    default="",
)
MAIL_FROM = env.text("MOTCUA_MAIL_FROM", "Motcua <khong-tra-loi@motcua.example>", "mail sender")
SMS_URL = env.text("MOTCUA_SMS_URL", "", "address of the gateway of SMS; empty: none goes out")
SMS_TOKEN = env.secret("MOTCUA_SMS_TOKEN", "our token at the gateway", default="")
CLAMD_SOCKET = env.text(
    "MOTCUA_CLAMD_SOCKET",
    "",
    "socket of the ClamAV daemon that scans uploads; empty: built-in test only",
)
# --- records ---------------------------------------------------------------------------------
RETENTION_FILE = env.text(
    "MOTCUA_RETENTION_FILE",
    "",
    "table (CSV) that says how long records are kept; empty: the one that comes along, to confirm",
)
# --- signatures of results -------------------------------------------------------------------
SIGNERS_FILE = env.text(
    "MOTCUA_SIGNERS_FILE",
    "",
    "file that names the signing keys and the trusted roots; empty: nothing is signed",
)
UNSIGNED_UNITS = env.words(
    "MOTCUA_UNSIGNED_UNITS",
    [],
    "codes of units that may issue results without a digital signature; *: every unit",
)
TSA_URL = env.text(
    "MOTCUA_TSA_URL", "", "time-stamp authority (RFC 3161); empty: signatures without trusted time"
)
TSA_TIMEOUT_SECONDS = env.integer(
    "MOTCUA_TSA_TIMEOUT_SECONDS", 5, "the time-stamp authority is given up after so many seconds"
)
OUTBOX_LEASE_SECONDS = env.integer(
    "MOTCUA_OUTBOX_LEASE_SECONDS",
    60,
    "a worker that was killed in the middle of a delivery is made good after so many seconds",
)
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_500_000, 2000

# --- logs ----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "filters": {"links": {"()": "motcua.config.logs.LinksBlanked"}},
    "loggers": {
        # What a hostile file makes them say is no matter for a log.
        "pyhanko": {"level": "ERROR"},
        "pyhanko_certvalidator": {"level": "ERROR"},
        # These two write the path of what was refused; some paths are a leave by themselves.
        "django.request": {"filters": ["links"]},
        "django.security.csrf": {"filters": ["links"]},
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.text("MOTCUA_LOG_LEVEL", "WARNING", "level of the log"),
    },
}
