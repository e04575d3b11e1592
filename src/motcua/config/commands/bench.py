"""`motcua bench`: speed of our operations beside the engine's own, on a database of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

needs_django = False  # it starts its own database first

ROOT = Path(__file__).resolve().parents[4]


@click.command()
@click.option("--seconds", default=6.0, show_default=True, help="Length of each measurement.")
@click.option("--rows", default=1_000_000, show_default=True, help="Dossiers of the large lists.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "bench" / "results",
    help="Where the results go.",
)
@click.option(
    "--strict",
    metavar="AIM[,AIM]",
    default="",
    help="End with 1 when one of these aims is not met; `all` for every one.",
)
def command(*, seconds: float, rows: int, out: Path, strict: str) -> None:
    """Measure submissions, work, pages and lists; about two minutes, in a source tree only."""
    if not (ROOT / "bench" / "run.py").exists():
        raise click.UsageError("the benchmark is part of the source tree; run it there")
    sys.path.insert(0, str(ROOT))
    from bench.run import main
    from bench.table import names_read, unmet

    try:
        asked = names_read(strict)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    missed = unmet(main(seconds=seconds, large=rows, out=out), asked)
    if missed:
        raise click.ClickException("\n".join(["aims not met:", *missed]))
