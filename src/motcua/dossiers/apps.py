"""Django application of dossiers."""

from __future__ import annotations

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Connect the reactions to packages below."""
        from motcua.dossiers import handlers

        handlers.connect()
