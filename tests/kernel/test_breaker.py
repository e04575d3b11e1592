"""A system that fails again and again is left alone, and found again."""

from __future__ import annotations

import pytest

from motcua.kernel.breaker import Breaker, CircuitOpen


def fail(breaker: Breaker, error: Exception) -> None:
    with pytest.raises(type(error)), breaker.call(OSError):
        raise error


def test_a_breaker_lets_one_call_try_again():
    clock = [0.0]
    breaker = Breaker(failures=2, seconds=10, now=lambda: clock[0])
    for _time in range(2):
        fail(breaker, OSError("away"))
    with pytest.raises(CircuitOpen), breaker.call(OSError):
        pass
    clock[0] = 11
    with breaker.call(OSError):
        pass
    with breaker.call(OSError):
        pass


def test_an_answer_that_refuses_is_an_answer():
    clock = [0.0]
    breaker = Breaker(failures=2, seconds=10, now=lambda: clock[0])
    fail(breaker, OSError("away"))
    fail(breaker, KeyError("not there"))
    fail(breaker, OSError("away"))
    with breaker.call(OSError):  # not two in a row
        pass
    for _time in range(2):
        fail(breaker, OSError("away"))
    clock[0] = 11
    fail(breaker, KeyError("not there"))  # the one that tries is answered
    with breaker.call(OSError):
        pass
