"""Django application of citizens."""

from __future__ import annotations

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.citizens"
    label = "citizens"
