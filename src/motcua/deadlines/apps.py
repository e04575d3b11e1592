"""Django application of deadlines."""

from __future__ import annotations

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.deadlines"
    label = "deadlines"
