"""Django application of the reception."""

from __future__ import annotations

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.reception"
    label = "reception"

    def ready(self) -> None:
        """Connect the reactions."""
        from motcua.reception.handlers import connect

        connect()
