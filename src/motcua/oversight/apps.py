"""Django application of the register of difficulties."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Send what was signed off; let the check of everything look at frozen reports."""
        from motcua.oversight import handlers

        handlers.connect()
