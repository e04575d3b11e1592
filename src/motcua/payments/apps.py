"""Django application of payments."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.payments"
    label = "payments"
