"""pyHanko's asynchronous functions called from ours, which wait for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

T = TypeVar("T")


def waited(work: Coroutine[Any, Any, T]) -> T:
    """Return what the work comes to, or raise what it raises.

    Where a loop runs in this thread already (a server or a tool that is asynchronous itself) the
    work has a thread of its own, in our context: two loops do not run in one thread.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(copy_context().run, asyncio.run, work).result()
