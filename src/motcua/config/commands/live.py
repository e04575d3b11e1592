"""`motcua live`: what happens in the halls, told at once to displays, telephones and desks."""

from __future__ import annotations

import os

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8003, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, host: str, port: int, data: str | None) -> None:
    """Serve the halls' events until told to stop; pages ask every few seconds without it."""
    del data
    from django.db import connection

    from motcua.config.serving import live_make

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.base")
    connection.close()
    live_make(host=host, port=port).serve()
