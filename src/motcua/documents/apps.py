"""Django application of documents."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.documents"
    label = "documents"

    def ready(self) -> None:
        """Register the nightly sweep."""
        from motcua.documents import handlers

        del handlers
