"""Django application of identity."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.identity"
    label = "identity"

    def ready(self) -> None:
        """Connect the handlers."""
        from motcua.identity import handlers

        handlers.connect()
