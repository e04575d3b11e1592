"""Django application of the simulated sign-in."""

from __future__ import annotations

from django.apps import AppConfig


class IdentitySimulatorConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.exchange.simulators.identity"
    label = "simulated_identity"

    def ready(self) -> None:
        """Tell our side when somebody signs out here."""
        from motcua.exchange.simulators.identity import logout

        logout.connect()
