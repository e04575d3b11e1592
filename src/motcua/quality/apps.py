"""Django application of the quality registers."""

from __future__ import annotations

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.quality"
    label = "quality"
