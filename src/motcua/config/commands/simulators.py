"""`motcua simulators`: stand-ins for the systems Motcua speaks with, for demo and tests."""

from __future__ import annotations

import os

import click

needs_django = False
DATABASE = "motcua_simulators"


@click.command()
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--smtp-port", type=click.IntRange(1, 65535), help="Mail server.  [default: port + 1]"
)
@click.option("--data", metavar="DIR", help="Folder of the sample installation.")
def command(*, port: int, smtp_port: int | None, data: str | None) -> None:
    """Serve the simulators on this machine until told to stop; never for real."""
    del data
    from motcua.config import database
    from motcua.config.cli import data_dir
    from motcua.config.serving import server_make

    os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings.simulators"
    os.environ.setdefault("MOTCUA_SIMULATORS_URL", f"http://localhost:{port}")
    os.environ["MOTCUA_SIMULATORS_SMTP_PORT"] = str(smtp_port or port + 1)
    if "MOTCUA_SIMULATORS_DATABASE_URL" not in os.environ:
        superuser = database.embedded_start(data_dir())
        database.bootstrap(superuser, DATABASE)
        os.environ["MOTCUA_SIMULATORS_DATABASE_URL"] = database.with_user(
            superuser, database.OWNER, DATABASE
        )
    _prepare()
    server_make(
        host="127.0.0.1",
        port=port,
        workers=1,  # faults are kept in the process
        threads=4,
        target="motcua.exchange.simulators.wsgi:application",
    ).serve()


def _prepare() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    from motcua.exchange.simulators.identity.views import party_add

    for url in {settings.PUBLIC_URL, settings.PUBLIC_URL.replace("localhost", "127.0.0.1")}:
        party_add(url)
    connection.close()
