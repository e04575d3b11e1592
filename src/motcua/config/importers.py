"""What `motcua import` calls where a package's own operation does not take a path."""

from __future__ import annotations

from pathlib import Path

from motcua.kernel.tabular import ImportReport, RefusedRow, table_read


def holidays_import(path: Path, *, dry_run: bool = False) -> ImportReport:
    """Load days off and make-up working days from a CSV or XLSX file, for the State's layer.

    Rows may name a unit by its code. Raises Invalid when the file cannot be read or lacks a column.
    """
    from motcua.deadlines.services import calendar_import

    table = table_read(path, required=("date", "name", "kind", "source"))
    done = calendar_import([row.values for row in table.rows], dry_run=dry_run)
    refused = [
        # the operation counts rows one after another, a sheet also its empty ones
        RefusedRow(table.rows[one.row - 2].number, one.column, one.reason, one.values)
        for one in done.refused
    ]
    return ImportReport(
        accepted=done.added + done.replaced,
        unchanged=done.unchanged,
        refused=[*table.refused, *refused],
        dry_run=dry_run,
    )
