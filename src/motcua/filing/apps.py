"""Django application of filing."""

from __future__ import annotations

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.filing"
    label = "filing"

    def ready(self) -> None:
        """Connect the reactions; register what is held about people."""
        from motcua.filing import handlers
        from motcua.filing.exporting import rows

        handlers.connect()
        rows.register()
