"""`motcua migrate`: bring the database's structure up to date, as the owner of its tables."""

from __future__ import annotations

import os

import click

needs_django = False


@click.command()
def command() -> None:
    """Create or update the tables; repeatable."""
    os.environ["MOTCUA_AS_OWNER"] = "1"
    from motcua.config.cli import prepare

    prepare()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
