"""`motcua report II.06a`: the official report of a unit over a period."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("form", metavar="II.06a", type=click.Choice(["II.06a"], case_sensitive=False))
@click.option("--unit", required=True, help="Code of the unit, such as 05437.")
@click.option("--from", "first", required=True, type=_DAY, help="First day.")
@click.option("--to", "last", required=True, type=_DAY, help="Last day, counted whole.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["json", "csv", "xlsx", "pdf"]),
    default="json",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File; otherwise printed."
)
@click.option("--language", type=click.Choice(["vi", "en", "id"]), default="vi", show_default=True)
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def command(
    *,
    form: str,
    unit: str,
    first: datetime,
    last: datetime,
    kind: str,
    as_json: bool,
    out: Path | None,
    language: str,
    data: str | None,
) -> None:
    """Print a report as it stood at the end of its last day.

    Exit status: 0 printed, 1 an identity of the form does not hold, 2 bad usage.
    """
    del form, data  # one form so far; the folder was read before Django started
    from django.utils import translation

    with translation.override(language):
        made, good = _report(unit, first.date(), last.date(), "json" if as_json else kind)
    if out is None:
        sys.stdout.buffer.write(made)
        sys.stdout.flush()
    else:
        try:
            out.write_bytes(made)
        except OSError as error:
            raise click.BadParameter(f"{out}: {error.strerror}", param_hint="--out") from error
        click.echo(f"{out}: {len(made)} bytes", err=True)
    if not good:
        click.echo("An identity of the form does not hold; run: motcua verify", err=True)
    sys.exit(0 if good else 1)


def _report(unit: str, first: date, last: date, kind: str) -> tuple[bytes, bool]:
    from motcua.indicators.queries import report_ii06a
    from motcua.indicators.report_files import report_file
    from motcua.kernel.errors import Invalid, NotFound
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.organisations.queries import unit_by_code

    with scope_use(SYSTEM):
        try:
            # A unit that has ended since still reports its own time.
            view = unit_by_code(unit, on=last)
            report = report_ii06a(view.id, first, last)
        except NotFound as error:
            raise click.UsageError(f"--unit: {error.message}") from error
        except Invalid as error:
            told = "; ".join(f"--{problem.field}: {problem.message}" for problem in error.problems)
            raise click.UsageError(told) from error
        return report_file(report, kind), report.good
