"""Settings of the simulators: a process of its own, for the demo and the tests, never for real."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils.translation import gettext_lazy as _

from motcua import exchange
from motcua.config import database, env

URL = env.text("MOTCUA_SIMULATORS_URL", "http://localhost:8001", "address of the simulators")
PUBLIC_URL = env.text("MOTCUA_PUBLIC_URL", "http://localhost:8000", "address of Motcua itself")
SECRET_KEY = "simulators-have-no-secrets-0123456789-0123456789"  # noqa: S105 - nothing real here
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
DATABASES = {
    "default": {
        **database.django_settings(
            env.secret("MOTCUA_SIMULATORS_DATABASE_URL", "URL of the simulators' own database")
        ),
        "CONN_MAX_AGE": 600,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "motcua.exchange.simulators.apps.SimulatorsConfig",
    "motcua.exchange.simulators.identity.apps.IdentitySimulatorConfig",
    "motcua.exchange.simulators.payments.apps.PaymentsSimulatorConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth.account",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "motcua.exchange.simulators.host.FaultMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.exchange.simulators.identity.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "motcua.exchange.simulators.identity.middleware.LieMiddleware",
]
ROOT_URLCONF = "motcua.exchange.simulators.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # of the client's sample secret

# Cookies of one host are shared by all its ports: other names than Motcua's own.
SESSION_COOKIE_NAME = "simulator_session"
CSRF_COOKIE_NAME = "simulator_csrf"
LANGUAGE_COOKIE_NAME = "simulator_language"
SECURE_REFERRER_POLICY = "same-origin"

LANGUAGE_CODE = "en"
LOCALE_PATHS = [Path(exchange.__file__).parent / "locale"]
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English")), ("id", _("Indonesian"))]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None

# --- the national sign-in -------------------------------------------------------------------
LOGIN_URL = "identity_sign_in"
LOGOUT_REDIRECT_URL = "index"
ACCOUNT_EMAIL_VERIFICATION = "none"
IDP_OIDC_ADAPTER = "motcua.exchange.simulators.identity.adapter.Adapter"
IDP_OIDC_PRIVATE_KEY = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)
