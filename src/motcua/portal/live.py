"""The live process's own pages: a hall's events, and whether it is well. A plain ASGI application.

`GET …/hall/<pass>` is a stream of server-sent events: `call` (its id is the serial; the browser
names the last one when it comes again) and `change`. It never tells who anybody is. `GET
…/healthz` says how many listen and whether the database is heard.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from motcua.kernel import clock
from motcua.reception.live.feed import calls_read, feed_run
from motcua.reception.live.hub import Hub, HubFull, LinkGone, Listener
from motcua.reception.live.passes import pass_read

HEARTBEAT_SECONDS = 15.0  # proxies close what is silent for longer
AGE_SECONDS = 30 * 60  # then the browser connects anew: no connection outlives its pass for long
RETRY_MILLISECONDS = 2_000
SERIAL_MOST = 2**63

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_HEADERS = [
    (b"access-control-allow-origin", b"*"),  # the pass is the leave; no cookie is read
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex"),
]


class LiveApplication:
    """One hub, its feed, and whoever is connected."""

    def __init__(self, hub: Hub | None = None) -> None:
        self.hub = hub or Hub(calls_read)
        self._feed: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or live through the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._feed = asyncio.create_task(feed_run(self.hub))
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self._feed is not None:
                    self._feed.cancel()
                    with suppress(asyncio.CancelledError):
                        await self._feed
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        parts = scope["path"].rstrip("/").split("/")
        if scope["method"] != "GET":
            await _say(send, 405, {"error": "method_not_allowed"})
        elif parts[-1] == "healthz":
            told = {"hearing": self.hub.hearing, "listening": self.hub.listening}
            await _say(send, 200 if self.hub.hearing else 503, told)
        elif len(parts) > 1 and parts[-2] == "hall":
            await self._hall(parts[-1], _after(scope), receive, send)
        else:
            await _say(send, 404, {"error": "not_found"})

    async def _hall(self, text: str, after: int | None, receive: Receive, send: Send) -> None:
        leave = pass_read(text, clock.now())
        if leave is None:
            await _say(send, 404, {"error": "not_found"})
            return
        try:
            listener = await self.hub.join(leave, after)
        except LinkGone:
            await _say(send, 404, {"error": "not_found"})
            return
        except (HubFull, OSError):
            await _say(send, 503, {"error": "busy"}, (b"retry-after", b"10"))
            return
        gone = asyncio.create_task(_until_gone(receive, listener))
        try:
            await _stream(listener, send)
        finally:
            self.hub.left(listener)
            gone.cancel()


async def _stream(listener: Listener, send: Send) -> None:
    """Send events as they come, a sign of life when none comes, and end after a while."""
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, *_HEADERS]})
    loop = asyncio.get_running_loop()
    ends = loop.time() + AGE_SECONDS * random.uniform(0.8, 1.0)  # noqa: S311 - not all at once
    chunk: bytes | None = f"retry: {RETRY_MILLISECONDS}\n\n".encode()
    while chunk is not None:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
        if loop.time() > ends:
            break
        try:
            chunk = await asyncio.wait_for(listener.unread.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            chunk = b": still here\n\n"
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def _after(scope: Message) -> int | None:
    """Return the serial seen last: the browser's own word, else what the page knew when it came."""
    headers = dict(scope["headers"])
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    for text in (headers.get(b"last-event-id", b"").decode("latin-1"), *query.get("after", ())):
        if text.isascii() and text.isdigit() and int(text) < SERIAL_MOST:
            return int(text)
    return None


async def _say(send: Send, status: int, what: dict[str, Any], *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", b"application/json"), *_HEADERS, *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(what).encode()})
