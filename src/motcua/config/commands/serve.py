"""`motcua serve`: the web server (Granian, WSGI) behind any reverse proxy."""

from __future__ import annotations

import os

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, host: str, port: int, workers: int, data: str | None) -> None:
    """Serve pages and the API until told to stop."""
    del data
    from motcua.config.serving import server_make

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.base")
    server_make(host=host, port=port, workers=workers).serve()
