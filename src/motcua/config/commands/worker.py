"""`motcua worker`: the process that seals, delivers the outbox and keeps the figures rolled up."""

from __future__ import annotations

import click


@click.command()
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(*, data: str | None) -> None:
    """Work until told to stop; any number of workers may run beside one another."""
    del data
    import importlib.util
    import pkgutil

    import motcua
    from motcua.kernel.jobs import jobs_run

    for package in pkgutil.iter_modules(motcua.__path__):
        name = f"motcua.{package.name}.tasks"
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    click.echo("worker: ready")
    jobs_run()
