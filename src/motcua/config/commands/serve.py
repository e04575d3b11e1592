"""`motcua serve`: the web server (Granian, WSGI) and the live process, behind any reverse proxy."""

from __future__ import annotations

import os
import subprocess
import sys

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--live-port",
    default=8003,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port of the live process; 0: not started here (see motcua live).",
)
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, host: str, port: int, workers: int, live_port: int, data: str | None) -> None:
    """Serve pages, the API and the halls' events until told to stop."""
    del data
    from motcua.config.serving import server_make

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.base")
    words = [sys.executable, "-m", "motcua.config.cli", "live", "--host", host]
    live = subprocess.Popen([*words, "--port", str(live_port)]) if live_port else None  # noqa: S603 - our own program
    try:
        server_make(host=host, port=port, workers=workers).serve()
    finally:
        if live is not None:
            live.terminate()
            live.wait(20)
