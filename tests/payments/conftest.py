"""The simulated platform, started once for the session."""

from tests.builders.payments import platform  # noqa: F401 - fixture
from tests.builders.simulators import simulators  # noqa: F401 - fixture
