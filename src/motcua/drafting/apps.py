"""Django application of drafting."""

from __future__ import annotations

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.drafting"
    label = "drafting"
