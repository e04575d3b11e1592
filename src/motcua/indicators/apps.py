"""Django application of indicators."""

from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Listen to the dossiers; a file of report forms that cannot be read stops the start."""
        from motcua.indicators import handlers
        from motcua.indicators.reports.legal import forms_of

        handlers.connect()
        forms_of("ii06a")
