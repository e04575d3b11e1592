"""ASGI entry of the live process (`motcua live`)."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.base")
django.setup()

from motcua.portal.live import LiveApplication  # noqa: E402 - Django first

application = LiveApplication()
