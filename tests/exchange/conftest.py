"""The real simulators, started once for the session."""

from tests.builders.simulators import national_sign_in, simulators  # noqa: F401 - fixtures
