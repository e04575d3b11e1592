"""Django application of indicators."""

from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Listen to the dossiers."""
        from motcua.indicators import handlers

        handlers.connect()
