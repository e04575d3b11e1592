"""Django application of filing."""

from __future__ import annotations

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.filing"
    label = "filing"
