"""`motcua openapi`: write the API's document; `--check` compares it with the committed one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

needs_django = False  # the document needs routes, no database


@click.command()
@click.option("--check", is_flag=True, help="Compare only; exit status 1 when they differ.")
@click.argument(
    "file", type=click.Path(dir_okay=False, path_type=Path), default=Path("openapi.json")
)
def command(*, file: Path, check: bool) -> None:
    """Write the OpenAPI document of /api/v1 to FILE (openapi.json)."""
    from motcua.config.cli import prepare

    prepare(database=False)
    from motcua.api.interface import api

    schema = json.dumps(
        api.get_openapi_schema(), indent=1, ensure_ascii=False, sort_keys=True, default=str
    )
    now = f"{schema}\n"
    if check:
        same = file.exists() and file.read_text(encoding="utf-8") == now
        click.echo(f"{file} is what the code says" if same else f"{file} differs: motcua openapi")
        sys.exit(0 if same else 1)
    file.write_text(now, encoding="utf-8")
    click.echo(f"{file} written")
