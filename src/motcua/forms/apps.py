"""Django application of forms."""

from __future__ import annotations

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.forms"
    label = "forms"
