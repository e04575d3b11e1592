"""Django application of exchange."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.exchange"
    label = "exchange"
