"""A load generator that leaves the processors to the server: raw sockets, prepared bytes."""

from __future__ import annotations

import itertools
import select
import socket
import time
from collections import Counter
from collections.abc import Iterator
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


class _Connection:
    """One connection: sends the next request as soon as the last one was answered."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.sent_at = 0.0

    def send(self, wanted: bytes) -> None:
        """Send a request; they are small, so that the socket takes them whole."""
        self.sent_at = time.perf_counter()
        self.socket.sendall(wanted)

    def read(self) -> tuple[int, bytes] | None:
        """Return status and body when the answer is complete."""
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError("the server has closed a connection")
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        lower = head.lower()
        start = lower.find(b"content-length:")
        length = int(lower[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        if len(rest) < length:
            return None
        self.buffer = rest[length:]
        return int(head[9:12]), rest[:length]


def run(
    port: int,
    requests: Iterator[bytes],
    *,
    seconds: float,
    connections: int = 6,
    keep: bool = False,
) -> Load:
    """Send requests over some connections for so many seconds, or until there are no more."""
    load = Load()
    waiting: dict[int, _Connection] = {}
    poll = select.poll()
    started = time.perf_counter()
    until = started + seconds
    for wanted in itertools.islice(requests, connections):
        one = _Connection(port)
        waiting[one.socket.fileno()] = one
        poll.register(one.socket, select.POLLIN)
        one.send(wanted)
    while waiting:
        for number, _event in poll.poll():
            one = waiting[number]
            answer = one.read()
            if answer is None:
                continue
            now = time.perf_counter()
            load.latencies.append(now - one.sent_at)
            load.statuses[answer[0]] += 1
            if keep:
                load.bodies.append(answer[1])
            following = next(requests, None) if now < until else None
            if following is None:
                poll.unregister(one.socket)
                del waiting[number]
                one.socket.close()
            else:
                one.send(following)
    load.seconds = time.perf_counter() - started
    return load
