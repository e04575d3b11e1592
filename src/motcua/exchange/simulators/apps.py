"""Django application of the simulators' shared pages."""

from __future__ import annotations

from django.apps import AppConfig


class SimulatorsConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.exchange.simulators"
    label = "simulators"
