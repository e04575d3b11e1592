"""Django application of portal."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.portal"
    label = "portal"
