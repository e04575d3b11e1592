"""Django application of notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.notices"
    label = "notices"

    def ready(self) -> None:
        """Connect the handlers."""
        from motcua.notices import handlers

        handlers.connect()
