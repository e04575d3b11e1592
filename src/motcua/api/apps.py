"""Django application of api."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.api"
    label = "api"
