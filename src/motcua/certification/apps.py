"""Django application of certified copies."""

from __future__ import annotations

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.certification"
    label = "certification"

    def ready(self) -> None:
        """Connect the reactions."""
        from motcua.certification.handlers import connect

        connect()
