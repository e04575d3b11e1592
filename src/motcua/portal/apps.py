"""Django application of portal."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.portal"
    label = "portal"

    def ready(self) -> None:
        """Put the citizens' links into the frame."""
        from motcua.portal import my_export, navigation

        navigation.register()
        my_export.register()
