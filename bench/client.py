"""A load generator that leaves the processors to the server: raw sockets, prepared bytes."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Load:
    """What a run measured; `bodies` are kept for whoever needs the answers."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def good(self) -> int:
        """Return how many answers were good."""
        return sum(n for status, n in self.statuses.items() if 200 <= status < 400)

    @property
    def rate(self) -> float:
        """Return good answers per second."""
        return self.good / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return a latency in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[int(share * (len(ordered) - 1))] if ordered else 0.0


def request(
    method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> bytes:
    """Return a request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method == "POST":
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class _Connection(asyncio.Protocol):
    """One connection: sends the next request as soon as the last one was answered."""

    def __init__(self, load: Load, requests: Iterator[bytes], until: float, *, keep: bool) -> None:
        self.load, self.requests, self.until, self.keep = load, requests, until, keep
        self.buffer = b""
        self.sent_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.WriteTransport = transport  # type: ignore[assignment]
        self._next()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        start = lower.find(b"content-length:")
        length = int(lower[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        self.load.latencies.append(time.perf_counter() - self.sent_at)
        self.load.statuses[int(head[9:12])] += 1
        if self.keep:
            self.load.bodies.append(rest[:length])
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if not self.done.done():
            self.done.set_result(None)

    def _next(self) -> None:
        wanted = next(self.requests, None) if time.perf_counter() < self.until else None
        if wanted is None:
            self.transport.close()
            return
        self.sent_at = time.perf_counter()
        self.transport.write(wanted)


def run(
    port: int,
    requests: Iterator[bytes],
    *,
    seconds: float,
    connections: int = 6,
    keep: bool = False,
    warm: Callable[[], None] | None = None,
) -> Load:
    """Send requests over some connections for so many seconds, or until there are no more."""
    if warm is not None:
        warm()

    async def go() -> Load:
        load = Load()
        started = time.perf_counter()
        loop = asyncio.get_running_loop()
        made = [
            await loop.create_connection(
                lambda: _Connection(load, requests, started + seconds, keep=keep),
                "127.0.0.1",
                port,
            )
            for _ in range(connections)
        ]
        await asyncio.gather(*(protocol.done for _transport, protocol in made))
        load.seconds = time.perf_counter() - started
        return load

    return asyncio.run(go())
