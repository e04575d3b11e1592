"""PostgreSQL's notifications of the halls, brought to the hub as long as the process lives."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from django.db import connection
from django.db.utils import Error as DatabaseError

from motcua.kernel.scope import SYSTEM, Scope, scope_hall, scope_use
from motcua.reception.live.hub import REMEMBERED, Hub
from motcua.reception.queries.devices import devices_gone
from motcua.reception.queries.tickets import calls_of
from motcua.reception.types import CHANNEL, Call

QUIET_SECONDS = 15.0  # after so long without a word the database is asked whether it is there
ANSWER_SECONDS = 5.0
WAIT_LEAST, WAIT_MOST = 0.2, 5.0

_WORDS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}

log = logging.getLogger("motcua.live")
_reader = ThreadPoolExecutor(1, thread_name_prefix="calls")


async def calls_read(unit_id: int, after: int) -> list[Call]:
    """Return the calls of a hall after a serial, the oldest first; OSError without a database."""
    return await asyncio.get_running_loop().run_in_executor(_reader, _calls, unit_id, after)


async def gone_read() -> list[int]:
    """Return the devices whose link was taken back lately; OSError without a database."""
    return await asyncio.get_running_loop().run_in_executor(_reader, _asked, devices_gone, SYSTEM)


def _calls(unit_id: int, after: int) -> list[Call]:
    def read() -> list[Call]:
        return calls_of(unit_id, after=after, most=REMEMBERED)[::-1]

    return _asked(read, scope_hall(unit_id))


def _asked(read: Callable[[], list[Any]], scope: Scope) -> list[Any]:
    for again in (True, False):
        try:
            with scope_use(scope):
                return read()
        except DatabaseError as error:
            connection.close()  # a connection of before a restart of the server is of no use
            if not again:
                raise ConnectionError("the database cannot be asked") from error
    raise AssertionError("not reached")


async def feed_run(hub: Hub) -> None:
    """Listen for ever. A lost connection is made again, and what was missed is asked for."""
    wait = WAIT_LEAST
    while True:
        try:
            async with await _connect() as wire:
                await wire.execute(f"LISTEN {CHANNEL}")
                hub.gone(await gone_read())
                await hub.heard()
                wait = WAIT_LEAST
                await _listen(wire, hub)
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.warning("live: the database is away (%s)", type(error).__name__)
        hub.deaf()
        await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - spreads, hides nothing
        wait = min(WAIT_MOST, wait * 2)


async def _listen(wire: psycopg.AsyncConnection[Any], hub: Hub) -> None:
    while True:
        async for one in wire.notifies(timeout=QUIET_SECONDS):
            hub.told(one.payload)
        async with asyncio.timeout(ANSWER_SECONDS):
            await wire.execute("SELECT 1")


async def _connect() -> psycopg.AsyncConnection[Any]:
    given = connection.settings_dict
    words = {word: str(given[name]) for word, name in _WORDS.items() if given.get(name)}
    return await psycopg.AsyncConnection.connect(
        **words,  # type: ignore[arg-type]  # the library's overloads name each word
        autocommit=True,
        connect_timeout=5,
        keepalives_idle=30,
        application_name="motcua live",
    )
