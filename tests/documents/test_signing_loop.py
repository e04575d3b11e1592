"""pyHanko's asynchronous functions, called where a loop runs and where none does."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from motcua.documents.signatures.loop import waited
from motcua.kernel import clock

NOON = datetime(2026, 9, 10, 5, tzinfo=UTC)


async def told() -> datetime:
    await asyncio.sleep(0)
    return clock.now()


async def broken() -> None:
    raise ValueError("no")


def ask() -> None:
    with clock.clock_set(NOON):
        assert waited(told()) == NOON
    with pytest.raises(ValueError, match="no"):
        waited(broken())


def test_without_a_loop():
    ask()


def test_inside_a_running_loop():
    async def within() -> None:
        ask()

    # Of a thread of its own: the driver of the browser may have left a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, within()).result()
