"""`motcua import units|procedures|dossiers FILE`: tables in, a report of every row out."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from motcua.kernel.tabular import ImportReport

name = "import"

#: What can be imported and the operation that does it: `module:function`, called with the path
#: and `dry_run`, returning `kernel.tabular.ImportReport`. A package adds its line here.
IMPORTERS: dict[str, str] = {
    "units": "motcua.organisations.services:units_import",
    "procedures": "motcua.procedures.services:procedures_import",
    "holidays": "motcua.config.importers:holidays_import",
    "dossiers": "motcua.dossiers.services:dossiers_import",
    "forms": "motcua.forms.services:forms_import",
    "opinion-rules": "motcua.dossiers.services.opinion_rules_file:opinion_rules_import",
}
_SHOWN = 50


@click.command()
@click.argument("what", type=click.Choice(list(IMPORTERS)))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option(
    "--refused",
    "refused_to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where refused rows are kept to be mended [default: <FILE>-refused.csv beside FILE].",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--data", type=click.Path(file_okay=False), help="Folder of the installation's data.")
def command(
    *,
    what: str,
    file: Path,
    dry_run: bool,
    refused_to: Path | None,
    as_json: bool,
    data: str | None,
) -> None:
    """Import a CSV or XLSX FILE; repeatable.

    Accepted rows are stored in one transaction, refused rows are written aside. Exit status:
    0 all rows taken, 1 some refused or the file unreadable, 2 bad usage.
    """
    del data  # read before Django started
    from motcua.kernel.errors import Refused
    from motcua.kernel.scope import SYSTEM, scope_use
    from motcua.kernel.tabular import refused_write

    importer = _importer(what)
    try:
        with scope_use(SYSTEM):
            report = importer(file, dry_run=dry_run)
    except Refused as refusal:
        if as_json:
            click.echo(json.dumps({"error": refusal.message}, ensure_ascii=False, indent=2))
        else:
            click.echo(f"{file}: {refusal.message}", err=True)
        sys.exit(1)
    if report.refused and not dry_run and report.refused_file is None:
        own = {"row", "column", "reason"}  # of an earlier report, when a mended file comes back
        columns = [column for column in report.refused[0].values if column not in own]
        refused_write(report, columns, refused_to or file.with_name(f"{file.stem}-refused.csv"))
    if as_json:
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        _print(report)
    sys.exit(1 if report.refused else 0)


def _importer(what: str) -> Callable[..., ImportReport]:
    module, _colon, function = IMPORTERS[what].partition(":")
    try:
        found: Callable[..., ImportReport] = getattr(importlib.import_module(module), function)
    except (ModuleNotFoundError, AttributeError) as error:
        raise click.UsageError(f"This installation cannot import {what} yet.") from error
    return found


def _print(report: ImportReport) -> None:
    done = "would be taken" if report.dry_run else "taken"
    click.echo(
        f"{report.accepted} rows {done}, {report.unchanged} unchanged,"
        f" {report.refused_rows} refused."
    )
    for refusal in report.refused[:_SHOWN]:
        column = f", column {refusal.column}" if refusal.column else ""
        click.echo(f"  row {refusal.row}{column}: {refusal.reason}")
    if len(report.refused) > _SHOWN:
        click.echo(f"  … and {len(report.refused) - _SHOWN} more")
    if report.refused_file:
        click.echo(f"Refused rows are kept in {report.refused_file}: mend and import that file.")
