"""Django application of procedures."""

from __future__ import annotations

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.procedures"
    label = "procedures"
