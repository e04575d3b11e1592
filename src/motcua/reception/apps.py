"""Django application of the reception."""

from __future__ import annotations

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.reception"
    label = "reception"
