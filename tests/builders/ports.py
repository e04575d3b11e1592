"""Ports for servers of the tests, out of reach of connections that go out meanwhile."""

from __future__ import annotations

import os
import socket
from itertools import cycle, islice

FIRST, EACH, WORKERS = 20_000, 1_000, 12
"""Below what the system gives to connections that go out; each worker of the suite has its own."""


def port_free(*, together: int = 1) -> int:
    """Return a port that nobody uses now and no other worker is told; the first of `together`."""
    for port in islice(_ports, EACH // 2):
        if all(_is_free(port + more) for more in range(together)):
            return port
    raise AssertionError("every port of this worker is taken")


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
# Two suites at once begin elsewhere.
_ports = cycle(FIRST + EACH * _worker + 2 * (os.getpid() + n) % EACH for n in range(EACH // 2))
