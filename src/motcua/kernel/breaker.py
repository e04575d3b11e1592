"""A circuit breaker: a system that fails again and again is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CircuitOpen(Exception):
    """The other system failed too often; nobody waits for it just now."""


class Breaker:
    """Opens after `failures` in a row and lets one call try again after `seconds`.

    Per process: with several web processes each finds out by itself.
    """

    def __init__(
        self,
        *,
        failures: int = 3,
        seconds: float = 30.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._failed = 0
        self._until = 0.0

    @contextmanager
    def call(self, *trouble: type[Exception]) -> Iterator[None]:
        """Run the block; `trouble` are the exceptions that count. Raises CircuitOpen.

        Any other exception is an answer (there is no such thing, not allowed): the system is there.
        """
        with self._lock:
            if self._failed >= self._limit:
                if self._now() < self._until:
                    raise CircuitOpen
                self._until = self._now() + self._seconds  # this one call tries
        try:
            yield
        except trouble:
            with self._lock:
                self._failed += 1
                self._until = self._now() + self._seconds
            raise
        except Exception:
            self.reset()
            raise
        self.reset()

    def reset(self) -> None:
        """Forget every failure."""
        with self._lock:
            self._failed = 0
