"""Settings of the test suite: the same application, cheaper passwords, plain static files."""

from __future__ import annotations

import os

os.environ.setdefault("MOTCUA_SECRET_KEY", "test-key-0123456789-test-key-0123456789-test-key")
os.environ.setdefault("MOTCUA_UNSIGNED_UNITS", "*")  # tests of signatures say otherwise
os.environ.setdefault("MOTCUA_DATABASE_URL", "postgresql://motcua_app@/motcua?host=/nonexistent")

from motcua.config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
SECOND_FACTOR = False  # tests of the second factor switch it on
ALLOWED_HOSTS = ["*"]
STATIC_ROOT = SOURCE_DIR / "ui" / "static"  # there without collecting; WhiteNoise wants a folder
WHITENOISE_AUTOREFRESH = True  # no list of all files at the first request of each test client
