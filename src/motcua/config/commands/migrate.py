"""`motcua migrate`: bring the database's structure up to date, as the owner of its tables."""

from __future__ import annotations

import os

import click

needs_django = False


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, quiet: bool, data: str | None) -> None:
    """Create or update the tables; repeatable."""
    del data
    os.environ["MOTCUA_AS_OWNER"] = "1"
    from motcua.config.cli import prepare

    prepare()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    # The processes that come with the software belong to its structure; repeatable.
    from motcua.kernel.clock import now
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.workflow.services import processes_ship

    with scope_use(SYSTEM):
        processes_ship(at=now())
