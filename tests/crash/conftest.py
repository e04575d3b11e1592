"""Programs that are killed have the real clock, and the database's beats are counted by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.builders import moment


@pytest.fixture(scope="module", autouse=True)
def programs_clock() -> Iterator[None]:
    """The test has the clock of the programs that it starts."""
    with moment.real():
        yield
