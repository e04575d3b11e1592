"""The live process, and screens that listen to it over real connections."""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from motcua.kernel import clock
from motcua.reception.live.passes import pass_make
from tests.builders import moment
from tests.builders.ports import port_free


@dataclass
class Live:
    """A live process over a database; `stop` and `start` keep its address."""

    url: str
    port: int = field(default_factory=port_free)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it hears the database."""
        self.process = subprocess.Popen(
            moment.program("motcua.config.cli", "live", "--port", str(self.port)),
            env={
                **os.environ,
                "MOTCUA_DATABASE_URL": self.url,
                "MOTCUA_DEBUG": "1",
                "MOTCUA_SECRET_KEY": _secret(),
                "DJANGO_SETTINGS_MODULE": "motcua.config.settings.base",
            },
            start_new_session=True,
        )
        until(self.well, 60)

    def well(self) -> bool:
        """Return whether it answers and hears the database."""
        try:
            return b" 200 " in _get(self.port, "/healthz").split(b"\r\n")[0]
        except OSError:
            return False

    def listening(self) -> int:
        """Return how many connections are open."""
        return int(json.loads(_get(self.port, "/healthz").split(b"\r\n\r\n", 1)[1])["listening"])

    def kill(self) -> None:
        """Kill it and its worker without a warning."""
        assert self.process is not None
        os.killpg(self.process.pid, 9)
        self.process.wait()


@contextmanager
def live_served(url: str) -> Iterator[Live]:
    """Run a live process over a database."""
    live = Live(url)
    live.start()
    try:
        yield live
    finally:
        live.kill()


def live_told(settings: Any, live: Live) -> None:
    """Let the pages of this process name a live process, and let browsers listen to it."""
    settings.LIVE_URL = f"http://127.0.0.1:{live.port}"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    source = {**policy, "connect-src": [*policy["connect-src"], settings.LIVE_URL]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": source}


class Screens:
    """Any number of screens that listen, each with a connection of its own; one thread reads all."""

    def __init__(self, port: int, unit_id: int) -> None:
        self.port, self.unit_id = port, unit_id
        self.seen: dict[int, list[dict[str, Any]]] = {}
        self.last: dict[int, int] = {}
        self.status: dict[int, int] = {}
        self._text: dict[int, bytes] = {}
        self._selector = selectors.DefaultSelector()

    def open(self, numbers: range) -> None:
        """Connect screens; one that was connected names the serial that it has seen last."""
        for number in numbers:
            leave = pass_make(self.unit_id, f"d{number + 1}", clock.now())
            one = socket.create_connection(("127.0.0.1", self.port))
            last = self.last.get(number)
            header = f"Last-Event-ID: {last}\r\n" if last else ""
            one.sendall(
                f"GET /hall/{leave}?after=0 HTTP/1.1\r\nHost: x\r\n"
                f"Connection: close\r\n{header}\r\n".encode()
            )
            one.setblocking(False)
            self.seen.setdefault(number, [])
            self._text[number] = b""
            self.status.pop(number, None)
            self._selector.register(one, selectors.EVENT_READ, number)
        until(lambda: self.read() and all(n in self.status for n in numbers), 30)

    def read(self) -> bool:
        """Take in what has come; always true, so that it can stand in a condition."""
        for key, _mask in self._selector.select(0.02):
            number = key.data
            try:
                data = key.fileobj.recv(65_536)  # type: ignore[union-attr]
            except OSError:
                data = b""
            if not data:
                self._selector.unregister(key.fileobj)
                key.fileobj.close()  # type: ignore[union-attr]
                continue
            self._take(number, data)
        return True

    def _take(self, number: int, data: bytes) -> None:
        text = self._text[number] + data
        if number not in self.status and b"\r\n\r\n" in text:
            self.status[number] = int(text.split(b" ", 2)[1])
        *whole, self._text[number] = text.replace(b"\r\n", b"\n").split(b"\n\n")
        for event in whole:
            fields = dict(
                line.split(": ", 1) for line in event.decode().split("\n") if ": " in line
            )
            if fields.get("event") == "call":
                self.seen[number].append(json.loads(fields["data"]))
                self.last[number] = int(fields["id"])

    def reached(self, count: int) -> bool:
        """Take in what has come; return whether every screen has shown so many calls."""
        self.read()
        return all(len(seen) == count for seen in self.seen.values())

    def names(self, number: int) -> list[str]:
        """Return the numbers that a screen has shown, in order."""
        return [call["name"] for call in self.seen[number]]

    @property
    def connected(self) -> int:
        """Return how many connections are open."""
        return len(self._selector.get_map())

    def close(self) -> None:
        """Close every connection."""
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()


def until(done: Callable[[], bool], seconds: float) -> float:
    """Wait until something holds; return how long it took. Fails after `seconds`."""
    started = time.monotonic()
    while not done():
        assert time.monotonic() - started < seconds, "did not come"
        time.sleep(0.005)
    return time.monotonic() - started


def _get(port: int, path: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        parts = []
        while part := one.recv(65_536):
            parts.append(part)
        return b"".join(parts)


def _secret() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)
