"""Django application of the simulated payment platform: its templates."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsSimulatorConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.exchange.simulators.payments"
    label = "simulated_payments"
