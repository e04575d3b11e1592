"""Django application of office."""

from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.office"
    label = "office"

    def ready(self) -> None:
        """Put the officials' links into the frame."""
        from motcua.office import navigation

        navigation.register()
