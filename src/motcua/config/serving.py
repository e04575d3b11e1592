"""The web server as one object, used by `motcua serve`, the demo and the benchmark."""

from __future__ import annotations

from granian.constants import Interfaces
from granian.server import MPServer


def server_make(
    *,
    host: str,
    port: int,
    workers: int = 2,
    threads: int = 2,
    target: str = "motcua.config.wsgi:application",
) -> MPServer:
    """Return a Granian server of the WSGI application; `serve()` runs it until it is told to stop.

    Each blocking thread keeps one database connection. Two of them let a worker go on while one
    waits for a commit; more workers, not more threads, use more cores.
    """
    return MPServer(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=1024,
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
    )


def live_make(*, host: str, port: int) -> MPServer:
    """Return the server of the live process: one event loop holds every connection.

    One worker, because the listeners of a hall share what it remembers; an event is a few hundred
    bytes, so that one core is enough for thousands of screens. A worker that dies is made again.
    """
    return MPServer(
        "motcua.config.asgi_live:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        backlog=2048,
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=2,
    )
