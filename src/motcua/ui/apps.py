"""Django application of ui."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.ui"
    label = "ui"
