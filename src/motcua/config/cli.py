"""The command line `motcua`: exit status 0 good, 1 the check failed, 2 bad usage.

Each subcommand is one module of `motcua.config.commands`, loaded only when it is called.
The group prepares the database (the embedded one unless MOTCUA_DATABASE_URL is set) and Django
before a subcommand that needs them runs; `needs_django = False` in the module says it does not.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from motcua.config import commands

_NAME = re.compile(r'^name = "([a-z-]+)"$', re.MULTILINE)

DEMO_MARK = "this-is-a-sample-installation"


class LazyGroup(click.Group):
    """A click group that imports a subcommand when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        del ctx
        return sorted(command_files())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one subcommand, with database and Django ready when it needs them."""
        module_file = command_files().get(cmd_name)
        if module_file is None:
            return None
        folder = data_option(sys.argv)
        if folder:
            os.environ["MOTCUA_DATA_DIR"] = folder
        wants_help = "--help" in sys.argv or ctx.resilient_parsing
        if not wants_help and "needs_django = False" not in module_file.read_text("utf-8"):
            prepare()
        elif wants_help:
            prepare(database=False)
        module = importlib.import_module(f"motcua.config.commands.{module_file.stem}")
        command: click.Command = module.command
        return command


def command_files() -> dict[str, Path]:
    """Return the file of each subcommand; a module may say `name = "import"`, a word of Python."""
    found = {}
    for module in pkgutil.iter_modules(commands.__path__):
        if module.name[0] == "_":
            continue
        file = Path(commands.__path__[0]) / f"{module.name}.py"
        named = _NAME.search(file.read_text("utf-8"))
        found[named[1] if named else module.name.replace("_", "-")] = file
    return found


def data_option(arguments: Sequence[str]) -> str:
    """Return the value of `--data DIR` or `--data=DIR`: settings are read before click parses."""
    for argument, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == "--data":
            return value
        if argument.startswith("--data="):
            return argument.partition("=")[2]
    return ""


def data_dir() -> Path:
    """Return the folder of the installation's data (`MOTCUA_DATA_DIR`, default ./var)."""
    return Path(os.environ.get("MOTCUA_DATA_DIR") or Path.cwd() / "var").expanduser().resolve()


def prepare(*, database: bool = True, as_owner: bool = False) -> None:
    """Make the database reachable and set Django up; safe to repeat."""
    import django
    from django.apps import apps

    from motcua.config import database as db

    if database:
        db.embedded_prepare(data_dir())
    else:
        os.environ.setdefault("MOTCUA_DATABASE_URL", "postgresql://nobody@/none?host=/nonexistent")
        os.environ.setdefault("MOTCUA_SECRET_KEY", "no-database-no-secret-0123456789-0123456789-01")
    if (data_dir() / DEMO_MARK).exists() and "MOTCUA_SECRET_KEY" not in os.environ:
        os.environ.setdefault("MOTCUA_DEMO", "1")  # any command may look at a sample installation
    if as_owner:
        os.environ["MOTCUA_AS_OWNER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.base")
    if not apps.ready:
        django.setup()


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="motcua")
def main() -> None:
    """Motcua: one door to public administrative services."""


if __name__ == "__main__":
    main()
