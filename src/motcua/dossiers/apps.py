"""Django application of dossiers."""

from __future__ import annotations

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.dossiers"
    label = "dossiers"
