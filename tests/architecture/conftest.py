"""What the tests of the codebase share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    """Collect nothing while source is parsed.

    A greenlet of the browser's driver that is collected in the middle of `ast.parse` changes the
    depth that the parser counts by (SystemError, CPython 3.11).
    """
    gc.disable()
    yield
    gc.enable()
