"""Django application of portal."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.portal"
    label = "portal"

    def ready(self) -> None:
        """Put the citizens' links into the frame; register what is held beside filing."""
        from motcua.portal import looks, navigation

        navigation.register()
        looks.register()
